"""What a laboratory would test next: the confirmation of what the first diagnosis rests on, and of calls in doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lexome.core.hypothesis import Inheritance, Mechanism
from lexome.report.paragraph import bare
from lexome.report.schema import NextQuestion
from lexome.report.wording import POSSIBLE, brief, points_told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lexome.report.event_schema import Events
    from lexome.report.schema import Diagnosis, FamilyCheck
    from lexome.report.variant_schema import VariantRecord

SETTLED = 0.97
"""Probability of the diagnoses that rest on the same change from which more findings are not asked for: what is left
to tell apart are names of one change. An assumption."""

_TESTS = {
    Mechanism.EXPANSION: (
        "Size the repeat{of} by fragment analysis with repeat-primed PCR, or by Southern blot.",
        "A caller estimates long repeats from short reads; the size decides about onset and about relatives.",
    ),
    Mechanism.DISOMY: (
        "Confirm by a methylation test of the imprinted place, and by microsatellites or a SNP array.",
        "Genotypes alone do not tell a missing copy from a doubled one.",
    ),
    Mechanism.COPY_LOSS: (
        "Confirm the loss{of} by an array, MLPA or quantitative PCR, and test the parents.",
        "A caller's copy number is no proof; where it came from decides about the risk of brothers and sisters.",
    ),
    Mechanism.COPY_GAIN: (
        "Confirm the gain{of} by an array, MLPA or quantitative PCR, and test the parents.",
        "A caller does not tell where the extra copy lies; where it came from decides about relatives.",
    ),
    Mechanism.DIGENIC: (
        "Test the parents and healthy relatives for both changes.",
        "Who carries one of the two is expected to be healthy; who carries both and is healthy speaks against it.",
    ),
    Mechanism.REARRANGEMENT: (
        "Confirm the breakpoints{of} by PCR across them, long reads or FISH, and test the parents.",
        "Short reads place breakpoints wrongly in repeats.",
    ),
}
_PARENTS: dict[str, tuple[str, str]] = {
    Inheritance.AUTOSOMAL_DOMINANT: (
        "Test both parents for the change of {gene}.",
        "A new change speaks for it, an unaffected carrier against it.",
    ),
    Inheritance.X_LINKED_DOMINANT: (
        "Test both parents for the change of {gene}.",
        "A new change speaks for it.",
    ),
    Inheritance.X_LINKED: (
        "Test the mother for the change of {gene}.",
        "Whether she carries it decides about the risk of brothers and sisters.",
    ),
    Inheritance.X_LINKED_RECESSIVE: (
        "Test the mother for the change of {gene}.",
        "Whether she carries it decides about the risk of brothers and sisters.",
    ),
    Inheritance.AUTOSOMAL_RECESSIVE: (
        "Test both parents for {what} of {gene}.",
        "Each is expected to carry one copy. Where one does not, the other copy is lost or both came from one parent.",
    ),
    Inheritance.MITOCHONDRIAL: (
        "Measure the share of the change of {gene} in another tissue, and test the mother.",
        "The share differs between tissues, and in blood it may be lower than where the signs are.",
    ),
}
_GENOTYPES = {
    "second_hit_missing": (
        "Look for the second change of {gene}: losses of exons, deep introns, the promoter.",
        "One of two was found.",
    ),
    "phase_unknown": (
        "Test the parents, or long reads: do the two changes of {gene} lie on different copies?",
        "Only then do they explain a recessive disease.",
    ),
    "parent_unknown": (
        "Test the parents: from whom did the change come?",
        "Only the copy of one parent is active at this place.",
    ),
}


MOST_CRITERIA = 6
"""Criteria named that could still move a class; all stand on the card of the variant."""


def before_all(*, checks: Sequence[FamilyCheck], has_findings: bool) -> Iterator[NextQuestion]:
    """Yield what has to be set right before any answer is believed: exchanged samples, a patient not described."""
    strangers = [check.what for check in checks if check.result == "disagrees"]
    if strangers:
        yield NextQuestion(
            question="Find out whether samples were exchanged, or mend the pedigree.",
            why=f"The genotypes contradict: {'; '.join(strangers)}. Their genotypes were not used.",
            kind="test",
        )
    if not has_findings:
        yield NextQuestion(
            question="Give the patient's findings.",
            why="Without them variants are ranked by themselves, and most of what is rare is harmless.",
            kind="other",
        )


def confirmations(
    listed: Sequence[Diagnosis],
    events: Events,
    records: Sequence[VariantRecord],
    *,
    unlisted: float,
    together: frozenset[int] = frozenset(),
) -> Iterator[NextQuestion]:
    """Yield the tests that the first diagnosis asks for when it stands out, then those of calls in doubt.

    ``together`` are the ranks of diagnoses that may stand beside the first: they are asked about too.
    """
    top = listed[0] if listed else None
    if top is not None and top.posterior >= max(POSSIBLE, unlisted):
        leading = [one for one in listed if one is top or one.rank in together]
        for diagnosis in leading:
            yield from _of_diagnosis(diagnosis, origins={one.variant: one.inheritance for one in records})
        mine = {variant for diagnosis in leading for variant in diagnosis.variants}
        yield from _of_classes([one for one in records if one.variant in mine and one.classification])
    for call in events.structural:
        if not call.weighed and call.classification in {"pathogenic", "likely_pathogenic"} and call.genes:
            what = f"Check the {call.name}{f', {call.band}' if call.band else ''}, by an array or MLPA."
            why = f"Its class would be {call.classification.replace('_', ' ')}, but it was not weighed: {call.because}."
            yield NextQuestion(question=what, why=why, kind="test")
            return


def _of_diagnosis(top: Diagnosis, *, origins: Mapping[str, str]) -> Iterator[NextQuestion]:
    mechanism = Mechanism(top.mechanism)
    gene = top.genes[0] if top.genes else ""
    if mechanism in _TESTS and (top.event or top.variants):
        question, why = _TESTS[mechanism]
        few = len(top.genes) == 1 and mechanism is not Mechanism.DISOMY
        question = question.format(of=f" of {gene}" if few else "")
        if any(origins.get(variant) for variant in top.variants):
            question = question.replace(", and test the parents", ", in the parents too")
        yield NextQuestion(question=question, why=why, kind="test")
    elif "mechanism_not_seen" in top.flags:
        unseen = next((item.because for item in top.evidence if item.code in set(Mechanism)), "")
        if unseen:
            yield NextQuestion(
                question=f"Test for what usually causes {top.disease_name}.", why=_sentence(unseen), kind="test"
            )
    elif top.inheritance in _PARENTS and top.variants and not any(origins.get(variant) for variant in top.variants):
        question, why = _PARENTS[top.inheritance]
        if top.inheritance != Inheritance.AUTOSOMAL_RECESSIVE or not set(_GENOTYPES) & set(top.flags):
            what = "the change" if len(top.variants) == 1 else "the two changes"
            yield NextQuestion(question=question.format(gene=gene, what=what), why=why, kind="test")
    for flag, (question, why) in _GENOTYPES.items():
        if flag in top.flags:
            yield NextQuestion(question=question.format(gene=gene), why=why, kind="test")


def _of_classes(records: Sequence[VariantRecord]) -> Iterator[NextQuestion]:
    """Yield what the class of the variants asks for: more evidence where it is open, confirmation where it is not."""
    small = [one for one in records if not one.name]
    weak = [one for one in small if one.classification == "uncertain"]
    genes = " and ".join(dict.fromkeys(one.gene for one in weak or small if one.gene)) or "the gene"
    changes = "the change" if len(weak or small) == 1 else "the changes"
    if weak:
        points = " and ".join(f"{_change(one)} has {points_told(one.points or 0)}" for one in weak)
        missing = dict.fromkeys(item.code for one in weak for item in one.not_assessable if item.code.startswith("P"))
        told = list(missing)[:MOST_CRITERIA]
        rest = f" and {len(missing) - MOST_CRITERIA} more" if len(missing) > MOST_CRITERIA else ""
        open_yet = f" Criteria not assessed so far: {', '.join(told)}{rest}." if told else ""
        yield NextQuestion(
            question=f"Gather what would settle the class of {changes} of {genes}.",
            why=f"{points}, which is uncertain significance.{open_yet}",
            kind="test",
        )
    elif small:
        yield NextQuestion(
            question=f"Confirm {changes} of {genes} by an independent method.",
            why="A call is no proof; relatives can be tested once it is confirmed.",
            kind="test",
        )


def _change(record: VariantRecord) -> str:
    return bare(record.hgvs_c) or brief(record.variant)


def settled(listed: Sequence[Diagnosis]) -> bool:
    """Whether nearly all probability lies on diagnoses that rest on the same change as the first."""
    if not listed or not (listed[0].event or listed[0].variants):
        return False
    rests = (listed[0].variants, "" if listed[0].variants else listed[0].event)
    same = (one for one in listed if (one.variants, "" if one.variants else one.event) == rests)
    return sum(one.posterior for one in same) >= SETTLED


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}." if words else ""
