"""ClinVar: what laboratories and expert panels said of an allele, its codon and its gene."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from lexome.core.allele import Allele
from lexome.core.assembly import CONTIGS, Assembly
from lexome.core.consequence import RANK
from lexome.core.facts import Absent, Citation, Unknown
from lexome.core.plugin import Card, Source
from lexome.core.settings import Settings
from lexome.core.variant import ClinVarRecord, Significance
from lexome.formats.allele_store import AlleleStore
from lexome.formats.allele_table import AlleleTable
from lexome.formats.releases import Dataset, imported, starter
from lexome.formats.rna_genes import rna_genes

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIGNIFICANCES: dict[str, Significance] = {
    "Pathogenic": Significance.PATHOGENIC,
    "Pathogenic/Likely_pathogenic": Significance.LIKELY_PATHOGENIC,
    "Likely_pathogenic": Significance.LIKELY_PATHOGENIC,
    "Uncertain_significance": Significance.UNCERTAIN,
    "Conflicting_classifications_of_pathogenicity": Significance.UNCERTAIN,
    "Conflicting_interpretations_of_pathogenicity": Significance.UNCERTAIN,
    "Likely_benign": Significance.LIKELY_BENIGN,
    "Benign/Likely_benign": Significance.LIKELY_BENIGN,
    "Benign": Significance.BENIGN,
}
"""ClinVar's aggregate words in the five classes; where submitters differ in degree, the weaker counts."""


