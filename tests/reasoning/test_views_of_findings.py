"""The views of candidates agree with what they say, computed slowly on random small ontologies."""

from __future__ import annotations

import numpy as np
import pytest

from lexome.reasoning.first_pass import FirstPasser
from lexome.reasoning.profiles import COEXISTENCE, PRIOR_MEAN, PRIOR_WEIGHT, Profiles, build_profiles
from lexome.reasoning.query import Query, prepare_query
from lexome.reasoning.term_match import TermMatcher
from lexome.reasoning.views_of_findings import finding_views, read_candidates
from lexome.reasoning.views_of_profile import OwnSigns, profile_views
from oracles.slow_likelihood import ancestors, carried_up, own_probabilities
from reasoning.small_ontologies import SmallWorld, small_world


def _prepared(world: SmallWorld, dense_from: int) -> tuple[Profiles, TermMatcher, Query]:
    profiles = build_profiles(world.annotations(), world.closure(), diseases=len(world.diseases))
    return profiles, TermMatcher(profiles, dense_from=dense_from), prepare_query((3, 9, 13), (5,), profiles)


@pytest.mark.parametrize("dense_from", [1, 4, 99])
@pytest.mark.parametrize("seed", range(6))
def test_probabilities_read_for_candidates_are_those_of_the_slow_definition(seed: int, dense_from: int) -> None:
    world = small_world(seed)
    profiles, matcher, query = _prepared(world, dense_from)
    own = own_probabilities(world.samples, mean=PRIOR_MEAN, weight=PRIOR_WEIGHT)
    shown = carried_up(own, world.parents, coexistence=COEXISTENCE)
    candidates = np.array([4, 0, 2])
    read = read_candidates(query, candidates, profiles, matcher.dense)
    for row, line in enumerate(candidates.tolist()):
        for column, term in enumerate(query.closure.tolist()):
            slow = shown.get((f"d{line}", f"t{term}"), 0.0)
            assert float(read.probability[row, column]) == pytest.approx(slow, abs=5e-3)


@pytest.mark.parametrize("dense_from", [1, 99])
@pytest.mark.parametrize("seed", range(6))
def test_shared_information_is_that_of_the_best_ancestor_both_have(seed: int, dense_from: int) -> None:
    world = small_world(seed)
    profiles, matcher, query = _prepared(world, dense_from)
    candidates = np.arange(len(world.diseases))
    first = FirstPasser(profiles, matcher).run(query)
    read = read_candidates(query, candidates, profiles, matcher.dense)
    views = finding_views(query, read, first.ratios[:, candidates].T, profiles)
    for line in candidates.tolist():
        total = 0.0
        for term in query.observed.tolist():
            above = [int(one[1:]) for one in ancestors(world.parents, f"t{term}")]
            held = [profiles.information[one] for one in above if profiles.probability_of(one, line) > 0]
            total += float(max(held, default=0.0))
        assert float(views["shared"][line]) == pytest.approx(total, abs=1e-4)


@pytest.mark.parametrize("seed", range(6))
def test_signs_hit_are_those_the_patient_has_or_implies(seed: int) -> None:
    world = small_world(seed)
    profiles, _, query = _prepared(world, 4)
    views = profile_views(query, np.arange(len(world.diseases)), profiles, OwnSigns.of(profiles))
    has = set().union(*(ancestors(world.parents, f"t{term}") for term in query.observed.tolist()))
    for line, name in enumerate(world.diseases):
        own = {term for disease, term, _, _ in world.samples if disease == name}
        # a sign as general as an ancestor the patient shares tells as much: it counts as hit
        equal = {
            term
            for term in own
            if any(
                profiles.information[int(one[1:])] >= profiles.information[int(term[1:])] - 1e-4
                for one in ancestors(world.parents, term) & has
            )
        }
        assert own & has <= equal
        assert float(views["hits"][line]) == len(equal)


def test_the_first_pass_sums_the_ratios_of_all_findings() -> None:
    world = small_world(2)
    profiles, matcher, query = _prepared(world, 4)
    first = FirstPasser(profiles, matcher).run(query)
    assert first.plain == pytest.approx(sum(matcher.log_lr(term) for term in query.observed.tolist()), abs=1e-5)
    weighed = sum(weight * matcher.log_lr(term) for term, weight in zip((3, 9, 13), query.weight, strict=True))
    assert first.weighed == pytest.approx(weighed, abs=1e-5)
