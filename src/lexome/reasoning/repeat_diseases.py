"""Which listed disease each repeat locus causes, from how many units on, and for how many of its patients."""

from __future__ import annotations

from dataclasses import dataclass

DEFINING = 0.98
"""Share of patients of a disease that is named after its expansion: all but rare point mutations (GeneReviews NBK535148
lists the loci). An assumption, to leave such mutations some weight."""

MOSTLY = 0.8
"""Share where the expansion is the usual cause among others. An assumption between DEFINING and PARTLY."""

PARTLY = 0.1
"""Share where point mutations of the gene are the rule and the expansion of its repeat one cause. An assumption."""


@dataclass(frozen=True, slots=True)
class RepeatDisease:
    """A disease of a locus: ``share`` of its patients have the expansion; ``least`` and ``below`` bound its units where
    the catalogue's pathologic bound is that of another disease of the locus (None: as in the catalogue)."""

    disease_id: str
    share: float = DEFINING
    least: int | None = None
    below: int | None = None


DISEASES: dict[str, tuple[RepeatDisease, ...]] = {
    "AFF2": (RepeatDisease("OMIM:309548"),),
    "AR": (RepeatDisease("OMIM:313200"),),
    "ARX_EIEE": (RepeatDisease("OMIM:308350", PARTLY),),
    "ATN1": (RepeatDisease("OMIM:125370"),),
    "ATXN1": (RepeatDisease("OMIM:164400"),),
    "ATXN10": (RepeatDisease("OMIM:603516"),),
    "ATXN2": (RepeatDisease("OMIM:183090"),),
    "ATXN3": (RepeatDisease("OMIM:109150"),),
    "ATXN7": (RepeatDisease("OMIM:164500"),),
    "ATXN8OS": (RepeatDisease("OMIM:608768"),),
    "BEAN1": (RepeatDisease("OMIM:117210"),),
    "C9ORF72": (RepeatDisease("OMIM:105550"),),
    "CACNA1A": (RepeatDisease("OMIM:183086"),),
    "CNBP": (RepeatDisease("OMIM:602668"),),
    "CSTB": (RepeatDisease("OMIM:254800", MOSTLY),),
    "DAB1": (RepeatDisease("OMIM:615945"),),
    "DIP2B": (RepeatDisease("OMIM:136630"),),
    "DMPK": (RepeatDisease("OMIM:160900"),),
    "EIF4A3": (RepeatDisease("OMIM:268305"),),
    "FGF14": (RepeatDisease("OMIM:620174"),),
    "FMR1": (
        RepeatDisease("OMIM:300624", least=200),
        RepeatDisease("OMIM:300623", least=55, below=200),
        RepeatDisease("OMIM:311360", least=55, below=200),
    ),
    "FOXL2": (RepeatDisease("OMIM:110100", PARTLY),),
    "FXN": (RepeatDisease("OMIM:229300"),),
    "GIPC1": (RepeatDisease("OMIM:618940"),),
    "GLS": (RepeatDisease("OMIM:618412", MOSTLY),),
    "HOXD13": (RepeatDisease("OMIM:186000", MOSTLY),),
    "HTT": (RepeatDisease("OMIM:143100"),),
    "JPH3": (RepeatDisease("OMIM:606438"),),
    "LRP12": (RepeatDisease("OMIM:164310"),),
    "NOP56": (RepeatDisease("OMIM:614153"),),
    "NOTCH2NLC": (RepeatDisease("OMIM:603472"),),
    "PABPN1": (RepeatDisease("OMIM:164300"),),
    "PHOX2B": (RepeatDisease("OMIM:209880", MOSTLY),),
    "PPP2R2B": (RepeatDisease("OMIM:604326"),),
    "RAPGEF2": (RepeatDisease("OMIM:618075"),),
    "RFC1": (RepeatDisease("OMIM:614575"),),
    "RILPL1": (RepeatDisease("OMIM:619790"),),
    "RUNX2": (RepeatDisease("OMIM:119600", PARTLY),),
    "SAMD12": (RepeatDisease("OMIM:601068"),),
    "SOX3": (RepeatDisease("OMIM:300123", PARTLY),),
    "TBP": (RepeatDisease("OMIM:607136"),),
    "TCF4": (RepeatDisease("OMIM:613267"),),
    "TNRC6A": (RepeatDisease("OMIM:618074"),),
    "XYLT1": (RepeatDisease("OMIM:615777", PARTLY),),
    "ZFHX3": (RepeatDisease("OMIM:600223"),),
    "ZIC2": (RepeatDisease("OMIM:609637", PARTLY),),
    "ZIC3": (RepeatDisease("OMIM:314390", PARTLY),),
}
"""By the catalogue's name of the locus; the ids are those that OMIM gives the disease the catalogue names. FMR1: full
mutation from 200 units, premutation from 55 (PMC4666582, table 1). ABCD3, CBL, TBX1 and THAP11
are left out: the HPO lists no disease of the expansion."""

COMMON = {"TCF4": 0.03}
"""Share of people with a pathologic number of units at loci where it is common: TCF4, see
doi:10.1371/journal.pone.0049083 (3 % of controls, 79 % of patients)."""

MOTIF_DECIDES = frozenset({"BEAN1", "DAB1", "FGF14", "RAPGEF2", "RFC1", "SAMD12", "TNRC6A"})
"""Loci where the units of a pathologic allele differ from those of a normal one: a count alone does not tell
(Chintalaphani 2021, doi:10.1186/s40478-021-01201-x; the catalogue's own structures name both units)."""

RANGES: dict[str, tuple[tuple[int, int, str], ...]] = {
    "HTT": (
        (27, 35, "27 to 35 units do not cause the disease, but may lengthen when passed on"),
        (36, 39, "36 to 39 units have reduced penetrance: not everybody with them falls ill"),
    ),
}
"""Sizes that mean something else than the catalogue's two bounds say (GeneReviews NBK1305; PMC7328452, table 2)."""


def said_of_size(locus: str, units: float) -> str:
    """Return what a size within a range of its own means, '' for any other.

    >>> said_of_size("HTT", 38), said_of_size("HTT", 44)
    ('36 to 39 units have reduced penetrance: not everybody with them falls ill', '')
    """
    return next((said for least, most, said in RANGES.get(locus, ()) if least <= units <= most), "")
