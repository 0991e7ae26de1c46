"""Genes of an RNA that lie in a gene of a protein, and where the allele is told as the one's or as the other's.

Many lie in an intron or an untranslated exon of a host (RNU4ATAC in CLASP1, SNORD118 in TMEM107), where an allele says
something of the RNA and next to nothing of the host. So does one in the promoter of an RNA. The host comes first in its
coding sequence and at its splice sites, as its MANE Select transcript has them; the host's other transcripts count
where it has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from lexome.core.consequence import RANK
from lexome.core.transcript import TranscriptColumns
from lexome.formats.rna_genes import promoter
from lexome.models.consequence.interval_search import Intervals

if TYPE_CHECKING:
    from numpy.typing import NDArray

UNTRANSLATED = RANK["5_prime_UTR_variant"]
"""Severity from which on an allele touches neither coding sequence nor splice site."""

IN_RNA, BEFORE_RNA = "non_coding_transcript_exon_variant", "upstream_gene_variant"

_SPLICE_SITE = 2
_LONGEST_GENE = 3_000_000
"""Bases; the longest gene of GRCh38, RBFOX1, has 2.5 million."""


class RnaGenes:
    """Exons of genes without any coding sequence, and what comes before them: sites of their hosts.

    A transcript without coding sequence of a gene that codes is none of these.
    """

    def __init__(self, transcripts: TranscriptColumns) -> None:
        self._start, self._end = transcripts.start, transcripts.end
        exons: list[tuple[int, int, int]] = []
        sites: list[tuple[int, int, int]] = []
        before: list[tuple[int, int, int]] = []
        for row in np.flatnonzero(~transcripts.is_coding).tolist():
            near, hosts = self._hosts(transcripts, row)
            if transcripts.gene_symbols[row] in {transcripts.gene_symbols[host] for host in hosts}:
                continue
            exons.extend((row, first, last) for first, last in transcripts.exons(row))
            place = int(self._start[row]), int(self._end[row]), int(transcripts.strand[row])
            before.append((row, *promoter(*place, transcripts.biotypes[row])))
            for host in hosts:
                if transcripts.mane_select[host] or not self._has_mane(transcripts, host, near):
                    sites.extend(_sites(transcripts, host, place[0], place[1]))
        self._promoters = _intervals(transcripts, [one for one in before if one[1] < one[2]])
        self._exons, self._sites = _intervals(transcripts, exons), _intervals(transcripts, sites)

    def first(
        self, severity: NDArray[np.int8], contig: Any, low: NDArray[np.int32], high: NDArray[np.int32]
    ) -> NDArray[np.int32]:
        """Return the transcript of the RNA gene that each variant is told of before any host, -1 where there is none.

        ``severity`` is that in all other transcripts. What reaches beyond the RNA gene goes by the worst it does.
        """
        row = self._exons.first_hit(contig, low, high, (contig >= 0) & (severity >= 0))
        site = self._sites.first_hit(contig, low, high, row >= 0)
        inside = (low >= self._start[row]) & (high <= self._end[row])
        return np.where((severity >= UNTRANSLATED) | (inside & (site < 0)), row, -1).astype(np.int32)

    def before(
        self, severity: NDArray[np.int8], contig: Any, low: NDArray[np.int32], high: NDArray[np.int32]
    ) -> NDArray[np.int32]:
        """Return the transcript of the RNA gene in whose promoter each variant lies, -1 where there is none.

        ``severity`` is that in all transcripts; whatever changes a protein, a splice site or an RNA comes first.
        """
        harmless = (severity >= UNTRANSLATED) & (severity != RANK[IN_RNA])
        return self._promoters.first_hit(contig, low, high, (contig >= 0) & harmless)

    def _hosts(self, transcripts: TranscriptColumns, row: int) -> tuple[NDArray[np.int64], list[int]]:
        """Return the rows of the same contig, and those of them that code and overlap a transcript."""
        near = np.flatnonzero(transcripts.contig == transcripts.contig[row])
        hosts = near[(self._start[near] < self._end[row]) & (self._end[near] > self._start[row])]
        return near, hosts[transcripts.is_coding[hosts]].tolist()

    def _has_mane(self, transcripts: TranscriptColumns, host: int, near: NDArray[np.int64]) -> bool:
        symbol, place = transcripts.gene_symbols[host], int(self._start[host])
        chosen = near[transcripts.mane_select[near] & (np.abs(self._start[near] - place) < _LONGEST_GENE)]
        return any(transcripts.gene_symbols[row] == symbol for row in chosen.tolist())


def _sites(transcripts: TranscriptColumns, host: int, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield transcript, start and end of its coding exons and splice sites that reach into an interval."""
    exons = transcripts.exons(host)
    low, high = int(transcripts.cds_start[host]), int(transcripts.cds_end[host])
    coding = [(max(first, low), min(last, high)) for first, last in exons]
    donors = [(last, last + _SPLICE_SITE) for _, last in exons[:-1]]
    acceptors = [(first - _SPLICE_SITE, first) for first, _ in exons[1:]]
    for first, last in (*coding, *donors, *acceptors):
        if first < last and first < end and last > start:
            yield host, first, last


def _intervals(transcripts: TranscriptColumns, parts: list[tuple[int, int, int]]) -> Intervals:
    rows, start, end = np.array(parts, np.int32).reshape(-1, 3).T
    return Intervals(transcripts.contig[rows], start, end, rows)
