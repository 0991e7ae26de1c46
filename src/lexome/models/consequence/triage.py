"""The most severe consequence that place and length allow for each of many variants, in a few array passes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from lexome.core.consequence import RANK
from lexome.core.transcript import TranscriptColumns
from lexome.models.consequence.interval_search import Edges, Intervals, place_key
from lexome.models.consequence.neighbours import NEAR
from lexome.models.consequence.rna_hosts import BEFORE_RNA, IN_RNA, RnaGenes

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NOTHING = RANK["intergenic_variant"]


@dataclass(frozen=True, slots=True, eq=False)
class Triage:
    """A row per variant: ``severity`` ranks into core.consequence.SEVERITY, ``transcript`` is a row or -1.

    The rank is that of place and length: a substitution in coding sequence counts as missense although it may be
    silent or a stop, and a deletion as the worst of the places it touches. Only a gene of an RNA may come before what
    is worse, where it lies in a host (see ``rna_hosts``).
    """

    severity: NDArray[np.int8]
    transcript: NDArray[np.int32]


class Sieve:
    """Sorted edges and intervals of a set of transcripts, against which variants are placed in bulk."""

    def __init__(self, transcripts: TranscriptColumns, rna_genes: RnaGenes | None = None) -> None:
        self._transcripts = transcripts
        self._rna_genes = rna_genes or RnaGenes(transcripts)
        counts = np.diff(transcripts.exon_indptr)
        row = np.repeat(np.arange(len(transcripts), dtype=np.int32), counts)
        last = np.zeros(len(row), bool)
        last[transcripts.exon_indptr[1:] - 1] = True
        first = np.zeros(len(row), bool)
        first[transcripts.exon_indptr[:-1]] = True
        order = np.argsort(~transcripts.mane_select[row], kind="stable")
        row, first, last = row[order], first[order], last[order]
        start, end = transcripts.exon_start[order], transcripts.exon_end[order]
        contig, forward = transcripts.contig[row], transcripts.strand[row] > 0
        self._exons = Intervals(contig, start, end, row)
        coding_start = np.maximum(start, transcripts.cds_start[row])
        coding_end = np.minimum(end, transcripts.cds_end[row])
        coding = (transcripts.cds_start[row] >= 0) & (coding_start < coding_end)
        self._coding = Intervals(contig[coding], coding_start[coding], coding_end[coding], row[coding])
        self._edges = (
            ("donor", 1, _edges(contig, end, row, ~last & forward)),
            ("donor", -1, _edges(contig, start - 1, row, ~first & ~forward)),
            ("acceptor", -1, _edges(contig, start - 1, row, ~first & forward)),
            ("acceptor", 1, _edges(contig, end, row, ~last & ~forward)),
        )
        rows = np.argsort(~transcripts.mane_select, kind="stable").astype(np.int32)
        rows_coding = rows[transcripts.cds_start[rows] >= 0]
        ahead = transcripts.strand[rows_coding] > 0
        left, right = transcripts.cds_start[rows_coding], transcripts.cds_end[rows_coding] - 3
        self._ends_of_coding = tuple(
            (term, Intervals(transcripts.contig[rows_coding], at, at + 3, rows_coding))
            for term, at in (("stop_lost", np.where(ahead, right, left)), ("start_lost", np.where(ahead, left, right)))
        )
        self._bodies = Intervals(transcripts.contig[rows], transcripts.start[rows], transcripts.end[rows], rows)

    def sift(
        self,
        contig: NDArray[np.int16],
        start: NDArray[np.int32],
        ref: Any,
        alt: Any,
        end: NDArray[np.int32] | None = None,
    ) -> Triage:
        """Return severity and transcript of each variant; see ``Annotator.triage``."""
        ref_length, alt_length = _lengths(ref), _lengths(alt)
        spelt = ~_matching(alt, r"[^A-Za-z]")
        low, high = _touched(start, ref_length, alt_length, spelt, end)
        result = Triage(np.full(len(start), _NOTHING, np.int8), np.full(len(start), -1, np.int32))
        known = (contig >= 0) & (contig < 25)
        self._bodies_and_exons(result, contig, low, high, known)
        self._splice_sites(result, contig, low, high, known)
        change = np.where(spelt, alt_length - ref_length, 1)
        coding_rank = np.full(len(start), RANK["missense_variant"], np.int8)
        coding_rank[change > 0] = RANK["inframe_insertion"]
        coding_rank[change < 0] = RANK["inframe_deletion"]
        coding_rank[change % 3 != 0] = RANK["frameshift_variant"]
        row = self._coding.first_hit(contig, low, high, known)
        _improve(result, row, coding_rank)
        self._whole_transcripts(result, low, high, alt, spelt)
        for term, codons in self._ends_of_coding:
            _improve(result, codons.first_hit(contig, low, high, known), np.full(len(low), RANK[term], np.int8))
        for tell, term in ((self._rna_genes.first, IN_RNA), (self._rna_genes.before, BEFORE_RNA)):
            rna = tell(result.severity, np.where(known, contig, -1), low, high)
            result.transcript[rna >= 0] = rna[rna >= 0]
            result.severity[rna >= 0] = RANK[term]
        return result

    def _whole_transcripts(
        self, result: Triage, low: NDArray[np.int32], high: NDArray[np.int32], alt: Any, spelt: NDArray[np.bool_]
    ) -> None:
        columns, row = self._transcripts, result.transcript
        whole = (row >= 0) & ~spelt & (low <= columns.start[row]) & (high >= columns.end[row])
        whole[whole] = _matching(alt, r"^<(DEL|CN0)\b")[whole]
        _improve(result, np.where(whole, row, -1), np.full(len(row), RANK["transcript_ablation"], np.int8))

    def _bodies_and_exons(
        self, result: Triage, contig: Any, low: NDArray[np.int32], high: NDArray[np.int32], known: NDArray[np.bool_]
    ) -> None:
        columns = self._transcripts
        inside = self._bodies.first_hit(contig, low, high, known)
        near = self._bodies.first_hit(contig, low - NEAR, high + NEAR, known & (inside < 0))
        left = (low < columns.start[near]) == (columns.strand[near] > 0)
        beside = np.where(left, RANK["upstream_gene_variant"], RANK["downstream_gene_variant"])
        _improve(result, near, beside.astype(np.int8))
        _improve(result, inside, np.full(len(low), RANK["intron_variant"], np.int8))
        exon = self._exons.first_hit(contig, low, high, known)
        before = (low < columns.cds_start[exon]) == (columns.strand[exon] > 0)
        rank = np.where(before, RANK["5_prime_UTR_variant"], RANK["3_prime_UTR_variant"])
        rank[columns.cds_start[exon] < 0] = RANK["non_coding_transcript_exon_variant"]
        _improve(result, exon, rank.astype(np.int8))

    def _splice_sites(
        self, result: Triage, contig: Any, low: NDArray[np.int32], high: NDArray[np.int32], known: NDArray[np.bool_]
    ) -> None:
        for site, direction, edges in self._edges:
            inner, outer, row = edges.nearest(contig, low, high, direction, known)
            rank = np.full(len(low), RANK["intergenic_variant"], np.int8)
            tract = (site == "acceptor") & (inner <= 17) & (outer >= 3)
            rank[tract] = RANK["splice_polypyrimidine_tract_variant"]
            rank[(inner <= 8) & (outer >= -3)] = RANK["splice_region_variant"]
            rank[(site == "donor") & (inner <= 5) & (outer >= 5)] = RANK["splice_donor_5th_base_variant"]
            rank[(inner <= 2) & (outer >= 1)] = RANK[f"splice_{site}_variant"]
            _improve(result, row, rank)


def _edges(
    contig: NDArray[np.int16], position: NDArray[np.int32], row: NDArray[np.int32], use: NDArray[np.bool_]
) -> Edges:
    return Edges(place_key(contig[use], position[use]), row[use])


def _improve(result: Triage, row: NDArray[np.int32], rank: NDArray[np.int8]) -> None:
    better = (row >= 0) & (rank < result.severity)
    result.severity[better] = rank[better]
    result.transcript[better] = row[better]


def _touched(
    start: NDArray[np.int32],
    ref_length: NDArray[np.int32],
    alt_length: NDArray[np.int32],
    spelt: NDArray[np.bool_],
    end: NDArray[np.int32] | None,
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the bases each variant may change: an insertion touches the base on either side of it."""
    anchored = spelt & (ref_length != alt_length) & (np.minimum(ref_length, alt_length) == 1)
    inserted = anchored & (ref_length == 1)
    low = start + (anchored & ~inserted)
    high = start + ref_length + inserted
    if end is not None:
        low = np.where(spelt, low, start + 1)
        high = np.where(spelt, high, np.maximum(end, start + 1))
    return low.astype(np.int32), np.maximum(high, low + 1).astype(np.int32)


def _lengths(column: Any) -> NDArray[np.int32]:
    """Return the length of every text of an Arrow array or of any sequence of texts."""
    if hasattr(column, "to_numpy") and hasattr(column, "type"):
        from pyarrow import compute

        lengths: NDArray[np.int32] = np.asarray(compute.binary_length(column)).astype(np.int32)
        return lengths
    return np.fromiter(map(len, column), np.int32, count=len(column))


def _matching(column: Any, pattern: str) -> NDArray[np.bool_]:
    """Return which texts hold a pattern."""
    if hasattr(column, "to_numpy") and hasattr(column, "type"):
        from pyarrow import compute

        found: NDArray[np.bool_] = np.asarray(compute.match_substring_regex(column, pattern))
        return found
    search = re.compile(pattern).search
    return np.fromiter((search(text) is not None for text in column), bool, count=len(column))
