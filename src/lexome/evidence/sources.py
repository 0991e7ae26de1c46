"""The sources that grading asks, opened by name; where nothing was imported the facts stay Unknown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from lexome.core.allele import Allele
from lexome.core.evidence import Strength
from lexome.core.facts import Absent, Citation, Unknown
from lexome.core.variant import Effect, Functional
from lexome.evidence.gather import NO_MISSENSE, Sources
from lexome.models.consequence import Annotator

if TYPE_CHECKING:
    from lexome.formats.fasta import Reference
    from lexome.knowledge.functional import Assays
    from lexome.knowledge.gene_dosage import GeneDosage
    from lexome.knowledge.missense import Missense

PREDICTORS = ("revel", "bayesdel", "alphamissense", "cadd")
"""Missense predictors by how well their bands reach strong evidence; the first imported one is used for every variant,
never the one that speaks loudest (Pejaver 2022, doi:10.1016/j.ajhg.2022.10.013)."""

HOMOLOGOUS = frozenset(
    {
        *("C4A", "C4B", "CBS", "CFC1", "CHRNA7", "CRYAA", "CYP21A2", "CYP2D6", "FCGR2B", "FCGR2C", "GBA1", "GRAP"),
        *("GTF2I", "GTF2IRD2", "HBA1", "HBA2", "HSF2BP", "ICOSLG", "IKBKG", "KCNE1", "NCF1", "NEB", "NOTCH2", "NSF"),
        *("OCLN", "OPN1LW", "OPN1MW", "OTOA", "PMS2", "PRODH", "SIK1", "SMN1", "SMN2", "STRC", "TMLHE", "TNXB"),
        "TRAPPC10",
    }
)
"""Genes of a disease that lie, in whole or in part, in a duplication of more than 99 % similarity that defeats short
reads: the regions of Paraphase (Chen 2025, doi:10.1038/s41467-025-57505-2; docs/regions.md of PacificBiosciences/
paraphase) that hold a gene with a disease in the HPO annotations. Not a complete list of pseudogene pairs."""

ASSAY_STRENGTHS = {"LOF": 1, "FUNC": -1, "INT": 0}
"""Direction of the words in which saturation genome editing states its result (Findlay 2018,
doi:10.1038/s41586-018-0461-z)."""

VALIDATED_GENES = frozenset({"BRCA1", "BRCA2"})
"""Genes whose panel takes such results at strong (ClinGen CSpec GN092 and GN097); elsewhere an assay without a stated
OddsPath counts as supporting at most (Brnich 2019, doi:10.1186/s13073-019-0690-2)."""


def open_sources(
    knowledge: Callable[[str], Any], *, reference: Reference | None, blind: frozenset[str] = frozenset()
) -> Sources:
    """Return the sources; ``knowledge`` opens a source by its plug-in name, as ``Lab.knowledge`` does."""
    return Sources(
        annotator=Annotator(knowledge("transcripts"), reference),
        clinvar=knowledge("clinvar"),
        population=knowledge("population"),
        diseases=knowledge("diseases"),
        haploinsufficient=_haploinsufficient(knowledge("gene_dosage")),
        validity=knowledge("gene_validity").of,
        dosage=knowledge("gene_dosage").of,
        constraint=knowledge("constraint").of,
        missense=_missense(knowledge("missense")),
        conservation=knowledge("conservation").of,
        functional=_functional(knowledge("functional")),
        disease_repeats=knowledge("repeats").at,
        homologous=HOMOLOGOUS,
        blind=blind,
    )


def _haploinsufficient(dosage: GeneDosage) -> Callable[[str], Citation | None]:
    def of(symbol: str) -> Citation | None:
        found = dosage.of(symbol)
        return None if isinstance(found, Unknown) or not found.haploinsufficient else found.citation

    return of


def _missense(tables: Missense) -> Callable[[Allele], Effect | Absent | Unknown]:
    there = {one.name for one in tables.predictors}
    chosen = next((name for name in PREDICTORS if name in there), None)

    def of(allele: Allele) -> Effect | Absent | Unknown:
        if not allele.is_snv:
            return Unknown("missense predictors score single bases")
        if chosen is None:
            return NO_MISSENSE
        return tables.of(allele, predictor=chosen)

    return of


def _functional(assays: Assays) -> Callable[[Allele, str], Functional | Absent | Unknown]:
    def of(allele: Allele, symbol: str) -> Functional | Absent | Unknown:
        found = assays.of(allele)
        if isinstance(found, Absent | Unknown):
            return found
        first = found[0]
        strength = Strength.STRONG if symbol in VALIDATED_GENES else Strength.SUPPORTING
        direction = ASSAY_STRENGTHS.get(first.result.upper())
        if direction is None:
            return Unknown(f"the assay's word {first.result!r} has no calibrated odds")
        said = f"{first.result} (score {first.score:.2f})"
        return Functional(said, direction * strength.log10_lr, first.citation)

    return of
