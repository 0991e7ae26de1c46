"""Trimming and left-alignment against an exhaustive oracle and against bcftools; structural forms and repeats."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexome.formats.vcf import read_vcf
from lexome.formats.vcf.alleles import left_aligned, normalised, trimmed
from lexome.formats.vcf.repeats import is_repeat, repeat_call
from lexome.formats.vcf.structural import StructuralType, parse_breakend, structural


class Sequence:
    """A reference of one short contig."""

    def __init__(self, bases: str) -> None:
        self.bases = bases

    def covers(self, contig: str, start: int, end: int) -> bool:
        return 0 <= start <= end <= len(self.bases)

    def fetch(self, contig: str, start: int, end: int) -> str:
        return self.bases[start:end]


def every_way_to_write(bases: str, haplotype: str) -> list[tuple[int, str, str]]:
    """Return every REF/ALT pair, each with at least one base, that turns the reference into the haplotype."""
    found = []
    for start in range(len(bases)):
        for end in range(start + 1, len(bases) + 1):
            rest = len(bases) - end
            alt = haplotype[start : len(haplotype) - rest]
            if alt and bases[:start] + alt + bases[end:] == haplotype and len(alt) == len(haplotype) - start - rest:
                found.append((start, bases[start:end], alt))
    return found


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_left_alignment_is_the_shortest_then_leftmost_of_all_ways_to_write_an_allele(data: st.DataObject) -> None:
    """Oracle: every representation enumerated (Tan 2015: parsimonious, then leftmost)."""
    bases = data.draw(st.text(alphabet="ACG", min_size=4, max_size=14))
    start = data.draw(st.integers(0, len(bases) - 2))
    end = data.draw(st.integers(start + 1, len(bases)))
    alt = data.draw(st.text(alphabet="ACG", min_size=1, max_size=5))
    ref = bases[start:end]
    if ref == alt:
        return
    haplotype = bases[:start] + alt + bases[end:]
    ways = every_way_to_write(bases, haplotype)
    shortest = min(len(one[1]) + len(one[2]) for one in ways)
    expected = min(one for one in ways if len(one[1]) + len(one[2]) == shortest)
    assert left_aligned(Sequence(bases), "1", start=start, ref=ref, alt=alt) == expected


@pytest.mark.parametrize(
    ("start", "ref", "alt", "expected"),
    [
        (9, "CAG", "CTG", (10, "A", "T")),
        (9, "CAGG", "CG", (9, "CAG", "C")),
        (9, "AT", "GC", (9, "AT", "GC")),
        (9, "A", "ACC", (9, "A", "ACC")),
    ],
)
def test_trimming_keeps_one_base_on_each_side(start: int, ref: str, alt: str, expected: tuple[int, str, str]) -> None:
    assert trimmed(start, ref, alt) == expected


HEADER = "##fileformat=VCFv4.2\n##reference=GRCh38\n##contig=<ID=1,length=60>\n"
COLUMNS = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO"


@pytest.mark.skipif(shutil.which("bcftools") is None, reason="bcftools is not installed")
def test_normalisation_agrees_with_bcftools_norm(tmp_path: Path) -> None:
    bases = "GATTACACACACACAGGGGTTTATATATATCCCCCGATGATGATGATTTTTACGTACGTA"
    fasta, vcf = tmp_path / "r.fa", tmp_path / "x.vcf"
    fasta.write_text(f">1\n{bases}\n")
    lines = []
    for start in range(1, 50):
        for size in (1, 2, 3, 4):
            ref = bases[start - 1 : start + size]
            lines.append((start, ref, ref[0]))
            lines.append((start, ref[0], ref[0] + ref[1:]))
    body = "".join(f"1\t{pos}\t{at}\t{ref}\t{alt}\t.\t.\t.\n" for at, (pos, ref, alt) in enumerate(lines))
    vcf.write_text(HEADER + COLUMNS + "\n" + body)
    done = subprocess.run(
        ["bcftools", "norm", "-f", str(fasta), str(vcf)], capture_output=True, text=True, check=True, timeout=60
    )
    wanted = {}
    for line in done.stdout.splitlines():
        if not line.startswith("#"):
            fields = line.split("\t")
            wanted[int(fields[2])] = (int(fields[1]) - 1, fields[3], fields[4])
    columns = normalised(read_vcf(vcf), reference=Sequence(bases))
    found = {row: (int(columns.start[row]), columns.ref_at(row), columns.alt_at(row)) for row in range(len(columns))}
    assert found == wanted


def read(tmp_path: Path, line: str, *, samples: str = "") -> object:
    path = tmp_path / "sv.vcf"
    names = f"\tFORMAT\t{samples}" if samples else ""
    path.write_text(f"##fileformat=VCFv4.2\n##reference=GRCh38\n{COLUMNS}{names}\n{line}\n")
    return read_vcf(path)


def test_a_deletion_carries_its_extent_and_the_uncertainty_of_its_ends(tmp_path: Path) -> None:
    """The specification's own example (VCF 4.2, section 5.3)."""
    line = "2\t321682\t.\tT\t<DEL>\t6\tPASS\tSVTYPE=DEL;END=321887;SVLEN=-205;CIPOS=-56,20;CIEND=-10,62;IMPRECISE"
    found = structural(read(tmp_path, line), 0)
    assert found is not None
    assert (found.type, found.start, found.end, found.length) == (StructuralType.DELETION, 321682, 321887, 205)
    assert (found.start_interval, found.end_interval, found.imprecise) == ((-56, 20), (-10, 62), True)


