"""Transcripts as GENCODE, Ensembl and MANE release them: GFF3 with gene, transcript, exon, CDS and stop_codon."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from lexome.core.assembly import CONTIGS, canonical_contig
from lexome.core.transcript import INCOMPLETE_3, INCOMPLETE_5
from lexome.formats.official.text import bad, read_blocks

_TRANSCRIPTS = {"transcript", "mRNA"}
_CODING = {"protein_coding", "protein_coding_LoF"}


@dataclass(slots=True)
class _Transcript:
    """What the lines of one transcript say; intervals are 0-based and half-open."""

    transcript_id: str
    gene: str
    contig: int
    strand: int
    tags: frozenset[str]
    refseq: str
    symbol: str = ""
    hgnc: str = ""
    exons: list[tuple[int, int]] = field(default_factory=list)
    coding: list[tuple[int, int, int]] = field(default_factory=list)
    stops: list[tuple[int, int]] = field(default_factory=list)

    def bounds(self) -> tuple[int, int]:
        """Return start and end of the coding sequence, its stop codon included."""
        parts = [(start, end) for start, end, _ in self.coding] + self.stops
        return min(start for start, _ in parts), max(end for _, end in parts)

    def incomplete(self) -> tuple[int, int]:
        """Return the bits of what the coding sequence lacks, and the bases before its first whole codon."""
        bits = INCOMPLETE_5 * ("cds_start_NF" in self.tags) | INCOMPLETE_3 * ("cds_end_NF" in self.tags)
        first = min(self.coding) if self.strand == 1 else max(self.coding)
        return bits, first[2] if bits & INCOMPLETE_5 else 0


def read_gff(path: Path, *, hgnc_of: Mapping[str, tuple[str, str]], refseq_of: Mapping[str, str]) -> Any:
    """Return the protein-coding transcripts of a GFF3 as the starter's table ``transcripts``.

    ``hgnc_of`` gives approved symbol and HGNC id by Ensembl gene id without version; ``refseq_of`` the RefSeq id of a
    MANE transcript where the file does not state it.
    """
    transcripts: dict[str, _Transcript] = {}
    names: dict[str, str] = {}
    for block in read_blocks(path):
        for at, line in enumerate(block.lines):
            fields = line.split("\t")
            if line.startswith("#") or len(fields) < 9:
                continue
            if not (fields[3].isdecimal() and fields[4].isdecimal()):
                raise bad(path, "bad-gff-line", "no start and end", "check the download", line=block.first_line + at)
            _take(fields, transcripts, names)
    kept = [one for one in transcripts.values() if one.exons and one.coding]
    if not kept:
        message = "no protein-coding transcript with exons and CDS"
        raise bad(path, "not-transcripts", message, "give the GFF3 of GENCODE, Ensembl or MANE on GRCh38")
    for one in kept:
        one.symbol, one.hgnc = hgnc_of.get(one.gene, (names.get(one.gene, ""), ""))
        one.refseq = one.refseq or refseq_of.get(one.transcript_id, "")
        one.exons.sort()
    kept.sort(key=lambda one: (one.contig, one.exons[0][0], one.exons[-1][1], one.transcript_id))
    return _table(kept)


def _take(fields: list[str], transcripts: dict[str, _Transcript], names: dict[str, str]) -> None:
    """Note what one line adds."""
    kind, contig = fields[2], canonical_contig(fields[0])
    told = dict(part.partition("=")[::2] for part in fields[8].strip(";").split(";"))
    interval = int(fields[3]) - 1, int(fields[4])
    if kind.endswith("gene"):
        names[_bare(told.get("gene_id", told.get("ID", "")))] = told.get("gene_name", told.get("Name", ""))
    elif kind in _TRANSCRIPTS and contig is not None:
        biotype = told.get("transcript_type", told.get("biotype", "protein_coding"))
        if biotype in _CODING:
            transcripts[told.get("ID", "")] = _transcript(told, CONTIGS.index(contig), fields[6])
    else:
        one = transcripts.get(told.get("Parent", ""))
        if one is None:
            return
        if kind == "exon":
            one.exons.append(interval)
        elif kind == "CDS":
            one.coding.append((*interval, int(fields[7]) if fields[7].isdecimal() else 0))
        elif kind == "stop_codon":
            one.stops.append(interval)


def _transcript(told: Mapping[str, str], contig: int, strand: str) -> _Transcript:
    name = told.get("transcript_id", told.get("ID", "")).removeprefix("transcript:")
    if "." not in name and told.get("version", "").isdecimal():
        name = f"{name}.{told['version']}"
    refseq = next((part[7:] for part in told.get("Dbxref", "").split(",") if part.startswith("RefSeq:NM_")), "")
    gene = _bare(told.get("gene_id", told.get("Parent", "")))
    tags = frozenset(told.get("tag", "").split(","))
    return _Transcript(name, gene, contig, 1 if strand == "+" else -1, tags, refseq)


def _bare(gene_id: str) -> str:
    return gene_id.removeprefix("gene:").partition(".")[0]


def _table(kept: list[_Transcript]) -> Any:
    import pyarrow as pa

    coding, cut = [one.bounds() for one in kept], [one.incomplete() for one in kept]

    def words(values: Iterable[str]) -> Any:
        return pa.array(list(values), pa.string()).dictionary_encode()

    return pa.table(
        {
            "transcript": pa.array([one.transcript_id for one in kept], pa.string()),
            "symbol": words(one.symbol for one in kept),
            "hgnc": words(one.hgnc for one in kept),
            "ensembl_gene": words(one.gene for one in kept),
            "refseq": words(one.refseq for one in kept),
            "contig": pa.array([one.contig for one in kept], pa.int16()),
            "strand": pa.array([one.strand for one in kept], pa.int8()),
            "steps": pa.array([exon_steps(one.exons) for one in kept], pa.list_(pa.int32())),
            "cds_start": pa.array([start for start, _ in coding], pa.int32()),
            "cds_end": pa.array([end for _, end in coding], pa.int32()),
            "cds_incomplete": pa.array([bits for bits, _ in cut], pa.uint8()),
            "cds_phase": pa.array([phase for _, phase in cut], pa.int8()),
            "mane_select": pa.array(["MANE_Select" in one.tags for one in kept], pa.bool_()),
            "mane_plus_clinical": pa.array(["MANE_Plus_Clinical" in one.tags for one in kept], pa.bool_()),
        }
    )


def exon_steps(exons: Iterable[tuple[int, int]]) -> list[int]:
    """Return ascending exons as start, length, gap, length, …, whose running sum gives the bounds back.

    >>> exon_steps([(10, 15), (20, 22)])
    [10, 5, 5, 2]
    """
    bounds = [bound for exon in exons for bound in exon]
    return [bounds[0], *(after - before for before, after in pairwise(bounds))]