class ClinVar:
    """ClinVar's records as columns (rows sorted by contig and key) and as records for the few.

    ``complete`` says whether the release holds every record: only then does a missing allele mean Absent. The starter
    holds (likely) pathogenic records of two stars or more, so there a missing allele is Unknown.
    """

    def __init__(self, columns: AlleleTable | AlleleStore, dataset: Dataset, *, complete: bool) -> None:
        self.citation = dataset.citation("clinvar")
        self.releases = dataset.releases("clinvar")
        self.complete = complete
        self.assembly = columns.assembly if isinstance(columns, AlleleStore) else Assembly.GRCH38
        self._columns = columns
        self.index = columns.index

    def __len__(self) -> int:
        return len(self.index)

    def lookup(self, contig: NDArray[np.int16], start: NDArray[np.int32], ref: Any, alt: Any) -> NDArray[np.int64]:
        """Return the row of each allele, -1 where there is none; ``ref`` and ``alt`` pyarrow arrays or str."""
        return self.index.find(contig, start, ref, alt)

    def stars(self, rows: NDArray[np.int64]) -> NDArray[np.uint8]:
        """Return the review status of rows, 0 to 4 stars."""
        return self._columns.take("stars", rows)

    def pathogenic(self, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return which rows are pathogenic or likely pathogenic; -1 is not."""
        is_so = np.array(
            [SIGNIFICANCES.get(word, Significance.UNCERTAIN).side > 0 for word in self._words["significance"]]
        )
        found = np.zeros(len(rows), bool)
        held = np.flatnonzero(rows >= 0)
        found[held] = is_so[self._columns.take("significance", rows[held])]
        return found

    def causal_spectrum(self) -> tuple[list[str], NDArray[np.int64], list[str], NDArray[np.int64]]:
        """Return gene words, gene codes, consequence words and consequence codes of every (likely) pathogenic row."""
        rows = np.arange(len(self), dtype=np.int64)
        rows = rows[self.pathogenic(rows)]
        consequence = self._columns.take("consequence", rows).astype(np.int64)
        gene = self._in_rna_genes(rows, self._columns.take("gene", rows))
        return self._words["gene"], gene, self._words["consequence"], consequence

    def record(self, row: int) -> ClinVarRecord:
        """Return one record."""
        at = np.array([row], np.int64)
        words = {name: self._words[name][int(self._columns.take(name, at)[0])] for name in _WORDS}
        if row in self._rna_rows:
            code, term = self._rna_rows[row]
            words |= {"gene": self._words["gene"][code], "consequence": term}
        position = int(self._columns.take("protein_position", at)[0])
        variation = int(self._columns.take("variation", at)[0])
        return ClinVarRecord(
            allele=self.index.allele(row, self.assembly),
            significance=SIGNIFICANCES.get(words["significance"], Significance.UNCERTAIN),
            stars=int(self._columns.take("stars", at)[0]),
            citation=Citation(self.citation.source, self.citation.release, f"VCV{variation:09d}"),
            gene_symbol=words["gene"],
            conditions=tuple(part.partition("|")[2] for part in words["conditions"].split(";") if part),
            consequence=words["consequence"].partition("&")[0],
            protein_position=position if position > 0 else None,
        )

    def of(self, allele: Allele) -> ClinVarRecord | Absent | Unknown:
        """Return the record of an allele, Absent when a complete release has none, else Unknown."""
        if allele.assembly is not self.assembly or allele.contig not in CONTIGS:
            return Unknown(f"ClinVar {self.citation.release} is on {self.assembly}")
        contig, start = np.array([CONTIGS.index(allele.contig)], np.int16), np.array([allele.start], np.int32)
        row = int(self.lookup(contig, start, [allele.ref], [allele.alt])[0])
        if row >= 0:
            return self.record(row)
        if self.complete:
            return Absent(self.citation)
        return Unknown(
            "the embedded ClinVar has (likely) pathogenic records of two stars or more only",
            remedy="lexome data import clinvar clinvar.vcf.gz --release DATE",
        )

    def in_gene(self, symbol: str) -> NDArray[np.int64]:
        """Return the rows of a gene, by approved symbol, ascending on the genome."""
        return self._rows_of_gene.get(symbol, np.empty(0, np.int64))

    def at_codon(self, symbol: str, protein_position: int) -> tuple[ClinVarRecord, ...]:
        """Return the records that start in a residue's codon (1-based, on the gene's MANE Select transcript).

        The amino acids are not told: that takes the reference sequence.
        """
        rows = self.in_gene(symbol)
        at = rows[self._columns.take("protein_position", rows) == protein_position]
        return tuple(self.record(row) for row in at.tolist())

    def between(self, contig: str, start: int, end: int) -> tuple[ClinVarRecord, ...]:
        """Return the records whose allele starts in [start, end)."""
        code = CONTIGS.index(contig) if contig in CONTIGS else -1
        return tuple(self.record(row) for row in self.index.between(code, start, end))

    @cached_property
    def _words(self) -> dict[str, list[str]]:
        words = {name: self._columns.words(name) for name in _WORDS}
        words["gene"] = list(dict.fromkeys((*words["gene"], *(gene.symbol for gene in rna_genes()))))
        return words

    @cached_property
    def _rna_rows(self) -> dict[int, tuple[int, str]]:
        """The records in an RNA gene or its promoter that stand under another gene: the former's code, and the term.

        ClinVar names the host of an RNA gene first, and tells the consequence there: RNU4ATAC's records are of introns
        of CLASP1. Records that change the host's protein or splice sites stay its own.
        """
        if self.assembly is not Assembly.GRCH38:
            return {}
        code_of = {symbol: code for code, symbol in enumerate(self._words["gene"])}
        beside = [all(RANK.get(term, _LAST) >= _UNTRANSLATED for term in word.split("&")) for word in
                  self._words["consequence"]]  # fmt: skip
        found = {}
        for gene in rna_genes():
            for (start, end), term in (((gene.start, gene.end), IN_RNA), (gene.promoter, BEFORE_RNA)):
                rows = np.array(self.index.between(gene.contig, start, end), np.int64)
                genes, consequences = (self._columns.take(name, rows).tolist() for name in ("gene", "consequence"))
                for row, its, consequence in zip(rows.tolist(), genes, consequences, strict=True):
                    if beside[consequence] and its != code_of[gene.symbol]:
                        found[row] = code_of[gene.symbol], term
        return found

    def _in_rna_genes(self, rows: NDArray[np.int64], codes: NDArray[Any]) -> NDArray[np.int64]:
        """Return the codes of the genes of ascending rows, of an RNA gene where they lie in one."""
        told = codes.astype(np.int64)
        moved = np.array(sorted(self._rna_rows), np.int64)
        place = np.searchsorted(rows, moved)
        held = np.flatnonzero(np.append(rows, -1)[place] == moved)
        told[place[held]] = [self._rna_rows[row][0] for row in moved[held].tolist()]
        return told

    @cached_property
    def _rows_of_gene(self) -> dict[str, NDArray[np.int64]]:
        codes = self._in_rna_genes(np.arange(len(self), dtype=np.int64), self._columns.column("gene"))
        order = np.argsort(codes, kind="stable")
        bounds = np.searchsorted(codes[order], np.arange(len(self._words["gene"]) + 1))
        return {
            symbol: order[bounds[code] : bounds[code + 1]].astype(np.int64)
            for code, symbol in enumerate(self._words["gene"])
        }


IN_RNA, BEFORE_RNA = "non_coding_transcript_exon_variant", "upstream_gene_variant"

_UNTRANSLATED, _LAST = RANK["5_prime_UTR_variant"], len(RANK)

_WORDS = ("gene", "significance", "consequence", "conditions")


def open_clinvar(settings: Settings) -> ClinVar:
    """Return the imported ClinVar, else the embedded one."""
    for dataset in imported(settings, "clinvar"):
        if dataset.manifest["assembly"] == Assembly.GRCH38:
            return ClinVar(AlleleStore(dataset.folder), dataset, complete=True)
    embedded = starter()
    return ClinVar(AlleleTable(embedded.table("clinvar")), embedded, complete=False)


plugin = Source(
    card=Card(
        title="ClinVar",
        about="Classification, review status, gene, consequence and conditions of alleles on GRCh38.",
        licence="public domain",
        reference="https://www.ncbi.nlm.nih.gov/clinvar; doi:10.1093/nar/gkz972",
        tables=("clinvar",),
        limits="Embedded: 72,582 (likely) pathogenic records of two stars or more; no benign and no uncertain ones.",
    ),
    open=open_clinvar,
)
