"""What a person decided about a criterion of one variant, with name and reason: applied and shown, never silent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lexome.core.evidence import Strength


class Action(StrEnum):
    """What a curator does with a criterion."""

    ACCEPT = "accept"
    REJECT = "reject"
    ADD = "add"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision; ``strength`` is None to keep the strength found; ``variant`` is GRCh38:CONTIG:POS:REF:ALT."""

    variant: str
    code: str
    action: Action
    curator: str
    reason: str
    strength: Strength | None = None
