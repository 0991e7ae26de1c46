"""Stores built from batches in any order against a dictionary."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from lexome.core.allele import Allele
from lexome.core.assembly import CONTIGS, Assembly
from lexome.formats.allele_store import AlleleStore
from lexome.formats.coverage import merged
from lexome.formats.store_writer import Batch, StoreWriter

bases = st.text("ACGT", min_size=1, max_size=14)
alleles = st.builds(
    lambda contig, start, ref, alt: Allele(Assembly.GRCH38, contig, start, ref, alt),
    st.sampled_from(("1", "2", "X")),
    st.integers(0, 40),
    bases,
    bases,
)
rows = st.lists(
    st.tuples(alleles, st.integers(0, 99), st.sampled_from(("red", "green", "blue"))), min_size=1, max_size=12
)


def _batch(held: list[tuple[Allele, int, str]], *, offset: int) -> Batch:
    return Batch(
        np.array([CONTIGS.index(one.contig) for one, _, _ in held], np.int16),
        np.array([one.start for one, _, _ in held], np.int32),
        [one.ref for one, _, _ in held],
        [one.alt for one, _, _ in held],
        {"score": np.array([value for _, value, _ in held], np.int32)},
        {"colour": [word for _, _, word in held]},
        offset=offset,
    )


@settings(max_examples=40, deadline=None)
@given(st.lists(rows, min_size=1, max_size=3), st.lists(alleles, max_size=10), st.booleans())
def test_a_store_answers_as_a_dictionary_of_first_or_best_records(
    batches: list[list[tuple[Allele, int, str]]], others: list[Allele], best: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        writer = StoreWriter(
            Path(folder) / "store", assembly=Assembly.GRCH38, identity={"a": 1}, best="score" if best else None
        )
        for number, held in enumerate(batches):
            writer.add(_batch(held, offset=number))
        writer.finish(None)
        store = AlleleStore(Path(folder) / "store")
        oracle: dict[Allele, tuple[int, str]] = {}
        for one, value, word in (row for held in batches for row in held):
            key = one.trimmed()
            if key not in oracle or (best and value > oracle[key][0]):
                oracle[key] = (value, word)
        asked = [*(one for held in batches for one, _, _ in held), *others]
        contig = np.array([CONTIGS.index(one.contig) for one in asked], np.int16)
        start = np.array([one.start for one in asked], np.int32)
        found = store.index.find(contig, start, [one.ref for one in asked], [one.alt for one in asked])
        words = store.words("colour")
        for one, row in zip(asked, found.tolist(), strict=True):
            if one.trimmed() not in oracle:
                assert row == -1
                continue
            at = np.array([row])
            assert store.index.allele(row, Assembly.GRCH38) == one.trimmed()
            assert (int(store.take("score", at)[0]), words[int(store.take("colour", at)[0])]) == oracle[one.trimmed()]
        assert len(store.index) == len(oracle)


def test_another_input_starts_anew_and_the_same_one_goes_on(tmp_path: Path) -> None:
    one = Allele(Assembly.GRCH38, "1", 5, "A", "C")
    writer = StoreWriter(tmp_path / "s", assembly=Assembly.GRCH38, identity={"file": "a"})
    writer.add(_batch([(one, 1, "red")], offset=77))
    again = StoreWriter(tmp_path / "s", assembly=Assembly.GRCH38, identity={"file": "a"})
    assert (again.offset, again.rows) == (77, 1)
    other = StoreWriter(tmp_path / "s", assembly=Assembly.GRCH38, identity={"file": "b"})
    assert (other.offset, other.rows) == (0, 0)


def test_without_a_bed_a_contig_is_covered_from_its_first_site_to_the_end_of_its_last(tmp_path: Path) -> None:
    writer = StoreWriter(tmp_path / "s", assembly=Assembly.GRCH38, identity={})
    held = [(Allele(Assembly.GRCH38, "1", start, "ACG", "A"), 0, "red") for start in (10, 20)]
    writer.add(_batch(held, offset=0))
    writer.finish(None)
    assert AlleleStore(tmp_path / "s").coverage.stretches[0].tolist() == [[10, 23]]


def test_a_contig_of_the_bed_without_alleles_is_covered_and_one_not_in_the_bed_is_not(tmp_path: Path) -> None:
    writer = StoreWriter(tmp_path / "s", assembly=Assembly.GRCH38, identity={})
    writer.add(_batch([(Allele(Assembly.GRCH38, "1", 10, "A", "C"), 0, "red")], offset=0))
    writer.finish(merged([(1, 0, 50)]))
    store = AlleleStore(tmp_path / "s")
    contig, start = np.array([0, 1, 1], np.int16), np.array([10, 49, 50], np.int32)
    assert store.coverage.covers(contig, start, start + 1).tolist() == [False, True, False]
