"""Whether two alleles of a gene lie on different copies, from read phasing or from the parents' genotypes."""

from __future__ import annotations

from collections.abc import Mapping

from lexome.core.call import Genotype

Trio = Mapping[str, Genotype]
"""Genotypes of 'proband', 'father', 'mother' at one allele, as far as they were called."""


def in_trans(first: Trio, second: Trio) -> bool | None:
    """Return True on different copies, False on the same copy, None where neither phase nor parents tell.

    De novo mutation and recombination within the gene are left out of account: together they are below one in ten
    thousand meioses a gene.
    """
    phased = _by_reads(first.get("proband"), second.get("proband"))
    if phased is not None:
        return phased
    origin, other = origins(first), origins(second)
    if len(origin) == len(other) == 1:
        return origin != other
    return None


def origins(trio: Trio) -> frozenset[str]:
    """Return the parents a heterozygous allele can have come from; empty when it came from neither."""
    carrying = {name for name in ("father", "mother") if _may_carry(trio.get(name))}
    certain = {name for name in carrying if trio.get(name) is not None and trio[name].alt_copies > 0}
    # a parent that was not called may carry it; it did not pass it on where the other one certainly carries it and
    # this one certainly does not
    return frozenset(certain if len(certain) == 1 and len(carrying) == 1 else carrying)


def _may_carry(parent: Genotype | None) -> bool:
    return parent is None or parent.alt_copies > 0


def _by_reads(first: Genotype | None, second: Genotype | None) -> bool | None:
    if first is None or second is None or first.copy_of is None or second.copy_of is None:
        return None
    if not (first.phased and second.phased) or first.phase_set != second.phase_set:
        return None
    return first.copy_of != second.copy_of
