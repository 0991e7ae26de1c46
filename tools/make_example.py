"""Build examples/trio.vcf.gz: a trio of invented people made of real common sites, with one real pathogenic variant.

Sites, alleles and frequencies are those of the 1000 Genomes Project in the starter knowledge (population GBR). Each
parent draws two alleles a site (Hardy-Weinberg), the child inherits one of each parent; nobody's genome is shown. The
causal allele is a ClinVar record, heterozygous in the child and in neither parent.

Run: python tools/make_example.py
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from pyarrow import feather

from lexome.core.assembly import CONTIG_LENGTHS, CONTIGS, Assembly
from lexome.formats.allele_table import AlleleTable
from lexome.formats.bgzf_writer import WholeFile
from lexome.formats.columns import STARTER

SITES = 4000
SEED = 147920
CAUSAL = ("12", 49_033_226, "CCTGT", "C")
"""ClinVar VCV000375267: frameshift in KMT2D, pathogenic for Kabuki syndrome 1 (two stars, release 2024-12-15)."""
POPULATION = "GBR"
EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


def sites(rng: np.random.Generator) -> list[tuple[int, int, str, str, float]]:
    """Return (contig code, pos, REF, ALT, frequency) of autosomal sites that vary in the population."""
    groups = feather.read_table(STARTER / "population_groups.arrow").to_pylist()
    mine = [place for place, group in enumerate(groups) if group["population"] == POPULATION]
    people = sum(groups[place]["people"] for place in mine)
    table = AlleleTable(feather.read_table(STARTER / "population.arrow"))
    counts = np.stack(table.table["count"].to_pylist())[:, mine].sum(axis=1)
    varying = np.flatnonzero(counts > 0)
    found = []
    for row in sorted(rng.choice(varying, SITES, replace=False).tolist()):
        allele = table.index.allele(row, Assembly.GRCH38)
        if allele.contig not in {"X", "Y", "MT"}:
            code = CONTIGS.index(allele.contig)
            found.append((code, allele.pos, allele.ref, allele.alt, float(counts[row] / (2 * people))))
    return found


def main() -> None:
    """Write the file."""
    rng = np.random.default_rng(SEED)
    records = []
    for code, pos, ref, alt, frequency in sites(rng):
        father, mother = rng.random((2, 2)) < frequency
        child = (father[rng.integers(2)], mother[rng.integers(2)])
        if any((*father, *mother)):
            records.append((code, pos, ref, alt, [child, tuple(father), tuple(mother)]))
    contig, pos, ref, alt = CAUSAL
    records.append((CONTIGS.index(contig), pos, ref, alt, [(True, False), (False, False), (False, False)]))
    with WholeFile(EXAMPLES / "trio.vcf.gz") as out:
        out.write("\n".join([*header(), *(line(record, rng) for record in sorted(records))]).encode() + b"\n")


def header() -> list[str]:
    """Return the header lines."""
    lengths = CONTIG_LENGTHS[Assembly.GRCH38]
    return [
        "##fileformat=VCFv4.2",
        "##reference=GRCh38",
        "##source=Invented trio at real sites (1000 Genomes, population GBR) and one ClinVar record",
        *(f"##contig=<ID=chr{name.replace('MT', 'M')},length={lengths[name]}>" for name in CONTIGS),
        '##FILTER=<ID=PASS,Description="All filters passed">',
        '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
        '##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Allelic depths">',
        '##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Depth">',
        '##FORMAT=<ID=GQ,Number=1,Type=Integer,Description="Genotype quality">',
        "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tLINA\tFATHER\tMOTHER",
    ]


def line(record: tuple[int, int, str, str, list[tuple[bool, bool]]], rng: np.random.Generator) -> str:
    """Return one record with simulated reads."""
    code, pos, ref, alt, genotypes = record
    samples = []
    for alleles in genotypes:
        copies = int(sum(alleles))
        depth = int(rng.poisson(45)) + 12
        reads = int(rng.binomial(depth, (0.001, 0.5, 0.999)[copies]))
        text = ("0/0", "0/1", "1/1")[copies]
        samples.append(f"{text}:{depth - reads},{reads}:{depth}:99")
    fields = [f"chr{CONTIGS[code]}", str(pos), ".", ref, alt, "500", "PASS", ".", "GT:AD:DP:GQ", *samples]
    return "\t".join(fields)


if __name__ == "__main__":
    main()
