"""Every consequence of an allele on every transcript it touches."""

from __future__ import annotations

from collections import OrderedDict
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np

from lexome.core.allele import Allele
from lexome.core.assembly import CONTIGS
from lexome.core.consequence import RANK, Consequence
from lexome.core.errors import InternalMismatch
from lexome.core.transcript import TranscriptColumns
from lexome.formats.fasta import Reference, contig_named, left_align
from lexome.formats.hgvs import NucleotideChange
from lexome.models.consequence import coding, decay
from lexome.models.consequence.coding import CodingEffect, Spliced
from lexome.models.consequence.coding_name import coding_name
from lexome.models.consequence.effects import effects_of
from lexome.models.consequence.genetic_code import code_of, reverse_complement
from lexome.models.consequence.locating import located
from lexome.models.consequence.neighbours import Neighbours
from lexome.models.consequence.placement import Change, Placement, chromosome, oriented, placed
from lexome.models.consequence.rna_hosts import BEFORE_RNA, IN_RNA, RnaGenes
from lexome.models.consequence.shifting import Fetch, described
from lexome.models.consequence.splicing import splice_distance
from lexome.models.consequence.structural import extent, structural_terms
from lexome.models.consequence.triage import Sieve, Triage

if TYPE_CHECKING:
    from numpy.typing import NDArray

_KEPT = 512
_BESIDE = frozenset({"upstream_gene_variant", "downstream_gene_variant"})


