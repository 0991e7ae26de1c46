"""Variants of imprinted genes: which parent's copy they lie on decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lexome.reasoning.gene_evidence import Origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

ON_SILENT_COPY = 0.02
"""Share of patients of an imprinted gene's disease in whom the causal variant lies on the silent copy: none should, and
assignments of origin err. An assumption."""

BY_CHANCE = 0.5
"""Share of alleles that lie on a given parent's copy by chance (Mendel)."""


def imprinted_log10(
    gene: NDArray[np.int32], origin: NDArray[np.int8], expressed: Mapping[int, Origin]
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Return which rows lie in imprinted genes, and what their origin says of one causal allele there.

    ``expressed`` gives by gene row whose copy is active, MATERNAL or PATERNAL. In such a gene the parent's own health
    says nothing: the parent may carry the variant on a silent copy.
    """
    inside: NDArray[np.bool_] = np.isin(gene, list(expressed))
    log10: NDArray[np.float64] = np.zeros(len(gene))
    for row in np.flatnonzero(inside).tolist():
        came_from = Origin(int(origin[row]))
        if came_from in {Origin.MATERNAL, Origin.PATERNAL}:
            right = came_from is expressed[int(gene[row])]
            log10[row] = np.log10((1.0 - ON_SILENT_COPY if right else ON_SILENT_COPY) / BY_CHANCE)
    return inside, log10
