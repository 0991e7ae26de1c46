"""Published cases whose causal variants are put into one real exome: is the causal gene found?

The exome holds 36,787 variants of a person without the disease. Every case is written as a phenopacket that names a
VCF, without its diagnosis, and goes through ``lexome diagnose --cases``. Population frequencies cannot be had here, so
with ``--stand-in`` a declared stand-in is imported as a user would import gnomAD: of the exome's own alleles those
with an rs number are given a frequency of 5 %, the others and the causal ones are covered and not there. Without it
nothing stands in, and all but the embedded 1000 Genomes sites have no frequency.

The shipped phenotype ranking was trained on the findings of these cases. With ``--forests DIR`` (the folder that
``tools/train_ranker.py`` writes) each case is answered in this process, by the same engine, with the forest that saw
nothing of its paper's fold: those are the fair figures.

Run: python -m benchmarks.exome_cases [--number 300] [--stand-in] [--without-findings | --without-variants]
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
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lexome.assurance.solved_cases import read_solved_cases
from lexome.core.settings import Settings
from lexome.formats.phenopacket import read_phenopacket
from lexome.lab import Lab
from lexome.models.phenotype_forest import open_forest
from lexome.services.diagnose.engine import Engine
from lexome.services.diagnose.genotyped import carried_alleles
from lexome.services.diagnose.lines import result_line
from lexome.services.diagnose.patient import Intake, resolved

SHARED_DATA = Path(os.environ.get("LEXOME_SHARED_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
SEED = 20241215
CONTIG_ORDER = {name: place for place, name in enumerate([*map(str, range(1, 23)), "X", "Y", "MT", "M"])}
GENOTYPES = {"heterozygous": "0/1", "homozygous": "1/1", "hemizygous": "1/1"}


def usable_cases() -> list[dict[str, Any]]:
    """Return the scored cases whose causal alleles are all spelt in bases."""
    with gzip.open(SHARED_DATA / "cases" / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        cases = [json.loads(line) for line in lines]
    return [
        case
        for case in cases
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


@dataclass(frozen=True, slots=True)
class Run:
    """What a run gives to Lexome."""

    findings: bool
    variants: bool
    fasta: str
    jobs: int


def ranks(cases: list[dict[str, Any]], run: Run) -> list[tuple[int, int]]:
    """Return, for each case, the rank of the causal gene and of the disease (0 when not listed)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "cases"
        folder.mkdir()
        write_cases(cases, folder, findings=run.findings, variants=run.variants)
        out = Path(name) / "results.jsonl"
        call = [sys.executable, "-m", "lexome", "diagnose", "--cases", folder, "--out", out, "--jobs", str(run.jobs)]
        call += ["--fasta", run.fasta] if run.fasta else []
        subprocess.run(call, check=True, stdout=subprocess.DEVNULL)
        results = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    return [_ranks(case["truth"], result) for case, result in zip(cases, results, strict=True)]


