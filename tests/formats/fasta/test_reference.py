"""One reading of the sequence whatever the file: plain, bgzipped, gzipped, whole or in slices."""

from __future__ import annotations

import contextlib
import gzip
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lexome.core.assembly import Assembly
from lexome.core.errors import BadInput, OutsideReference
from lexome.formats.fasta import Reference
from lexome.formats.fasta.index import scan
from lexome.formats.fasta.storage import rewrite_in_blocks

SEQUENCES = {"chr1": "ACGTN" * 37 + "AC", "chrM": "TTGCA" * 8, "chrUn_1": "ggat"}


def fasta_text(width: int, line_end: str = "\n") -> str:
    lines = []
    for name, bases in SEQUENCES.items():
        lines += [f">{name} made up", *(bases[at : at + width] for at in range(0, len(bases), width))]
    return line_end.join(lines) + line_end


def _plain(path: Path, text: str) -> None:
    path.write_bytes(text.encode())


def _gzipped(path: Path, text: str) -> None:
    path.write_bytes(gzip.compress(text.encode()))


def _blocked(path: Path, text: str) -> None:
    _gzipped(path.with_name("source.gz"), text)
    rewrite_in_blocks(path.with_name("source.gz"), path)


@pytest.mark.parametrize("write", [_plain, _gzipped, _blocked])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("width", [1, 7, 60, 500])
def test_every_kind_of_file_reads_alike(
    tmp_path: Path, write: Callable[[Path, str], None], line_end: str, width: int
) -> None:
    path = tmp_path / "reference.fa"
    write(path, fasta_text(width, line_end))
    for _ in ("index built", "index from the cache"):
        reference = Reference.open(path, cache_dir=tmp_path / "cache")
        for name, bases in SEQUENCES.items():
            for start in range(0, len(bases), 3):
                assert reference.fetch(name, start, start + 5 if start + 5 <= len(bases) else len(bases)) == (
                    bases[start : start + 5].upper()
                )
    assert reference.fetch("MT", 0, 3) == reference.fetch("M", 0, 3) == "TTG"
    assert not list(tmp_path.glob("*.fai"))


