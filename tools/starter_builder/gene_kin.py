"""Disease genes nearest to each gene by what is known of its product: process, place in the cell, pathway, tissue."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy import sparse

from lexome.formats.columns import open_table
from starter_builder.artifacts import ARTIFACTS, Shelf
from starter_builder.phenotypes import hgnc_rows
from starter_builder.variants import approved_symbols
from starter_builder.writing import Built

GO = "./usr/lib/R/site-library/org.Hs.eg.db/extdata/org.Hs.eg.sqlite"
CACHE = "package/dist/data/cache"
NEAREST = 32
"""Disease genes kept of each gene and kind of kinship."""

TISSUES = 54
NO_EXPRESSION = 0.1
"""Added to the median expression (TPM) of a tissue before its logarithm is taken."""

Pairs = Iterable[tuple[int, str]]


def build_gene_kin(shelf: Shelf) -> Iterator[Built]:
    """Yield, for each protein-coding gene and kind of kinship, the nearest disease genes and how near they are.

    Nearness is the squared cosine of annotations weighted by rarity; of expression, the eighth power of the cosine.
    """
    rows = hgnc_rows(shelf)
    symbols = sorted(set(open_table("transcripts", folder=shelf.built)["symbol"].to_pylist()))
    row_of = {symbol: row for row, symbol in enumerate(symbols)}
    entrez = {one["entrez_id"]: row_of[one["symbol"]] for one in rows if one["entrez_id"] and one["symbol"] in row_of}
    named = row_of | {old: row_of[now] for old, now in approved_symbols(shelf).items() if now in row_of}
    listed = open_table("diseases", folder=shelf.built)["genes"].to_pylist()
    known = np.array(sorted({row_of[one] for genes in listed for one in genes or () if one in row_of}), np.int64)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "org.sqlite"
        path.write_bytes(shelf.content("r-bioc-org.hs.eg.db", GO))
        processes, places = (_annotated(path, branch, entrez) for branch in ("bp", "cc"))
    features = {
        "process": _weighted(processes, len(symbols)),
        "component": _weighted(places, len(symbols)),
        "pathway": _weighted(_pathways(shelf, named), len(symbols)),
        "tissue": _expression(shelf, named, len(symbols)),
    }
    columns: dict[str, Any] = {"symbol": pa.array(symbols)}
    for name, matrix in features.items():
        near, weight = _nearest(matrix, known, power=8.0 if name == "tissue" else 2.0)
        columns[name] = near
        columns[f"{name}_nearness"] = weight
    yield Built(
        "gene_kin",
        pa.table(columns),
        source="GO annotation, WikiPathways, GTEx",
        release="GO 2022-07-01 (NCBI 2022-09-12), WikiPathways and GTEx v8 as in ideogram 1.53.0",
        licence="GO: CC BY 4.0 (packaged under Artistic-2.0); WikiPathways: CC0; GTEx: open; ideogram: CC0",
        reference="doi:10.1093/genetics/iyad031; https://www.wikipathways.org; doi:10.1126/science.aaz1776",
        artifact=f"{ARTIFACTS['r-bioc-org.hs.eg.db']}; {ARTIFACTS['ideogram']} {CACHE}",
    )


def _annotated(path: Path, branch: str, entrez: dict[str, int]) -> Pairs:
    """Return (gene, term) of one branch of GO, closed upwards; 'no data' is no annotation."""
    with sqlite3.connect(path) as database:
        query = f"SELECT gene_id, go_id FROM go_{branch}_all JOIN genes USING (_id) WHERE evidence <> 'ND'"
        return {(entrez[gene], term) for gene, term in database.execute(query) if gene in entrez}


def _pathways(shelf: Shelf, named: dict[str, int]) -> Pairs:
    text = shelf.content("ideogram", f"{CACHE}/interactions/homo-sapiens-interactions.json.gz")
    told = json.loads(text)["interactions"]
    return {(named[gene], one[0]) for gene, found in told.items() if gene in named for one in found}


def _weighted(pairs: Pairs, genes: int) -> Any:
    """Return rows of unit length, each annotation weighted by the logarithm of its rarity."""
    ordered = sorted(pairs)
    names = {name: column for column, name in enumerate(sorted({name for _, name in ordered}))}
    at = ([gene for gene, _ in ordered], [names[name] for _, name in ordered])
    matrix = sparse.csr_matrix((np.ones(len(ordered)), at), shape=(genes, len(names)))
    rarity = np.log(genes / np.asarray(matrix.sum(axis=0)).ravel())
    return _unit(matrix @ sparse.diags(rarity))


def _expression(shelf: Shelf, named: dict[str, int], genes: int) -> Any:
    """Return rows of unit length: log median expression against the gene's mean; only the ten highest are told."""
    median = np.zeros((genes, TISSUES))
    for line in shelf.lines("ideogram", f"{CACHE}/tissues/homo-sapiens-tissues.tsv.gz"):
        gene, *told = line.split("\t")
        if line.startswith("#") or gene not in named:
            continue
        for one in told:
            parts = one.split(";")
            median[named[gene], int(parts[0])] = float(parts[3] or 0.0)
    levels = np.log10(median + NO_EXPRESSION)
    return _unit(sparse.csr_matrix(levels - levels.mean(axis=1, keepdims=True)))


def _unit(matrix: Any) -> Any:
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return sparse.csr_matrix(sparse.diags(1.0 / np.where(length > 0, length, 1.0)) @ matrix)


def _nearest(matrix: Any, known: NDArray[np.int64], *, power: float) -> tuple[Any, Any]:
    """Return lists of gene rows and of nearness in 255ths, nearest first; a gene is no kin of its own."""
    near, nearness, ends = [], [], [0]
    others = matrix[known].T.tocsc()
    for start in range(0, matrix.shape[0], 1000):
        cosine = np.asarray((matrix[start : start + 1000] @ others).todense())
        weight = np.rint(255.0 * np.maximum(cosine, 0.0) ** power).astype(np.int64)
        for offset, row in enumerate(weight):
            row[known == start + offset] = 0
            best = np.argsort(-row, kind="stable")[:NEAREST]
            best = best[row[best] > 0]
            near.append(known[best])
            nearness.append(row[best])
            ends.append(ends[-1] + len(best))
    offsets = pa.array(ends, pa.int32())
    lists = (np.concatenate(near).astype(np.uint16), np.concatenate(nearness).astype(np.uint8))
    return tuple(pa.ListArray.from_arrays(offsets, pa.array(one)) for one in lists)  # type: ignore[return-value]
