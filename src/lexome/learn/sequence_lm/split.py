"""What is trained on and what is kept apart: the one place where both are decided."""

from __future__ import annotations

from pathlib import Path

from lexome.core.settings import Settings
from lexome.knowledge.transcripts import open_transcripts
from lexome.learn.sequence_lm.apes import held_out_part, read_chromosome, without
from lexome.learn.sequence_lm.corpus import (
    GeneRegion,
    Transcript,
    beyond,
    from_columns,
    held_out,
    read_regions,
    read_transcripts,
    training_codes,
)


def annotated(listed: Path) -> dict[str, list[Transcript]]:
    """Return the transcripts of LRG and of the embedded knowledge by gene symbol."""
    transcripts = read_transcripts(listed)
    for gene, some in from_columns(open_transcripts(Settings(Path("none"), Path("none")))).items():
        transcripts.setdefault(gene, []).extend(some)
    return transcripts


def corpus(fasta: Path, listed: Path, apes: Path, *, seed: int) -> tuple[list[GeneRegion], list[GeneRegion]]:
    """Return the regions to train on and those kept apart, each with the aligned chromosome's part at its end."""
    regions = read_regions(fasta, annotated(listed))
    names = held_out([region.gene for region in regions], seed=seed) | beyond(regions)
    apart = [region for region in regions if region.gene in names]
    chromosome = read_chromosome(apes)
    kept = [*training_codes(regions, names), without(chromosome, apart)]
    return kept, [*apart, held_out_part(chromosome)]
