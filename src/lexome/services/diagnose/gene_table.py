"""The genes that alleles are counted in: rows, coding lengths, and what ClinVar's records say of their causes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.consequence import RANK, SEVERITY
from lexome.reasoning.causal_spectrum import CLASS_OF_RANK, causal_spectrum, gene_shares, with_structural

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lexome.core.transcript import TranscriptColumns
    from lexome.knowledge.clinvar import ClinVar


@dataclass(frozen=True)
class GeneTable:
    """Genes in rows, in the order in which their first transcript stands on the genome.

    ``of_transcript`` gives the gene row of each transcript; ``lost`` are genes whose loss is known to cause disease.
    """

    transcripts: TranscriptColumns
    clinvar: ClinVar
    lost: frozenset[str] = frozenset()

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
    def cds_length(self) -> NDArray[np.int64]:
        """Length of the longest coding sequence of each gene, in bases."""
        columns = self.transcripts
        row = np.repeat(np.arange(len(columns)), np.diff(columns.exon_indptr))
        low = np.maximum(columns.exon_start, columns.cds_start[row])
        high = np.minimum(columns.exon_end, columns.cds_end[row])
        length = np.bincount(row, weights=np.maximum(high - low, 0), minlength=len(columns)).astype(np.int64)
        longest = np.zeros(len(self.symbols), np.int64)
        np.maximum.at(longest, self.of_transcript, length)
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
        small = causal_spectrum(gene, kind, genes=len(self.symbols))
        return with_structural(small, np.array([symbol in self.lost for symbol in self.symbols], np.bool_))

    @cached_property
    def shares(self) -> NDArray[np.float64]:
        """How background alleles of each kind spread over genes, shape (genes, kinds)."""
        gene, _ = self._records
        records = np.bincount(gene[gene >= 0], minlength=len(self.symbols))
        return gene_shares(self.cds_length, records)
