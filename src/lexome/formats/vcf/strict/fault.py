"""One breach of the specification, before it is given its line."""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """``code`` names the rule (docs/reference/vcf-problems.md), ``message`` what is wrong, ``remedy`` what mends it.

    ``breaks_specification`` is False for what is unusual but allowed.
    """

    code: str
    message: str
    remedy: str
    breaks_specification: bool = True
