"""Imprinting disorders: which copy must be missing or doubled, where, and how often each mechanism is the cause."""

from __future__ import annotations

from dataclasses import dataclass

from lexome.core.facts import Citation
from lexome.knowledge.imprinting import Parent

_BUTLER = Citation("Molecular classes of Prader-Willi and Angelman syndrome", "doi:10.1177/2050312118823585", "table 1")
_RAMSDEN = Citation("Ramsden 2010, practice guidelines", "doi:10.1186/1471-2350-11-70", "table 2")
_PRENATAL = Citation("Imprinting disorders, prenatal overview 2024", "doi:10.3390/genes15020163", "table 1")
_EGGERMANN = Citation("Eggermann 2015", "doi:10.1186/s13148-015-0143-8", "table 1")
_KAGAMI_12 = Citation("Relative frequency of mechanisms in imprinting disorders", "PMC3421115", "table 2")
_KAGAMI_17 = Citation("Kagami 2017", "doi:10.1038/gim.2017.53", "abstract")


@dataclass(frozen=True, slots=True)
class ImprintingDisorder:
    """A disorder of one imprinted place: both copies from ``disomy_of``, or the copy of the other parent lost.

    ``place`` is on GRCh38 (0-based, None: the whole chromosome counts). Shares are of all patients: uniparental disomy,
    loss of the active copy, gain of it (of the parent ``disomy_of``), and ``unseen``: methylation defects and unknown
    causes, which no variant file shows. ``name`` stands where uniparental disomy is told by this disorder, one for each
    place and parent; shares of 0 (pseudohypoparathyroidism type 1B) are not known and not weighed.
    """

    disease_id: str
    contig: str
    disomy_of: Parent
    place: int | None
    disomy: float
    loss: float
    gain: float
    unseen: float
    citation: Citation
    name: str = ""


def told_by_disomy(contig: str, parent: Parent, start: int, end: int) -> tuple[str, str]:
    """Return name and id of the disorder that both copies of a stretch from one parent cause, ('', '') for none."""
    for one in DISORDERS:
        inside = one.contig == contig and (one.place is None or start <= one.place < end)
        if one.name and inside and one.disomy_of is parent:
            return one.name, one.disease_id
    return "", ""


def disorders_of(contig: str) -> tuple[tuple[str, str], ...]:
    """Return name and id of the imprinting disorders of a chromosome, whichever parent gave both copies."""
    return tuple((one.name, one.disease_id) for one in DISORDERS if one.name and one.contig == contig)


_MOTHER, _FATHER = Parent.MATERNAL, Parent.PATERNAL

