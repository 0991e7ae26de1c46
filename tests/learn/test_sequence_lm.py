"""The training corpus keeps whole genes apart, and the network reads both strands alike."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest

from lexome.learn.sequence_lm.corpus import (
    EVALUATED,
    STATES,
    UNKNOWN,
    GeneRegion,
    held_out,
    read_regions,
    read_transcripts,
    training_codes,
)

SEQUENCE = "ACGTNACGTACGTACGTACGTACGTACGTA"


def written(folder: Path, strand: str) -> list[GeneRegion]:
    fields = ["T1", "GENE", "17", strand, "101", "130", "103-108,112-120", "P1", "105", "115"]
    (folder / "transcripts.txt").write_text("# modified\n# columns\n" + "\t".join(fields) + "\n")
    with gzip.open(folder / "regions.fa.gz", "wt") as file:
        file.write(f">LRG_1|GENE|chr17:101-130|GRCh38|diffs=0\n{SEQUENCE[:20]}\n{SEQUENCE[20:]}\n")
    return read_regions(folder / "regions.fa.gz", read_transcripts(folder / "transcripts.txt"))


def where(region: GeneRegion, state: str) -> list[int]:
    return (np.flatnonzero(region.states >> STATES.index(state) & 1) + region.start + 1).tolist()


def test_a_forward_transcript_is_labelled_on_the_forward_strand(tmp_path: Path) -> None:
    (region,) = written(tmp_path, "1")
    assert where(region, "donor +") == [108]
    assert where(region, "acceptor +") == [112]
    assert where(region, "exon +") == [*range(103, 109), *range(112, 121)]
    assert where(region, "coding +") == [*range(105, 109), *range(112, 116)]
    assert where(region, "utr +") == [103, 104, *range(116, 121)]
    assert not where(region, "exon -")


def test_a_reverse_transcript_has_donor_and_acceptor_the_other_way_round(tmp_path: Path) -> None:
    (region,) = written(tmp_path, "-1")
    assert where(region, "donor -") == [112]
    assert where(region, "acceptor -") == [108]
    assert not where(region, "exon +")


def test_a_base_that_is_not_known_is_marked(tmp_path: Path) -> None:
    (region,) = written(tmp_path, "1")
    assert np.flatnonzero(region.codes == UNKNOWN).tolist() == [4]


def test_a_tenth_of_the_genes_and_every_evaluation_locus_are_kept_apart() -> None:
    genes = [f"GENE{number}" for number in range(2000)] + sorted(EVALUATED)
    apart = held_out(genes, seed=1)
    assert apart >= EVALUATED
    assert 150 < len(apart - EVALUATED) < 250
    assert held_out(list(reversed(genes)), seed=1) == apart


def test_what_a_kept_gene_shares_with_a_held_out_one_is_hidden() -> None:
    def region(gene: str, start: int) -> GeneRegion:
        return GeneRegion(gene, "1", start, np.zeros(100, np.uint8), np.zeros(100, np.uint16))

    (kept,) = training_codes([region("A", 1000), region("B", 1060)], frozenset({"B"}))
    assert (kept.codes[:60] == 0).all()
    assert (kept.codes[60:] == UNKNOWN).all()


SMALL = {"channels": (8, 16, 16), "down": ((1,), (2,)), "below": (1, 2), "up": ((1,), (1,))}


def shaken(shape, *, seed: int):
    """Weights away from their special starting values."""
    torch = pytest.importorskip("torch", reason="the network needs torch")
    from lexome.learn.sequence_lm.network import initial_weights

    weights = initial_weights(shape, seed=seed)
    rng = np.random.default_rng(seed)
    for weight in weights.values():
        weight += 0.1 * torch.from_numpy(rng.standard_normal(tuple(weight.shape)).astype(np.float32))
    return weights


def test_the_network_of_the_reverse_complement_is_the_reversed_network() -> None:
    torch = pytest.importorskip("torch", reason="the network needs torch")
    from lexome.learn.sequence_lm.network import Shape, forward
    from lexome.learn.sequence_lm.training import encode

    shape = Shape(**SMALL)
    weights = shaken(shape, seed=3)
    rng = np.random.default_rng(0)
    codes = rng.integers(0, 4, (2, 128)).astype(np.uint8)
    hidden = rng.random((2, 128)) < 0.2
    there = forward(weights, shape, torch.from_numpy(encode(codes, hidden)))
    turned_codes = (3 - codes)[:, ::-1].copy()
    back = forward(weights, shape, torch.from_numpy(encode(turned_codes, hidden[:, ::-1].copy())))
    for one, other in ((there.bases, back.bases), (there.states, back.states), (there.altered, back.altered)):
        assert torch.allclose(other.flip((1, 2)), one, atol=1e-4)


def test_a_base_beyond_the_reach_changes_nothing() -> None:
    torch = pytest.importorskip("torch", reason="the network needs torch")
    from lexome.learn.sequence_lm.network import STRIDE, Shape, forward
    from lexome.learn.sequence_lm.training import encode

    shape = Shape(**SMALL)
    weights, rng = shaken(shape, seed=4), np.random.default_rng(1)
    width = 2 * shape.reach + 8 * STRIDE
    codes = rng.integers(0, 4, (1, width)).astype(np.uint8)
    changed, middle = codes.copy(), width // 2
    changed[0, middle] = (changed[0, middle] + 1) % 4
    nothing = np.zeros((1, width), np.bool_)
    before = forward(weights, shape, torch.from_numpy(encode(codes, nothing))).states
    after = forward(weights, shape, torch.from_numpy(encode(changed, nothing))).states
    moved = np.flatnonzero((before - after).abs().amax((0, 1)).numpy() > 0)
    assert len(moved)
    assert np.abs(moved - middle).max() <= shape.reach


def test_training_goes_on_from_its_checkpoint_as_if_it_had_not_stopped(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch", reason="training needs torch")
    from lexome.learn.sequence_lm.network import Shape
    from lexome.learn.sequence_lm.plan import Plan
    from lexome.learn.sequence_lm.training import train

    rng = np.random.default_rng(0)
    codes, states = rng.integers(0, 4, 500).astype(np.uint8), rng.integers(0, 1024, 500).astype(np.uint16)
    gene = GeneRegion("A", "1", 0, codes, states)
    aligned = GeneRegion("chromosome 22", "22", 0, codes, None, rng.integers(0, 16, 500).astype(np.uint8))
    shape = Shape(**SMALL)
    plan = Plan(steps=6, width=64, batch=4, warm_up=2, checkpoint_every=3)
    told: list[str] = []
    whole = train([gene, aligned], shape=shape, plan=plan, checkpoint=tmp_path / "a.pt", tell=told.append)

    class Stopped(Exception):
        pass

    def stop(_: str) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        train([gene, aligned], shape=shape, plan=plan, checkpoint=tmp_path / "b.pt", tell=stop)
    resumed = train([gene, aligned], shape=shape, plan=plan, checkpoint=tmp_path / "b.pt", tell=told.append)
    assert all(torch.allclose(whole[name], resumed[name]) for name in whole)


def test_the_optimizers_matrices_have_singular_values_near_one() -> None:
    torch = pytest.importorskip("torch", reason="the optimizer needs torch")
    from lexome.learn.sequence_lm.optimizing import orthogonal

    for shape in ((8, 40), (40, 8)):
        matrix = torch.randn(*shape, generator=torch.Generator().manual_seed(5))
        values = torch.linalg.svdvals(orthogonal(matrix))
        assert 0.6 < float(values.min()) <= float(values.max()) < 1.3
