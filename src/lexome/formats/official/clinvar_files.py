"""ClinVar as NCBI releases it: the VCF of an assembly, or variant_summary.txt with both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lexome.core.assembly import CONTIGS, Assembly, canonical_contig
from lexome.core.consequence import RANK
from lexome.formats.official.text import Block, bad, header, read_blocks
from lexome.formats.store_writer import Batch

if TYPE_CHECKING:
    from numpy.typing import NDArray

STARS: tuple[tuple[str, int], ...] = (
    ("practice guideline", 4),
    ("reviewed by expert panel", 3),
    ("criteria provided, multiple submitters, no conflicts", 2),
    ("criteria provided, multiple submitters", 2),
    ("criteria provided, conflicting", 1),
    ("criteria provided, single submitter", 1),
)
"""Review status in stars, by how the status begins (https://www.ncbi.nlm.nih.gov/clinvar/docs/review_status/)."""

TERMS: dict[str, str] = {
    "nonsense": "stop_gained",
    "initiator_codon_variant": "start_lost",
    "inframe_indel": "protein_altering_variant",
    "non-coding_transcript_variant": "non_coding_transcript_exon_variant",
    "genic_upstream_transcript_variant": "upstream_gene_variant",
    "genic_downstream_transcript_variant": "downstream_gene_variant",
    "no_sequence_alteration": "sequence_variant",
}
"""Names of ClinVar for which Ensembl's name of the same class differs."""


def stars_of(status: str) -> int:
    """Return the stars of a review status, with spaces or underscores.

    >>> stars_of("criteria_provided,_multiple_submitters,_no_conflicts"), stars_of("no assertion criteria provided")
    (2, 0)
    """
    words = status.replace("_", " ").lower()
    return next((stars for beginning, stars in STARS if words.startswith(beginning)), 0)


def significance_of(text: str) -> str:
    """Return the first classification as the VCF writes it, without what follows a '|' or a ','."""
    return text.split("|")[0].split(",_")[0].split(";")[0].strip().replace(" ", "_")


def conditions_of(databases: str, names: str) -> str:
    """Return ``MONDO:0007254|Breast cancer;…`` from the database ids and names of a record, in the file's order."""
    found = []
    for ids, name in zip(databases.split("|"), names.split("|"), strict=False):
        mondo = next((part.rpartition("MONDO:")[2] for part in ids.split(",") if "MONDO:" in part), "")
        text = name.replace("_", " ").replace(";", ",").strip()
        if text and text not in ("not provided", "not specified", "."):
            found.append(f"MONDO:{mondo}|{text}" if mondo else f"|{text}")
    return ";".join(dict.fromkeys(found))


def consequence_of(molecular: str) -> str:
    """Return the Sequence Ontology terms of an MC field, most severe first, joined by '&'."""
    terms = {part.rpartition("|")[2] for part in molecular.split(",") if part}
    terms = {TERMS.get(term, term) for term in terms}
    return "&".join(sorted(terms, key=lambda term: (RANK.get(term, len(RANK)), term)))


class _Rows:
    """Collects records into a batch."""

    def __init__(self) -> None:
        self.contig: list[int] = []
        self.start: list[int] = []
        self.ref: list[str] = []
        self.alt: list[str] = []
        self.variation: list[int] = []
        self.stars: list[int] = []
        self.words: dict[str, list[str]] = {name: [] for name in ("gene", "significance", "consequence", "conditions")}

    def add(self, place: tuple[int, int, str, str], variation: int, stars: int, words: Iterable[str]) -> None:
        """Add one record: contig code, start, REF, ALT; gene, significance, consequence and conditions."""
        self.contig.append(place[0])
        self.start.append(place[1])
        self.ref.append(place[2].upper())
        self.alt.append(place[3].upper())
        self.variation.append(variation)
        self.stars.append(stars)
        for column, word in zip(self.words.values(), words, strict=True):
            column.append(word)

    def batch(self, offset: int) -> Batch | None:
        """Return what was collected, None when it is nothing."""
        if not self.contig:
            return None
        columns: dict[str, NDArray[Any]] = {
            "variation": np.array(self.variation, np.int32),
            "stars": np.array(self.stars, np.uint8),
            "protein_position": np.full(len(self.contig), -1, np.int32),
        }
        contig, start = np.array(self.contig, np.int16), np.array(self.start, np.int32)
        return Batch(contig, start, self.ref, self.alt, columns, self.words, offset)


class ClinVarFile:
    """One ClinVar release file; ``assembly`` chooses the rows of variant_summary and is checked against a VCF."""

    def __init__(self, path: Path, *, assembly: Assembly) -> None:
        self.path, self.assembly, self.skipped = path, assembly, 0
        lines = header(path)
        first = lines[0] if lines else ""
        self.is_vcf = first.startswith("##fileformat=VCF")
        stated = next((line.partition("=")[2] for line in lines if line.startswith("##reference=")), "")
        if self.is_vcf and stated in ("GRCh37", "GRCh38") and stated != assembly:
            raise bad(
                path, "other-assembly", f"the header says {stated}", f"give --assembly {stated}, or the other file"
            )
        names = first.lstrip("#").split("\t")
        self._at = {name: place for place, name in enumerate(names)}
        if not self.is_vcf and not {"VariationID", "PositionVCF", "Assembly", "ReviewStatus"} <= set(names):
            message = "neither a ClinVar VCF nor variant_summary.txt"
            raise bad(path, "not-clinvar", message, "give clinvar.vcf.gz or variant_summary.txt.gz")

    def batches(self, *, offset: int = 0) -> Iterator[Batch]:
        """Yield the alleles from a decompressed offset on."""
        for block in read_blocks(self.path, offset=offset):
            batch = self._of_vcf(block) if self.is_vcf else self._of_summary(block)
            if batch is not None:
                yield batch

    def _of_vcf(self, block: Block) -> Batch | None:
        rows = _Rows()
        for at, line in enumerate(block.lines):
            if not line or line.startswith("#"):
                continue
            fields = line.split("\t", 8)
            if len(fields) < 8 or not fields[1].isdecimal():
                raise bad(
                    self.path, "bad-vcf-line", "not a VCF record", "check the download", line=block.first_line + at
                )
            name = canonical_contig(fields[0])
            info = dict(part.partition("=")[::2] for part in fields[7].split(";"))
            if name is None or not fields[4].isalpha() or "CLNSIG" not in info or not fields[2].isdecimal():
                self.skipped += 1
                continue
            rows.add(
                (CONTIGS.index(name), int(fields[1]) - 1, fields[3], fields[4]),
                int(fields[2]),
                stars_of(info.get("CLNREVSTAT", "")),
                (
                    info.get("GENEINFO", "").partition(":")[0],
                    significance_of(info["CLNSIG"]),
                    consequence_of(info.get("MC", "")),
                    conditions_of(info.get("CLNDISDB", ""), info.get("CLNDN", "")),
                ),
            )
        return rows.batch(block.offset)

    def _of_summary(self, block: Block) -> Batch | None:
        rows = _Rows()
        for line in block.lines:
            fields = line.split("\t")
            if line.startswith("#") or len(fields) < len(self._at):
                continue
            get = {name: fields[place] for name, place in self._at.items()}
            name = canonical_contig(get["Chromosome"])
            if get["Assembly"] != self.assembly:
                continue
            ref, alt = get["ReferenceAlleleVCF"], get["AlternateAlleleVCF"]
            if name is None or not (ref.isalpha() and alt.isalpha() and get["PositionVCF"].isdecimal()) or ref == "na":
                self.skipped += 1
                continue
            rows.add(
                (CONTIGS.index(name), int(get["PositionVCF"]) - 1, ref, alt),
                int(get["VariationID"]),
                stars_of(get["ReviewStatus"]),
                (
                    get["GeneSymbol"].partition(";")[0],
                    significance_of(get["ClinicalSignificance"]),
                    "",
                    conditions_of(get.get("PhenotypeIDS", ""), get.get("PhenotypeList", "")),
                ),
            )
        return rows.batch(block.offset)
