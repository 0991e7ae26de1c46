"""The files of an HPO release: hp.obo, phenotype.hpoa and genes_to_phenotype.txt, together or some of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lexome.formats.columns import list_columns
from lexome.formats.hpo_tables import disease_tables, ontology_tables, term_rows
from lexome.formats.hpoa import read_hpoa
from lexome.formats.obo import read_obo
from lexome.formats.official.text import bad, header, read_blocks
from lexome.formats.releases import Dataset


@dataclass(frozen=True, slots=True)
class HpoFiles:
    """Which of the files were given."""

    ontology: Path | None
    annotations: Path | None
    genes: Path | None


def sort_files(paths: Sequence[Path]) -> HpoFiles:
    """Return which file is which, by their first lines."""
    found: dict[str, Path] = {}
    for path in paths:
        lines = header(path)
        if lines and lines[0].startswith("format-version:"):
            kind = "ontology"
        elif any(line.lstrip("#").lower().startswith(("database_id\t", "databaseid\t")) for line in lines):
            kind = "annotations"
        elif lines and lines[0].startswith("ncbi_gene_id\t"):
            kind = "genes"
        else:
            message = "neither hp.obo, phenotype.hpoa nor genes_to_phenotype.txt"
            raise bad(path, "not-hpo", message, "give the files of an HPO release")
        found[kind] = path
    return HpoFiles(found.get("ontology"), found.get("annotations"), found.get("genes"))


def _lines(path: Path) -> Iterator[str]:
    for block in read_blocks(path):
        yield from block.lines


def build(files: HpoFiles, *, before: Dataset) -> dict[str, tuple[Any, dict[str, str]]]:
    """Return the tables of a release with what differs in their origin; what was not given stays as in ``before``.

    With a new ontology the annotations are needed too: their rows point into it. Genes of a disease that is in neither
    file come from ``before``.
    """
    if files.ontology and not files.annotations:
        message = "phenotype.hpoa of the same release is needed beside hp.obo"
        raise bad(files.ontology, "annotations-missing", message, "give both files in one call")
    if not files.annotations:
        path = files.genes or Path("genes_to_phenotype.txt")
        raise bad(path, "annotations-missing", "phenotype.hpoa is needed", "give it in the same call")
    names = ("hpo_terms", "hpo_names", "hpo_replaced")
    if files.ontology:
        obo = read_obo(_lines(files.ontology))
        tables = ontology_tables(obo)
        ontology_release = obo.release
    else:
        tables = {name: before.table(name) for name in names}
        ontology_release = before.citation("hpo_terms").release
    annotations = read_hpoa(_lines(files.annotations))
    tables |= disease_tables(
        annotations.rows,
        rows=term_rows(tables["hpo_terms"], tables["hpo_replaced"]),
        ancestors=_ancestors(tables["hpo_terms"]),
        genes=_genes(files.genes, before),
    )
    return {
        name: (
            table,
            {"source": "Human Phenotype Ontology", "release": ontology_release}
            if name in names
            else {"source": "HPO disease annotations (phenotype.hpoa)", "release": annotations.release},
        )
        for name, table in tables.items()
    }


def _ancestors(terms: Any) -> list[list[int]]:
    indptr, indices = list_columns(terms["ancestors"])
    flat = indices.tolist()
    return [flat[low:high] for low, high in zip(indptr[:-1].tolist(), indptr[1:].tolist(), strict=True)]


def _genes(path: Path | None, before: Dataset) -> dict[str, list[tuple[str, str]]]:
    """Genes of diseases: those known before, replaced for each disease that the file names."""
    table = before.table("diseases", columns=("id", "genes", "association"))
    columns = (table[name].to_pylist() for name in ("id", "genes", "association"))
    known = {disease: list(zip(genes, kinds, strict=True)) for disease, genes, kinds in zip(*columns, strict=True)}
    if path is None:
        return known
    given: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for line in _lines(path):
        fields = line.split("\t")
        if len(fields) >= 6 and fields[0].isdecimal() and fields[1] != "-":
            given[fields[5]].add((fields[1], "unstated"))
    return known | {disease: sorted(pairs) for disease, pairs in given.items()}
