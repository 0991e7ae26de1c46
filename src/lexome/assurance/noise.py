"""Findings spoiled on purpose, to see what a ranking loses when the clinic is less exact than the curator."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lexome.assurance.solved_cases import SolvedCase
from lexome.core.case import Finding, Status
from lexome.knowledge.hpo import Ontology


def spoiled_findings(
    case: SolvedCase,
    ontology: Ontology,
    pool: NDArray[np.intp],
    *,
    parents: float,
    random: float,
    seed: int = 0,
) -> list[Finding]:
    """Return the findings, a fraction of the observed ones replaced by a parent and another by a term from ``pool``.

    The draw depends on the case's id and ``seed`` alone.
    """
    rng = np.random.default_rng([seed, *case.id.encode()])
    found = []
    for one in case.findings:
        row = ontology.resolve(one.hpo_id).index
        chance = rng.random()
        above = [] if row is None else ontology.parents(row).tolist()
        if one.status is not Status.OBSERVED or not above:
            found.append(one)
        elif chance < random:
            found.append(replace(one, hpo_id=ontology.id_of(int(rng.choice(pool))), label=""))
        elif chance < random + parents:
            found.append(replace(one, hpo_id=ontology.id_of(int(rng.choice(above))), label=""))
        else:
            found.append(one)
    return found
