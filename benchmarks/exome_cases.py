"""Published cases whose causal variants are put into one real exome: is the causal gene found?

The exome holds 36,787 variants of a person without the disease. Every case is written as a phenopacket that names a
VCF, without its diagnosis, and is answered by the engine of ``lexome diagnose``: with everything, by the findings
alone, by the variants alone, and blind to ClinVar (no allele is known to it and no criterion reads it).

Population frequencies cannot be had here, so with ``--stand-in`` a declared stand-in is imported as a user would import
gnomAD: of the exome's own alleles those with an rs number are given a frequency of 5 %, the others and the causal ones
are covered and not there. Without it nothing stands in, and all but the embedded 1000 Genomes sites have no frequency.

The shipped phenotype ranking was trained on the findings of these cases. With ``--forests DIR`` (the folder that
``tools/train_ranker.py`` writes) each case is answered with the forest that saw nothing of its paper's fold: those are
the fair figures. Constants of the weighing were set while looking at the cases of one half of the papers ("seen").

Run: python -m benchmarks.exome_cases [--number 300] [--genes GENE …] [--stand-in] [--forests DIR] [--cache FILE]
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from lexome.assurance.solved_cases import read_solved_cases
from lexome.core.settings import Settings
from lexome.lab import Lab
from lexome.models.phenotype_forest import open_forest
from lexome.services.diagnose.engine import Engine

SHARED_DATA = Path(os.environ.get("LEXOME_SHARED_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
SEED = 20241215
CONTIG_ORDER = {name: place for place, name in enumerate([*map(str, range(1, 23)), "X", "Y", "MT", "M"])}
GENOTYPES = {"heterozygous": "0/1", "homozygous": "1/1", "hemizygous": "1/1"}


def all_cases() -> list[dict[str, Any]]:
    """Return the dev cases."""
    with gzip.open(SHARED_DATA / "cases" / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def usable_cases() -> list[dict[str, Any]]:
    """Return the scored cases whose causal alleles are all spelt in bases."""
    return [
        case
        for case in all_cases()
        if case["flags"]["scored"]
        and case["truth"]["variants"]
        and all(one["pos"] and one["zygosity"] in GENOTYPES for one in case["truth"]["variants"])
    ]


def phenopackets(wanted: set[str]) -> dict[str, dict[str, Any]]:
    """Return the original phenopackets by id, their diagnoses removed."""
    found = {}
    with tarfile.open(SHARED_DATA / "cases" / "dev_phenopackets.tar.xz") as archive:
        for member in archive:
            handle = archive.extractfile(member) if member.isfile() else None
            if handle is None:
                continue
            document = json.load(handle)
            if document["id"] in wanted:
                found[document["id"]] = {
                    key: document[key] for key in ("id", "subject", "phenotypicFeatures", "metaData") if key in document
                }
    return found


def background() -> tuple[list[str], list[tuple[tuple[int, int], str]]]:
    """Return header lines and (place, line) of the exome, in file order."""
    with gzip.open(SHARED_DATA / "vcf" / "exome_background.hg38.vcf.gz", "rt", encoding="utf-8") as lines:
        everything = lines.read().splitlines()
    header = [line for line in everything if line.startswith("#")]
    records = [(_place(*line.split("\t", 2)[:2]), line) for line in everything if not line.startswith("#")]
    return header, records


def _place(contig: str, pos: str) -> tuple[int, int]:
    return CONTIG_ORDER.get(contig.removeprefix("chr"), 99), int(pos)


def with_variants(records: list[tuple[tuple[int, int], str]], variants: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield the exome's records with the causal ones at their places; they look like any other record."""
    causal = []
    for one in variants:
        contig = "chr" + str(one["chrom"]).removeprefix("chr").replace("MT", "M")
        fields = [contig, str(one["pos"]), ".", one["ref"], one["alt"], "250.00", "PASS", "."]
        sample = f"{GENOTYPES[one['zygosity']]}:20,20:40:99"
        causal.append((_place(contig, str(one["pos"])), "\t".join([*fields, "GT:AD:DP:GQ", sample])))
    merged = sorted([*records, *causal], key=lambda item: item[0]) if causal else records
    return (line for _, line in merged)


def write_cases(cases: list[dict[str, Any]], folder: Path, *, findings: bool, variants: bool) -> None:
    """Write one phenopacket and one VCF a case."""
    packets = phenopackets({case["id"] for case in cases})
    header, records = background()
    for number, case in enumerate(cases):
        packet = dict(packets[case["id"]])
        if not findings:
            packet["phenotypicFeatures"] = []
        if variants:
            path = folder / f"{number:05d}.vcf"
            path.write_text("\n".join([*header, *with_variants(records, case["truth"]["variants"])]) + "\n")
            packet["files"] = [
                {
                    "uri": path.name,
                    "individualToFileIdentifiers": {packet["subject"]["id"]: "PROBAND"},
                    "fileAttributes": {"fileFormat": "vcf", "genomeAssembly": "GRCh38"},
                }
            ]
        (folder / f"{number:05d}.json").write_text(json.dumps(packet))


