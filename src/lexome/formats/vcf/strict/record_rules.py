"""One record against every rule that applies to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lexome.formats.vcf.strict.fault import Fault
from lexome.formats.vcf.strict.fixed_columns import (
    alt_faults,
    character_fault,
    chrom_fault,
    filter_faults,
    id_faults,
    pos_fault,
    qual_fault,
    ref_fault,
)
from lexome.formats.vcf.strict.genotype_columns import format_faults, sample_faults
from lexome.formats.vcf.strict.info_column import info_faults
from lexome.formats.vcf.strict.order import Order
from lexome.formats.vcf.strict.reserved import Definition
from lexome.formats.vcf.strict.structural import structural_faults


class RecordRules:
    """The rules of one version and one header, applied to records in file order."""

    def __init__(
        self,
        version: str,
        *,
        info: Mapping[str, Definition],
        genotype: Mapping[str, Definition],
        alts: frozenset[str],
        columns: int,
        max_alleles: int,
    ) -> None:
        self.version = version
        self.info = info
        self.genotype = genotype
        self.alts = alts
        self.columns = columns
        self.max_alleles = max_alleles
        self.order = Order()

    def faults(self, line: str) -> Iterator[Fault]:
        """Yield what is wrong with one line (without its line end)."""
        if not line.isprintable() and (fault := character_fault(line, self.version)):
            yield fault
        columns = line.split("\t")
        if len(columns) != self.columns:
            yield self._columns_wrong(line, columns)
            return
        if "" in columns:
            yield Fault("column-empty", "a column is empty", "write '.' for what is missing")
        chrom, pos, record_id, ref, alt, qual, filter_, info = columns[:8]
        for fault in (chrom_fault(chrom, self.version), pos_fault(pos), ref_fault(ref), qual_fault(qual)):
            if fault is not None:
                yield fault
        yield from id_faults(record_id)
        yield from filter_faults(filter_)
        count = alt.count(",") + 1
        if count > self.max_alleles:
            message = f"more than {self.max_alleles:,} alternate alleles"
            yield Fault("alleles-too-many", message, "split the record, or raise the limit")
            return
        yield from alt_faults(alt, ref=ref, version=self.version, declared=self.alts)
        alts = [] if alt == "." else alt.split(",")
        yield from info_faults(info, version=self.version, declared=self.info, alts=count)
        if self.version >= "4.4" and (any(one[:1] == "<" for one in alts) or "SV" in info or "R" in info):
            pairs = (part.partition("=") for part in info.split(";"))
            yield from structural_faults(alts, {key: value for key, _, value in pairs})
        yield from self._end(pos, info)
        yield from self._genotypes(columns[8:], count)
        if pos_fault(pos) is None:
            yield from self.order.faults(chrom, int(pos), ref, alts)

    def _end(self, pos: str, info: str) -> Iterator[Fault]:
        """Yield where END lies before POS, as some callers write for a mate on another contig."""
        if "END=" not in info or not pos.isdecimal():
            return
        fields = dict(part.partition("=")[::2] for part in info.split(";"))
        end = fields.get("END", "")
        if end.isdecimal() and int(end) < int(pos):
            message, remedy = "INFO END lies before POS", "write the last base of the variant"
            yield Fault("end-before-pos", message, remedy, breaks_specification=False)

    def _genotypes(self, columns: list[str], alts: int) -> Iterator[Fault]:
        if not columns:
            return
        yield from format_faults(columns[0], self.version)
        keys = columns[0].split(":")
        for sample in columns[1:]:
            yield from sample_faults(keys, sample, version=self.version, declared=self.genotype, alts=alts)

    def _columns_wrong(self, line: str, columns: list[str]) -> Fault:
        if len(columns) == 1 and len(line[:2000].split()) >= 8:
            return Fault("line-spaced", "columns are parted by spaces", "part columns by single tabs")
        if line.startswith("#"):
            return Fault("comment-in-body", "a comment stands among the records", "remove it")
        return Fault(
            "columns-wrong",
            f"{len(columns)} columns where the header has {self.columns}",
            "give every record one column per name in the #CHROM line, '.' for what is missing",
        )
