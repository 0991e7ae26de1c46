"""The fast fit of one finding to every disease agrees with the slow definition."""

from __future__ import annotations

import pytest

from lexome.reasoning.dense_terms import LOSS
from lexome.reasoning.profiles import COEXISTENCE, PRIOR_MEAN, PRIOR_WEIGHT, build_profiles
from lexome.reasoning.term_match import TermMatcher
from oracles.slow_likelihood import carried_up, log_likelihood_ratio, own_probabilities
from reasoning.small_ontologies import small_world


@pytest.mark.parametrize("dense_from", [pytest.param(1, id="all terms dense"), 4, pytest.param(99, id="none dense")])
@pytest.mark.parametrize("seed", range(8))
def test_the_likelihood_ratio_is_that_of_the_slow_definition(seed: int, dense_from: int) -> None:
    world = small_world(seed)
    own = own_probabilities(world.samples, mean=PRIOR_MEAN, weight=PRIOR_WEIGHT)
    shown = carried_up(own, world.parents, coexistence=COEXISTENCE)
    profiles = build_profiles(world.annotations(), world.closure(), diseases=len(world.diseases))
    matcher = TermMatcher(profiles, dense_from=dense_from)
    for term in range(len(world.parents)):
        fast = matcher.log_lr(term)
        for number, disease in enumerate(world.diseases):
            slow = log_likelihood_ratio(
                f"t{term}", disease, shown=shown, parents=world.parents, diseases=world.diseases, loss=LOSS
            )
            assert float(fast[number]) == pytest.approx(slow, abs=5e-3)


def test_the_memory_of_fits_is_bounded() -> None:
    world = small_world(3)
    profiles = build_profiles(world.annotations(), world.closure(), diseases=len(world.diseases))
    matcher = TermMatcher(profiles, remember=2)
    for term in range(5):
        matcher.log_lr(term)
    assert len(matcher._known) == 2
