"""What a reader must know before believing the first diagnosis: said beside it, on the page and in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lexome.report.wording import CLASSES, POSSIBLE, clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lexome.report.schema import Diagnosis, DiagnosisReport

STRONG = frozenset({"pathogenic", "likely_pathogenic"})

SEX_DOUBTED = frozenset({"sex-differs", "sex-by-genotype"})
"""Codes of problems that say that the sample may not be the patient's."""


def cautions(report: DiagnosisReport) -> tuple[str, ...]:
    """Return what speaks against reading the first diagnosis as settled, the weightiest first."""
    return tuple(map(clean, _told(report)))


def _told(report: DiagnosisReport) -> Iterator[str]:
    yield from _of_samples(report)
    top = report.differential[0] if report.differential else None
    if not any(finding.status == "observed" for finding in report.findings):
        yield "No finding of the patient was given: this ranks variants by themselves and is no diagnosis."
    if top is None or top.posterior < max(POSSIBLE, report.unlisted_posterior):
        return
    group = next((one.ranks for one in report.combinations if top.rank in one.ranks), (top.rank,))
    if len(group) > 1:
        yield (
            "Probabilities are shared out as if one disease explained everything. That of a further diagnosis is "
            "small for this reason; whether both are present it does not say."
        )
    for diagnosis in (one for one in report.differential if one.rank in group):
        yield from _of_variants(report, diagnosis)


def _of_samples(report: DiagnosisReport) -> Iterator[str]:
    """Yield what says that samples may have been exchanged."""
    strangers = [check.what for check in report.family.checks if check.result == "disagrees"] if report.family else []
    if strangers:
        yield f"The genotypes contradict the family as given ({'; '.join(strangers)}): samples may have been exchanged."
    for problem in report.problems:
        if problem.code in SEX_DOUBTED and problem.level != "notice":
            yield f"{problem.message[:1].upper()}{problem.message[1:]}: samples may have been exchanged."
            return


def _of_variants(report: DiagnosisReport, diagnosis: Diagnosis) -> Iterator[str]:
    """Yield what the genotype and the classes of its variants leave open."""
    name = ", ".join(diagnosis.genes[:2]) or diagnosis.disease_name
    if "second_hit_missing" in diagnosis.flags:
        yield f"{name}: only one of the two alleles that a recessive disease needs was found."
    classes = {record.variant: record.classification for record in report.variants}
    graded = [classes[variant] for variant in diagnosis.variants if classes.get(variant)]
    weak = [one for one in graded if one not in STRONG]
    if weak:
        few = "the variant is" if len(graded) == 1 else "both variants are" if len(weak) == 2 else "one variant is"
        words = " or ".join(dict.fromkeys(CLASSES[str(one)].lower() for one in weak))
        yield (
            f"{name}: by its criteria {few} of {words}. The probability also weighs findings and inheritance; it is "
            "no classification."
        )
