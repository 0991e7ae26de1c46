"""Files made to harm: nothing crashes, nothing grows without bound, nothing but the file itself is opened."""

from __future__ import annotations

import gzip
import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lexome.core.problem import errors_among
from lexome.formats.bgzf import END_MARKER, Caps
from lexome.formats.vcf import Limits, VcfColumns, read_vcf
from lexome.formats.vcf.strict import validate

HEADER = (
    '##fileformat=VCFv4.3\n##reference=GRCh38\n##INFO=<ID=END,Number=1,Type=Integer,Description="End">\n'
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">\n'
    "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tCHILD\tFATHER\n"
)
BODY = (
    "chr1\t100\trs1\tA\tT\t50.2\tPASS\tDP=3;DB\tGT:AD:DP:GQ:PS\t0|1:3,4:7:99:100\t0/0:9,0:9:27.5\n"
    "chr1\t200\t.\tAC\tA,ACT\t.\tq10;s50\t.\tGT:DP\t1/2:12\t./.\n"
    "chr1\t300\t.\tG\t<NON_REF>\t.\t.\tEND=399\tGT:DP:GQ\t0/0:3:9\t0/0\n"
    "chr2\t1\t.\tN\t<DEL>\t.\t.\tSVTYPE=DEL;SVLEN=-100;END=101\tGT\t1\t.\n"
    "chrM\t3243\t.\tA\tG\t.\t.\t.\tGT:AF\t0/1:0.23\t0/1/1:0.5\n"
    "chrX\t5\t.\tT\tT]chr2:9],*\t.\t.\t.\tGT\t0|2\t1|1\n"
)


def bgzip(text: bytes, *, block: int = 400) -> bytes:
    """Return text as bgzip members of ``block`` bytes each (SAM specification, section 4.1)."""
    out = bytearray()
    for at in range(0, len(text), block):
        piece = text[at : at + block]
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        packed = packer.compress(piece) + packer.flush()
        head = bytes.fromhex("1f8b08040000000000ff0600424302 00".replace(" ", ""))
        out += head + struct.pack("<H", len(packed) + 25) + packed + struct.pack("<II", zlib.crc32(piece), len(piece))
    return bytes(out) + END_MARKER


def write(folder: Path, content: bytes) -> Path:
    path = folder / "hostile.vcf.gz"
    path.write_bytes(content)
    return path


def codes(path: Path, *, limits: Limits | None = None) -> set[str]:
    found = {problem.code for problem in read_vcf(path, limits=limits).problems}
    strict = {problem.code for problem in validate(path, limits=limits)}
    assert found & strict, "reader and checker must both see it"
    return found


def whole(columns: VcfColumns) -> list[object]:
    """Return everything that can be asked of every row."""
    rows = [(columns.call(row), columns.info(row)) for row in range(len(columns))] if columns.assembly else []
    return [rows, columns.copies.tolist(), columns.end.tolist(), columns.line.tolist()]


def test_a_bomb_is_stopped_by_its_ratio(tmp_path: Path) -> None:
    line = b"##comment=" + b"A" * 60_000 + b"\n"
    path = write(tmp_path, gzip.compress(b"##fileformat=VCFv4.3\n" + line * 400, 9))
    assert "file-inflates-too-much" in codes(path, limits=Limits(inflation=Caps(ratio=200)))


