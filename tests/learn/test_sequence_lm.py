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
        return GeneRegion(gene, "1", start, np.zeros(100, np.uint8), np.zeros(100, np.uint8))

    (kept,) = training_codes([region("A", 1000), region("B", 1060)], frozenset({"B"}))
    assert (kept.codes[:60] == 0).all()
    assert (kept.codes[60:] == UNKNOWN).all()


def test_the_network_of_the_reverse_complement_is_the_reversed_network() -> None:
    torch = pytest.importorskip("torch", reason="the network needs torch")
    from lexome.learn.sequence_lm.network import Shape, forward, initial_weights
    from lexome.learn.sequence_lm.training import encode

    shape = Shape(channels=16, dilations=(1, 4))
    weights = initial_weights(shape, seed=3)
    rng = np.random.default_rng(0)
    for weight in weights.values():
        weight += 0.1 * torch.from_numpy(rng.standard_normal(tuple(weight.shape)).astype(np.float32))
    codes = rng.integers(0, 4, (2, 60)).astype(np.uint8)
    hidden = rng.random((2, 60)) < 0.2
    bases, states = forward(weights, shape, torch.from_numpy(encode(codes, hidden)))
    turned_codes = (3 - codes)[:, ::-1].copy()
    turned, turned_states = forward(weights, shape, torch.from_numpy(encode(turned_codes, hidden[:, ::-1].copy())))
    assert torch.allclose(turned.flip((1, 2)), bases, atol=1e-5)
    assert torch.allclose(turned_states.flip((1, 2)), states, atol=1e-5)


def test_training_goes_on_from_its_checkpoint_as_if_it_had_not_stopped(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch", reason="training needs torch")
    from lexome.learn.sequence_lm.network import Shape
    from lexome.learn.sequence_lm.training import Plan, train

    rng = np.random.default_rng(0)
    region = GeneRegion("A", "1", 0, rng.integers(0, 4, 500).astype(np.uint8), np.zeros(500, np.uint8))
    shape = Shape(channels=8, dilations=(1,))
    plan = Plan(steps=6, width=64, batch=2, warm_up=2, checkpoint_every=3)
    told: list[str] = []
    whole = train([region], shape=shape, plan=plan, checkpoint=tmp_path / "a.pt", tell=told.append)

    class Stopped(Exception):
        pass

    def stop(_: str) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        train([region], shape=shape, plan=plan, checkpoint=tmp_path / "b.pt", tell=stop)
    resumed = train([region], shape=shape, plan=plan, checkpoint=tmp_path / "b.pt", tell=told.append)
    assert all(torch.allclose(whole[name], resumed[name]) for name in whole)
