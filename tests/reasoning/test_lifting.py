"""What is told of variants that were moved: every line that stayed behind is named."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from lexome.reasoning.lifting import in_ranges


@given(st.sets(st.integers(1, 300)).map(sorted))
def test_ranges_name_every_number_and_no_other(numbers: list[int]) -> None:
    told: list[int] = []
    for text in re.findall(r"\d+(?:-\d+)?", in_ranges(numbers)):
        first, _, last = text.partition("-")
        told.extend(range(int(first), int(last or first) + 1))
    assert told == numbers
