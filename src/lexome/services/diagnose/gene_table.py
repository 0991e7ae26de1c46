"""The genes that alleles are counted in: rows, coding lengths, and what ClinVar's records say of their causes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.consequence import RANK, SEVERITY
from lexome.formats.rna_genes import OWN_PROMOTER, PROMOTER, promoter
from lexome.reasoning.causal_spectrum import (
    CLASS_OF_RANK,
    STOP_GAIN_SHARE,
    Tolerance,
    causal_spectrum,
    gene_shares,
    with_structural,
)
from lexome.reasoning.gene_evidence import VariantClass

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lexome.core.transcript import TranscriptColumns
    from lexome.knowledge.clinvar import ClinVar
    from lexome.knowledge.constraint import Constraints


@dataclass(frozen=True)
class GeneTable:
    """Genes in rows, in the order in which their first transcript stands on the genome.

    ``of_transcript`` gives the gene row of each transcript; ``lost`` are genes whose loss is known to cause disease.
    """

    transcripts: TranscriptColumns
    clinvar: ClinVar
    constraint: Constraints
    lost: frozenset[str] = frozenset()

    def prepare(self) -> None:
        """Compute what rests on the knowledge alone and would be computed when it is first asked for."""
        _ = self._rows, self.transcript_of, self.cds_length, self.spectrum, self.stop_share, self.shares, self.tolerance

    @cached_property
    def _rows(self) -> tuple[tuple[str, ...], dict[str, int], NDArray[np.int32]]:
        row_of: dict[str, int] = {}
        of = [row_of.setdefault(symbol, len(row_of)) for symbol in self.transcripts.gene_symbols]
        return tuple(row_of), row_of, np.array(of, np.int32)

    @property
    def symbols(self) -> tuple[str, ...]:
        """Approved symbol of each gene."""
        return self._rows[0]

    @property
    def row_of(self) -> dict[str, int]:
        """Row of each symbol."""
        return self._rows[1]

    @property
    def of_transcript(self) -> NDArray[np.int32]:
        """Gene row of each transcript."""
        return self._rows[2]

    @cached_property
    def transcript_of(self) -> NDArray[np.int32]:
        """Row of each gene's MANE Select transcript, else of the one with the longest coding sequence."""
        columns = self.transcripts
        order = np.lexsort((self._cds_length, columns.mane_select))
        chosen = np.zeros(len(self.symbols), np.int32)
        chosen[self.of_transcript[order]] = order
        return chosen

    @cached_property
    def _cds_length(self) -> NDArray[np.int64]:
        columns = self.transcripts
        row = np.repeat(np.arange(len(columns)), np.diff(columns.exon_indptr))
        low = np.maximum(columns.exon_start, columns.cds_start[row])
        high = np.minimum(columns.exon_end, columns.cds_end[row])
        silent = ~columns.is_coding[row]  # RNA genes count whole: they have no coding sequence
        bases = np.where(silent, columns.exon_end - columns.exon_start, np.maximum(high - low, 0))
        length = np.bincount(row, weights=bases, minlength=len(columns)).astype(np.int64)
        for rna in np.flatnonzero(~columns.is_coding).tolist():
            length[rna] += PROMOTER * (columns.biotypes[rna] in OWN_PROMOTER)
        return length

    @cached_property
    def of_rna(self) -> NDArray[np.bool_]:
        """Whether the product of each gene is an RNA: none of its transcripts codes."""
        codes = np.zeros(len(self.symbols), np.bool_)
        np.logical_or.at(codes, self.of_transcript, self.transcripts.is_coding)
        return ~codes

    @cached_property
    def of_nuclear_rna(self) -> NDArray[np.bool_]:
        """Whether the product of each gene is an RNA that is not encoded on the mitochondrion."""
        return self.of_rna & ~self._of_biotype("Mt_rRNA", "Mt_tRNA")

    def beside_rna(self, gene: NDArray[np.int32], start: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Return which alleles lie beside their gene, outside the RNA that is its product and the promoter of it."""
        low, high = self._rna_reach
        return (start < low[gene]) | (start >= high[gene])

    @cached_property
    def _rna_reach(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """First base and end of each nuclear RNA gene with its promoter; everything of other genes."""
        columns = self.transcripts
        low = np.zeros(len(self.symbols), np.int64)
        high = np.full(len(self.symbols), np.iinfo(np.int64).max)
        for row in np.flatnonzero(~columns.is_coding).tolist():
            if self.of_nuclear_rna[gene := self.of_transcript[row]]:
                first, last = int(columns.start[row]), int(columns.end[row])
                before = promoter(first, last, int(columns.strand[row]), columns.biotypes[row])
                low[gene], high[gene] = min(first, before[0]), max(last, before[1])
        return low, high

    @cached_property
    def of_small_nuclear_rna(self) -> NDArray[np.bool_]:
        """Whether each gene is of HGNC's group of small nuclear RNAs (849), which work together in splicing."""
        return self._of_biotype("snRNA")

    def _of_biotype(self, *wanted: str) -> NDArray[np.bool_]:
        """Return which genes have a transcript without coding sequence of one of these biotypes."""
        found = np.zeros(len(self.symbols), np.bool_)
        for row in np.flatnonzero(~self.transcripts.is_coding).tolist():
            found[self.of_transcript[row]] |= self.transcripts.biotypes[row] in wanted
        return found

    @cached_property
    def cds_length(self) -> NDArray[np.int64]:
        """Length of the longest coding sequence of each gene, of an RNA gene that of it and its promoter, in bases."""
        longest = np.zeros(len(self.symbols), np.int64)
        np.maximum.at(longest, self.of_transcript, self._cds_length)
        return longest

    @cached_property
    def _records(self) -> tuple[NDArray[np.int64], NDArray[np.int8]]:
        genes, gene, terms, term = self.clinvar.causal_spectrum()
        row = np.array([self.row_of.get(symbol, -1) for symbol in genes], np.int64)
        ranks = [min((RANK.get(word, len(SEVERITY)) for word in text.split("&")), default=-1) for text in terms]
        return row[gene], CLASS_OF_RANK[np.array(ranks, np.int64)][term]

    @cached_property
    def spectrum(self) -> NDArray[np.float64]:
        """Share of each kind among a gene's causal alleles, shape (genes, kinds)."""
        gene, kind = self._records
        small = causal_spectrum(gene, kind, genes=len(self.symbols), of_rna=self.of_rna)
        return with_structural(small, np.array([symbol in self.lost for symbol in self.symbols], np.bool_))

    @cached_property
    def stop_share(self) -> NDArray[np.float64]:
        """Share of stop gains among each gene's causal alleles that are missense or a stop gain; 0 in RNA genes."""
        stops = STOP_GAIN_SHARE * self.spectrum[:, VariantClass.LOSS_OF_FUNCTION]
        either = stops + self.spectrum[:, VariantClass.MISSENSE]
        return np.divide(stops, either, out=np.zeros(len(either)), where=either > 0)

    @cached_property
    def shares(self) -> NDArray[np.float64]:
        """How background alleles of each kind spread over genes, shape (genes, kinds)."""
        return gene_shares(self.cds_length, self.records, self.tolerance, bare=self.of_nuclear_rna)

    @cached_property
    def records(self) -> NDArray[np.int64]:
        """How many (likely) pathogenic records each gene has, shape (genes,)."""
        gene, _ = self._records
        return np.bincount(gene[gene >= 0], minlength=len(self.symbols))

    @cached_property
    def tolerance(self) -> Tolerance:
        """What each gene tolerates in people without severe disease."""
        names = ("observed_lof", "expected_lof", "observed_missense", "expected_missense")
        return Tolerance(*(self.constraint.column(name, self.symbols) for name in names))
