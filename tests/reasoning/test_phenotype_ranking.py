"""The ranking on real knowledge: explanation and score are one, and odd input does no harm."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lexome.core.case import Finding, Status
from lexome.core.evidence import Evidence
from lexome.core.settings import Settings
from lexome.knowledge.cases import CaseSigns
from lexome.knowledge.diseases import plugin as diseases
from lexome.knowledge.hpo import plugin as hpo
from lexome.reasoning.case_samples import case_samples
from lexome.reasoning.next_question import next_questions
from lexome.reasoning.phenotype_ranking import PhenotypeRanker, PhenotypeScores
from lexome.reasoning.two_diseases import two_diseases


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


def explained(ranker: PhenotypeRanker, scores: PhenotypeScores, line: int) -> tuple[Evidence, ...]:
    return ranker.explain(scores, np.array([line]))[line]


def test_the_ghent_criteria_bring_marfan_syndrome_first(ranker: PhenotypeRanker) -> None:
    scores = ranker.score(findings(*MARFAN))
    assert ranker.listed.id_of(int(scores.best(1)[0])) == "OMIM:154700"


def test_the_evidence_of_a_line_sums_to_its_score(ranker: PhenotypeRanker) -> None:
    scores = ranker.score([*findings(*MARFAN), *findings("HP:0001250", "HP:0001249", status=Status.EXCLUDED)])
    for line in [*scores.best(5).tolist(), len(ranker.listed) - 1]:
        evidence = explained(ranker, scores, int(line))
        assert sum(item.log10_lr for item in evidence) == pytest.approx(scores.log10_lr[line])


def test_every_known_sign_cites_its_annotation(ranker: PhenotypeRanker) -> None:
    scores = ranker.score(findings(*MARFAN))
    evidence = {item.about: item for item in explained(ranker, scores, ranker.listed.line_of_id["OMIM:154700"])}
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


def test_findings_of_the_first_line_are_shown_as_no_more_than_its_score(ranker: PhenotypeRanker) -> None:
    scores = ranker.score(findings(*MARFAN))
    evidence = explained(ranker, scores, int(scores.best(1)[0]))
    shown = sum(item.log10_lr for item in evidence if item.code == "phenotype")
    assert shown <= max(scores.log10_lr) + 1e-6


def test_the_mean_likelihood_ratio_over_all_diseases_is_one(ranker: PhenotypeRanker) -> None:
    assert np.power(10.0, ranker.score(findings(*MARFAN)).log10_lr).mean() == pytest.approx(1.0)


def test_the_plain_ranking_is_the_sum_of_log_ratios(ranker: PhenotypeRanker) -> None:
    plain = ranker.with_forest(None)
    scores = plain.score(findings(*MARFAN))
    total = sum(plain.matcher.log_lr(term) for term in scores.terms.observed)
    assert np.array_equal(np.argsort(-total, kind="stable")[:20], scores.best(20))


def test_findings_of_two_syndromes_are_told_apart(ranker: PhenotypeRanker) -> None:
    """Marfan syndrome by Ghent, beside the triad of Bartter-like tubulopathy: hypokalemia, alkalosis, polyuria."""
    other = findings("HP:0002900", "HP:0001960", "HP:0000103", "HP:0000848", "HP:0000859")
    found = two_diseases(ranker, ranker.score([*findings(*MARFAN), *other]))
    assert found is not None
    assert found.likely
    sides = [{ranker.ontology.id_of(row) for row in part} for part in (found.first_findings, found.second_findings)]
    marfan = next(side for side in sides if "HP:0001083" in side)
    assert "HP:0002900" not in marfan


def test_a_single_syndrome_is_not_called_two(ranker: PhenotypeRanker) -> None:
    found = two_diseases(ranker, ranker.score(findings(*MARFAN, "HP:0012773", "HP:0000768")))
    assert found is None or not found.likely


def test_questions_are_new_and_none_implies_another(ranker: PhenotypeRanker) -> None:
    scores = ranker.score(findings(*MARFAN))
    questions = next_questions(ranker, scores)
    rows = [ranker.ontology.resolve(one.hpo_id).index for one in questions]
    assert len(questions) == 5
    assert not set(rows) & set(scores.query.closure.tolist())
    for row in rows:
        assert row is not None
        assert not set(ranker.ontology.ancestors(row).tolist()) & (set(rows) - {row})


def test_a_paper_already_cited_is_not_counted_twice_and_a_new_one_is(ranker: PhenotypeRanker) -> None:
    line = ranker.listed.line_of_id["OMIM:154700"]
    diseases_ = ranker.listed.diseases
    cited = next(
        diseases_.references[code]
        for code in diseases_.reference[ranker.rows.row[ranker.rows.line == line]].tolist()
        if diseases_.references[code].startswith("PMID:")
    )
    one, five = np.ones(2, np.float32), np.full(2, 5, np.float32)
    cases = CaseSigns(["OMIM:154700"] * 2, [cited.split(";")[0], "PMID:0"], np.array([1250, 1250]), one, five, None)
    samples = case_samples(cases, ranker.ontology, ranker.listed, ranker.rows)
    assert samples.disease.tolist() == [line]
    assert samples.trials.tolist() == [5.0]
