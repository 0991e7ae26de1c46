"""Where chimpanzee, gorilla or orangutan has another base on chromosome 22 from 45 Mb on, beside context tables."""

from __future__ import annotations

import numpy as np

from lexome.learn.sequence_lm.apes import NOT_KNOWN
from lexome.learn.sequence_lm.corpus import UNKNOWN, GeneRegion
from sequence_lm_reader import EDGE, WIDTH, Reader, windows
from sequence_lm_states import area

ORDERS = (0, 1, 2, 3, 4)
PRIOR_WEIGHT = 50.0
"""Places that the next shorter context is worth; set once, not tuned."""
SEED, ROUNDS = 7, 300


class AlteredTable:
    """Chance that an ape has base b at a place, by the base and ``k`` bases on both sides, k up to the last order."""

    def __init__(self, region: GeneRegion) -> None:
        self._chances: list[np.ndarray] = []
        for order in ORDERS:
            seen, changed = np.zeros(4 ** (2 * order + 1)), np.zeros((4 ** (2 * order + 1), 4))
            for codes, altered in _strands(region.codes, region.altered):
                key = context(codes, order)
                known = (key >= 0) & (altered != NOT_KNOWN)
                seen += np.bincount(key[known], minlength=len(seen))
                for base in range(4):
                    changed[:, base] += np.bincount(key[known & (altered >> base & 1 == 1)], minlength=len(seen))
            shorter = self._lengthened(order)
            self._chances.append((changed + PRIOR_WEIGHT * shorter) / (seen + PRIOR_WEIGHT)[:, None])

    def _lengthened(self, order: int) -> np.ndarray:
        """Return the chances of the next shorter context for each context of this order."""
        if not self._chances:
            return np.full((4, 4), 0.02)
        keys = np.arange(4 ** (2 * order + 1))
        return self._chances[-1][keys // 4 % 4 ** (2 * order - 1)]

    def chances(self, codes: np.ndarray, order: int) -> np.ndarray:
        """Return (places, 4); a place whose context has an unknown base has that of the base alone."""
        key = context(codes, order)
        short = self._chances[0][np.minimum(codes, 3)]
        return np.where((key >= 0)[:, None], self._chances[order][np.maximum(key, 0)], short)


def context(codes: np.ndarray, order: int) -> np.ndarray:
    """Return the number of the bases around every place, -1 where one is unknown."""
    padded = np.concatenate([np.full(order, UNKNOWN, np.uint8), codes, np.full(order, UNKNOWN, np.uint8)])
    key, unknown = np.zeros(len(codes), np.int64), np.zeros(len(codes), bool)
    for offset in range(2 * order + 1):
        part = padded[offset : offset + len(codes)]
        unknown |= part > 3
        key = key * 4 + np.minimum(part, 3)
    return np.where(unknown, -1, key)


def _strands(codes: np.ndarray, altered: np.ndarray | None) -> tuple[tuple[np.ndarray, np.ndarray], ...]:
    assert altered is not None
    turned = np.where(codes > 3, 4, 3 - np.minimum(codes, 3)).astype(np.uint8)[::-1]
    bits = sum((altered >> base & 1) << (3 - base) for base in range(4)).astype(np.uint8)  # type: ignore[union-attr]
    return (codes, altered), (turned, bits[::-1])


def print_apes(reader: Reader, table: AlteredTable, region: GeneRegion, *, count: int) -> dict[str, bool]:
    """Print bits a place and the area for any difference; tell whether the network beats every order."""
    bits: dict[str, list[float]] = {}
    any_change: dict[str, list[np.ndarray]] = {}
    truths, sizes = [], []
    for _, at in windows([region], count=count, seed=SEED, least=0.7):
        here = slice(at, at + WIDTH)
        codes, altered = region.codes[here], region.altered[here]  # type: ignore[index]
        known = (altered != NOT_KNOWN) & (codes != UNKNOWN)
        known[:EDGE] = known[-EDGE:] = False
        truth = (altered[known, None] >> np.arange(4) & 1) == 1
        other = codes[known, None] != np.arange(4)
        scorers = {"network": reader.read(codes[None])[2][0].T[known]}
        scorers |= {f"context {k}+{k}": table.chances(codes, k)[known] for k in ORDERS}
        for name, chance in scorers.items():
            chance = np.clip(chance, 1e-6, 1 - 1e-6)
            cost = -np.log2(np.where(truth, chance, 1 - chance)) * other
            bits.setdefault(name, []).append(float(cost.sum()))
            any_change.setdefault(name, []).append(1 - np.prod(np.where(other, 1 - chance, 1), axis=1))
        truths.append(truth.any(axis=1))
        sizes.append(int(known.sum()))
    return _printed({name: np.array(some) for name, some in bits.items()}, any_change, truths, np.array(sizes))


def _printed(
    bits: dict[str, np.ndarray], any_change: dict[str, list[np.ndarray]], truths: list[np.ndarray], sizes: np.ndarray
) -> dict[str, bool]:
    rng = np.random.default_rng(SEED)
    draws = rng.integers(len(sizes), size=(ROUNDS, len(sizes)))
    truth, wins = np.concatenate(truths), []
    print(f"\nbases of apes, chromosome 22 from 45 Mb: {sizes.sum()} places, an ape differs at {truth.mean():.4f}")
    print("scorer\tbits a place\tmore than the network (95 % interval over windows)\tAUPRC of any difference")
    for name, some in bits.items():
        gap = some - bits["network"]
        low, high = np.quantile(gap[draws].sum(1) / sizes[draws].sum(1), [0.025, 0.975])
        of_any = area(truth, np.concatenate(any_change[name]))
        print(name, f"{some.sum() / sizes.sum():.4f}", f"{low:+.4f} to {high:+.4f}", f"{of_any:.4f}", sep="\t")
        wins.append(name == "network" or bool(low > 0))
    return {"bases of apes": all(wins)}
