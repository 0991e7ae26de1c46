"""Exact sums over discrete unknowns: factors multiplied and summed out one variable at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LARGEST_TABLE = 3**13
"""Cells of the largest intermediate table; a pedigree that needs more is declined rather than awaited."""


class TooEntangled(ValueError):
    """The pedigree has too many loops for an exact sum."""


@dataclass(frozen=True, slots=True, eq=False)
class Factor:
    """A table over named variables, an axis each."""

    variables: tuple[str, ...]
    table: NDArray[np.float64]


def log_sum(factors: Sequence[Factor]) -> float:
    """Return the natural log of the sum over all variables of the product of the factors; -inf when it is zero.

    Raises
    ------
    TooEntangled
        when an intermediate table would pass ``LARGEST_TABLE``.
    """
    left = list(factors)
    log = 0.0
    while variables := {name for factor in left for name in factor.variables}:
        name = min(sorted(variables), key=lambda each: _cost(each, left))
        touching = [factor for factor in left if name in factor.variables]
        left = [factor for factor in left if name not in factor.variables]
        merged = _product(touching)
        summed = merged.table.sum(axis=merged.variables.index(name))
        scale = float(summed.max())
        if scale <= 0:
            return -np.inf
        log += float(np.log(scale))
        left.append(Factor(tuple(each for each in merged.variables if each != name), summed / scale))
    for factor in left:
        value = float(factor.table)
        if value <= 0:
            return -np.inf
        log += float(np.log(value))
    return log


def _cost(name: str, factors: Iterable[Factor]) -> int:
    return len({each for factor in factors if name in factor.variables for each in factor.variables})


def _product(factors: Sequence[Factor]) -> Factor:
    names = tuple(dict.fromkeys(name for factor in factors for name in factor.variables))
    sizes = {name: size for factor in factors for name, size in zip(factor.variables, factor.table.shape, strict=True)}
    if np.prod([sizes[name] for name in names], dtype=float) > LARGEST_TABLE:
        raise TooEntangled(f"a table over {len(names)} people would be needed")
    table = np.ones([sizes[name] for name in names])
    for factor in factors:
        order = [factor.variables.index(name) for name in names if name in factor.variables]
        shape = [sizes[name] if name in factor.variables else 1 for name in names]
        table = table * factor.table.transpose(order).reshape(shape)
    return Factor(names, table)
