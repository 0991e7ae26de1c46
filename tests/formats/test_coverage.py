"""Coverage against one set of bases."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexome.core.errors import BadInput
from lexome.formats.coverage import merged, read_bed

stretches = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 30), st.integers(0, 8)), max_size=8)


@given(
    stretches, st.lists(st.tuples(st.integers(0, 2), st.integers(0, 35), st.integers(1, 6)), min_size=1, max_size=20)
)
def test_an_interval_is_covered_when_every_base_is(
    given: list[tuple[int, int, int]], asked: list[tuple[int, int, int]]
) -> None:
    coverage = merged((code, start, start + length) for code, start, length in given)
    bases = {(code, base) for code, start, length in given for base in range(start, start + length)}
    contig = np.array([code for code, _, _ in asked], np.int16)
    start = np.array([start for _, start, _ in asked], np.int32)
    end = np.array([start + length for _, start, length in asked], np.int32)
    expected = [all((code, base) in bases for base in range(at, at + size)) for code, at, size in asked]
    assert coverage.covers(contig, start, end).tolist() == expected
    assert coverage.bases() == len(bases)


def test_a_bed_is_read_with_either_naming_and_other_contigs_are_left_out() -> None:
    coverage = read_bed(["track x", "chr1\t10\t20\tname", "1 15 30", "GL000216.2\t0\t5"], where="x.bed")
    assert {code: bounds.tolist() for code, bounds in coverage.stretches.items()} == {0: [[10, 30]]}


def test_every_bad_bed_line_is_told_with_its_number() -> None:
    with pytest.raises(BadInput) as caught:
        read_bed(["1\t5\t3", "1\t1\t2", "nonsense"], where="x.bed")
    assert [problem.line for problem in caught.value.problems] == [1, 3]
