"""Random small ontologies with annotated diseases, for tests against the slow oracles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lexome.reasoning.profiles import Annotations, Closure
from oracles.slow_likelihood import Sample, ancestors


@dataclass(frozen=True)
class SmallWorld:
    """Terms ``t0`` (the root) to ``tn`` whose parents have lower numbers, and samples of diseases ``d0`` …"""

    parents: dict[str, list[str]]
    diseases: list[str]
    samples: list[Sample]

    def closure(self) -> Closure:
        """Return the ancestors in the fast form."""
        lists = [sorted(int(one[1:]) for one in ancestors(self.parents, term)) for term in self.parents]
        indptr = np.cumsum([0, *map(len, lists)])
        return Closure(indptr, np.array([one for found in lists for one in found], np.int32))

    def annotations(self) -> Annotations:
        """Return the samples in the fast form."""
        columns = list(zip(*self.samples, strict=True))
        disease, term = (np.array([int(name[1:]) for name in column], np.int32) for column in columns[:2])
        return Annotations(disease, term, np.array(columns[2], np.float32), np.array(columns[3], np.float32))


def small_world(seed: int, *, terms: int = 14, diseases: int = 6) -> SmallWorld:
    """Return a random acyclic ontology and annotations, the same for the same seed."""
    rng = np.random.default_rng(seed)
    parents: dict[str, list[str]] = {"t0": []}
    for term in range(1, terms):
        chosen = rng.choice(term, size=min(term, int(rng.integers(1, 3))), replace=False)
        parents[f"t{term}"] = [f"t{one}" for one in chosen]
    samples: list[Sample] = []
    for disease in range(diseases):
        for term in rng.choice(np.arange(1, terms), size=int(rng.integers(1, 6))):
            trials = int(rng.integers(1, 20))
            samples.append((f"d{disease}", f"t{term}", float(rng.integers(0, trials + 1)), float(trials)))
    return SmallWorld(parents, [f"d{one}" for one in range(diseases)], samples)
