"""A patient's findings as rows of the ontology, sorted by what they are used for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lexome.core.case import Finding, Status
from lexome.core.problem import Level, Problem
from lexome.knowledge.hpo import Ontology


@dataclass(frozen=True, slots=True)
class PatientTerms:
    """Ontology rows, each at most once, in the order given.

    ``observed`` and ``excluded`` are phenotypic abnormalities; ``onset`` and ``inheritance`` were given as findings
    and are used as what they are; ``problems`` says what was set aside.
    """

    observed: tuple[int, ...]
    excluded: tuple[int, ...] = ()
    onset: tuple[int, ...] = ()
    inheritance: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()


def patient_terms(findings: Iterable[Finding], ontology: Ontology) -> PatientTerms:
    """Sort findings by use; uncertain ones and those of relatives are left out."""
    observed: dict[int, None] = {}
    excluded: dict[int, None] = {}
    onset: dict[int, None] = {}
    inheritance: dict[int, None] = {}
    problems: list[Problem] = []
    for finding in findings:
        if finding.status not in (Status.OBSERVED, Status.EXCLUDED):
            continue
        row = ontology.resolve(finding.hpo_id).index
        if row is None:
            problems.append(_set_aside(finding, "is not a term of the ontology in use"))
        elif ontology.is_phenotypic[row]:
            (observed if finding.status is Status.OBSERVED else excluded)[row] = None
        elif finding.status is Status.EXCLUDED:
            problems.append(_set_aside(finding, "is no phenotypic abnormality, so its absence tells nothing"))
        elif ontology.is_onset[row]:
            onset[row] = None
        elif ontology.is_inheritance[row]:
            inheritance[row] = None
        else:
            problems.append(_set_aside(finding, "is no phenotypic abnormality, onset or mode of inheritance"))
    problems += _contradictions(observed, excluded, ontology)
    return PatientTerms(tuple(observed), tuple(excluded), tuple(onset), tuple(inheritance), tuple(problems))


def _contradictions(observed: dict[int, None], excluded: dict[int, None], ontology: Ontology) -> list[Problem]:
    """Drop from ``excluded`` what an observed finding implies, and say so."""
    implied = set(ontology.with_ancestors(observed).tolist())
    dropped = [row for row in excluded if row in implied]
    for row in dropped:
        del excluded[row]
    return [
        Problem(
            Level.WARNING,
            "contradictory-findings",
            ontology.id_of(row),
            "is excluded although it, or a more specific finding, is observed; the observed finding was kept",
            "correct the findings if it is truly absent",
        )
        for row in dropped
    ]


def _set_aside(finding: Finding, why: str) -> Problem:
    return Problem(
        Level.NOTICE,
        "finding-not-used",
        finding.hpo_id,
        f"{why}; it was not used for ranking",
        "give a phenotypic abnormality (a term below HP:0000118)",
    )
