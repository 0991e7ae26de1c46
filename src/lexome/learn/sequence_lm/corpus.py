"""Human gene sequence with exon and splice-site labels, and which genes are kept apart for evaluation."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.assembly import CONTIGS
from lexome.formats.fasta.headers import place_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lexome.core.transcript import TranscriptColumns

UNKNOWN = 4
"""Code of a base that is not A, C, G or T (0 to 3), or that is kept apart."""
_ONE_STRAND = ("donor", "acceptor", "exon", "coding", "utr")
STATES = (*(f"{name} +" for name in _ONE_STRAND), *(f"{name} -" for name in reversed(_ONE_STRAND)))
"""What a base is on either strand; reading the other strand reverses the list."""
SITES = sum(1 << index for index, name in enumerate(STATES) if name.startswith(("donor", "acceptor")))
"""Bits of the states that are splice sites."""
HELD_OUT_FRACTION = 0.1
_SATURATION_EDITING = ("BRCA1", "BRCA2")
_REPORTER_ASSAY = (
    *("BCL11A", "F9", "FOXE1", "GP1BA", "HBB", "HBG1", "HNF4A", "IRF4", "IRF6", "LDLR", "LMBR1", "MSMB", "MYC"),
    *("PKLR", "RET", "SORT1", "TCF7L2", "TERT"),
)
EVALUATED = frozenset(_SATURATION_EDITING + _REPORTER_ASSAY)
"""Genes held out whatever the draw: the loci of saturation editing (Findlay 2018, doi:10.1038/s41586-018-0461-z) and
of saturation mutagenesis by reporter assay (Kircher 2019, doi:10.1038/s41467-019-11526-w)."""
_CODES = np.full(256, UNKNOWN, np.uint8)
_CODES[np.frombuffer(b"ACGTacgt", np.uint8)] = [0, 1, 2, 3, 0, 1, 2, 3]


@dataclass(frozen=True, slots=True)
class GeneRegion:
    """The sequence of one gene's region: base codes (uint8) and state bits (uint16, bit i is STATES[i]).

    ``states`` is None where no transcript was laid on the sequence. ``altered`` (uint8) holds a bit for each base that
    an ape has there instead, and all bits where that is not known.
    """

    gene: str
    contig: str
    start: int
    codes: NDArray[np.uint8]
    states: NDArray[np.uint16] | None
    altered: NDArray[np.uint8] | None = None

    @property
    def end(self) -> int:
        """Genomic end, half-open."""
        return self.start + len(self.codes)


@dataclass(frozen=True, slots=True)
class Transcript:
    """Exons and coding bounds, 0-based half-open on the forward strand."""

    contig: str
    strand: int
    exons: tuple[tuple[int, int], ...]
    coding: tuple[int, int]


def codes_of(letters: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return base codes of ASCII letters."""
    return _CODES[letters]


FAR_END_OF_22 = 44_600_000
"""GRCh38 place of chromosome 22 that lies before 45,000,000 of GRCh37, from where on nothing is trained on."""


def beyond(regions: Sequence[GeneRegion]) -> frozenset[str]:
    """Return the genes of the far end of chromosome 22, kept apart with it."""
    return frozenset(region.gene for region in regions if region.contig == "22" and region.end > FAR_END_OF_22)


def from_columns(columns: TranscriptColumns) -> dict[str, list[Transcript]]:
    """Return the transcripts of the knowledge in use by gene symbol."""
    found: dict[str, list[Transcript]] = {}
    for row, symbol in enumerate(columns.gene_symbols):
        part = slice(columns.exon_indptr[row], columns.exon_indptr[row + 1])
        exons = tuple(zip(columns.exon_start[part].tolist(), columns.exon_end[part].tolist(), strict=True))
        coding = (max(int(columns.cds_start[row]), 0), max(int(columns.cds_end[row]), 0))
        contig = CONTIGS[int(columns.contig[row])]
        found.setdefault(symbol, []).append(Transcript(contig, int(columns.strand[row]), exons, coding))
    return found


