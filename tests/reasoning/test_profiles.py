"""Profiles agree with the slow definition."""

from __future__ import annotations

import numpy as np
import pytest

from lexome.reasoning.profiles import COEXISTENCE, PRIOR_MEAN, PRIOR_WEIGHT, Annotations, Closure, build_profiles
from oracles.slow_likelihood import carried_up, own_probabilities
from reasoning.small_ontologies import small_world


@pytest.mark.parametrize("seed", range(12))
def test_every_term_and_ancestor_has_the_probability_of_the_slow_definition(seed: int) -> None:
    world = small_world(seed)
    own = own_probabilities(world.samples, mean=PRIOR_MEAN, weight=PRIOR_WEIGHT)
    expected = carried_up(own, world.parents, coexistence=COEXISTENCE)
    profiles = build_profiles(world.annotations(), world.closure(), diseases=len(world.diseases))
    found = {}
    for term in range(len(world.parents)):
        for disease, probability in zip(*profiles.postings(term), strict=True):
            found[f"d{disease}", f"t{term}"] = float(probability)
    assert found.keys() == expected.keys()
    assert found == pytest.approx(expected, abs=2e-3)  # probabilities are kept in 10 bits


def test_one_of_two_is_not_fifty_of_a_hundred() -> None:
    flat = Closure(np.array([0, 1, 2]), np.array([0, 1], np.int32))
    samples = Annotations(
        np.zeros(2, np.int32), np.array([0, 1], np.int32), np.array([2, 50], np.float32), np.array([2, 50], np.float32)
    )
    profiles = build_profiles(samples, flat, diseases=1)
    assert profiles.own_probability[0] < profiles.own_probability[1] < 1


def test_a_disease_without_annotation_and_a_term_nobody_shows_do_no_harm() -> None:
    flat = Closure(np.array([0, 1, 2]), np.array([0, 1], np.int32))
    none = np.zeros(0, np.int32)
    profiles = build_profiles(
        Annotations(none, none, none.astype(np.float32), none.astype(np.float32)), flat, diseases=3
    )
    assert np.isfinite(profiles.information).all()
    assert profiles.postings(1)[0].size == 0
