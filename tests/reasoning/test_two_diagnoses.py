"""Two diagnoses are called when each has findings and alleles of its own."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from lexome.core.case import Finding, Status
from lexome.core.settings import Settings
from lexome.lab import Lab
from lexome.reasoning.phenotype_ranking import PhenotypeRanker
from lexome.reasoning.two_diagnoses import two_diagnoses
from lexome.reasoning.two_diseases import DualDiagnosis

# Cardinal signs in the revised Ghent nosology of Marfan syndrome (doi:10.1136/jmg.2009.072785) and in the revised
# criteria of neurofibromatosis type 1 (doi:10.1038/s41436-021-01170-5).
MARFAN = ("HP:0001083", "HP:0002616", "HP:0001166", "HP:0000545", "HP:0002650")
NEUROFIBROMATOSIS = ("HP:0000957", "HP:0001067", "HP:0009737", "HP:0000997", "HP:0009734")
FBN1, NF1 = "OMIM:154700", "OMIM:162200"


@pytest.fixture(scope="module")
def ranker() -> PhenotypeRanker:
    lab = Lab(Settings.from_environment(os.environ))
    hpo, diseases = lab.knowledge("hpo"), lab.knowledge("diseases")
    return PhenotypeRanker(hpo, diseases, forest=lab.model("phenotype_forest"))


def called(ranker: PhenotypeRanker, terms: tuple[str, ...], support: Mapping[str, float]) -> DualDiagnosis | None:
    findings = [Finding(term, ranker.ontology.label_of(ranker.ontology.index[term]), Status.OBSERVED) for term in terms]
    scores = ranker.score(findings)
    log10_lr = np.full(len(ranker.listed), -1.0)
    for disease, ratio in support.items():
        log10_lr[ranker.listed.line_of_id[disease]] = ratio
    return two_diagnoses(ranker, findings, scores, replace(scores, log10_lr=scores.log10_lr + log10_lr))


def test_two_sets_of_cardinal_signs_with_an_allele_each_are_two_diagnoses(ranker: PhenotypeRanker) -> None:
    pair = called(ranker, MARFAN + NEUROFIBROMATOSIS, {FBN1: 2.8, NF1: 2.8})
    assert pair is not None
    assert pair.likely
    assert {ranker.listed.id_of(pair.first), ranker.listed.id_of(pair.second)} == {FBN1, NF1}


def test_each_finding_is_given_to_the_disease_it_is_a_sign_of(ranker: PhenotypeRanker) -> None:
    pair = called(ranker, MARFAN + NEUROFIBROMATOSIS, {FBN1: 2.8, NF1: 2.8})
    assert pair is not None
    own = {ranker.listed.id_of(pair.first): pair.first_findings, ranker.listed.id_of(pair.second): pair.second_findings}
    assert ranker.ontology.index["HP:0001083"] in own[FBN1]
    assert ranker.ontology.index["HP:0009737"] in own[NF1]


def test_one_disease_with_one_allele_is_one_diagnosis(ranker: PhenotypeRanker) -> None:
    pair = called(ranker, MARFAN, {FBN1: 2.8})
    assert pair is None or not pair.likely


def test_an_allele_that_explains_no_finding_is_no_second_diagnosis(ranker: PhenotypeRanker) -> None:
    pair = called(ranker, MARFAN, {FBN1: 2.8, NF1: 2.8})
    assert pair is None or not pair.likely


def test_a_disease_without_an_allele_of_its_own_is_no_second_diagnosis(ranker: PhenotypeRanker) -> None:
    pair = called(ranker, MARFAN + NEUROFIBROMATOSIS, {FBN1: 2.8})
    assert pair is None or not pair.likely


def test_two_diseases_of_one_gene_are_never_paired(ranker: PhenotypeRanker) -> None:
    of_fbn1 = [ranker.listed.id_of(line) for line in ranker.listed.lines_of_gene("FBN1")]
    pair = called(ranker, MARFAN, dict.fromkeys(of_fbn1, 2.8))
    assert pair is None or not {ranker.listed.id_of(pair.first), ranker.listed.id_of(pair.second)} <= set(of_fbn1)


def test_too_few_findings_are_not_divided(ranker: PhenotypeRanker) -> None:
    assert called(ranker, MARFAN[:3], {FBN1: 2.8}) is None