def test_a_bomb_is_stopped_by_its_size(tmp_path: Path) -> None:
    path = write(tmp_path, bgzip((HEADER + BODY * 400).encode(), block=60_000))
    assert "file-inflates-too-much" in codes(path, limits=Limits(inflation=Caps(total_bytes=50_000)))


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc")
@pytest.mark.parametrize("what", ["read_vcf(path).problems", "validate(path)"])
def test_a_ref_of_300_mb_is_refused_in_bounded_memory(tmp_path: Path, what: str) -> None:
    path = tmp_path / "ref.vcf.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write((HEADER + "chr1\t1\t.\t").encode())
        for _ in range(300):
            file.write(b"ACGT" * (1 << 18))
        file.write(b"\tT\t.\t.\t.\tGT\t0/1\t0/1\n")
    program = (
        "from pathlib import Path\n"
        "from lexome.formats.vcf import read_vcf\nfrom lexome.formats.vcf.strict import validate\n"
        f"path = {str(path)!r}\nprint([one.code for one in {what}])\n"
        "print(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    found, kilobytes = done.stdout.split("\n")[:2]
    assert "line-too-long" in found
    assert int(kilobytes) < 200_000


@pytest.mark.parametrize(
    ("text", "limits", "code"),
    [
        (BODY.replace("\tT\t50", "\t" + ",".join(["T", "G"] * 60) + "\t50"), Limits(alleles=100), "alleles-too-many"),
        (BODY, Limits(samples=1), "samples-too-many"),
    ],
)
def test_alleles_and_samples_are_capped(tmp_path: Path, text: str, limits: Limits, code: str) -> None:
    assert code in codes(write(tmp_path, (HEADER + text).encode()), limits=limits)


def test_rows_are_capped(tmp_path: Path) -> None:
    path = write(tmp_path, (HEADER + BODY * 10).encode())
    columns = read_vcf(path, limits=Limits(rows=20))
    assert "rows-too-many" in [problem.code for problem in columns.problems]


def test_a_bgzip_cut_anywhere_is_told_with_its_place(tmp_path: Path) -> None:
    packed = bgzip((HEADER + BODY).encode())
    for size in range(20, len(packed) - 1, 7):
        problems = errors_among(read_vcf(write(tmp_path, packed[:size])).problems)
        assert {problem.code for problem in problems} & {"file-truncated", "file-damaged"}, size


def test_a_flipped_bit_is_told_or_harmless(tmp_path: Path) -> None:
    packed = bgzip((HEADER + BODY).encode())
    reference = whole(read_vcf(write(tmp_path, packed)))
    rng = np.random.default_rng(5)
    for _ in range(150):
        broken = bytearray(packed)
        broken[rng.integers(len(broken))] ^= 1 << rng.integers(8)
        columns = read_vcf(write(tmp_path, bytes(broken)))
        if not errors_among(columns.problems):
            assert whole(columns) == reference


def test_bgzip_gzip_and_plain_read_alike_and_give_back_their_lines(tmp_path: Path) -> None:
    text = (HEADER + BODY).encode()
    plain, packed, blocked = (
        whole(read_vcf(write(tmp_path, content))) for content in (text, gzip.compress(text), bgzip(text))
    )
    assert plain == packed == blocked


def test_nothing_but_the_file_is_opened_whatever_its_header_names(tmp_path: Path) -> None:
    secret = tmp_path / "secret.fa"
    secret.write_text(">1\nACGT\n")
    header = f"##reference=file://{secret}\n##assembly=http://127.0.0.1:9/x.fa\n##pedigreeDB=<http://127.0.0.1:9/p>\n"
    path = tmp_path / "header.vcf"
    path.write_text(HEADER.replace("##reference=GRCh38\n", header) + BODY)
    program = (
        "import sys\nfrom lexome.formats.vcf import read_vcf\nfrom lexome.formats.vcf.strict import validate\n"
        "import pyarrow.compute\nseen = []\n"
        "sys.addaudithook(lambda event, args: seen.append(str(args[0])) if event in "
        "('open', 'socket.connect', 'socket.getaddrinfo', 'subprocess.Popen', 'os.system') else None)\n"
        f"read_vcf({str(path)!r}); validate({str(path)!r})\n"
        "print([name for name in seen if 'secret' in name or '127.0.0.1' in name or 'http' in name])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


PIECES = b"\t \n \r\n , : | < = . -1 9999999999 \xff \x00 # ; [ * / 0/1 END= <*> GT".split(b" ")
EDITS = st.lists(
    st.tuples(
        st.integers(0, len(HEADER + BODY) - 1),
        st.integers(0, 12),
        st.one_of(st.binary(max_size=6), st.sampled_from(PIECES)),
    ),
    min_size=1,
    max_size=6,
)


@settings(
    max_examples=int(os.environ.get("LEXOME_FUZZ", "600")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(edits=EDITS, packing=st.sampled_from(["plain", "gzip", "bgzip"]))
def test_no_edit_of_a_file_crashes_reader_or_checker(
    tmp_path: Path, edits: list[tuple[int, int, bytes]], packing: str
) -> None:
    text = bytearray((HEADER + BODY).encode())
    for at, length, new in edits:
        text[at : at + length] = new
    content = bytes(text)
    packed = {"plain": content, "gzip": gzip.compress(content, 1), "bgzip": bgzip(content)}[packing]
    path = write(tmp_path, packed)
    columns = read_vcf(path)
    whole(columns)
    validate(path)
    assert len(columns) == 0 or columns.start.min() >= -1
    assert ((columns.copies >= -1) & (columns.copies <= 64)).all()
