"""Whether a premature stop lets the transcript escape nonsense-mediated decay, and by which rule."""

from __future__ import annotations

from lexome.models.consequence.placement import Placement

_JUNCTION_NT = 50
"""A stop less than 50 nt before the last exon junction is not seen (Nagy 1998, doi:10.1016/S0968-0004(98)01208-0)."""
_START_NT = 150
"""A stop within 150 nt of the start tends to escape by re-initiation (Lindeboom 2016, doi:10.1038/ng.3664)."""


def escape(placement: Placement, stop_offset: int) -> str:
    """Return the rule by which a stop codon at an offset of the spliced transcript escapes decay, '' when it does not.

    'single exon', 'last exon', '50 nt of the last junction' or '150 nt of the start'.
    """
    if len(placement.exons) == 1:
        return "single exon"
    junction = placement.offsets[-1]
    if stop_offset >= junction:
        return "last exon"
    if junction - (stop_offset + 3) < _JUNCTION_NT:
        return f"{_JUNCTION_NT} nt of the last junction"
    if placement.cds is not None and stop_offset - placement.cds[0] < _START_NT:
        return f"{_START_NT} nt of the start"
    return ""