def import_stand_in(folder: Path) -> None:
    """Import the declared stand-in for population frequencies into a data folder, through the user's own command."""
    _, records = background()
    path = folder / "stand_in.vcf"
    info = [
        '##INFO=<ID=AC,Number=A,Type=Integer,Description="Alternate alleles">',
        '##INFO=<ID=AN,Number=1,Type=Integer,Description="Alleles called">',
        '##INFO=<ID=AF,Number=A,Type=Float,Description="Frequency">',
    ]
    lines = ["##fileformat=VCFv4.2", *info, "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO"]
    for _, line in records:
        contig, pos, name, ref, alt = line.split("\t")[:5]
        if name.startswith("rs") and "," not in alt:
            lines.append("\t".join([contig, pos, ".", ref, alt, ".", "PASS", "AC=5000;AN=100000;AF=0.05"]))
    path.write_text("\n".join(lines) + "\n")
    call = [sys.executable, "-m", "lexome", "data", "import", "population", path, "--release", "stand-in"]
    subprocess.run([*call, "--assembly", "GRCh38"], check=True, stdout=subprocess.DEVNULL)


def fold_of_paper() -> dict[str, int]:
    """Return the fold that each case was left out of in training."""
    solved = read_solved_cases(SHARED_DATA / "cases" / "dev.jsonl.gz")
    return {one.id: one.fold("paper", folds=5) for one in solved}


OPENED: dict[str, Any] = {}
"""What a worker process holds: engine, a ranker for each fold, the fold of each case."""


def open_engine(fasta: str, forests: Path | None, folds: dict[str, int]) -> None:
    """Open the engine of a worker process, with the rankers that saw nothing of a fold where there are any."""
    engine = Engine(Lab(Settings.from_environment(os.environ)), fasta=Path(fasta) if fasta else None)
    rankers = [engine.ranker] * 5
    if forests is not None:
        rankers = [engine.ranker.with_forest(open_forest(path=forests / f"paper_{fold}.onnx")) for fold in range(5)]
    OPENED.update(engine=engine, rankers=rankers, folds=folds)


def inheritance_group(case: dict[str, Any]) -> str:
    """Return how the causal genotype looks."""
    zygosities = [one["zygosity"] for one in case["truth"]["variants"]]
    return "two alleles" if len(zygosities) > 1 else zygosities[0]


def in_clinvar(case: dict[str, Any]) -> str:
    """Return whether every causal allele is a record of the embedded ClinVar."""
    from lexome.core.allele import Allele
    from lexome.core.assembly import Assembly
    from lexome.core.facts import Unknown
    from lexome.core.settings import Settings
    from lexome.lab import Lab

    global _CLINVAR
    if _CLINVAR is None:
        _CLINVAR = Lab(Settings.from_environment(os.environ)).knowledge("clinvar")
    alleles = [
        Allele.from_vcf(Assembly.GRCH38, contig=str(one["chrom"]), pos=one["pos"], ref=one["ref"], alt=one["alt"])
        for one in case["truth"]["variants"]
    ]
    known = [not isinstance(_CLINVAR.of(allele), Unknown) for allele in alleles]
    return "in ClinVar" if all(known) else "part in ClinVar" if any(known) else "not in ClinVar"


_CLINVAR: Any = None


def drawn(number: int, genes: Iterable[str] = ()) -> list[dict[str, Any]]:
    """Return this many usable cases, of some genes or of all, in an order that does not depend on the number."""
    cases, wanted = usable_cases(), set(genes)
    random.Random(SEED).shuffle(cases)
    return [case for case in cases if not wanted or wanted & set(case["truth"]["genes"])][:number]


def main() -> None:
    """Print the tables asked for."""
    from benchmarks.exome_answers import answers, ranks, tables

    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--number", type=int, default=300, help="cases, drawn at random with a fixed seed")
    options.add_argument("--genes", nargs="+", default=(), help="cases of these genes alone, and their ranks")
    options.add_argument("--stand-in", action="store_true", help="import the declared stand-in for frequencies")
    options.add_argument("--fasta", default=str(SHARED_DATA / "genome" / "lrg_grch38.fa.gz"), help="'' for none")
    options.add_argument("--forests", type=Path, help="forests of the folds: each case held out from its own")
    options.add_argument("--jobs", type=int, default=2, help="processes; each needs 0.5 GB")
    options.add_argument("--cache", type=Path, help="answers by case (JSON lines), kept and not computed again")
    given = options.parse_args()
    cases = drawn(given.number, given.genes)
    with tempfile.TemporaryDirectory() as data:
        os.environ["LEXOME_DATA_DIR"] = data
        if given.stand_in:
            import_stand_in(Path(data))
        found = answers(cases, fasta=given.fasta, forests=given.forests, jobs=given.jobs, cache=given.cache)
        print(f"{given}\n{tables(cases, found)}")
        if given.genes:
            print(ranks(cases, found))


if __name__ == "__main__":
    main()
