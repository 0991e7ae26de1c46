"""What the calls say of an allele: balance of reads and restored frames."""

from __future__ import annotations

import numpy as np

from lexome.reasoning.call_sense import balance_log10, frame_restored
from lexome.reasoning.gene_evidence import Tier, VariantClass

LOF, MISSENSE = int(VariantClass.LOSS_OF_FUNCTION), int(VariantClass.MISSENSE)


def _file(fractions: list[float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return what is said of truncating alleles with these shares of reads, beside a thousand balanced common ones."""
    rng = np.random.default_rng(1)
    common = np.clip(rng.normal(0.48, 0.06, 1000), 0, 1)
    fraction = np.append(common, fractions).astype(np.float32)
    kind = np.append(np.full(1000, MISSENSE), np.full(len(fractions), LOF)).astype(np.int8)
    tier = np.append(np.full(1000, Tier.COMMON), np.full(len(fractions), Tier.RARE)).astype(np.int8)
    return balance_log10(fraction, kind, tier, single=np.ones(len(fraction), np.bool_))[1000:]


def test_few_reads_with_the_allele_speak_against_it_and_half_of_them_do_not() -> None:
    skewed, *_, balanced = _file([0.15, 0.22, 0.25, 0.22, 0.45, 0.5, 0.5])
    assert skewed < -0.3
    assert balanced == 0.0


def test_reads_that_were_not_given_say_nothing() -> None:
    assert _file([np.nan, np.nan]).tolist() == [0.0, 0.0]


def test_a_file_of_few_calls_says_nothing() -> None:
    fraction = np.full(50, 0.1, np.float32)
    kind, tier = np.full(50, LOF, np.int8), np.full(50, Tier.RARE, np.int8)
    assert not balance_log10(fraction, kind, tier, single=np.ones(50, np.bool_)).any()


def test_two_shifts_that_cancel_out_close_by_keep_the_frame() -> None:
    gene = np.array([0, 0, 0, 0, 1, 1], np.int32)
    start = np.array([100, 102, 500, 900, 2000, 2003], np.int32)
    change = np.array([4, -1, 1, -1, 1, 1], np.int64)
    kind = np.full(6, LOF, np.int8)
    restored = frame_restored(gene, start, change, kind=kind, single=np.ones(6, np.bool_))
    assert restored.tolist() == [True, True, False, False, False, False]


def test_two_shifts_on_every_copy_keep_the_frame_also_a_few_codons_apart() -> None:
    """An inserted and a deleted A of SON, 12 bases apart and both homozygous, were read as two losses of function."""
    gene, start = np.zeros(3, np.int32), np.array([33576377, 33576389, 33576900], np.int32)
    change, kind = np.array([1, -1, 1], np.int64), np.full(3, LOF, np.int8)
    assert frame_restored(gene, start, change, kind=kind, single=np.zeros(3, np.bool_)).tolist() == [True, True, False]
    on_one_copy = np.array([True, True, True])
    assert not frame_restored(gene, start, change, kind=kind, single=on_one_copy).any()
    on_different_copies = np.array([True, False, False])
    assert not frame_restored(gene, start, change, kind=kind, single=on_different_copies).any()
