"""What is known of a gene: inheritance, whether its loss causes disease, and which variants do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lexome.core.allele import Allele
from lexome.core.facts import Absent, Citation, Unknown
from lexome.core.variant import ClinVarRecord, LossMechanism, Mechanism, Spectrum

if TYPE_CHECKING:
    from lexome.knowledge.gene_validity import Validity

LEAST_LOSS, LIKELY_LOSS = 3, 2
LEAST_SHARE = 0.1
"""Null variants known to be pathogenic, and their share among a gene's pathogenic variants, that establish loss of
function as the mechanism, or make it likely (Abou Tayoun 2018, doi:10.1002/humu.23626, table 2)."""

ENOUGH_RECORDS = 10
"""Records from which a share below ``LEAST_SHARE`` says that loss of function is not the mechanism: with ten, a share
of a tenth or more would show none in a third of genes at most."""

_TRUNCATING = {"nonsense", "stop_gained", "frameshift_variant", "frameshift", "start_lost", "initiator_codon_variant"}
_SPLICE = {"splice_donor_variant", "splice_acceptor_variant"}


@dataclass(frozen=True, slots=True)
class Counts:
    """A gene's (likely) pathogenic records by kind."""

    missense: int = 0
    truncating: int = 0
    splice: int = 0
    other: int = 0

    @classmethod
    def of(cls, records: Sequence[ClinVarRecord], *, without: Allele | None) -> Counts:
        """Count records of (likely) pathogenic variants other than the one judged."""
        counts = {"missense": 0, "truncating": 0, "splice": 0, "other": 0}
        for record in records:
            if record.allele != without and record.significance.side > 0:
                counts[kind_of(record.consequence)] += 1
        return cls(**counts)

    @property
    def total(self) -> int:
        """All records counted."""
        return self.missense + self.truncating + self.splice + self.other

    @property
    def null(self) -> int:
        """Records of null variants."""
        return self.truncating + self.splice


def kind_of(consequence: str) -> str:
    """Return 'missense', 'truncating', 'splice' or 'other' for a Sequence Ontology term."""
    if "missense" in consequence:
        return "missense"
    if consequence in _TRUNCATING:
        return "truncating"
    return "splice" if consequence in _SPLICE else "other"


def spectrum(counts: Counts, citation: Citation) -> Spectrum | Absent:
    """Return the gene's spectrum; Absent when no pathogenic variant is known."""
    if counts.total == 0:
        return Absent(citation)
    return Spectrum(counts.missense, counts.truncating, counts.splice, counts.other, citation)


def mechanism(
    symbol: str, counts: Counts, *, clinvar: Citation | None, dosage: Citation | None, recessive: Citation | None
) -> Mechanism | Unknown:
    """Return whether losing the gene's product causes its disease.

    ``dosage`` cites the gene's record as haploinsufficient, ``recessive`` a curated recessive disorder of loss.
    """
    if dosage is not None:
        return Mechanism(LossMechanism.ESTABLISHED, f"{symbol} is haploinsufficient", (dosage,))
    if clinvar is not None and counts.total:
        share = counts.null / counts.total
        said = f"{counts.null} of {counts.total} pathogenic variants of {symbol} are null variants"
        if counts.null >= LEAST_LOSS and share >= LEAST_SHARE:
            return Mechanism(LossMechanism.ESTABLISHED, said, (clinvar,))
        if counts.null >= LIKELY_LOSS and share >= LEAST_SHARE:
            return Mechanism(LossMechanism.LIKELY, said, (clinvar,))
        if counts.total >= ENOUGH_RECORDS and share < LEAST_SHARE:
            return Mechanism(LossMechanism.NOT_A_MECHANISM, said, (clinvar,))
    if recessive is not None:
        return Mechanism(LossMechanism.LIKELY, f"{symbol} causes a recessive disorder", (recessive,))
    return Unknown(
        f"it is not known whether loss of {symbol} causes disease", "lexome data import clinvar or gene-validity"
    )


SURE, HALF_SURE = ("Definitive", "Strong"), ("Moderate",)
"""ClinGen's words for a gene's relation to a disease that let PVS1 be used in full, and one level lower; below them it
is not used (Abou Tayoun 2018, doi:10.1002/humu.23626, table 2)."""


def within_validity(found: Mechanism | Unknown, curated: Sequence[Validity]) -> Mechanism | Unknown:
    """Return the mechanism as far as the best of ClinGen's curations of the gene lets it be used."""
    if isinstance(found, Unknown) or not curated or found.loss is LossMechanism.NOT_A_MECHANISM:
        return found
    if any(each.classification in SURE for each in curated):
        return found
    half = [each for each in curated if each.classification in HALF_SURE]
    best = (half or list(curated))[0]
    said = f"ClinGen: {best.classification.lower()} evidence that {best.gene_symbol} causes {best.disease}"
    loss = LossMechanism.LIKELY if half else LossMechanism.NOT_A_MECHANISM
    return Mechanism(loss, f"{found.because}; {said}", (*found.citations, best.citation))
