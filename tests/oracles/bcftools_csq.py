"""Makes the oracle tables of ``bcftools csq`` for BRCA1 and BRCA2; they are kept, so that tests run without bcftools.

Command (bcftools 1.16, Debian 12: ``apt-get install bcftools``)::

    python tests/oracles/bcftools_csq.py GENOME_FOLDER

where GENOME_FOLDER holds the GRCh38 slices and ``list_LRGs_transcripts_GRCh38.txt``. For every possible SNV of each
slice, and for a thousand random insertions, deletions and replacements around its exons, it runs::

    bcftools csq --local-csq --fasta-ref SLICE.fa --gff-annot GENE.gff3 --output-type t VARIANTS.vcf

on one transcript a gene, LRG_292t1 and LRG_293t1 (NM_007294 and NM_000059), and writes ``bcftools_csq.tsv.gz``: gene,
position, REF, ALT, consequences, amino acids. Neighbouring SNVs with the same consequence and no amino-acid change
make one line, whose REF column is the last position and whose ALT is '*'.
"""

from __future__ import annotations

import gzip
import itertools
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

TABLE = Path(__file__).with_name("bcftools_csq.tsv.gz")
GENES = {"BRCA1": "chr17_43000001-43200000", "BRCA2": "chr13_32300001-32500000"}


def slice_of(folder: Path, gene: str) -> tuple[int, str]:
    """Return the 0-based start of a gene's slice and its bases."""
    with gzip.open(folder / f"GRCh38.{GENES[gene]}.fa.gz", "rt") as file:
        lines = file.read().splitlines()
    return int(GENES[gene].split("_")[1].split("-")[0]) - 1, "".join(lines[1:]).upper()


def gff3(folder: Path, gene: str, origin: int) -> str:
    """Return the first LRG transcript of a gene in Ensembl's GFF3, positions counted from the slice's start."""
    rows = [line.split("\t") for line in (folder / "list_LRGs_transcripts_GRCh38.txt").read_text().splitlines()[2:]]
    row = next(row for row in rows if row[1] == gene and row[0].endswith("t1"))
    strand = "+" if row[3] == "1" else "-"
    exons = sorted(tuple(int(at) - origin for at in part.split("-")) for part in row[6].split(","))
    first, last = int(row[8]) - origin, int(row[9]) - origin
    coding = [(max(start, first), min(end, last)) for start, end in exons if start <= last and end >= first]
    lines = ["##gff-version 3"]

    def add(kind: str, start: int, end: int, phase: str, notes: str) -> None:
        lines.append("\t".join([gene, "ensembl", kind, str(start), str(end), ".", strand, phase, notes]))

    add("gene", exons[0][0], exons[-1][1], ".", f"ID=gene:{gene};Name={gene};biotype=protein_coding;gene_id={gene}")
    add("mRNA", exons[0][0], exons[-1][1], ".", f"ID=transcript:{gene}t;Parent=gene:{gene};biotype=protein_coding")
    parent = f"Parent=transcript:{gene}t"
    for start, end in exons:
        add("exon", start, end, ".", parent)
        if start < first:
            add("five_prime_UTR" if strand == "+" else "three_prime_UTR", start, min(end, first - 1), ".", parent)
        if end > last:
            add("three_prime_UTR" if strand == "+" else "five_prime_UTR", max(start, last + 1), end, ".", parent)
    read = 0
    for start, end in coding if strand == "+" else reversed(coding):
        add("CDS", start, end, str(-read % 3), f"{parent};ID=CDS:{gene}p")
        read += end - start + 1
    return "\n".join(lines) + "\n"


def snvs(bases: str) -> Iterator[tuple[int, str, str]]:
    """Yield every possible SNV with its 1-based position in the slice."""
    for at, ref in enumerate(bases):
        for alt in "ACGT":
            if alt != ref:
                yield at + 1, ref, alt


