"""What a patient's carried alleles say of every listed disease, through its genes and modes of inheritance."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.case import Sex
from lexome.core.hypothesis import Inheritance
from lexome.reasoning.allele_pairs import best_pair, closeness
from lexome.reasoning.gene_evidence import CLUSTERING, CarriedAlleles, GeneEvidence

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Kernel(IntEnum):
    """How many causal alleles a mode of inheritance asks for; NEUTRAL when single genes do not decide."""

    DOMINANT = 0
    RECESSIVE = 1
    HEMIZYGOUS = 2
    NEUTRAL = 3


class Genotype(IntEnum):
    """What was found in the gene that supports a hypothesis best."""

    NONE = 0
    ONE_ALLELE = 1
    HOMOZYGOUS = 2
    HEMIZYGOUS = 3
    COMPOUND = 4
    SECOND_HIT_MISSING = 5


_EITHER = (Kernel.DOMINANT, Kernel.RECESSIVE)
_KERNELS: dict[Inheritance, tuple[Kernel, ...]] = {
    Inheritance.AUTOSOMAL_DOMINANT: (Kernel.DOMINANT,),
    Inheritance.AUTOSOMAL_RECESSIVE: (Kernel.RECESSIVE,),
    Inheritance.X_LINKED_DOMINANT: (Kernel.DOMINANT,),
    Inheritance.X_LINKED_RECESSIVE: (Kernel.RECESSIVE,),
    Inheritance.X_LINKED: _EITHER,
    Inheritance.Y_LINKED: (Kernel.DOMINANT,),
    Inheritance.MITOCHONDRIAL: (Kernel.DOMINANT,),
    Inheritance.DIGENIC: (Kernel.NEUTRAL,),
    Inheritance.OLIGOGENIC: (Kernel.NEUTRAL,),
    Inheritance.POLYGENIC: (Kernel.NEUTRAL,),
    Inheritance.SOMATIC: (Kernel.NEUTRAL,),
    Inheritance.UNKNOWN: _EITHER,
}
_X_LINKED = {Inheritance.X_LINKED, Inheritance.X_LINKED_DOMINANT, Inheritance.X_LINKED_RECESSIVE}


def kernels(modes: Sequence[Inheritance], *, sex: Sex) -> tuple[tuple[Inheritance, Kernel], ...]:
    """Return the kernels that a disease's modes of inheritance call for in a patient of this sex."""
    found = []
    for mode in modes or (Inheritance.UNKNOWN,):
        if mode in _X_LINKED and sex is Sex.MALE:
            found.append((mode, Kernel.HEMIZYGOUS))
        else:
            found.extend((mode, kernel) for kernel in _KERNELS[mode])
    return tuple(found)


@dataclass(frozen=True, slots=True, eq=False)
class DiseaseGenes:
    """Which genes and kernels each listed disease has: entries sorted by line, with the weight of each.

    ``gene`` is a row of the background's genes, or -1 where the gene is not among them; weights of a line sum to 1.
    """

    line: NDArray[np.int32]
    gene: NDArray[np.int32]
    kernel: NDArray[np.int8]
    mode: tuple[Inheritance, ...]
    weight: NDArray[np.float64]
    lines: int


def disease_genes(
    lines: int,
    *,
    genes_of: Callable[[int], Sequence[str]],
    modes_of: Callable[[int], Sequence[Inheritance]],
    row_of_gene: Mapping[str, int],
    sex: Sex,
) -> DiseaseGenes:
    """Return the table that spreads gene evidence over diseases: every gene and mode of a disease counts alike."""
    line, gene, kernel, mode, weight = [], [], [], [], []
    for place in range(lines):
        symbols = genes_of(place)
        if not symbols:
            continue
        asked = kernels(modes_of(place), sex=sex)
        share = 1.0 / (len(symbols) * len(asked))
        for symbol in symbols:
            row = row_of_gene.get(symbol, -1)
            for one_mode, one_kernel in asked:
                line.append(place)
                gene.append(row)
                kernel.append(int(one_kernel) if row >= 0 else int(Kernel.NEUTRAL))
                mode.append(one_mode)
                weight.append(share)
    return DiseaseGenes(
        np.array(line, np.int32),
        np.array(gene, np.int32),
        np.array(kernel, np.int8),
        tuple(mode),
        np.array(weight, np.float64),
        lines,
    )


