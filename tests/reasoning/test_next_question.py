"""The expected information gain is the mutual information of disease and answer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexome.reasoning.next_question import information_gain


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
