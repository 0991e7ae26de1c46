"""The converted networks give what the original graph gives."""

from __future__ import annotations

import numpy as np
import pytest

from lexome.core.errors import BrokenKnowledge
from lexome.models.splice.frame import one_hot
from lexome.models.splice.networks import ACCEPTOR, COUNT, DONOR, Networks
from synthetic_gene import GOLDEN, SEQUENCE

HALF_PRECISION = 6e-3
"""Largest difference of one network over 1,000 windows of 1,000 positions was 5.4e-3 (docs)."""


def test_every_converted_network_agrees_with_the_original_graph() -> None:
    networks = Networks(threads=1)
    found = [networks.sites(number, networks.features(number, one_hot(SEQUENCE))) for number in range(1, COUNT + 1)]
    found.append(np.mean(found, axis=0))
    for number, sites in enumerate(found):
        for channel, name in ((ACCEPTOR, "acceptor"), (DONOR, "donor")):
            assert sites[channel, GOLDEN["positions"]] == pytest.approx(GOLDEN[name][number], abs=HALF_PRECISION)


def test_probabilities_of_a_position_sum_to_one() -> None:
    sites = Networks(threads=1).screened(one_hot(SEQUENCE[5000:5500])[None])
    assert sites.sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_a_missing_network_says_how_to_look_for_it(tmp_path) -> None:
    with pytest.raises(BrokenKnowledge, match="lexome data verify"):
        Networks(threads=1, folder=tmp_path).screened(one_hot("ACGT")[None])
