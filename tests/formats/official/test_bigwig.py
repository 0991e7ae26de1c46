"""bigWig files written by pyBigWig, read here; and files that are damaged."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexome.core.assembly import Assembly
from lexome.core.errors import BadInput
from lexome.formats.official.bigwig import BigWig
from lexome.formats.track_store import TrackStore, write_track

pyBigWig = pytest.importorskip("pyBigWig", reason="pip install pyBigWig: the writer these files come from")  # noqa: N816


def _write(path: Path) -> dict[tuple[int, int], float]:
    """Write all three kinds of blocks and return the value of each base by contig code and position."""
    bigwig = pyBigWig.open(str(path), "w")
    bigwig.addHeader([("chr1", 10_000), ("chr2", 9_000), ("chrUn_x", 500)], maxZooms=0)
    bigwig.addEntries(["chr1"] * 3, [5, 20, 30], ends=[15, 25, 40], values=[0.5, -1.25, 2.0])
    bigwig.addEntries("chr1", [100, 110, 111], values=[1.0, 2.0, 3.0], span=1)
    bigwig.addEntries("chr2", 50, values=[float(n) for n in range(2000)], span=1, step=1)
    bigwig.addEntries("chrUn_x", [3], values=[9.0], span=1)
    bigwig.close()
    truth = {(0, base): 0.5 for base in range(5, 15)} | {(0, base): -1.25 for base in range(20, 25)}
    truth |= {(0, base): 2.0 for base in range(30, 40)} | {(0, 100): 1.0, (0, 110): 2.0, (0, 111): 3.0}
    return truth | {(1, 50 + n): float(n) for n in range(2000)}


def test_a_track_gives_the_value_of_every_base_and_nothing_elsewhere(tmp_path: Path) -> None:
    truth = _write(tmp_path / "x.bw")
    sections = BigWig(tmp_path / "x.bw").sections()
    write_track(sections, folder=tmp_path / "t", assembly=Assembly.GRCH38, identity={"a": 1})
    asked = [(code, base) for code in (0, 1, 2) for base in range(2100)]
    found = TrackStore(tmp_path / "t").values(
        np.array([code for code, _ in asked], np.int16), np.array([base for _, base in asked], np.int64)
    )
    expected = np.array([truth.get(place, np.nan) for place in asked], np.float32)
    np.testing.assert_allclose(found, expected, rtol=1e-3)


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_a_damaged_file_is_refused_or_read_and_never_crashes(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    _write(folder / "x.bw")
    content = bytearray((folder / "x.bw").read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    (folder / "y.bw").write_bytes(content[: data.draw(st.integers(1, len(content)))])
    told = ""
    try:
        for _ in BigWig(folder / "y.bw").sections():
            pass
    except BadInput as error:
        told = error.problems[0].code
    assert told in ("", "bad-bigwig", "not-a-bigwig")