@dataclass(frozen=True, slots=True, eq=False)
class VariantSupport:
    """Log10 likelihood ratio of the carried alleles for every line, and which entry of the table speaks loudest.

    ``best`` (lines,) indexes the table's entries, -1 for a line without genes.
    """

    log10_lr: NDArray[np.float64]
    best: NDArray[np.int64]
    ratio: NDArray[np.float64]


def support(table: DiseaseGenes, found: GeneEvidence) -> VariantSupport:
    """Return what the genes say of each disease: the mean ratio over its genes and modes of inheritance."""
    has_dominant = np.zeros(len(found.dominant), np.bool_)
    has_dominant[table.gene[(table.kernel == Kernel.DOMINANT) & (table.gene >= 0)]] = True
    recessive = np.where(has_dominant, found.recessive_beside_dominant, found.recessive)
    by_kernel = np.stack([found.dominant, recessive, found.hemizygous, np.ones_like(found.dominant)])
    ratio = by_kernel[table.kernel, np.maximum(table.gene, 0)]
    mean = np.bincount(table.line, weights=ratio * table.weight, minlength=table.lines)
    has_genes = np.bincount(table.line, minlength=table.lines) > 0
    log10_lr = np.where(has_genes, np.log10(np.maximum(mean, 1e-12)), 0.0)
    best = np.full(table.lines, -1, np.int64)
    order = np.argsort(ratio, kind="stable")
    best[table.line[order]] = order
    return VariantSupport(log10_lr, best, ratio)


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of the carried alleles that support a hypothesis best; none when the gene shows nothing that fits."""

    genotype: Genotype
    rows: tuple[int, ...] = ()


def genotype_of(carried: CarriedAlleles, found: GeneEvidence, *, gene: int, kernel: Kernel) -> Found:
    """Return the alleles of a gene that carry the evidence under a kernel."""
    mine = np.flatnonzero(carried.gene == gene)
    if not len(mine) or kernel is Kernel.NEUTRAL:
        return Found(Genotype.NONE)
    if kernel is Kernel.DOMINANT:
        row = int(mine[np.argmax(found.dominant_of[mine])])
        return Found(_one(carried, row), (row,)) if found.dominant_of[row] > 0 else Found(Genotype.NONE)
    twice = int(mine[np.argmax(found.homozygous_of[mine])])
    if kernel is Kernel.HEMIZYGOUS:
        return Found(Genotype.HEMIZYGOUS, (twice,)) if carried.homozygous[twice] else Found(Genotype.NONE)
    pair = best_pair(carried, found.single_of, gene=gene)
    weight_of_pair = 0.0
    if pair:
        clustering = math.sqrt(float(CLUSTERING[carried.kind[pair[0]]] * CLUSTERING[carried.kind[pair[1]]]))
        weight_of_pair = 2.0 * float(found.single_of[pair[0]] * found.single_of[pair[1]]) / clustering
        weight_of_pair *= closeness(carried, *pair)
    if found.homozygous_of[twice] > max(weight_of_pair, 0.0):
        return Found(Genotype.HOMOZYGOUS, (twice,))
    once = int(mine[np.argmax(found.single_of[mine])])
    if pair and weight_of_pair > float(found.single_of[once]) / 8.0:
        return Found(Genotype.COMPOUND, pair)
    return Found(Genotype.SECOND_HIT_MISSING, (once,)) if found.single_of[once] > 0 else Found(Genotype.NONE)


def _one(carried: CarriedAlleles, row: int) -> Genotype:
    if not carried.homozygous[row]:
        return Genotype.ONE_ALLELE
    return Genotype.HEMIZYGOUS if carried.ploidy[row] == 1 else Genotype.HOMOZYGOUS
