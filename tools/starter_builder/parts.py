"""The parts of the starter, by name, in the order they are built."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from starter_builder.artifacts import Shelf
from starter_builder.phenotypes import build_equivalents, build_genes, build_phenotypes
from starter_builder.transcripts import build_transcripts
from starter_builder.writing import Built

PARTS: dict[str, Callable[[Shelf], Iterable[Built]]] = {
    "phenotypes": build_phenotypes,
    "genes": build_genes,
    "equivalents": build_equivalents,
    "transcripts": build_transcripts,
}
