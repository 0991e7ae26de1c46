"""The ranking on real knowledge: explanation and score are one, and odd input does no harm."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lexome.core.case import Finding, Status
from lexome.core.settings import Settings
from lexome.knowledge.diseases import plugin as diseases
from lexome.knowledge.hpo import plugin as hpo
from lexome.reasoning.phenotype_ranking import PhenotypeRanker


@pytest.fixture(scope="module")
def ranker(tmp_path_factory: pytest.TempPathFactory) -> PhenotypeRanker:
    empty: Path = tmp_path_factory.mktemp("empty")
    settings = Settings(empty, empty)
    return PhenotypeRanker(hpo.open(settings), diseases.open(settings))


MARFAN = ("HP:0001083", "HP:0002616", "HP:0001166", "HP:0000767", "HP:0001519")
"""Ectopia lentis, aortic root aneurysm, arachnodactyly, pectus excavatum, disproportionate tall stature: cardinal
features of the revised Ghent nosology (doi:10.1136/jmg.2009.072785)."""


def findings(*ids: str, status: Status = Status.OBSERVED) -> list[Finding]:
    return [Finding(hpo_id, "", status) for hpo_id in ids]


def test_the_ghent_criteria_bring_marfan_syndrome_first(ranker: PhenotypeRanker) -> None:
    scores = ranker.score(findings(*MARFAN))
    assert ranker.listed.id_of(int(scores.best(1)[0])) == "OMIM:154700"


def test_the_evidence_of_a_line_sums_to_its_score(ranker: PhenotypeRanker) -> None:
    scores = ranker.score([*findings(*MARFAN), *findings("HP:0001250", "HP:0001249", status=Status.EXCLUDED)])
    for line in [*scores.best(5).tolist(), len(ranker.listed) - 1]:
        evidence = ranker.explain(scores, int(line))
        assert sum(item.log10_lr for item in evidence) == pytest.approx(scores.log10_lr[line])


def test_every_known_sign_cites_its_annotation(ranker: PhenotypeRanker) -> None:
    scores = ranker.score(findings(*MARFAN))
    evidence = {item.about: item for item in ranker.explain(scores, ranker.listed.line_of_id["OMIM:154700"])}
    assert any("HP:0001166" in citation.record for citation in evidence["HP:0001166"].citations)


def test_records_of_one_disease_share_a_line(ranker: PhenotypeRanker) -> None:
    line = ranker.listed.line_of_id["OMIM:154700"]
    assert ranker.listed.line_of_id["ORPHA:558"] == line  # Marfan syndrome in Orphanet
    assert "ORPHA:558" in ranker.listed.equivalent_ids(line)
    assert ranker.listed.genes(line) == ("FBN1",)


@pytest.mark.parametrize(
    "given",
    [
        pytest.param([], id="no finding"),
        pytest.param(findings("HP:0001250"), id="one finding"),
        pytest.param(findings("HP:0001250", status=Status.EXCLUDED), id="only an excluded finding"),
        pytest.param(findings("HP:0000118"), id="the root of phenotypes"),
        pytest.param(findings("HP:0003577", "HP:0000007"), id="no phenotype among the findings"),
        pytest.param(findings("HP:0001250") + findings("HP:0001250", status=Status.EXCLUDED), id="contradictory"),
    ],
)
def test_odd_input_gives_finite_scores_and_a_distribution(ranker: PhenotypeRanker, given: list[Finding]) -> None:
    scores = ranker.score(given)
    assert np.isfinite(scores.log10_lr).all()
    assert scores.posterior.sum() + scores.unlisted_posterior == pytest.approx(1.0)


def test_five_hundred_findings_are_scored(ranker: PhenotypeRanker) -> None:
    rows = np.flatnonzero(ranker.ontology.is_phenotypic)[:500].tolist()
    scores = ranker.score(findings(*(ranker.ontology.id_of(row) for row in rows)))
    assert np.isfinite(scores.log10_lr).all()
