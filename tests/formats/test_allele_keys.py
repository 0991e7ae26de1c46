"""Keys and search of alleles against a dictionary."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from lexome.core.allele import Allele
from lexome.core.assembly import CONTIGS, Assembly
from lexome.formats.allele_keys import allele_keys, spelling
from lexome.formats.allele_table import allele_columns, allele_index
from lexome.formats.base_strings import Bases

bases = st.text("ACGT", min_size=1, max_size=9) | st.text("ACGTN", min_size=1, max_size=30)
alleles = st.builds(
    lambda contig, start, ref, alt: Allele(Assembly.GRCH38, contig, start, ref, alt),
    st.sampled_from(CONTIGS),
    st.integers(0, 248_000_000) | st.integers(0, 3),
    bases,
    bases,
)


def _columns(held: list[Allele]) -> tuple[np.ndarray, np.ndarray, list[str], list[str]]:  # type: ignore[type-arg]
    contig = np.array([CONTIGS.index(one.contig) for one in held], np.int16)
    start = np.array([one.start for one in held], np.int32)
    return contig, start, [one.ref for one in held], [one.alt for one in held]


@given(st.lists(alleles, min_size=1, max_size=30, unique_by=lambda one: one.trimmed()), st.lists(alleles, max_size=30))
def test_the_index_finds_what_a_dictionary_of_trimmed_alleles_finds(held: list[Allele], others: list[Allele]) -> None:
    columns, order = allele_columns(*_columns(held))
    index = allele_index(pa.table(columns))
    oracle = {held[row].trimmed(): place for place, row in enumerate(order.tolist())}
    asked = [*held, *others, *held]
    found = index.find(*_columns(asked))
    assert found.tolist() == [oracle.get(one.trimmed(), -1) for one in asked]
    for row in range(len(held)):
        assert index.allele(row, Assembly.GRCH38) == held[order[row]].trimmed()


@given(st.text("ACGT", min_size=1, max_size=6), st.text("ACGT", min_size=1, max_size=5), st.integers(0, 2**28))
def test_a_short_allele_is_spelt_by_its_key(ref: str, alt: str, start: int) -> None:
    (key,) = allele_keys(np.array([start], np.int32), Bases.of([ref]), Bases.of([alt]))
    assert spelling(int(key)) == (ref, alt)
    assert int(key) >> 32 == start


def test_lower_case_is_the_same_allele_and_any_arrow_string_type_is_read() -> None:
    start = np.array([7, 7], np.int32)
    expected = allele_keys(start, Bases.of(["A", "ACGTACGTACGTA"]), Bases.of(["G", "A"]))
    for kind in (pa.string(), pa.large_string(), pa.binary()):
        ref, alt = pa.array(["a", "acgtACGTACGTA"], kind), pa.array(["x", "g", "a"], kind)[1:]
        assert allele_keys(start, Bases.of(ref), Bases.of(alt)).tolist() == expected.tolist()


def test_between_gives_the_rows_that_start_in_an_interval() -> None:
    held = [Allele(Assembly.GRCH38, "2", start, "A", "C") for start in (5, 9, 10, 12)]
    index = allele_index(pa.table(allele_columns(*_columns(held))[0]))
    assert list(index.between(CONTIGS.index("2"), 9, 12)) == [1, 2]
    assert list(index.between(CONTIGS.index("3"), 0, 99)) == []
