"""How well given findings fit each gene's diseases, for PP4 and the points of a de novo occurrence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lexome.core.case import Finding, ids_in
from lexome.core.family import PhenotypeMatch
from lexome.core.problem import Level, Problem

if TYPE_CHECKING:
    from lexome.lab import Lab


def matches(hpo: Sequence[str], lab: Lab) -> tuple[dict[str, PhenotypeMatch], list[Problem]]:
    """Return by gene symbol how well its best-fitting disease explains the findings."""
    from lexome.reasoning.phenotype_ranking import PhenotypeRanker

    ontology, diseases = lab.knowledge("hpo"), lab.knowledge("diseases")
    findings, problems = [], []
    for text in (one for given in hpo for one in ids_in(given)):
        answer = ontology.resolve(text)
        if answer.index is None:
            near = ", ".join(f"{name} ({label})" for name, label in ontology.near(text, 3))
            message = f"{text[:40]} is not a term of the HPO"
            problems.append(Problem(Level.WARNING, "unknown-hpo-id", "--hpo", message, f"near matches: {near}"))
        else:
            findings.append(Finding(ontology.id_of(answer.index), ontology.label_of(answer.index)))
    if not findings:
        return {}, problems
    ranker = PhenotypeRanker(ontology, diseases)
    scores = ranker.score(findings)
    found: dict[str, PhenotypeMatch] = {}
    for line in scores.best(len(scores.posterior)).tolist():
        symbols = ranker.listed.genes(line)
        for symbol in symbols:
            if symbol not in found:
                found[symbol] = PhenotypeMatch(
                    ranker.listed.id_of(line),
                    ranker.listed.shown_name(line),
                    float(scores.posterior[line]),
                    float(scores.log10_lr[line]),
                    len(symbols),
                    diseases.citation,
                )
    return found, problems
