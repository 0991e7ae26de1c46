"""A gene is hidden as a candidate only by what a listed disease owes to it."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pytest

from lexome.core.hypothesis import Inheritance
from lexome.reasoning.joint import Carried, _own_weight
from lexome.reasoning.variant_support import DiseaseGenes, Kernel, VariantSupport

QUIET, LOUD = 0.05, 1000.0


def carried(ratios: dict[int, float]) -> Carried:
    """Return one disease (line 0) of the genes given, each by its ratio, weighted alike."""
    genes, ratio = np.array(list(ratios), np.int32), np.array(list(ratios.values()))
    weight = np.full(len(genes), 1.0 / len(genes))
    table = DiseaseGenes(
        np.zeros(len(genes), np.int32),
        genes,
        np.full(len(genes), int(Kernel.DOMINANT), np.int8),
        (Inheritance.AUTOSOMAL_DOMINANT,) * len(genes),
        weight,
        1,
    )
    log10_lr = np.log10(np.array([(ratio * weight).sum()]))
    support = VariantSupport(log10_lr, np.array([int(ratio.argmax())]), ratio)
    nothing = cast(Any, None)
    return Carried(nothing, nothing, table, support, (), nothing, nothing)


def test_the_only_gene_of_a_disease_has_all_of_its_weight() -> None:
    one = carried({7: LOUD})
    assert _own_weight(one, one.support.log10_lr, 7) == pytest.approx(3.0)


def test_a_gene_has_the_part_of_a_disease_that_its_own_alleles_make() -> None:
    two = carried({7: LOUD, 8: QUIET})
    assert _own_weight(two, two.support.log10_lr, 7) == pytest.approx(np.log10(LOUD / 2))
    assert _own_weight(two, two.support.log10_lr, 8) == pytest.approx(np.log10(QUIET / 2))


def test_a_gene_of_no_listed_disease_has_none() -> None:
    one = carried({7: LOUD})
    assert _own_weight(one, one.support.log10_lr, 9) == -np.inf
