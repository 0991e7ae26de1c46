"""What a copy-number variant touches: protein-coding genes on their MANE Select transcripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lexome.core.allele import Allele
from lexome.core.assembly import CONTIGS
from lexome.core.copy_number import CopyNumberFacts, Direction, GeneOverlap, Overlap
from lexome.core.facts import Absent, Citation, Unknown
from lexome.core.family import FamilyFacts
from lexome.core.variant import LossKind, LossMechanism, Mechanism, ProductLoss
from lexome.evidence.loss import Shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lexome.core.variant import ClinVarRecord
    from lexome.evidence.gather import Gatherer
    from lexome.knowledge.gene_dosage import Dosage

NO_TRIPLOSENSITIVITY = Unknown("triplosensitive genes are not known", "lexome data import dosage")
NO_BENIGN_REGIONS = Unknown("common benign regions are not known", "lexome data import population (gnomAD SV)")


def direction_of(allele: Allele) -> Direction | None:
    """Return whether an allele is a copy-number loss or gain; None when it is neither.

    A deletion or duplication spelt in bases counts from a thousand bases on, the size from which arrays and read
    depth report one (Riggs 2020, doi:10.1038/s41436-019-0686-8, defines none).
    """
    if allele.alt.startswith("<DEL"):
        return Direction.LOSS
    if allele.alt.startswith("<DUP"):
        return Direction.GAIN
    if not allele.is_symbolic and len(allele.ref) - len(allele.alt) >= 1000:
        return Direction.LOSS
    return None


def copy_number_facts(
    allele: Allele, direction: Direction, *, gatherer: Gatherer, family: FamilyFacts | None = None
) -> CopyNumberFacts:
    """Return what the variant touches, as far as the knowledge reaches."""
    columns = gatherer.sources.transcripts
    contig = CONTIGS.index(allele.contig) if allele.contig in CONTIGS else -1
    touched = columns.mane_select & (columns.contig == contig)
    touched &= (columns.start < allele.end) & (columns.end > allele.start)
    genes = tuple(_overlap(allele, direction, int(row), gatherer) for row in np.flatnonzero(touched))
    source = Citation("transcripts", columns.release)
    return CopyNumberFacts(allele, direction, genes, source, NO_BENIGN_REGIONS, family or FamilyFacts())


def _overlap(allele: Allele, direction: Direction, row: int, gatherer: Gatherer) -> GeneOverlap:
    columns = gatherer.sources.transcripts
    symbol = columns.gene_symbols[row]
    shape = Shape.of(columns, row)
    hit = [number for number, (start, end) in enumerate(shape.exons) if start < allele.end and end > allele.start]
    coding = [number for number in hit if shape.coding[number]]
    last = max((number for number, bases in enumerate(shape.coding) if bases), default=-1)
    overlap = _kind(allele, shape)
    cited = gatherer.sources.haploinsufficient(symbol) if gatherer.sources.haploinsufficient else None
    told = gatherer.sources.dosage(symbol) if gatherer.sources.dosage else Unknown("no dosage curation is open")
    known = gatherer.mechanism_of(symbol)
    return GeneOverlap(
        symbol,
        overlap,
        coding_exons=len(coding),
        only_last_exon=coding == [last],
        haploinsufficient=cited is not None or _insensitive(told),
        triplosensitive=_triplosensitive(told),
        known_in_last_exon=_known_in(gatherer.records_of(symbol), shape, last),
        loss=_loss(direction, overlap, shape, coding),
        loss_causes_disease=isinstance(known, Mechanism) and known.loss is LossMechanism.ESTABLISHED,
        citations=(cited,) if cited else () if isinstance(told, Unknown) else (told.citation,),
    )


def _insensitive(told: Dosage | Unknown) -> bool | Unknown:
    """Return False where the gene was evaluated and is not haploinsufficient."""
    if isinstance(told, Unknown) or told.score is None:
        return Unknown("whether one copy is enough is not known", "lexome data import dosage")
    return False


def _triplosensitive(told: Dosage | Unknown) -> bool | Unknown:
    if isinstance(told, Unknown) or told.triplosensitivity is None:
        return NO_TRIPLOSENSITIVITY
    return told.triplosensitive


def _kind(allele: Allele, shape: Shape) -> Overlap:
    start = min(first for first, _ in shape.exons)
    end = max(last for _, last in shape.exons)
    left, right = allele.start <= start, allele.end >= end
    if left and right:
        return Overlap.COMPLETE
    if not left and not right:
        return Overlap.WITHIN
    return Overlap.FIVE_PRIME if left == (shape.strand > 0) else Overlap.THREE_PRIME


def _known_in(records: Sequence[ClinVarRecord], shape: Shape, exon: int) -> bool | Unknown:
    if exon < 0 or not records:
        return Unknown("no pathogenic variant of the gene is known")
    first, last = shape.exons[exon]
    return any(first <= each.allele.start < last for each in records)


def _loss(direction: Direction, overlap: Overlap, shape: Shape, coding: list[int]) -> ProductLoss | Absent | Unknown:
    """Return what a change within one gene takes from its product: exons deleted, or duplicated in tandem."""
    total = sum(shape.coding)
    if overlap is not Overlap.WITHIN:
        return Unknown("the variant reaches beyond the gene")
    if not coding or not total:
        return Unknown("no coding exon is touched")
    bases = sum(shape.coding[number] for number in coding)
    held = [number for number, size in enumerate(shape.coding) if size]
    inner = coding[0] > held[0] and coding[-1] < held[-1]
    in_frame = bases % 3 == 0 and inner
    escapes = in_frame or coding[-1] >= held[-1] - 1
    kind = LossKind.DELETION if direction is Direction.LOSS else LossKind.DUPLICATION
    exons = f"exon {coding[0] + 1}" if len(coding) == 1 else f"exons {coding[0] + 1} to {coding[-1] + 1}"
    return ProductLoss(
        kind,
        escapes_nmd=escapes,
        in_frame=in_frame,
        fraction_lost=bases / total,
        in_all_transcripts=True,
        because=f"{exons} {'deleted' if direction is Direction.LOSS else 'duplicated'}",
    )
