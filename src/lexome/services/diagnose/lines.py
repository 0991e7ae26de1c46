"""The result line of a batch: the differential of one case in the form other programs read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from lexome.core.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lexome.core.evidence import Evidence
    from lexome.core.hypothesis import Ranking, Verdict

WEIGHTY = 0.05
"""Arguments that change the odds by less than a tenth (log10) are left out of a line; the report lists them all."""


class ListedDiagnosis(BaseModel, frozen=True):
    """One diagnosis of a result line."""

    rank: int = Field(description="1 for the most probable")
    disease_id: str | None = Field(description="OMIM, else ORPHA or DECIPHER id; null for a gene without known disease")
    disease_name: str = Field(description="name of the disease")
    equivalent_ids: tuple[str, ...] = Field((), description="ids of the same disease in other catalogues")
    genes: tuple[str, ...] = Field((), description="gene symbols")
    variants: tuple[str, ...] = Field((), description="variants of the hypothesis, GRCh38:CONTIG:POS:REF:ALT")
    inheritance: str = Field("unknown", description="mode of inheritance")
    posterior: float = Field(description="probability in [0, 1]")
    evidence: tuple[str, ...] = Field((), description="arguments, weightiest first")


class ResultLine(BaseModel, frozen=True):
    """The line of one case in RESULTS.jsonl."""

    case_id: str = Field(description="id of the case")
    differential: tuple[ListedDiagnosis, ...] = Field(description="diagnoses, best first")
    unlisted_posterior: float = Field(description="probability that no disease of the knowledge base is the answer")
    problems: tuple[Problem, ...] = Field((), description="warnings about this case")


class BadLine(BaseModel, frozen=True):
    """The line of a case that could not be used."""

    case_id: str = Field(description="id of the case, or its place in the input")
    problems: tuple[Problem, ...] = Field(description="what is wrong with it")


def result_line(case_id: str, ranking: Ranking, problems: Iterable[Problem], *, top: int) -> ResultLine:
    """Return the line of a ranking."""
    return ResultLine(
        case_id=case_id,
        differential=tuple(listed(rank, verdict) for rank, verdict in enumerate(ranking.verdicts[:top], start=1)),
        unlisted_posterior=ranking.unlisted_posterior,
        problems=tuple(problems),
    )


def listed(rank: int, verdict: Verdict) -> ListedDiagnosis:
    """Return one diagnosis as listed in a line."""
    hypothesis = verdict.hypothesis
    weighty = sorted(
        (item for item in verdict.evidence if abs(item.log10_lr) >= WEIGHTY), key=lambda item: -abs(item.log10_lr)
    )
    return ListedDiagnosis(
        rank=rank,
        disease_id=hypothesis.disease_id,
        disease_name=hypothesis.disease_name,
        equivalent_ids=hypothesis.equivalent_ids,
        genes=hypothesis.genes,
        variants=tuple(str(allele) for allele in hypothesis.alleles),
        inheritance=str(hypothesis.inheritance),
        posterior=verdict.posterior,
        evidence=tuple(sentence(item) for item in weighty),
    )


def sentence(item: Evidence) -> str:
    """Return one argument as a line of text with its weight."""
    return f"{item.log10_lr:+.2f} {item.code}: {item.because}"