@pytest.mark.parametrize(
    ("alt", "contig", "pos", "after", "turned"),
    [
        ("G]17:198982]", "17", 198982, True, True),
        ("]13:123456]T", "13", 123456, False, False),
        ("C[2:321682[", "2", 321682, True, False),
        ("[chr17:198983[A", "17", 198983, False, True),
    ],
)
def test_breakends_join_in_the_four_ways_of_the_specification(
    alt: str, contig: str, pos: int, after: bool, turned: bool
) -> None:
    """VCF 4.2, section 5.4, figure 1."""
    mate = parse_breakend(alt)
    assert mate is not None
    assert (mate.mate_contig, mate.mate_start, mate.joined_after, mate.reversed) == (contig, pos - 1, after, turned)


def test_an_expansionhunter_record_gives_units_per_chromosome_with_intervals(tmp_path: Path) -> None:
    line = (
        "chr4\t3074876\t.\tC\t<STR44>\t.\tPASS\tEND=3074933;REF=19;RL=57;RU=CAG;VARID=HTT;REPID=HTT\t"
        "GT:SO:REPCN:REPCI:ADSP\t0/1:SPANNING/INREPEAT:19/44:19-19/40-52:10/3"
    )
    columns = read(tmp_path, line, samples="P")
    assert is_repeat(columns, 0)
    call = repeat_call(columns, 0, "P")
    assert call is not None
    assert (call.locus, call.unit, call.reference_units) == ("HTT", "CAG", 19.0)
    assert (call.units, call.intervals) == ((19.0, 44.0), ((19.0, 19.0), (40.0, 52.0)))


def test_repeats_without_copy_numbers_are_told_by_their_alleles(tmp_path: Path) -> None:
    line = "chr4\t3074876\t.\tC\t<STR44>,<STR52>\t.\tPASS\tEND=3074933;REF=19;RU=CAG;REPID=HTT\tGT\t1/2"
    call = repeat_call(read(tmp_path, line, samples="P"), 0, "P")
    assert call is not None
    assert call.units == (44.0, 52.0)


def test_an_uncalled_repeat_is_none(tmp_path: Path) -> None:
    line = "chr4\t3074876\t.\tC\t<STR44>\t.\tPASS\tEND=3074933;REF=19;RU=CAG;REPID=HTT\tGT:REPCN\t./.:./."
    assert repeat_call(read(tmp_path, line, samples="P"), 0, "P") is None
