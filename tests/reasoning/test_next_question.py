"""The expected information gain is the mutual information of disease and answer."""

from __future__ import annotations

import os

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexome.core.case import Finding
from lexome.core.settings import Settings
from lexome.lab import Lab
from lexome.reasoning.next_question import information_gain, next_questions
from lexome.reasoning.phenotype_ranking import PhenotypeRanker


def slow_gain(belief: list[float], probability: list[float]) -> float:
    """Entropy of the diseases before an answer, less its mean after one."""

    def entropy(weights: list[float]) -> float:
        total = sum(weights)
        return -sum(one / total * np.log2(one / total) for one in weights if one > 0)

    yes = [b * p for b, p in zip(belief, probability, strict=True)]
    no = [b * (1 - p) for b, p in zip(belief, probability, strict=True)]
    return float(entropy(belief) - sum(yes) * entropy(yes) - sum(no) * entropy(no))


@given(st.lists(st.tuples(st.floats(0.01, 1), st.floats(0.01, 0.99)), min_size=2, max_size=8))
def test_the_gain_is_entropy_before_less_mean_entropy_after(diseases: list[tuple[float, float]]) -> None:
    total = sum(weight for weight, _ in diseases)
    belief = [weight / total for weight, _ in diseases]
    probability = [one for _, one in diseases]
    fast = information_gain(np.array(belief), np.array(probability)[:, None])
    assert float(fast[0]) == pytest.approx(slow_gain(belief, probability), abs=1e-6)


def test_no_question_is_asked_between_a_disease_and_its_own_kind_under_a_number() -> None:
    """Kabuki syndrome 1 (OMIM:147920) and Kabuki syndrome (ORPHA:2322), both of KMT2D."""
    lab = Lab(Settings.from_environment(os.environ))
    ranker = PhenotypeRanker(lab.knowledge("hpo"), lab.knowledge("diseases"), forest=lab.model("phenotype_forest"))
    scores = ranker.score([Finding(term, "") for term in ("HP:0007655", "HP:0001212", "HP:0010055", "HP:0000637")])
    lines = {ranker.listed.line_of_id[one] for one in ("OMIM:147920", "ORPHA:2322")}
    asked = next_questions(ranker, scores, count=10)
    assert asked
    for one in asked:
        assert not lines <= {line for line, _ in (*one.speaks_for, *one.speaks_against)}
