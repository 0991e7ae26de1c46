"""The parts of the starter, by name, in the order they are built."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from starter_builder.artifacts import Shelf
from starter_builder.constraint import build_constraint
from starter_builder.gene_kin import build_gene_kin
from starter_builder.loci import build_cytobands, build_dosage, build_gene_loci, build_repeats
from starter_builder.phenotypes import build_equivalents, build_genes, build_phenotypes
from starter_builder.transcripts import build_transcripts
from starter_builder.variants import build_clinvar, build_population
from starter_builder.writing import Built

PARTS: dict[str, Callable[[Shelf], Iterable[Built]]] = {
    "phenotypes": build_phenotypes,
    "genes": build_genes,
    "equivalents": build_equivalents,
    "transcripts": build_transcripts,
    "clinvar": build_clinvar,
    "population": build_population,
    "gene-loci": build_gene_loci,
    "cytobands": build_cytobands,
    "dosage": build_dosage,
    "constraint": build_constraint,
    "gene-kin": build_gene_kin,
    "repeats": build_repeats,
}
