"""Which kind each carried allele is: by place and length, and by codon where a reference, or the file, tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.assembly import CONTIGS
from lexome.core.consequence import RANK
from lexome.reasoning.causal_spectrum import CLASS_OF_RANK
from lexome.reasoning.exchange_sense import NONE, exchange_of
from lexome.reasoning.gene_evidence import Tier, VariantClass

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lexome.formats.vcf import VcfColumns
    from lexome.reasoning.stated_consequences import StatedConsequences
    from lexome.services.diagnose.engine import Engine

MOST_READ = 8_000
"""Codons read one by one at most, diseases' genes first: about 2 CPU-s."""


@dataclass(frozen=True, slots=True, eq=False)
class Kinds:
    """By row: VariantClass and the code of the exchanged residues; by gene: whether its substitutions were told."""

    kind: NDArray[np.int8]
    exchange: NDArray[np.int16]
    resolved: NDArray[np.bool_]


def kinds(
    columns: VcfColumns, gene: NDArray[np.int32], severity: NDArray[np.int8], *, tier: NDArray[np.int8], engine: Engine
) -> Kinds:
    """Return what each row is.

    A substitution in coding sequence is CODING_UNRESOLVED until its codon is read. Common alleles are left so: they
    weigh next to nothing whatever they are.
    """
    from pyarrow import compute

    kind = CLASS_OF_RANK[severity].copy()
    lengths = np.asarray(compute.binary_length(columns.ref)) - np.asarray(compute.binary_length(columns.alt))
    substituted = (lengths == 0) & (kind == VariantClass.MISSENSE)
    kind[substituted] = VariantClass.CODING_UNRESOLVED
    kind[_in_normal_repeats(columns, -lengths.astype(np.int64), engine)] = VariantClass.NON_CODING
    found = Kinds(kind, np.full(len(kind), NONE, np.int16), np.zeros(len(engine.genes.symbols), np.bool_))
    stated = engine.consequences(columns)
    if engine.reference is not None or stated:
        asked = np.flatnonzero(substituted & (tier != Tier.COMMON))
        order = np.argsort(~engine.has_disease[gene[asked]], kind="stable")[:MOST_READ]
        _read_codons(stated, gene, np.sort(asked[order]), found=found, engine=engine)
        left = np.isin(np.arange(len(kind)), asked[order], invert=True) & substituted
        kind[left & found.resolved[gene]] = VariantClass.SYNONYMOUS
    return found


def _in_normal_repeats(columns: VcfColumns, longer: NDArray[np.int64], engine: Engine) -> NDArray[np.bool_]:
    """Return which alleles only change a disease repeat of the catalogue to another normal number of units.

    ``longer`` is by how many bases each allele lengthens the gene. They say nothing by being an insertion or deletion.
    """
    inside = np.zeros(len(columns), np.bool_)
    changed = np.flatnonzero(longer)
    contig, start, end = (column[changed] for column in (columns.contig, columns.start, columns.end))
    for locus in engine.lab.knowledge("repeats").loci:
        units = (locus.end - locus.start + longer[changed]) / len(locus.unit)
        here = (contig == CONTIGS.index(locus.contig)) & (start < locus.end) & (end >= locus.start)
        inside[changed[here & (units <= locus.normal_max)]] = True
    return inside


def _read_codons(
    stated: StatedConsequences, gene: NDArray[np.int32], rows: NDArray[np.int64], *, found: Kinds, engine: Engine
) -> None:
    """Fill in what each row is whose codon the reference or the file itself tells, and mark its gene."""
    symbols = engine.genes.symbols
    for place, row in enumerate(rows.tolist()):
        if place % 1000 == 0:
            engine.lab.progress("reading codons", done=place, total=len(rows))
        symbol = symbols[gene[row]]
        told = [one for one in stated.of(row) if one.gene_symbol == symbol]
        if not told or told[0].needs_reference:
            continue
        found.resolved[gene[row]] = True
        rank = min(RANK.get(term, len(RANK)) for term in told[0].terms)
        found.kind[row] = CLASS_OF_RANK[rank]
        if found.kind[row] == VariantClass.MISSENSE:
            found.exchange[row] = exchange_of(told[0].ref_amino_acids, told[0].alt_amino_acids)
