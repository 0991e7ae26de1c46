"""A term as it was read from the words of a block."""

from __future__ import annotations

from dataclasses import dataclass

KIND_OF_TUMOR = "kind of tumor at the end of a name"
"""The rule of a finding that is told beside a longer one from the same words."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A term read from words ``first`` to ``last`` (inclusive) of a block.

    ``weight`` is how many words agreed, ``name`` the row of the name, ``rule`` how it was recognised. ``kind`` is the
    kind of tumor that the name ends with, where the ontology does not place it above the term.
    """

    first: int
    last: int
    term: int
    name: int
    weight: int
    rule: str
    kind: Mention | None = None
