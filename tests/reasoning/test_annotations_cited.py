"""The sign a finding is read at, and the records cited for it, are those a plain search over the annotations finds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lexome.core.settings import Settings
from lexome.knowledge.diseases import plugin as diseases
from lexome.knowledge.hpo import plugin as hpo
from lexome.reasoning.annotations_cited import Annotated
from lexome.reasoning.phenotype_ranking import PhenotypeRanker

TERMS = ("HP:0001250", "HP:0000707", "HP:0000478", "HP:0001166", "HP:0000118", "HP:0011297")
"""Seizure, nervous system, eye, arachnodactyly, the root of phenotypes, digits: from narrow to wide."""


@pytest.fixture(scope="module")
def ranker(tmp_path_factory: pytest.TempPathFactory) -> PhenotypeRanker:
    empty: Path = tmp_path_factory.mktemp("empty")
    return PhenotypeRanker(hpo.open(Settings(empty, empty)), diseases.open(Settings(empty, empty)))


@pytest.fixture(scope="module")
def lines(ranker: PhenotypeRanker) -> list[int]:
    return [ranker.listed.line_of_id["OMIM:154700"], *range(0, len(ranker.listed), 1171)]


def test_the_sign_is_the_most_frequent_one_at_or_below_the_term(ranker: PhenotypeRanker, lines: list[int]) -> None:
    annotated = Annotated.of(ranker.ontology, ranker.listed, ranker.profiles, np.array(lines))
    profiles, found_any = ranker.profiles, 0
    for term in (ranker.ontology.index[one] for one in TERMS):
        signs = annotated.most_frequent_below(np.full(len(lines), term))
        for line, sign in zip(lines, signs.tolist(), strict=True):
            own = [
                (float(probability), -int(other))
                for disease, other, probability in zip(
                    profiles.own_disease, profiles.own_term, profiles.own_probability, strict=True
                )
                if disease == line and term in ranker.ontology.ancestors(int(other))
            ]
            assert sign == (-max(own)[1] if own else term)
            found_any += bool(own)
    assert found_any > 10


def test_every_annotation_row_of_a_sign_is_cited_with_its_paper(ranker: PhenotypeRanker, lines: list[int]) -> None:
    annotated = Annotated.of(ranker.ontology, ranker.listed, ranker.profiles, np.array(lines))
    known, cited_any = ranker.listed.diseases, 0
    signs = np.array([int(ranker.profiles.own_term[ranker.profiles.own_indptr[line]]) for line in lines])
    for line, sign, cited in zip(lines, signs.tolist(), annotated.citations(signs), strict=True):
        expected = [
            f"{known.ids[disease]} {ranker.ontology.id_of(sign)} {known.references[reference]}"
            for disease, term, reference in zip(known.disease, known.term, known.reference, strict=True)
            if ranker.listed.line_of[disease] == line and term == sign
        ]
        assert [one.record.partition(" (")[0] for one in cited] == expected
        cited_any += len(cited)
    assert cited_any >= len(lines) // 2  # a sign may come from a disease's name, which is no annotation row


def test_without_a_sign_nothing_is_cited(ranker: PhenotypeRanker, lines: list[int]) -> None:
    annotated = Annotated.of(ranker.ontology, ranker.listed, ranker.profiles, np.array(lines))
    nothing = np.full(len(lines), -1)
    assert annotated.most_frequent_below(nothing).tolist() == nothing.tolist()
    assert not any(annotated.citations(nothing))
