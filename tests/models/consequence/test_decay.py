"""Which premature stops escape nonsense-mediated decay."""

from __future__ import annotations

import pytest

from lexome.models.consequence.decay import escape
from placements import placement


@pytest.mark.parametrize(
    ("lengths", "stop", "rule"),
    [
        pytest.param((1000,), 500, "single exon", id="no junction at all"),
        pytest.param((500, 500), 500, "last exon", id="first base of the last exon"),
        pytest.param((500, 500), 448, "50 nt of the last junction", id="49 bases between stop and junction"),
        pytest.param((500, 500), 447, "", id="50 bases between stop and junction"),
        pytest.param((500, 500), 159, "150 nt of the start", id="149 bases after the start"),
        pytest.param((500, 500), 160, "", id="150 bases after the start"),
    ],
)
def test_a_stop_escapes_by_its_place(lengths: tuple[int, ...], stop: int, rule: str) -> None:
    assert escape(placement(*lengths, cds=(10, 900)), stop) == rule
