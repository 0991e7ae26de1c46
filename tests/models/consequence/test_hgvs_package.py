"""Names agree with the truth tables of the hgvs package, on the transcripts whose sequence it carries."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lexome.core.allele import Allele
from lexome.core.assembly import CONTIGS, Assembly
from lexome.core.transcript import TranscriptColumns
from lexome.formats.fasta import Reference
from lexome.formats.hgvs import ProteinChange, read_nucleotide, read_protein
from lexome.models.consequence import Annotator

TABLE: dict[str, Any] = json.loads(
    gzip.decompress((Path(__file__).parents[2] / "oracles" / "hgvs_package.json.gz").read_bytes())
)
EXPLAINED = {
    "NM_000682.5:c.902_904insAGAGGAGGA": "not a name: an insertion stands between neighbours",
    "NM_000682.5:c.893_894insAGAGGAGGA": "the table's protein has a residue less for nine bases more",
    "NM_000682.5:c.897_898insGAGGAA": "the table's protein has a residue less for six bases more",
    "NM_001277115.1:c.9640G>A": "the table has Ser for a codon ACN",
    "NM_001277115.1:c.6506C>A": "the table has Leu for a codon TAA",
    "NM_033089.6:c.512_513insA": "'delinsLeuProfs' is not a name",
    "NM_033089.6:c.378_379insG": "'delinsGlyGlyfs' is not a name",
    "NM_020451.2:c.943G>A": "the package does not translate selenoproteins",
    "NM_022051.2:c.-1_1insGCC": "by the 3' rule c.-3_-1dup, before the start codon",
    "NM_000314.4:c.492+1delG": "named in the intron, but the donor GT is still there: a frameshift",
    "NM_000314.4:c.802-3dupT": "an intron, which the package's cache does not carry",
}
"""Rows of the package's tables that are not followed, and why."""
JUNCTION = range(5458, 5462)
"""Bases of NM_001277115.1 beside the one junction that the cached alignment puts two bases elsewhere."""
INTRON = "GTAAGT" + "A" * 20 + "TTTCAG"


def columns(rows: dict[str, tuple[str, int, list[tuple[int, int]], tuple[int, int]]]) -> TranscriptColumns:
    """Return transcripts given as id -> contig, strand, exons and coding interval on the genome."""
    exons = [sorted(row[2]) for row in rows.values()]
    return TranscriptColumns(
        assembly=Assembly.GRCH37,
        release="hgvs 1.5.2",
        transcript_ids=list(rows),
        gene_symbols=[""] * len(rows),
        gene_ids=[""] * len(rows),
        ensembl_gene_ids=[""] * len(rows),
        refseq_ids=[""] * len(rows),
        biotypes=["protein_coding"] * len(rows),
        contig=np.array([CONTIGS.index(row[0]) for row in rows.values()], np.int16),
        strand=np.array([row[1] for row in rows.values()], np.int8),
        exon_indptr=np.cumsum([0, *map(len, exons)]).astype(np.int32),
        exon_start=np.array([start for part in exons for start, _ in part], np.int32),
        exon_end=np.array([end for part in exons for _, end in part], np.int32),
        cds_start=np.array([row[3][0] for row in rows.values()], np.int32),
        cds_end=np.array([row[3][1] for row in rows.values()], np.int32),
        mane_select=np.zeros(len(rows), bool),
    )


@pytest.fixture(scope="module")
def spliced(tmp_path_factory: pytest.TempPathFactory) -> Annotator:
    """Return the transcripts on made-up contigs, with made-up introns between their true exons."""
    folder = tmp_path_factory.mktemp("spliced")
    rows, fasta = {}, ""
    for number, (name, transcript) in enumerate(TABLE["transcripts"].items()):
        bases, at, genome, exons = transcript["bases"], 0, "ACGTACGTAC", []
        first, last = transcript["cds"]
        cds = [0, 0]
        for length in transcript["lengths"]:
            exons.append((len(genome), len(genome) + length))
            if at <= first < at + length:
                cds[0] = len(genome) + first - at
            if at < last <= at + length:
                cds[1] = len(genome) + last - at
            genome += bases[at : at + length] + INTRON
            at += length
        # one to each contig from 1 on, the others farther along it
        contig, origin = CONTIGS[number % 20], 1_000_000 * (number // 20)
        fasta += f">{contig}:{origin + 1}-{origin + len(genome)}\n{genome}\n"
        shifted = [(start + origin, end + origin) for start, end in exons]
        rows[name] = (contig, 1, shifted, (cds[0] + origin, cds[1] + origin))
    path = folder / "spliced.fa"
    path.write_text(fasta, encoding="ascii")
    return Annotator(columns(rows), Reference.open(path, cache_dir=folder))


def test_protein_names_follow_from_coding_names(spliced: Annotator) -> None:
    differing = {}
    followed = [pair for pair in TABLE["proteins"] if pair[0] not in EXPLAINED]
    assert len(followed) >= len(TABLE["proteins"]) - len(EXPLAINED)
    for coding, protein in followed:
        allele = spliced.locate(read_nucleotide(coding))
        (found,) = [one for one in spliced.annotate(allele) if one.transcript == coding.split(":")[0]]
        ours = read_protein(found.hgvs_p.split(":")[1]) if found.hgvs_p else None
        if not _same(ours, protein.split(":")[1]):
            differing[coding] = (protein, found.hgvs_p, found.text)
    assert differing == {}


def _same(ours: ProteinChange | None, theirs: str) -> bool:
    if ours is None:
        return theirs == "p.?"
    if theirs == "p.0?":
        return ours.edit == "0"
    if theirs in ("p.(=)", "p.="):
        return ours.edit == "="
    expected = replace(read_protein(theirs), predicted=False)
    if expected.edit == "fs" and theirs.rstrip(")").endswith("fs"):
        expected = replace(expected, stop=ours.stop)
    return ours == expected


def test_coding_names_follow_from_genomic_positions() -> None:
    """Of substitutions on GRCh37, without any sequence."""
    rows = {}
    for name, (chromosome, strand, spans, cds) in TABLE["genomic"].items():
        exons = [tuple(span) for span in spans]
        rows[name] = (CONTIGS[int(chromosome[7:9]) - 1], strand, exons, _on_genome(exons, strand, cds))
    annotator = Annotator(columns(rows))
    differing = {}
    for genomic, coding in TABLE["mapped"]:
        match = re.fullmatch(r"NC_0000(\d\d)\.\d+:g\.(\d+)([ACGT])>([ACGT])", genomic)
        assert match is not None
        allele = Allele.from_vcf(
            Assembly.GRCH37, contig=CONTIGS[int(match[1]) - 1], pos=int(match[2]), ref=match[3], alt=match[4]
        )
        if coding.startswith("NM_001277115.1") and read_nucleotide(coding).start.base in JUNCTION:
            continue
        found = {one.transcript: one.hgvs_c for one in annotator.annotate(allele)}
        if coding == "NM_001160161.1:c.2263-5078G>T":
            coding = "NM_001160161.1:c.2262+5078G>T"  # the middle of an odd intron belongs to the exon before
        if found.get(coding.split(":")[0]) != coding:
            differing[genomic] = (coding, found)
    assert differing == {}


def _on_genome(exons: list[tuple[int, int]], strand: int, cds: list[int | None]) -> tuple[int, int]:
    if cds[0] is None or cds[1] is None:
        return -1, -1
    bases = [base for start, end in exons for base in range(start, end)]
    bases = bases if strand > 0 else bases[::-1]
    ends = bases[cds[0]], bases[cds[1] - 1]
    return min(ends), max(ends) + 1
