"""What a null variant takes from the product of its transcript: the input of the PVS1 decision tree."""

from __future__ import annotations

from dataclasses import dataclass

from lexome.core.allele import Allele
from lexome.core.consequence import Consequence
from lexome.core.facts import Absent, Citation, Unknown
from lexome.core.transcript import TranscriptColumns
from lexome.core.variant import LossKind, ProductLoss

NMD_BOUNDARY = 50
"""Bases before the last junction within which a stop escapes decay (Abou Tayoun 2018, doi:10.1002/humu.23626)."""

_TRUNCATING = {"stop_gained", "frameshift_variant"}
_SPLICE = {"splice_acceptor_variant", "splice_donor_variant"}
_NULL_BY_PLACE = {*_SPLICE, "frameshift_variant", "start_lost", "transcript_ablation"}
"""Terms that place and length alone establish; the rest waits for the reference."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A transcript in its own direction: exon bounds on the genome and the coding bases each exon holds."""

    exons: tuple[tuple[int, int], ...]
    coding: tuple[int, ...]
    strand: int

    @classmethod
    def of(cls, transcripts: TranscriptColumns, row: int) -> Shape:
        """Return the shape of one transcript of the columns."""
        start, end = int(transcripts.cds_start[row]), int(transcripts.cds_end[row])
        exons = transcripts.exons(row)
        coding = tuple(max(0, min(end, last) - max(start, first)) if start >= 0 else 0 for first, last in exons)
        strand = int(transcripts.strand[row])
        return cls(exons, coding, 1) if strand > 0 else cls(exons[::-1], coding[::-1], -1)

    def skipped_by(self, allele: Allele, consequence: Consequence) -> int | None:
        """Return the exon, from 0, that a canonical splice variant makes the transcript skip."""
        change = allele.trimmed()
        start = change.start + (len(change.ref) != len(change.alt))
        end = max(change.end, start + 1)
        for number, (first, last) in enumerate(self.exons):
            before, after = (first - 2, first), (last, last + 2)
            acceptor, donor = (before, after) if self.strand > 0 else (after, before)
            if number > 0 and start < acceptor[1] and end > acceptor[0]:
                return number
            if number + 1 < len(self.exons) and start < donor[1] and end > donor[0]:
                return number
        if consequence.intron is None:
            return None
        return consequence.intron if "splice_acceptor_variant" in consequence.terms else consequence.intron - 1


def product_loss(
    allele: Allele, consequence: Consequence, *, transcripts: TranscriptColumns, row: int | None
) -> ProductLoss | Absent | Unknown:
    """Return what the variant takes from the product, without what ClinVar and populations know of the part lost."""
    terms = set(consequence.terms)
    cited = (Citation("Ensembl transcripts", transcripts.release, consequence.transcript),)
    if consequence.needs_reference and not terms & _NULL_BY_PLACE:
        return Unknown("whether the variant is null cannot be read without the reference", "--fasta")
    if "transcript_ablation" in terms:
        return ProductLoss(LossKind.WHOLE_GENE, escapes_nmd=False, in_frame=False, fraction_lost=1.0, citations=cited)
    if terms & _TRUNCATING and not terms & _SPLICE:
        return _truncation(consequence, cited)
    if terms & _SPLICE:
        if row is None:
            return Unknown(f"the exons of {consequence.transcript} are not known")
        return _splice(allele, consequence, Shape.of(transcripts, row), cited)
    if "start_lost" in terms:
        because = "the initiation codon is lost"
        return ProductLoss(
            LossKind.START, escapes_nmd=True, in_frame=True, fraction_lost=0.0, in_all_transcripts=True,
            because=because, citations=cited,
        )  # fmt: skip
    return Absent(cited[0])


def _truncation(consequence: Consequence, cited: tuple[Citation, ...]) -> ProductLoss | Unknown:
    position, length = consequence.protein_position, consequence.protein_length
    if consequence.escapes_nmd is None or not position or not length:
        return Unknown("the place of the premature stop is not known")
    name = consequence.hgvs_p or consequence.hgvs_c or consequence.text
    return ProductLoss(
        LossKind.TRUNCATION,
        # the PVS1 tree knows the rules of the last junction, not that of an early stop
        escapes_nmd=consequence.escapes_nmd and "of the start" not in consequence.escapes_nmd_by,
        in_frame=False,
        fraction_lost=max(0.0, (length - position + 1) / length),
        in_all_transcripts=True if consequence.mane_select else Unknown("judged on a transcript that is not MANE"),
        because=f"{name} truncates the protein",
        citations=cited,
    )


def _splice(
    allele: Allele, consequence: Consequence, shape: Shape, cited: tuple[Citation, ...]
) -> ProductLoss | Unknown | Absent:
    skipped, total = shape.skipped_by(allele, consequence), sum(shape.coding)
    if skipped is None:
        return Unknown("the exon that is skipped could not be told")
    lost = shape.coding[skipped]
    if lost == 0 or total == 0:
        return Unknown(f"exon {skipped + 1} holds no coding sequence: the effect of skipping it is not known")
    coding_exons = [number for number, bases in enumerate(shape.coding) if bases]
    first, last = coding_exons[0], coding_exons[-1]
    in_frame = lost % 3 == 0 and skipped not in {first, last}
    after = sum(shape.coding[skipped:])
    # a frame shifted by skipping an exon runs into a stop in the exons after it: in the last one it escapes decay
    escapes = in_frame or skipped == last or skipped + 1 >= len(shape.exons) - 1
    return ProductLoss(
        LossKind.SPLICE,
        escapes_nmd=escapes,
        in_frame=in_frame,
        fraction_lost=(lost if in_frame else after) / total,
        in_all_transcripts=True if consequence.mane_select else Unknown("judged on a transcript that is not MANE"),
        skipped=(total - after, total - after + lost),
        exon=skipped + 1,
        because=f"{consequence.hgvs_c or consequence.text} is predicted to skip exon {skipped + 1}",
        citations=cited,
    )
