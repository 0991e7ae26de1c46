"""What the heads of the sequence model say: tiles join seamlessly, strands are read alike, unseen genes are told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lexome.formats.fasta.reference import Reference
from lexome.models.sequence_lm.sequence_heads import REACH, STRIDE, SequenceHeads
from synthetic_gene import MemoryReference, reverse_complement

SEQUENCE = "".join("ACGT"[code] for code in np.random.default_rng(8).integers(0, 4, 6_000 // STRIDE * STRIDE))
ROUNDING = 2e-5
"""Same arithmetic in another order; float32."""
WHOLE = SequenceHeads(threads=1)


def test_the_reach_covers_that_of_the_network() -> None:
    pytest.importorskip("torch", reason="the network needs torch")
    from lexome.learn.sequence_lm.network import Shape

    assert Shape().reach <= REACH
    assert REACH % STRIDE == 0


@pytest.mark.parametrize("tile", [STRIDE, 400, 1_600])
def test_tiles_join_without_a_seam(tile: int) -> None:
    how = {"contig": "17", "start": 1_003, "end": 2_977}
    source = MemoryReference(SEQUENCE)
    once = WHOLE.read(source, **how)
    if tile == STRIDE:
        how = {"contig": "17", "start": 1_003, "end": 1_203}
    tiled = SequenceHeads(threads=1, tile=tile).read(source, **how)
    size = how["end"] - 1_003
    for strand in (1, -1):
        assert tiled.coding[strand] == pytest.approx(once.coding[strand][:size], abs=ROUNDING)
    assert tiled.differs == pytest.approx(once.differs[:size], abs=ROUNDING)


def test_the_other_strand_is_read_from_the_reverse_complement() -> None:
    there = WHOLE.read(MemoryReference(SEQUENCE), contig="17", start=0, end=len(SEQUENCE))
    back = WHOLE.read(MemoryReference(reverse_complement(SEQUENCE)), contig="17", start=0, end=len(SEQUENCE))
    assert back.coding[1] == pytest.approx(there.coding[-1][::-1], abs=ROUNDING)
    assert back.coding[-1] == pytest.approx(there.coding[1][::-1], abs=ROUNDING)
    assert back.differs == pytest.approx(there.differs[::-1], abs=ROUNDING)


def test_unknown_bases_and_contig_ends_give_numbers_between_0_and_1() -> None:
    source = MemoryReference("N" * 160 + SEQUENCE[:480])
    found = WHOLE.read(source, contig="17", start=0, end=640)
    for values in (found.coding[1], found.coding[-1], found.differs):
        assert values.shape == (640,)
        assert ((values >= 0) & (values <= 1)).all()
    assert not found.differs[:160].any()
    assert found.differs[160:].all()


def test_exons_of_brca1_which_was_never_seen_look_more_coding_on_its_strand(shared_data: Path, tmp_path: Path) -> None:
    """Exons from the list of LRG transcripts; BRCA1 is on the reverse strand."""
    fasta = shared_data / "genome/GRCh38.chr17_43000001-43200000.fa.gz"
    reference = Reference.open(fasta, cache_dir=tmp_path)
    start, end = 43_063_000, 43_097_000
    found = WHOLE.read(reference, contig="17", start=start, end=end)
    coding = np.zeros(end - start, bool)
    for line in (shared_data / "genome/list_LRGs_transcripts_GRCh38.txt").read_text().splitlines():
        fields = line.split("\t")
        if len(fields) > 6 and fields[1] == "BRCA1":
            for part in fields[6].split(","):
                first, last = map(int, part.split("-"))
                coding[max(first - 1 - start, 0) : max(last - start, 0)] = True
    inside, outside = found.coding[-1][coding].mean(), found.coding[-1][~coding].mean()
    assert inside > 2 * outside
    assert inside > 2 * found.coding[1][coding].mean()