def indels(bases: str, exons: list[tuple[int, int]], count: int) -> list[tuple[int, str, str]]:
    """Return random left-aligned insertions and deletions, and some replacements, near exons."""
    rng = random.Random(20240115)
    found = set()
    while len(found) < count:
        start, end = rng.choice(exons)
        at = rng.choice([rng.randrange(start - 20, end + 20), start + rng.randint(-12, 12), end + rng.randint(-12, 12)])
        size = rng.choice([1, 1, 2, 3, 3, 4, 5, 6, 9, 12, 20])
        novel = "".join(rng.choice("ACGT") for _ in range(size))
        kind = rng.choice(["ins", "dup", "del", "del", "delins"])
        ref, alt = bases[at], bases[at]
        if kind == "ins":
            alt += novel
        elif kind == "dup":
            alt += bases[at + 1 : at + 1 + size]
        elif kind == "del":
            ref = bases[at : at + size + 1]
        else:
            ref, alt = bases[at : at + rng.randint(2, 4)], novel
        if ref == alt:
            continue
        while ref[-1] == alt[-1]:
            if min(len(ref), len(alt)) == 1:
                at -= 1
                ref, alt = bases[at] + ref, bases[at] + alt
            ref, alt = ref[:-1], alt[:-1]
        while min(len(ref), len(alt)) > 1 and ref[0] == alt[0]:
            ref, alt, at = ref[1:], alt[1:], at + 1
        found.add((at + 1, ref, alt))
    return sorted(found)


def called(folder: Path, gene: str, variants: list[tuple[int, str, str]]) -> Iterator[tuple[int, str, str, str, str]]:
    """Yield each variant, genomic, with the consequence and amino acids that bcftools gives it."""
    origin, bases = slice_of(folder, gene)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        (work / "slice.fa").write_text(f">{gene}\n{bases}\n")
        (work / "gene.gff3").write_text(gff3(folder, gene, origin))
        head = f"##fileformat=VCFv4.2\n##contig=<ID={gene},length={len(bases)}>\n"
        head += "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
        body = "".join(f"{gene}\t{at}\t.\t{ref}\t{alt}\t.\t.\t.\n" for at, ref, alt in variants)
        (work / "variants.vcf").write_text(head + body)
        command = ["bcftools", "csq", "--local-csq", "-f", "slice.fa", "-g", "gene.gff3", "-O", "v", "variants.vcf"]
        text = subprocess.run(command, cwd=work, check=True, capture_output=True, text=True).stdout
    for line in text.splitlines():
        if not line.startswith("#"):
            _, at, _, ref, alt, _, _, info = line.split("\t")[:8]
            told = [part.split("|") for part in info.removeprefix("BCSQ=").split(",")] if info != "." else []
            amino = "".join(part[5] for part in told if len(part) > 5)
            yield int(at) + origin, ref, alt, "&".join(part[0] for part in told), _brief(amino)


def _brief(amino: str) -> str:
    """Cut the tail of a frameshift, which bcftools spells out in full, to its first and last ten residues."""
    return ">".join(side if len(side) <= 40 else f"{side[:14]}..{side[-10:]}" for side in amino.split(">"))


def main(folder: Path) -> None:
    """Write the table."""
    lines = []
    for gene in GENES:
        origin, bases = slice_of(folder, gene)
        exons = [
            (int(line.split("\t")[3]) - 1, int(line.split("\t")[4]))
            for line in gff3(folder, gene, origin).splitlines()
            if "\texon\t" in line
        ]
        plain = called(folder, gene, list(snvs(bases)))
        for (consequence, amino), group in itertools.groupby(plain, key=lambda row: (row[3], row[4])):
            rows = list(group)
            if amino:
                lines += [[gene, row[0], row[1], row[2], consequence, amino] for row in rows]
            else:
                # whole positions make runs; what is left of a position at either end stays single
                lines += _runs(gene, rows, consequence)
        lines += [[gene, *row] for row in called(folder, gene, indels(bases, exons, 1000))]
    text = "\n".join("\t".join(str(cell) for cell in line) for line in lines) + "\n"
    TABLE.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def _runs(gene: str, rows: list[tuple[int, str, str, str, str]], consequence: str) -> list[list[object]]:
    counts = {at: len(list(group)) for at, group in itertools.groupby(row[0] for row in rows)}
    whole = [at for at, count in counts.items() if count == 3]
    singles: list[list[object]] = [[gene, *row] for row in rows if counts[row[0]] < 3]
    return ([[gene, whole[0], whole[-1], "*", consequence, ""]] if whole else []) + singles


if __name__ == "__main__":
    main(Path(sys.argv[1]))
