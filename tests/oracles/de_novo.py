"""How likely an allele that no parent shows is new: by enumerating genotypes, transmissions and mutations."""

from __future__ import annotations

from itertools import product


def probability_new(depths: tuple[int, int], *, q: float, rate: float) -> float:
    """Return P(new | the child is heterozygous, neither parent shows the allele in any read)."""
    new = inherited = 0.0
    pairs = list(product((0, 1), repeat=2))
    for father, mother in product(pairs, pairs):
        carried = 1.0
        for allele in (*father, *mother):
            carried *= q if allele else 1 - q
        silent = 1.0
        for parent, depth in zip((father, mother), depths, strict=True):
            silent *= (1 - sum(parent) / 2) ** depth
        for one, other in product(father, mother):
            for first, second in product((0, 1), repeat=2):  # a mutation in the copy of the father, of the mother
                chance = (rate if first else 1 - rate) * (rate if second else 1 - rate)
                got = (one or first) + (other or second)
                if got != 1:
                    continue
                weight = carried * silent * chance / 4
                if one + other == 0:
                    new += weight
                else:
                    inherited += weight
    return new / (new + inherited)