def held_out(genes: Sequence[str], *, seed: int) -> frozenset[str]:
    """Return the genes kept apart: a tenth by draw, and the evaluation loci."""
    drawn = {gene for gene in genes if _draw(gene, seed) < HELD_OUT_FRACTION}
    return frozenset(drawn | (EVALUATED & set(genes)))


def _draw(gene: str, seed: int) -> float:
    digest = hashlib.sha256(f"{seed}:{gene}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def read_transcripts(path: Path) -> dict[str, list[Transcript]]:
    """Return the transcripts of an LRG transcript list by gene symbol."""
    found: dict[str, list[Transcript]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        fields = line.split("\t")
        bounds = sorted(tuple(map(int, part.split("-"))) for part in fields[6].split(","))
        exons = tuple((first - 1, last) for first, last in bounds)
        coded = fields[8].isdigit() and fields[9].isdigit()
        coding = (int(fields[8]) - 1, int(fields[9])) if coded else (0, 0)
        found.setdefault(fields[1], []).append(Transcript(fields[2], int(fields[3]), exons, coding))
    return found


def read_regions(path: Path, transcripts: Mapping[str, Sequence[Transcript]]) -> list[GeneRegion]:
    """Return the regions of a FASTA whose headers name gene and place (``>LRG_1|COL1A1|chr17:1-2|…``)."""
    with gzip.open(path, "rb") as file:
        records = file.read().split(b">")[1:]
    everything = [one for some in transcripts.values() for one in some]
    by_contig: dict[str, list[Transcript]] = {}
    for one in everything:
        by_contig.setdefault(one.contig, []).append(one)
    regions = []
    for record in records:
        header, _, body = record.partition(b"\n")
        codes = _CODES[np.frombuffer(body.replace(b"\n", b""), np.uint8)]
        place = place_of(header.decode(), len(codes))
        states = np.zeros(len(codes), np.uint16)
        for one in by_contig.get(place.contig, ()):
            if one.exons[0][0] < place.start + len(codes) and place.start < one.exons[-1][1]:
                _label(states, one, place.start)
        regions.append(GeneRegion(header.decode().split("|")[1], place.contig, place.start, codes, states))
    return regions


def _label(states: NDArray[np.uint16], one: Transcript, start: int) -> None:
    """Set the state bits of one transcript."""
    forward = one.strand > 0
    donor, acceptor, exon, coding, utr = range(5) if forward else range(9, 4, -1)
    coded = one.coding[1] > one.coding[0]
    for index, (first, last) in enumerate(one.exons):
        _set(states, first - start, last - start, exon)
        _set(states, max(first, one.coding[0]) - start, min(last, one.coding[1]) - start, coding)
        if coded:
            _set(states, first - start, min(last, one.coding[0]) - start, utr)
            _set(states, max(first, one.coding[1]) - start, last - start, utr)
        left, right = (acceptor, donor) if forward else (donor, acceptor)
        if index > 0:
            _set(states, first - start, first - start + 1, left)
        if index < len(one.exons) - 1:
            _set(states, last - start - 1, last - start, right)


def _set(states: NDArray[np.uint16], first: int, last: int, bit: int) -> None:
    if last > max(first, 0):
        states[max(first, 0) : last] |= np.uint16(1 << bit)


def training_codes(regions: Sequence[GeneRegion], apart: frozenset[str]) -> list[GeneRegion]:
    """Return the regions to train on, with every base that a held-out region also covers set to UNKNOWN."""
    hidden = [region for region in regions if region.gene in apart]
    kept = []
    for region in regions:
        if region.gene in apart:
            continue
        codes = region.codes.copy()
        for other in hidden:
            if other.contig == region.contig and other.start < region.end and region.start < other.end:
                codes[max(other.start - region.start, 0) : max(other.end - region.start, 0)] = UNKNOWN
        kept.append(replace(region, codes=codes))
    return kept