def held_out_ranks(cases: list[dict[str, Any]], run: Run, forests: Path) -> list[tuple[int, int]]:
    """Return the same ranks as ``ranks``, each case answered with the forest that saw nothing of its fold."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_cases(cases, folder, findings=run.findings, variants=run.variants)
        jobs = [(str(folder / f"{number:05d}.json"), case["truth"]) for number, case in enumerate(cases)]
        folds = fold_of_paper()
        with ProcessPoolExecutor(run.jobs, initializer=_open, initargs=(run.fasta, forests, folds)) as pool:
            return list(pool.map(_answer, jobs))


def fold_of_paper() -> dict[str, int]:
    """Return the fold that each case was left out of in training."""
    solved = read_solved_cases(SHARED_DATA / "cases" / "dev.jsonl.gz")
    return {one.id: one.fold("paper", folds=5) for one in solved}


_held: dict[str, Any] = {}


def _open(fasta: str, forests: Path, folds: dict[str, int]) -> None:
    engine = Engine(Lab(Settings.from_environment(os.environ)), fasta=Path(fasta) if fasta else None)
    base = engine.ranker
    rankers = [base.with_forest(open_forest(path=forests / f"paper_{fold}.onnx")) for fold in range(5)]
    _held.update(engine=engine, rankers=rankers, folds=folds)


def _answer(job: tuple[str, dict[str, Any]]) -> tuple[int, int]:
    path, truth = job
    engine, intake = _held["engine"], Intake()
    packet = read_phenopacket(Path(path))
    engine.ranker = _held["rankers"][_held["folds"][packet.case.id]]
    case = replace(packet.case, findings=resolved(packet.case.findings, engine.lab.knowledge("hpo"), intake))
    diagnosed = engine.diagnose(case, carried_alleles(case, engine, intake), keep=100, most=10)
    line = result_line(case.id, diagnosed.differential.ranking, (), top=100)
    return _ranks(truth, json.loads(line.model_dump_json()))


def _ranks(truth: dict[str, Any], result: dict[str, Any]) -> tuple[int, int]:
    gene = disease = 0
    for entry in result.get("differential", []):
        if not gene and set(truth["genes"]) & set(entry["genes"]):
            gene = entry["rank"]
        if not disease and truth["disease"] in {entry["disease_id"], *entry.get("equivalent_ids", [])}:
            disease = entry["rank"]
    return gene, disease


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


def table(cases: list[dict[str, Any]], found: list[tuple[int, int]]) -> str:
    """Return the results by stratum, genotype and ClinVar membership, with bootstrap intervals."""
    groups: dict[str, list[int]] = defaultdict(list)
    for number, case in enumerate(cases):
        for name in (f"stratum {case['flags']['stratum']}", inheritance_group(case), in_clinvar(case), "all"):
            groups[name].append(number)
    lines = [f"{'':<20}{'n':>5}  {'gene first':>20}  {'gene in top 5':>20}  {'disease first':>20}"]
    for name in sorted(groups, key=lambda key: (key == "all", key)):
        rows = groups[name]
        first = [found[row][0] == 1 for row in rows]
        five = [0 < found[row][0] <= 5 for row in rows]
        disease = [found[row][1] == 1 for row in rows]
        lines.append(f"{name:<20}{len(rows):>5}  {_share(first):>20}  {_share(five):>20}  {_share(disease):>20}")
    return "\n".join(lines)


def _share(hits: list[bool]) -> str:
    rng = random.Random(SEED)
    draws = sorted(sum(rng.choices(hits, k=len(hits))) / len(hits) for _ in range(1000))
    return f"{sum(hits) / len(hits):.3f} [{draws[24]:.3f}–{draws[974]:.3f}]"


def main() -> None:
    """Print the tables asked for."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--number", type=int, default=300, help="cases, drawn at random with a fixed seed")
    options.add_argument("--without-findings", action="store_true", help="variants only")
    options.add_argument("--without-variants", action="store_true", help="findings only")
    options.add_argument("--stand-in", action="store_true", help="import the declared stand-in for frequencies")
    options.add_argument("--fasta", default=str(SHARED_DATA / "genome" / "lrg_grch38.fa.gz"), help="'' for none")
    options.add_argument("--forests", default="", help="forests of the folds: each case held out from its own")
    options.add_argument("--jobs", type=int, default=2)
    given = options.parse_args()
    cases = usable_cases()
    random.Random(SEED).shuffle(cases)
    cases = cases[: given.number]
    with tempfile.TemporaryDirectory() as data:
        os.environ["LEXOME_DATA_DIR"] = data
        if given.stand_in:
            import_stand_in(Path(data))
        run = Run(not given.without_findings, not given.without_variants, given.fasta, given.jobs)
        forests = Path(given.forests) if given.forests else None
        found = held_out_ranks(cases, run, forests) if forests else ranks(cases, run)
    print(f"{given}\n{table(cases, found)}")


if __name__ == "__main__":
    main()