DISORDERS: tuple[ImprintingDisorder, ...] = (
    ImprintingDisorder(
        "OMIM:176270", "15", _MOTHER, 24_900_000, 0.25, 0.70, 0.0, 0.02, _BUTLER, "Prader-Willi syndrome"
    ),
    ImprintingDisorder("OMIM:105830", "15", _FATHER, 25_400_000, 0.05, 0.72, 0.0, 0.13, _RAMSDEN, "Angelman syndrome"),
    ImprintingDisorder(
        "OMIM:130650", "11", _FATHER, 2_100_000, 0.20, 0.0, 0.03, 0.70, _EGGERMANN, "Beckwith-Wiedemann syndrome"
    ),
    ImprintingDisorder("OMIM:180860", "7", _MOTHER, None, 0.10, 0.0, 0.0, 0.80, _EGGERMANN),
    ImprintingDisorder(
        "OMIM:618905", "7", _MOTHER, None, 0.98, 0.0, 0.0, 0.01, _EGGERMANN, "Silver-Russell syndrome 2"
    ),
    ImprintingDisorder(
        "OMIM:601410",
        "6",
        _FATHER,
        144_000_000,
        0.41,
        0.0,
        0.29,
        0.29,
        _PRENATAL,
        "transient neonatal diabetes mellitus 1",
    ),
    ImprintingDisorder("OMIM:616222", "14", _MOTHER, 100_800_000, 0.72, 0.09, 0.0, 0.18, _KAGAMI_17, "Temple syndrome"),
    ImprintingDisorder(
        "OMIM:608149", "14", _FATHER, 100_800_000, 0.65, 0.19, 0.0, 0.15, _KAGAMI_12, "Kagami-Ogata syndrome"
    ),
    ImprintingDisorder(
        "OMIM:617352", "20", _MOTHER, 58_800_000, 0.98, 0.0, 0.0, 0.01, _EGGERMANN, "Mulchandani-Bhoj-Conlin syndrome"
    ),
    ImprintingDisorder(
        "OMIM:603233", "20", _FATHER, 58_800_000, 0.0, 0.0, 0.0, 0.0, _EGGERMANN, "pseudohypoparathyroidism type 1B"
    ),
    ImprintingDisorder("ORPHA:98754", "15", _MOTHER, 24_900_000, 0.99, 0.0, 0.0, 0.0, _BUTLER),
    ImprintingDisorder("ORPHA:98793", "15", _MOTHER, 24_900_000, 0.0, 0.99, 0.0, 0.0, _BUTLER),
    ImprintingDisorder("ORPHA:177901", "15", _MOTHER, 24_900_000, 0.0, 0.99, 0.0, 0.0, _BUTLER),
    ImprintingDisorder("ORPHA:177904", "15", _MOTHER, 24_900_000, 0.0, 0.99, 0.0, 0.0, _BUTLER),
    ImprintingDisorder("ORPHA:177910", "15", _MOTHER, 24_900_000, 0.0, 0.0, 0.0, 0.99, _BUTLER),
    ImprintingDisorder("ORPHA:98794", "15", _FATHER, 25_400_000, 0.0, 0.99, 0.0, 0.0, _RAMSDEN),
    ImprintingDisorder("ORPHA:98795", "15", _FATHER, 25_400_000, 0.99, 0.0, 0.0, 0.0, _RAMSDEN),
    ImprintingDisorder("ORPHA:411515", "15", _FATHER, 25_400_000, 0.0, 0.0, 0.0, 0.99, _RAMSDEN),
    ImprintingDisorder("ORPHA:96182", "7", _MOTHER, None, 0.99, 0.0, 0.0, 0.0, _EGGERMANN),
    ImprintingDisorder("ORPHA:96184", "14", _MOTHER, 100_800_000, 0.99, 0.0, 0.0, 0.0, _KAGAMI_17),
    ImprintingDisorder("ORPHA:254525", "14", _MOTHER, 100_800_000, 0.0, 0.99, 0.0, 0.0, _KAGAMI_17),
    ImprintingDisorder("ORPHA:254531", "14", _MOTHER, 100_800_000, 0.0, 0.0, 0.0, 0.99, _KAGAMI_17),
    ImprintingDisorder("ORPHA:254528", "14", _FATHER, 100_800_000, 0.0, 0.99, 0.0, 0.0, _KAGAMI_12),
    ImprintingDisorder("ORPHA:254534", "14", _FATHER, 100_800_000, 0.0, 0.0, 0.0, 0.99, _KAGAMI_12),
    ImprintingDisorder("ORPHA:96191", "6", _FATHER, 144_000_000, 0.99, 0.0, 0.0, 0.0, _PRENATAL),
    ImprintingDisorder("ORPHA:231140", "11", _MOTHER, 2_100_000, 0.0, 0.0, 0.0, 0.99, _EGGERMANN),
    ImprintingDisorder("ORPHA:231147", "11", _MOTHER, 2_100_000, 0.99, 0.0, 0.0, 0.0, _EGGERMANN),
)
"""Rounded from the tables named: midpoints of ranges; what a table calls unknown stands in ``unseen``; what is left of
the whole are small variants. Lines of Orphanet that name one mechanism have that mechanism alone. Places: SNRPN,
UBE3A, IGF2/H19, PLAGL1, MEG3 and GNAS, GRCh38."""
