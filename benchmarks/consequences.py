"""Consequences: cost of triage and annotation beside bcftools csq, agreement with four sources, reasons of the rest.

    python benchmarks/consequences.py [--data ../shared/data]

Needs the shared data; the rows of bcftools csq are timed when it is installed and left out when not.
"""

from __future__ import annotations

import argparse
import csv
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "models" / "consequence"))

import test_bcftools_csq as csq
import test_clinvar as clinvar_test

from lexome.core.allele import Allele
from lexome.core.assembly import CONTIGS, Assembly
from lexome.core.settings import Settings
from lexome.formats.fasta import Reference
from lexome.formats.vcf import read_vcf
from lexome.lab import Lab
from lexome.models.consequence import Annotator
from lrg import lrg_transcripts
from oracles import bcftools_csq


def cost_of_triage(lab: Lab, data: Path) -> None:
    """Print what it takes to place an exome on every transcript."""
    transcripts = lab.knowledge("transcripts")
    columns = read_vcf(data / "vcf" / "exome_background.hg38.vcf.gz")
    annotator = Annotator(transcripts)
    for label in ("first, edges sorted", "again"):
        began = time.process_time()
        annotator.triage(columns.contig, columns.start, columns.ref, columns.alt)
        spent = time.process_time() - began
        print(
            f"triage of {len(columns.start):,} variants on {len(transcripts):,} transcripts, {label}: {spent:.3f} CPU-s"
        )


def cost_of_annotation(data: Path, cache: Path) -> None:
    """Print CPU for SNVs of the BRCA2 slice, here and in bcftools csq, on one transcript."""
    folder = data / "genome"
    origin, bases = bcftools_csq.slice_of(folder, "BRCA2")
    reference = Reference.open(folder / f"GRCh38.{bcftools_csq.GENES['BRCA2']}.fa.gz", cache_dir=cache)
    annotator = Annotator(lrg_transcripts(folder, ("BRCA2",)), reference)
    variants = [variant for variant in bcftools_csq.snvs(bases) if 15_000 < variant[0] < 100_000]
    began = time.process_time()
    for at, ref, alt in variants:
        annotator.annotate(Allele(Assembly.GRCH38, "13", origin + at - 1, ref, alt))
    ours = time.process_time() - began
    each = 1000 * ours / len(variants)
    print(f"annotate, {len(variants):,} SNVs of BRCA2, terms and HGVS names: {each:.4f} CPU-ms each")
    if shutil.which("bcftools"):
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        list(bcftools_csq.called(folder, "BRCA2", variants))
        theirs = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
        shown = subprocess.run(["bcftools", "--version"], capture_output=True, text=True, check=True).stdout
        each = 1000 * theirs / len(variants)
        print(f"bcftools csq {shown.split()[1]}, the same, terms without names: {each:.4f} CPU-ms each")


def agreement_with_bcftools(data: Path, cache: Path) -> None:
    """Print agreement on indels, with the reasons of the rest; SNVs are held at all of them by a test."""
    for gene in csq.GENES:
        folder = data / "genome"
        reference = Reference.open(folder / f"GRCh38.{csq.GENES[gene]}.fa.gz", cache_dir=cache)
        annotator = Annotator(lrg_transcripts(folder, (gene,)), reference)
        origin, bases = csq.slice_of(folder, gene)
        outcome: Counter[str] = Counter()
        for at, ref, alt, terms, _ in csq.rows(gene):
            if alt != "*" and not len(ref) == len(alt) == 1:
                found = csq.told(annotator, gene, (at, ref, alt))
                same = csq.main_terms(csq.named(found)) == csq.main_terms(terms)
                outcome["agrees" if same else csq.why(at - 1 - origin, ref, alt, bases, found)] += 1
        show(f"bcftools csq, random indels of {gene}", outcome)


def agreement_with_editing(data: Path, cache: Path) -> None:
    """Print agreement with the consequence column of the BRCA1 editing table."""
    from test_annotator import EDITED

    folder = data / "genome"
    reference = Reference.open(folder / f"GRCh38.{csq.GENES['BRCA1']}.fa.gz", cache_dir=cache)
    annotator = Annotator(lrg_transcripts(folder, ("BRCA1",)), reference)
    outcome: Counter[str] = Counter()
    with (data / "splice" / "brca1_saturation_editing_dev.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            allele = Allele.from_vcf(
                Assembly.GRCH38, contig=row["chrom"], pos=int(row["pos"]), ref=row["ref"], alt=row["alt"]
            )
            found = annotator.annotate(allele)[0]
            same = found.terms[0] in EDITED[row["consequence"]] and f"{found.hgvs_c}".endswith(f":{row['hgvs_c']}")
            outcome["agrees" if same else "differs"] += 1
    show("BRCA1 editing table, consequence and c. name", outcome)


def agreement_with_clinvar(lab: Lab, data: Path, cache: Path) -> None:
    """Print agreement with ClinVar on the (likely) pathogenic variants of the LRG genes."""
    transcripts = lab.knowledge("transcripts")
    reference = Reference.open(data / "genome" / "lrg_grch38.fa.gz", cache_dir=cache)
    clinvar = lab.knowledge("clinvar")
    clinical = np.flatnonzero(transcripts.mane_select | transcripts.mane_plus_clinical)
    annotator = Annotator(transcripts.subset(clinical), reference)
    words, codes = clinvar.causal_spectrum()[2:]
    outcome: Counter[str] = Counter()
    for row, code in enumerate(codes.tolist()):
        allele = clinvar.index.allele(row, Assembly.GRCH38)
        stated = set(words[code].split("&")) - {"", "non_coding_transcript_variant"}
        if stated and allele.contig in CONTIGS and reference.covers(allele.contig, allele.start, allele.end):
            found = annotator.annotate(allele)[0]
            same = clinvar_test._agrees(found, stated)
            outcome["agrees" if same else clinvar_test._reason(found, stated) or "no reason known"] += 1
    show("ClinVar, (likely) pathogenic in LRG genes", outcome)


def show(title: str, outcome: Counter[str]) -> None:
    """Print a table of outcomes."""
    total = outcome.total()
    print(f"\n{title}: {total:,}")
    for label, count in outcome.most_common():
        print(f"  {count:7,}  {100 * count / total:6.2f} %  {label}")


def main() -> None:
    """Run everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data")
    data = parser.parse_args().data
    with tempfile.TemporaryDirectory() as name:
        cache = Path(name)
        lab = Lab(Settings(data_dir=cache / "data", cache_dir=cache))
        cost_of_triage(lab, data)
        cost_of_annotation(data, cache)
        agreement_with_bcftools(data, cache)
        agreement_with_editing(data, cache)
        agreement_with_clinvar(lab, data, cache)


if __name__ == "__main__":
    main()
