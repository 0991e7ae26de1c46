"""Genomic alleles of HGVS c. names on MANE transcripts, for benchmark cases that are published by name only."""

from __future__ import annotations

import re

from lexome.core.allele import Allele
from lexome.core.assembly import CONTIGS
from lexome.core.transcript import TranscriptColumns
from lexome.evidence.coding_map import CodingMap
from lexome.formats.fasta import Reference
from lexome.models.consequence.genetic_code import reverse_complement

NAME = re.compile(
    r"(?P<transcript>[A-Z]+_\d+)\.\d+(?:\((?P<gene>[A-Z0-9-]+)\))?:c\.(?P<first>[-*]?\d+(?:[+-]\d+)?)"
    r"(?:_(?P<last>[-*]?\d+(?:[+-]\d+)?))?(?P<edit>[ACGT]>[ACGT]|delins[ACGT]+|del[ACGT\d]*|dup[ACGT\d]*|ins[ACGT]+)"
)


class Places:
    """Places names on the genome."""

    def __init__(self, transcripts: TranscriptColumns, reference: Reference) -> None:
        self.transcripts, self.reference = transcripts, reference
        self._rows = {name.partition(".")[0]: row for row, name in enumerate(transcripts.refseq_ids) if name}
        self._mane = {
            symbol: row for row, symbol in enumerate(transcripts.gene_symbols) if transcripts.mane_select[row]
        }

    def allele(self, name: str, *, gene: str = "") -> Allele | str:
        """Return the allele of a name, or why it could not be placed."""
        found = NAME.match(name.replace(" ", ""))
        if found is None:
            return "not an HGVS c. name"
        row = self._rows.get(found["transcript"], self._mane.get(found["gene"] or gene))
        if row is None:
            return "no MANE transcript"
        first = self._position(row, found["first"])
        last = self._position(row, found["last"] or found["first"])
        low, high = min(first, last), max(first, last) + 1
        contig = CONTIGS[int(self.transcripts.contig[row])]
        if not self.reference.covers(contig, low - 1, high + 1):
            if ">" not in found["edit"]:
                return "the sequence is not at hand"
            before, after = found["edit"].split(">")
            forward = int(self.transcripts.strand[row]) > 0
            bases = (before, after) if forward else (reverse_complement(before), reverse_complement(after))
            return Allele(self.transcripts.assembly, contig, low, *bases)
        return self._spelt(row, contig, low, high, found["edit"])

    def _spelt(self, row: int, contig: str, low: int, high: int, edit: str) -> Allele | str:
        forward = int(self.transcripts.strand[row]) > 0
        assembly = self.transcripts.assembly

        def on_forward(bases: str) -> str:
            return bases if forward else reverse_complement(bases)

        ref = self.reference.fetch(contig, low, high)
        if ">" in edit:
            before, after = edit.split(">")
            if ref != on_forward(before):
                return f"the reference has {ref}, the name {on_forward(before)}"
            return Allele(assembly, contig, low, ref, on_forward(after))
        if edit.startswith("delins"):
            return Allele(assembly, contig, low, ref, on_forward(edit[6:])).trimmed()
        if edit.startswith("ins"):
            anchor = self.reference.fetch(contig, low, low + 1)
            return Allele(assembly, contig, low, anchor, anchor + on_forward(edit[3:]))
        anchor = self.reference.fetch(contig, low - 1, low)
        if edit.startswith("dup"):
            return Allele(assembly, contig, low - 1, anchor, anchor + ref)
        return Allele(assembly, contig, low - 1, anchor + ref, anchor)

    def _position(self, row: int, text: str) -> int:
        """Return the genomic position of a coding position such as 451-14."""
        base, sign, offset = re.fullmatch(r"([-*]?\d+)(?:([+-])(\d+))?", text).groups()  # type: ignore[union-attr]
        coding = CodingMap.of(self.transcripts, row)
        position = coding.positions(int(base) - 1, int(base))[0]
        return position + coding.strand * (int(sign + offset) if sign else 0)