@given(
    lengths=st.lists(st.integers(0, 50), min_size=1, max_size=5),
    width=st.integers(1, 12),
    chunk=st.integers(1, 40),
    final_newline=st.booleans(),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_index_does_not_depend_on_where_the_file_is_cut(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    lengths: list[int],
    width: int,
    chunk: int,
    final_newline: bool,
) -> None:
    text, truth = "", []
    for number, length in enumerate(lengths):
        bases = ("ACGGT" * 10)[:length]
        text += f">s{number}\n"
        truth.append((f"s{number}", length, len(text) if length else None))
        text += "".join(bases[at : at + width] + "\n" for at in range(0, length, width))
    path = tmp_path / "cut.fa"
    path.write_text(text if final_newline else text.rstrip("\n"), encoding="ascii")
    monkeypatch.setattr("lexome.formats.fasta.storage.CHUNK", chunk)
    found = [(row.header, row.length, row.offset if row.length else None) for row in scan(path)]
    assert found == truth


@pytest.mark.skipif(shutil.which("samtools") is None, reason="samtools is not installed")
def test_the_index_is_the_one_samtools_builds(tmp_path: Path) -> None:
    path = tmp_path / "reference.fa"
    _plain(path, fasta_text(13))
    subprocess.run(["samtools", "faidx", str(path)], check=True)
    theirs = [line.split("\t") for line in path.with_name("reference.fa.fai").read_text().splitlines()]
    ours = [[r.header.split()[0], r.length, r.offset, r.line_bases, r.line_bytes] for r in scan(path)]
    assert [[str(value) for value in row] for row in ours] == theirs


def test_a_slice_is_addressed_by_genomic_position(tmp_path: Path) -> None:
    path = tmp_path / "slices.fa"
    path.write_text(">chr7:101-108\nACGTACGT\n>LRG_9|X|chr7:105-110|GRCh38|diffs=0\nACGTGG\n", encoding="ascii")
    reference = Reference.open(path, cache_dir=tmp_path / "cache")
    assert reference.fetch("7", 100, 104) == "ACGT"
    assert reference.fetch("chr7", 106, 110) == "GTGG"
    assert not reference.covers("7", 99, 103)
    assert not reference.covers("7", 102, 109)
    with pytest.raises(OutsideReference, match=r"7:1-4 is not in the reference"):
        reference.fetch("7", 0, 4)
    assert reference.fetch_padded("7", 97, 112) == "NNNACGTACGTGGNN"
    assert reference.assembly is Assembly.GRCH38


def test_a_lying_index_beside_the_file_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "reference.fa"
    _plain(path, fasta_text(10))
    path.with_name("reference.fa.fai").write_text("chr1\t187\t12\t10\t11\nchrM\t40\t14\t10\t11\n", encoding="ascii")
    assert Reference.open(path, cache_dir=tmp_path / "cache").fetch("chrM", 0, 5) == "TTGCA"


def test_a_damaged_cache_is_built_again(tmp_path: Path) -> None:
    path = tmp_path / "reference.fa"
    _plain(path, fasta_text(10))
    Reference.open(path, cache_dir=tmp_path)
    for cached in tmp_path.glob("*.npz"):
        cached.write_bytes(cached.read_bytes()[:50])
    assert Reference.open(path, cache_dir=tmp_path).fetch("chrM", 0, 5) == "TTGCA"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"", "fasta-empty", id="an empty file"),
        pytest.param(b"##fileformat=VCFv4.2\n", "fasta-unreadable", id="another format"),
        pytest.param(b">a\nACGT\nACGTT\n", "fasta-unreadable", id="uneven lines"),
        pytest.param(b">" + b"a" * 9000 + b"\nACGT\n", "fasta-unreadable", id="an endless header"),
        pytest.param(gzip.compress(b">a\n" + b"ACGT" * 9000)[:-20], "fasta-damaged", id="gzip cut short"),
    ],
)
def test_a_bad_file_is_refused_with_a_code(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "bad.fa"
    path.write_bytes(content)
    with pytest.raises(BadInput) as caught:
        Reference.open(path, cache_dir=tmp_path / "cache")
    assert caught.value.problems[0].code == code
    assert not list((tmp_path / "cache").glob("*.part"))


@given(at=st.integers(0, 10_000), bit=st.integers(0, 7), cut=st.integers(0, 10_000))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_gzip_is_refused_or_read_but_never_crashes(tmp_path: Path, at: int, bit: int, cut: int) -> None:
    content = bytearray(gzip.compress(fasta_text(60).encode()))
    content[at % len(content)] ^= 1 << bit
    path = tmp_path / "flipped.fa.gz"
    path.write_bytes(content[: max(cut % (2 * len(content)), 1)])
    with contextlib.suppress(BadInput):
        list(Reference.open(path, cache_dir=tmp_path / "cache").places())


def test_a_flipped_bit_in_a_block_is_found(tmp_path: Path) -> None:
    path = tmp_path / "blocked.fa.gz"
    _blocked(path, fasta_text(60))
    content = bytearray(path.read_bytes())
    Reference.open(path, cache_dir=tmp_path)
    content[40] ^= 4
    reference = Reference.open(path, cache_dir=tmp_path)
    path.write_bytes(content)
    with pytest.raises(BadInput, match="damaged"):
        reference.fetch("chr1", 0, 5)


def test_another_assembly_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "slice.fa"
    path.write_text(">LRG_9|X|chr7:105-110|GRCh38|diffs=0\nACGTGG\n", encoding="ascii")
    with pytest.raises(BadInput, match="GRCh38"):
        Reference.open(path, cache_dir=tmp_path / "cache", assembly=Assembly.GRCH37)


def test_the_two_published_slices_of_brca1_agree(shared_data: Path, tmp_path: Path) -> None:
    slice_ = Reference.open(shared_data / "genome" / "GRCh38.chr17_43000001-43200000.fa.gz", cache_dir=tmp_path)
    genes = Reference.open(shared_data / "genome" / "lrg_grch38.fa.gz", cache_dir=tmp_path)
    assert slice_.fetch("17", 43_044_294, 43_125_370) == genes.fetch("17", 43_044_294, 43_125_370)
