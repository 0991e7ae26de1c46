"""Genes of which one parent's copy alone speaks, and the diseases that come with the loss of that copy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lexome.core.facts import Citation, Unknown
from lexome.core.plugin import Card, Source
from lexome.core.settings import Settings


class Parent(StrEnum):
    """From whom a copy was inherited."""

    MATERNAL = "maternal"
    PATERNAL = "paternal"


@dataclass(frozen=True, slots=True)
class Imprinted:
    """An imprinted gene: whose copy is ``expressed``, and ``where`` if not everywhere it was looked for.

    ``diseases`` (OMIM) are those that follow when a variant lies on the expressed copy and not when it lies on the
    silent one; () where the source speaks of expression alone. The gene's other diseases are not meant.
    """

    symbol: str
    expressed: Parent
    where: str
    diseases: tuple[str, ...]
    citation: Citation


_CASSIDY = Citation("Cassidy 2012", "doi:10.1038/gim.0b013e31822bead0", "figure 3")
_PILVAR = Citation("Pilvar 2019", "doi:10.1186/s13148-019-0692-3", "table 2")
_SCHAAF = Citation("Schaaf 2013", "doi:10.1038/ng.2776", "abstract")
_DAUBER = Citation("Dauber 2017", "doi:10.1210/jc.2016-3677", "abstract")
_BEGEMANN = Citation("Begemann 2015", "doi:10.1056/NEJMoa1415227", "abstract")
_BINDER = Citation("Binder 2020", "doi:10.1186/s13148-020-00945-y", "abstract")
_BAREL = Citation("Barel 2008", "doi:10.1016/j.ajhg.2008.07.010", "abstract")
_GRABOWSKI = Citation("Grabowski 2003", "doi:10.1038/sj.ejhg.5200938", "title")
_BASTEPE = Citation("Bastepe 2008", "doi:10.1007/978-0-387-77576-0_3", "abstract")
_PLACENTA = "in the placenta, where it was measured"
_MOTHER, _FATHER = Parent.MATERNAL, Parent.PATERNAL

GENES: tuple[Imprinted, ...] = (
    Imprinted("PLAGL1", _FATHER, _PLACENTA, (), _PILVAR),
    Imprinted("CRYBG1", _FATHER, _PLACENTA, (), _PILVAR),
    Imprinted("PEG10", _FATHER, _PLACENTA, (), _PILVAR),
    Imprinted("SGCE", _FATHER, "", ("OMIM:159900",), _GRABOWSKI),
    Imprinted("MEST", _FATHER, _PLACENTA, (), _PILVAR),
    Imprinted("ZFAT", _FATHER, _PLACENTA, (), _PILVAR),
    Imprinted("KCNK9", _MOTHER, "", ("OMIM:612292",), _BAREL),
    Imprinted("IGF2", _FATHER, "", ("OMIM:616489",), _BEGEMANN),
    Imprinted("H19", _MOTHER, _PLACENTA, (), _PILVAR),
    Imprinted("CDKN1C", _MOTHER, "", ("OMIM:614732",), _BINDER),
    Imprinted("PHLDA2", _MOTHER, _PLACENTA, (), _PILVAR),
    Imprinted("DLK1", _FATHER, "", (), _DAUBER),
    Imprinted("MEG3", _MOTHER, _PLACENTA, (), _PILVAR),
    Imprinted("MKRN3", _FATHER, "", ("OMIM:615346",), _DAUBER),
    Imprinted("MAGEL2", _FATHER, "", ("OMIM:615547", "OMIM:176270"), _SCHAAF),
    Imprinted("NDN", _FATHER, "", (), _CASSIDY),
    Imprinted("SNURF", _FATHER, "", (), _CASSIDY),
    Imprinted("SNRPN", _FATHER, "", (), _CASSIDY),
    Imprinted("SNORD116-1", _FATHER, "", ("OMIM:176270",), _CASSIDY),
    Imprinted("SNORD115-1", _FATHER, "", (), _CASSIDY),
    Imprinted("UBE3A", _MOTHER, "preferentially, in the brain", ("OMIM:105830",), _CASSIDY),
    Imprinted("ATP10A", _MOTHER, "preferentially, in the brain", (), _CASSIDY),
    Imprinted("GNAS", _MOTHER, "in some tissues, the proximal tubule among them", ("OMIM:103580",), _BASTEPE),
)
"""One row a gene. Each statement was read in its source; where sources differ (RTL1, GRB10, IGF2R) or only mice were
looked at, there is no row. The ids of the diseases are those of the HPO's annotations for the gene."""


class Imprinting:
    """Imprinted genes by approved symbol."""

    def __init__(self) -> None:
        self._genes = {gene.symbol: gene for gene in GENES}

    def of(self, symbol: str) -> Imprinted | Unknown:
        """Return what is known of a gene; most genes are not imprinted, but no source here says so of one."""
        return self._genes.get(symbol) or Unknown(f"{symbol} is not among the imprinted genes that are listed")

    def all(self) -> tuple[Imprinted, ...]:
        """Return every gene, by place on the genome."""
        return GENES


def open_imprinting(settings: Settings) -> Imprinting:
    """Return the table."""
    del settings
    return Imprinting()


plugin = Source(
    card=Card(
        title="Imprinted genes",
        about="Genes expressed from one parent's copy, with the disease that a variant of that copy causes.",
        licence="facts stated with their publications",
        reference="doi:10.1038/gim.0b013e31822bead0; doi:10.1186/s13148-019-0692-3; and one publication a gene",
        limits="23 genes. A gene that is not listed is unknown. Expression of one copy was mostly seen in few tissues. "
        "GNAS gives other transcripts from the father's copy. No imprinting centres.",
    ),
    open=open_imprinting,
)