class Annotator:
    """Places alleles on transcripts; tells codon-level effects where the reference sequence is at hand."""

    def __init__(self, transcripts: TranscriptColumns, reference: Reference | None = None) -> None:
        self.transcripts = transcripts
        self.reference = reference
        self.source = f"lexome, {transcripts.release}"
        if reference is not None and reference.assembly not in (None, transcripts.assembly):
            raise InternalMismatch(f"transcripts on {transcripts.assembly}, reference on {reference.assembly}")
        self._neighbours = Neighbours(transcripts)
        self._sieve: Sieve | None = None
        self._main: tuple[NDArray[np.int64], Sieve] | None = None
        self._rows: dict[str, int] = {}
        self._placed: OrderedDict[int, tuple[Placement, Spliced | None]] = OrderedDict()

    def annotate(self, allele: Allele) -> tuple[Consequence, ...]:
        """Return the consequences of one allele: within genes first, then MANE Select, then the most severe.

        A gene of an RNA goes before the gene in whose introns or untranslated exons it lies.

        An allele on no transcript and farther than 5 kb from any has one consequence, 'intergenic_variant', with
        an empty transcript.

        Raises
        ------
        InternalMismatch
            when the allele is on another assembly than the transcripts.
        """
        if allele.assembly is not self.transcripts.assembly:
            raise InternalMismatch(f"{allele}: the transcripts are on {self.transcripts.assembly}")
        rows = self._neighbours.rows(allele.contig, allele.start, allele.end)
        found = [self._consequence(row, allele) for row in rows]
        if not found:
            return (Consequence("", "", "", ("intergenic_variant",), source=self.source),)
        plus = self.transcripts.mane_plus_clinical
        clinical = {self.transcripts.transcript_ids[row] for row in rows if plus is not None and plus[row]}
        rna = self._rna_gene_first(allele, found)
        return tuple(sorted(found, key=lambda one: (
            one.transcript != rna, set(one.terms) <= _BESIDE, not one.mane_select, one.transcript not in clinical,
            one.severity, one.transcript,
        )))  # fmt: skip

    def _rna_gene_first(self, allele: Allele, found: list[Consequence]) -> str:
        """Return the transcript of an RNA gene that an allele is told of before the gene it lies in, '' without one."""
        terms = {term for one in found if one.protein_length is None for term in one.terms}
        within = IN_RNA in terms
        if allele.is_symbolic or not (within or BEFORE_RNA in terms):
            return ""
        others = (one.severity for one in found if not (within and IN_RNA in one.terms))
        worst = np.array([min(others, default=RANK["intergenic_variant"])], np.int8)
        change, contig = oriented(allele, 1), np.array([CONTIGS.index(allele.contig)], np.int16)
        low = np.array([change.start - change.is_insertion], np.int32)
        high = np.array([change.end + change.is_insertion], np.int32)
        tell = self._rna_genes.first if within else self._rna_genes.before
        (row,) = tell(worst, contig, low, high)
        return self.transcripts.transcript_ids[row] if row >= 0 else ""

    @cached_property
    def _rna_genes(self) -> RnaGenes:
        return RnaGenes(self.transcripts)

    def triage(
        self,
        contig: NDArray[np.int16],
        start: NDArray[np.int32],
        ref: Any,
        alt: Any,
        end: NDArray[np.int32] | None = None,
    ) -> Triage:
        """Return severity and transcript of many variants by place and length alone.

        ``contig`` indexes core.assembly.CONTIGS (others are nowhere), ``start`` is 0-based, ``ref`` and ``alt`` are
        Arrow string arrays or sequences of texts, and ``end`` gives the extent of symbolic alleles.
        """
        if self._sieve is None:
            self._sieve = Sieve(self.transcripts, self._rna_genes)
        return self._sieve.sift(contig, start, ref, alt, end)

    def triage_by_main(
        self,
        contig: NDArray[np.int16],
        start: NDArray[np.int32],
        ref: Any,
        alt: Any,
        end: NDArray[np.int32] | None = None,
    ) -> Triage:
        """Return the same by the main transcripts of each gene alone; see ``TranscriptColumns.main``."""
        if self._main is None:
            rows = np.flatnonzero(self.transcripts.main)
            self._main = rows, Sieve(self.transcripts.subset(rows))
        rows, sieve = self._main
        found = sieve.sift(contig, start, ref, alt, end)
        return Triage(found.severity, np.where(found.transcript >= 0, rows[found.transcript], -1).astype(np.int32))

    def locate(self, name: NucleotideChange) -> Allele:
        """Return the allele, left-aligned, that an HGVS name with the accession of a transcript or chromosome means.

        A transcript of another version stands in when the one named is not there; a chromosome may be named '17'.

        Raises
        ------
        ValueError
            when no such transcript is known, or the name does not fit it or the reference.
        OutsideReference
            when the reference does not cover the place.
        """
        if self.reference is None:
            raise ValueError("a reference FASTA is needed to place an HGVS name")
        placement = chromosome(contig_named(name.accession)) if name.kind in "gm" else self._named(name.accession)
        allele = located(name, placement, self.transcripts.assembly, partial(self._exact, placement))
        return left_align(allele, self.reference)

    def decay_of_stop(self, consequence: Consequence) -> str | None:
        """Return the rule by which a stop in the codon of a consequence escapes decay, '' by none, None if unknown."""
        position = consequence.protein_position
        if position is None:
            return None
        placement = self._named(consequence.transcript)
        if placement.cds is None:
            return None
        return decay.escape(placement, placement.cds[0] + placement.phase + 3 * (position - 1))

    def _named(self, accession: str) -> Placement:
        if not self._rows:
            columns = self.transcripts
            for ids in (columns.refseq_ids, columns.transcript_ids):
                self._rows |= {text.split(".")[0]: row for row, text in enumerate(ids) if text}
            for ids in (columns.refseq_ids, columns.transcript_ids):
                self._rows |= {text: row for row, text in enumerate(ids) if text}
        row = self._rows.get(accession, self._rows.get(accession.split(".")[0]))
        if row is None:
            raise ValueError(f"{accession or 'no accession'}: not a transcript of {self.transcripts.release}")
        return self._transcript(row)[0]

    def _exact(self, placement: Placement, start: int, end: int) -> str:
        assert self.reference is not None
        if placement.strand > 0:
            return self.reference.fetch(placement.contig, start, end)
        return reverse_complement(self.reference.fetch(placement.contig, -end, -start))

    def _consequence(self, row: int, allele: Allele) -> Consequence:
        placement, text = self._transcript(row)
        if allele.is_symbolic:
            return self._structural(placement, allele)
        change = oriented(allele, placement.strand)
        fetch = self._fetch_around(placement, change)
        if fetch is not None and fetch(change.start, change.end) != change.ref:
            fetch = text = None
        named = change
        if fetch is not None:
            named, change = described(placement, change, fetch)
        terms, effect = effects_of(placement, change, text)
        name = coding_name(placement, named, fetch) if fetch is not None or not named.is_shiftable else None
        if placement.contig == "MT" and placement.cds is None:
            name = self._on_mitochondrion(allele)
        return self._told(placement, terms, change, name, effect)

    def _on_mitochondrion(self, allele: Allele) -> str | None:
        """Return the name on the mitochondrial genome ('m.3243A>G'), by which changes of its RNA genes go."""
        whole, change = chromosome("MT"), oriented(allele, 1)
        fetch = self._fetch_around(whole, change)
        if fetch is not None and fetch(change.start, change.end) == change.ref:
            change, _ = described(whole, change, fetch)
        elif change.is_shiftable:
            return None
        name = coding_name(whole, change, fetch)
        return f"m.{name.removeprefix('n.')}" if name else None

    def _structural(self, placement: Placement, allele: Allele) -> Consequence:
        change = extent(allele, placement.strand)
        kind = allele.alt.strip("<>").split(":")[0].upper()
        name = coding_name(placement, change, None) if kind in ("DEL", "DUP") and not change.is_insertion else None
        if name and kind == "DUP":
            name = f"{name.removesuffix('del')}dup"
        return self._told(placement, structural_terms(placement, allele), change, name, None)

    def _told(
        self,
        placement: Placement,
        terms: set[str],
        change: Change | None,
        name: str | None,
        effect: CodingEffect | None,
    ) -> Consequence:
        columns, row = self.transcripts, placement.row
        accession = columns.refseq_ids[row] or columns.transcript_ids[row]
        exon, intron = _numbers(placement, change) if change else (None, None)
        cds = placement.cds
        cut = placement.cut_of(change) if change and effect and cds else None
        escapes = _escapes(placement, cut, effect) if effect else None
        return Consequence(
            transcript=columns.transcript_ids[row],
            gene_symbol=columns.gene_symbols[row],
            gene_id=columns.gene_ids[row],
            terms=tuple(sorted(terms, key=lambda term: (RANK.get(term, len(RANK)), term))),
            hgvs_c=f"{accession}:{name}" if name else None,
            hgvs_p=f"{accession}:{effect.hgvs_p}" if effect and effect.hgvs_p else None,
            cds_position=max(cut[0] - cds[0], 0) + 1 if cut and cds else None,
            protein_position=effect.position if effect else None,
            protein_length=(cds[1] - cds[0] - placement.phase) // 3 - (not placement.lacks_end) if cds else None,
            exon=exon,
            exon_count=len(placement.exons),
            intron=intron,
            splice_distance=splice_distance(placement, change) if change and (exon or intron) else None,
            ref_amino_acids=effect.ref_residues if effect else None,
            alt_amino_acids=effect.alt_residues if effect else None,
            escapes_nmd=bool(escapes) if escapes is not None else None,
            escapes_nmd_by=escapes or "",
            mane_select=bool(columns.mane_select[row]),
            needs_reference=effect.needs_reference if effect else False,
            source=self.source,
        )

    def _transcript(self, row: int) -> tuple[Placement, Spliced | None]:
        kept = self._placed.get(row)
        if kept is not None:
            self._placed.move_to_end(row)
            return kept
        placement = placed(self.transcripts, row)
        made = placement, self._spliced(placement)
        self._placed[row] = made
        if len(self._placed) > _KEPT:
            self._placed.popitem(last=False)
        return made

    def _spliced(self, placement: Placement) -> Spliced | None:
        if self.reference is None or placement.cds is None:
            return None
        bases = "".join(self._read(placement, start, end) for start, end in placement.exons)
        at_hand = bases.strip("N")
        return coding.spliced(placement, bases, code_of(placement.contig)) if at_hand else None

    def _read(self, placement: Placement, start: int, end: int) -> str:
        assert self.reference is not None
        if placement.strand > 0:
            return self.reference.fetch_padded(placement.contig, start, end)
        return reverse_complement(self.reference.fetch_padded(placement.contig, -end, -start))

    def _fetch_around(self, placement: Placement, change: Change) -> Fetch | None:
        """Return access to the bases around a change, or None when the reference does not cover it."""
        if self.reference is None:
            return None
        forward = placement.strand > 0
        begin = change.start if forward else -change.end
        stretch = self.reference.extent(placement.contig, max(begin, 0))
        if stretch is None:
            return None
        low, high = stretch if forward else (-stretch[1], -stretch[0])
        if change.end > high or change.start < low:
            return None
        return partial(self._clipped, placement, low, high)

    def _clipped(self, placement: Placement, low: int, high: int, start: int, end: int) -> str:
        start, end = max(start, low), min(end, high)
        return self._read(placement, start, end) if end > start else ""


def _numbers(placement: Placement, change: Change) -> tuple[int | None, int | None]:
    """Return the 1-based numbers of the exon and of the intron in which a change begins."""
    if change.end < placement.start or change.start >= placement.end:
        return None, None
    exon = max(placement.exon_before(change.start), 0)
    first, last = placement.exons[exon]
    touches = change.start < last and change.end > first
    if touches or (change.is_insertion and first <= change.start <= last):
        return exon + 1, exon + 1 if change.end > last and exon + 1 < len(placement.exons) else None
    reaches = exon + 1 < len(placement.exons) and change.end > placement.exons[exon + 1][0]
    return (exon + 2 if reaches else None), exon + 1


def _escapes(placement: Placement, cut: tuple[int, int] | None, effect: CodingEffect) -> str | None:
    """Return by which rule a premature stop escapes decay ('' by none); None where there is no premature stop."""
    if effect.stop_offset is not None:
        return decay.escape(placement, effect.stop_offset)
    if cut is not None and effect.needs_reference and "frameshift_variant" in effect.terms:
        return decay.escape(placement, cut[0])
    return None
