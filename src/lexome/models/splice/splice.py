"""Changes of splicing by CI-SpliceAI, in SpliceAI's conventions, with a cheap screen before the full ensemble."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.effect import EffectColumns
from lexome.core.facts import Citation
from lexome.core.plugin import Card, Model
from lexome.models.splice.admission import EXPLAINED, Reason, frame_refusal, refusal
from lexome.models.splice.deltas import KINDS, Changes
from lexome.models.splice.frame import Frame, SequenceSource
from lexome.models.splice.genes import Gene, GeneTable
from lexome.models.splice.landscape import Landscape
from lexome.models.splice.networks import MARGIN, Networks
from lexome.models.splice.predictor import Predictor, Unsure, Window

if TYPE_CHECKING:
    from lexome.core.allele import Allele
    from lexome.core.settings import Settings
    from lexome.core.transcript import TranscriptColumns

NAME = "splice"
DISTANCE = 50
"""Bases to either side in which changes count (default of SpliceAI, doi:10.1016/j.cell.2018.12.015)."""
MAX_DISTANCE = 4999
"""Largest distance offered (as SpliceAI's own lookup tables)."""
SCREEN_CONTEXT = 200
SCREEN_THRESHOLD = 0.08
UNSURE = Unsure(0.05, 0.5)
"""The cascade: one network on 200 bases of context; from 0.08 on the same network with its whole context; then one
network more as long as their mean says 0.05 to 0.5. Chosen on BRCA1 (Findlay 2018, doi:10.1038/s41586-018-0461-z, dev
half) and on an exome so that the cost of both falls below 1/20; benchmarks/splice.py measures cost and loss."""
CITATION = Citation("CI-SpliceAI", "1.2.2", "doi:10.1371/journal.pone.0269159")


class Effort(StrEnum):
    """How much is run for each allele."""

    CASCADE = "cascade"
    FULL = "full"
    SCREEN = "screen"


@dataclass(frozen=True, slots=True)
class Options:
    """How changes are looked for."""

    distance: int
    masked: bool
    effort: Effort


class SpliceModel:
    """Scores alleles on a reference; what neighbouring alleles share is computed once when they come in order."""

    reasons: Mapping[str, str] = {str(reason): words for reason, words in EXPLAINED.items()}
    """Every reason for which an allele is not scored, and what it means."""

    def __init__(self, networks: Networks, *, screen_context: int = SCREEN_CONTEXT) -> None:
        self._networks = networks
        self._predictor = Predictor(networks, screen_context=screen_context)
        self._tables: dict[int, tuple[TranscriptColumns, GeneTable]] = {}

    def score(
        self,
        alleles: Sequence[Allele],
        *,
        reference: SequenceSource,
        transcripts: TranscriptColumns,
        distance: int = DISTANCE,
        masked: bool = False,
        effort: Effort | str = Effort.CASCADE,
    ) -> EffectColumns:
        """Return the largest change of splice-site probability each allele makes in any gene it lies in.

        Changes count within ``distance`` bases; ``masked`` leaves out gains at annotated sites and losses elsewhere.
        ``effort`` is 'cascade' (the default), 'full' (all five networks for every allele) or 'screen'. Alleles are
        best given in order of position. None raises; each that is not scored has its reason.
        """
        options = Options(distance, masked, Effort(effort))
        genes = self._genes(transcripts)
        rows = _Rows(len(alleles))
        for row, allele in enumerate(alleles):
            refused = refusal(allele, reference, distance=options.distance)
            if refused is not None:
                rows.reasons[row] = refused.value
                continue
            minimal = allele.trimmed()
            found = self._largest(minimal, reference, genes, options)
            if isinstance(found, Reason):
                rows.reasons[row] = found.value
            else:
                rows.put(row, found[0], gene=found[1].symbol, shift=minimal.start - allele.start)
        return rows.columns()

    def landscape(self, reference: SequenceSource, *, contig: str, position: int, strand: int) -> Landscape:
        """Return one strand of the stretch of reference around a position, for maps."""
        return Landscape(self._networks, reference, contig=contig, position=position, strand=strand)

    def _largest(
        self, allele: Allele, reference: SequenceSource, genes: GeneTable, options: Options
    ) -> tuple[Changes, Gene] | Reason:
        """Return the changes in the gene where they are largest, or why there are none."""
        window = Window.around(allele, distance=options.distance)
        extent = reference.extent(allele.contig, allele.start) or (allele.start, allele.end)
        reason = Reason.NO_TRANSCRIPT
        best: tuple[Changes, Gene] | None = None
        for gene in genes.overlapping(allele.contig, allele.start, allele.end):
            frame = Frame(gene, reference, max(gene.start, extent[0]), min(gene.end, extent[1]))
            refused = frame_refusal(frame, allele, distance=options.distance, context=MARGIN)
            if refused is not None:
                reason = refused
                continue
            found = self._changes(frame, window, options)
            if best is None or found.largest > best[0].largest:
                best = found, gene
        return best or reason

    def _changes(self, frame: Frame, window: Window, options: Options) -> Changes:
        if options.effort is Effort.FULL:
            return self._predictor.full(frame, window, masked=options.masked)
        found = self._predictor.screened(frame, window, masked=options.masked)
        if options.effort is Effort.SCREEN or found.largest < SCREEN_THRESHOLD:
            return found
        return self._predictor.full(frame, window, masked=options.masked, unsure=UNSURE)

    def _genes(self, transcripts: TranscriptColumns) -> GeneTable:
        kept = self._tables.get(id(transcripts))
        if kept is None:
            self._tables.clear()
            kept = self._tables[id(transcripts)] = (transcripts, GeneTable(transcripts))
        return kept[1]


class _Rows:
    """The columns while they are filled."""

    def __init__(self, count: int) -> None:
        self.reasons = [""] * count
        self._genes = [""] * count
        self._detail = np.full((count, len(KINDS)), np.nan, np.float32)
        self._offsets = np.zeros((count, len(KINDS)), np.int32)

    def put(self, row: int, found: Changes, *, gene: str, shift: int) -> None:
        """Fill one row; ``shift`` leads from the given start to the trimmed one."""
        self._detail[row], self._offsets[row], self._genes[row] = found.deltas, found.offsets + shift, gene

    def columns(self) -> EffectColumns:
        """Return the finished columns."""
        count = len(self.reasons)
        scored = np.array([not reason for reason in self.reasons], bool)
        kind = np.where(scored, np.nan_to_num(self._detail).argmax(axis=1), -1).astype(np.int8)
        rows = np.arange(count)
        value = self._detail[rows, kind]
        return EffectColumns(
            model=NAME,
            unit="change in probability",
            citation=CITATION,
            kinds=tuple(str(kind) for kind in KINDS),
            value=value,
            kind=np.where(np.nan_to_num(value) > 0, kind, -1).astype(np.int8),
            offset=self._offsets[rows, kind],
            detail=self._detail,
            detail_offset=self._offsets,
            genes=self._genes,
            reasons=self.reasons,
        )


def open_model(settings: Settings) -> SpliceModel:
    """Return the model; nothing is loaded before the first allele."""
    return SpliceModel(Networks(threads=settings.jobs or os.cpu_count() or 1))


CARD = Card(
    title="Splicing: CI-SpliceAI, five networks",
    about="Change of splice acceptor and donor probability within a window around a variant, in the direction of "
    "transcription; five networks of the SpliceAI-10k shape trained on collapsed isoforms of GENCODE.",
    licence="CC BY 4.0 (Strauch 2022); converted to ONNX",
    reference="doi:10.1371/journal.pone.0269159",
    measured=(
        "BRCA1 saturation editing, development half, intronic and splice region without canonical sites: AUROC 0.963 "
        "(0.932-0.988) by the cascade, 0.965 (0.936-0.990) by the full ensemble, 0.833 by distance to the exon "
        "(python benchmarks/splice.py)",
        "likelihood ratio of loss of function there and at canonical and synonymous sites: 41 (26-86) at 0.2 or more, "
        "0.08 (0.03-0.13) at 0.1 or less (python benchmarks/splice.py)",
        "largest difference from the original graph over 1,000,000 positions: 0.0011 in the mean of five, 0.0054 in "
        "one network (python tools/check_splice.py)",
    ),
    training="Collapsed isoforms of human genes (GENCODE), by Strauch 2022; not retrained here.",
    limits="Sees 5,000 bases to either side and no tissue or RNA; which genes it was trained on is not stated with the "
    "networks, so no locus counts as held out.",
)

plugin = Model(CARD, open_model)
