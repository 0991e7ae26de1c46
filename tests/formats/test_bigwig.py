"""A bigWig reads back as it was written, by a reader that follows the published layout and not our writer."""

from __future__ import annotations

import struct
import zlib

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from lexome.formats.bigwig import INDEX_MAGIC, MAGIC, TREE_MAGIC, Signal, bigwig


def read_back(data: bytes) -> tuple[str, int, dict[int, float]]:
    """Walk header, contig tree and R tree as Kent 2010 (doi:10.1093/bioinformatics/btq351) lays them out."""
    magic, _, _, tree, _, index = struct.unpack_from("<IHHQQQ", data, 0)
    assert magic == MAGIC
    tree_magic, _, key, _, count, _ = struct.unpack_from("<IIIIQQ", data, tree)
    assert (tree_magic, count) == (TREE_MAGIC, 1)
    name = data[tree + 36 : tree + 36 + key].decode()
    (length,) = struct.unpack_from("<I", data, tree + 36 + key + 4)
    assert struct.unpack_from("<I", data, index)[0] == INDEX_MAGIC
    values: dict[int, float] = {}
    nodes = [index + 48]
    while nodes:
        at = nodes.pop(0)
        leaf, _, items = struct.unpack_from("<BBH", data, at)
        at += 4
        for _ in range(items):
            if not leaf:
                nodes.append(struct.unpack_from("<IIIIQ", data, at)[4])
                at += 24
                continue
            offset, size = struct.unpack_from("<IIIIQQ", data, at)[4:]
            at += 32
            block = zlib.decompress(data[offset : offset + size])
            for number in range(struct.unpack_from("<H", block, 22)[0]):
                start, end, value = struct.unpack_from("<IIf", block, 24 + 12 * number)
                values |= dict.fromkeys(range(start, end), value)
    return name, length, values


@given(values=st.lists(st.sampled_from([0.0, 0.25, 0.5, -1.0]), min_size=1, max_size=3000), start=st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_values_read_back_where_they_are_large_enough(values: list[float], start: int) -> None:
    signal = Signal.per_base("chr17", 83_257_441, start, values, least=0.3)
    name, length, found = read_back(bigwig(signal))
    assert (name, length) == ("chr17", 83_257_441)
    assert found == {start + at: value for at, value in enumerate(values) if abs(value) >= 0.3}


def test_many_blocks_have_an_index_of_two_levels() -> None:
    values = np.arange(300_000) % 2 + 1
    _, _, found = read_back(bigwig(Signal.per_base("chr1", 10**6, 7, values, least=0)))
    assert len(found) == 300_000
    assert (found[7], found[300_006]) == (1, 2)
