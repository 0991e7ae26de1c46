"""Published cases with a structural allele, put into one real exome: is the causal gene found?

Of the dev cases 313 causal alleles are structural: losses, gains and rearrangements, told in words by their papers
('deletion of exons 5-8', 'arr{hg38}9q34.11(128591376-128600369)x1', '1.5 Mb deletion'). No dev case has an expanded
repeat, uniparental disomy or another defect of imprinting, so nothing can be measured of these here.

Places are worked out from the words, and this is a declared stand-in where the paper gives no coordinates on GRCh38:
exons are those of the MANE Select transcript, cut in the middle of the flanking introns but at most 500 bases out; a
whole gene is lost with 10 kb to either side; a size alone is laid around the middle of the gene, and NF1
microdeletions of type 1, 2 and 3 are 1.4, 1.2 and 1.0 Mb there. What cannot be placed is counted and left out, as are
GRCh37 coordinates, translocations and karyotypes. The exome has no structural calls of its own, so decoys are added:
ten losses and ten gains of 5 to 200 kb over coding sequence, at random. Heterozygous alleles within a causal loss are
taken out, since one copy cannot be heterozygous.

At most three cases a gene are answered, scored ones first, each with the forest that saw nothing of its paper's fold
(``--forests``), without a reference sequence and without imported frequencies.

Run: python -m benchmarks.structural_cases --forests DIR [--number 60]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks import exome_cases as cases_of
from benchmarks.exome_answers import _summary, seen, share

from lexome.core.assembly import CONTIGS
from lexome.core.settings import Settings
from lexome.core.transcript import TranscriptColumns
from lexome.formats.phenopacket import read_phenopacket
from lexome.lab import Lab
from lexome.services.diagnose.examined import examine
from lexome.services.diagnose.genotyped import weighed
from lexome.services.diagnose.patient import Intake, resolved

A_GENE = 3
DECOYS = 10
BESIDE, AROUND = 500, 10_000
MICRODELETIONS = {"1": 1_400_000, "2": 1_200_000, "3": 1_000_000}
WAYS = {"joint": "everything", "findings": "findings alone", "variants": "variants alone"}

_ON_38 = re.compile(
    r"(?:hg38|GRCh38|NC_0000\d\d\.(?:9|1[0-4])):?\D*?(?:g\.)?[\w.() ]*?(\d[\d,]{5,})\s*[-_]\s*(\d[\d,]{5,})"
)
_OTHER_BUILD = re.compile(r"GRCh37|hg19|Build 36|NC_000002\.11", re.IGNORECASE)
_EXONS = re.compile(
    r"(?:\bE|ex(?:on)?s?[\s_]*|(?:DEL|DUP)\s)(\d+)(?![pq\d])(?:(?:\s*(?:-|–|to|through)\s*|_+)(?:E|exon)?\s?(\d+))?",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"whole|full|entire|total|gene[_ ](?:deletion|duplication)$|DEL_\w+_gene$|all \d exons", re.IGNORECASE
)
_SIZE = re.compile(r"(\d+(?:[._]\d+)?)[\s_-]*([kM])b", re.IGNORECASE)
_TYPE = re.compile(r"type[ -]?([123])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Genes:
    """MANE Select transcripts by symbol."""

    columns: TranscriptColumns
    row_of: dict[str, int]

    @staticmethod
    def embedded() -> Genes:
        """Return those that ship."""
        columns = Lab(Settings.from_environment(os.environ)).knowledge("transcripts")
        rows = np.flatnonzero(columns.mane_select).tolist()
        return Genes(columns, {columns.gene_symbols[row]: row for row in rows})

    def place(self, gene: str, label: str) -> tuple[str, int, int] | None:
        """Return contig, start (0-based) and end of a structural allele told in words, None when it has no place."""
        row = self.row_of.get(gene)
        if row is None or _OTHER_BUILD.search(label):
            return None
        contig, exons = CONTIGS[int(self.columns.contig[row])], self.columns.exons(row)
        start, end = exons[0][0], exons[-1][1]
        if found := _ON_38.search(label):
            first, last = (int(part.replace(",", "")) for part in found.groups())
            return (contig, first - 1, last) if first < last and first < end and last > start else None
        if found := _EXONS.search(label):
            return self._exons(row, int(found[1]), int(found[2] or found[1]))
        if gene == "NF1" and (found := _TYPE.search(label)):
            return _around(contig, start, end, MICRODELETIONS[found[1]])
        if _WHOLE.search(label):
            return contig, start - AROUND, end + AROUND
        if found := _SIZE.search(label):
            unit = 1e6 if found[2].upper() == "M" else 1e3
            return _around(contig, start, end, int(float(found[1].replace("_", ".")) * unit))
        return None

    def _exons(self, row: int, first: int, last: int) -> tuple[str, int, int] | None:
        exons = self.columns.exons(row)
        if not 1 <= first <= last <= len(exons):
            return None
        if int(self.columns.strand[row]) < 0:
            first, last = len(exons) + 1 - last, len(exons) + 1 - first
        start, end = exons[first - 1][0], exons[last - 1][1]
        before = (start - exons[first - 2][1]) // 2 if first > 1 else BESIDE
        after = (exons[last][0] - end) // 2 if last < len(exons) else BESIDE
        return CONTIGS[int(self.columns.contig[row])], start - min(before, BESIDE), end + min(after, BESIDE)


def _around(contig: str, start: int, end: int, size: int) -> tuple[str, int, int]:
    middle = (start + end) // 2
    return contig, middle - size // 2, middle + size // 2


def record(contig: str, start: int, end: int, *, gain: bool, zygosity: str) -> str:
    """Return a line as a copy-number caller writes it."""
    kind, genotype = ("DUP", "0/1") if gain else ("DEL", cases_of.GENOTYPES[zygosity])
    copies = 3 if gain else 1 if genotype == "0/1" else 0
    fields = [f"chr{contig}", str(start), ".", "N", f"<{kind}>", "250", "PASS", f"SVTYPE={kind};END={end}"]
    return "\t".join([*fields, "GT:CN", f"{genotype}:{copies}"])


def decoys(genes: Genes, rng: random.Random) -> Iterator[str]:
    """Yield losses and gains over coding sequence at random."""
    rows = list(genes.row_of.values())
    for number in range(2 * DECOYS):
        row = rng.choice(rows)
        start, end = rng.choice(genes.columns.exons(row))
        size = int(10 ** rng.uniform(3.7, 5.3))
        begin = max(1, (start + end - size) // 2)
        contig = CONTIGS[int(genes.columns.contig[row])]
        if contig in CONTIGS[:22]:
            yield record(contig, begin, begin + size, gain=number % 2 == 1, zygosity="heterozygous")


def placed_alleles(case: dict[str, Any], genes: Genes) -> list[dict[str, Any]] | None:
    """Return the causal alleles with a place each, None when one has none."""
    found = []
    for one in case["truth"]["variants"]:
        if one["zygosity"] not in cases_of.GENOTYPES:
            return None
        if not one["pos"]:
            label = one["vlabel"] or ""
            place = genes.place(one["gene"], label) if one["structural"] in KINDS else None
            if place is None:
                return None
            one = one | {"place": place, "gain": bool(re.search(r"dup|gain", label, re.IGNORECASE))}
        found.append(one)
    return found


KINDS = {"chromosome_structure_variation", "chromosomal_deletion", "chromosomal_duplication"}


def chosen(genes: Genes) -> tuple[list[dict[str, Any]], Counter[str]]:
    """Return the cases to answer, their alleles placed, and what became of all with a structural allele."""
    with_one = [
        case for case in cases_of.all_cases() if any(one["structural"] in KINDS for one in case["truth"]["variants"])
    ]
    random.Random(cases_of.SEED).shuffle(with_one)
    told: Counter[str] = Counter(cases=len(with_one))
    by_gene: dict[str, int] = defaultdict(int)
    kept = []
    for case in sorted(with_one, key=lambda one: not one["flags"]["scored"]):
        alleles = placed_alleles(case, genes)
        if alleles is None:
            told["without a place"] += 1
        elif by_gene[alleles[0]["gene"]] >= A_GENE:
            told["beyond three of a gene"] += 1
        else:
            by_gene[alleles[0]["gene"]] += 1
            kept.append(case | {"alleles": alleles})
    return kept, told


def write(case: dict[str, Any], packet: dict[str, Any], path: Path, genes: Genes, number: int) -> None:
    """Write the phenopacket and the VCF of one case."""
    header, records = cases_of.background()
    structural = [one for one in case["alleles"] if "place" in one]
    lines = list(cases_of.with_variants(records, [one for one in case["alleles"] if "place" not in one]))
    lost = [one["place"] for one in structural if not one["gain"]]
    lines = [line for line in lines if not _cannot_be(line, lost)]
    lines += [record(*one["place"], gain=one["gain"], zygosity=one["zygosity"]) for one in structural]
    lines += decoys(genes, random.Random(f"{cases_of.SEED} {number}"))
    lines.sort(key=lambda line: cases_of._place(*line.split("\t", 2)[:2]))
    vcf = path.with_suffix(".vcf")
    vcf.write_text("\n".join([*header, *lines]) + "\n", encoding="utf-8")
    uri = {"uri": vcf.name, "fileAttributes": {"fileFormat": "vcf", "genomeAssembly": "GRCh38"}}
    files = [uri | {"individualToFileIdentifiers": {packet["subject"]["id"]: "PROBAND"}}]
    path.write_text(json.dumps(packet | {"files": files}), encoding="utf-8")


def _cannot_be(line: str, lost: list[tuple[str, int, int]]) -> bool:
    contig, pos, rest = line.split("\t", 2)
    if not any(contig == f"chr{name}" and start < int(pos) <= end for name, start, end in lost):
        return False
    return rest.split("\t")[7].replace("|", "/").startswith(("0/1", "1/0", "1/2"))


def answer(work: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    """Return how one case was answered in each way."""
    path, case = work
    held = cases_of.OPENED
    engine = held["engine"]
    packet = read_phenopacket(Path(path))
    engine.ranker = held["rankers"][held["folds"][packet.case.id]]
    intake = Intake()
    patient = replace(packet.case, findings=resolved(packet.case.findings, engine.lab.knowledge("hpo"), intake))
    examined = examine(patient, engine, intake)
    assert examined is not None, intake.problems
    silent = replace(patient, findings=())
    told = {
        "joint": engine.diagnose(patient, weighed(patient, examined, engine, Intake()), keep=100, most=10),
        "findings": engine.diagnose(patient, None, keep=100, most=10),
        "variants": engine.diagnose(silent, weighed(silent, examined, engine, Intake()), keep=100, most=10),
    }
    return {way: _summary(case["truth"], diagnosed) for way, diagnosed in told.items()}


def tables(cases: list[dict[str, Any]], found: list[dict[str, Any]]) -> str:
    """Return the table by group and way."""
    groups: dict[str, list[int]] = defaultdict(list)
    for row, case in enumerate(cases):
        gain = any(one.get("gain") for one in case["alleles"])
        small = any("place" not in one for one in case["alleles"])
        both = "with a small variant" if small else case["alleles"][0]["zygosity"]
        half = "papers seen" if seen(case) else "papers kept back"
        for name in ("all", f"stratum {case['flags']['stratum']}", "gain" if gain else "loss", both, half):
            groups[name].append(row)
    lines = []
    for way, title in WAYS.items():
        lines.append(f"\n{title:<26}{'n':>5}{'gene first':>22}{'gene in top 5':>22}{'disease first':>22}")
        for name in sorted(groups, key=lambda one: (one != "all", one)):
            here = [found[row][way] for row in groups[name]]
            first, five = [one["gene"] == 1 for one in here], [0 < one["gene"] <= 5 for one in here]
            shares = (share(first), share(five), share([one["disease"] == 1 for one in here]))
            lines.append(f"{name:<26}{len(here):>5}" + "".join(f"{one:>22}" for one in shares))
    sure = [one["joint"] for one in found if one["joint"]["posterior"] >= 0.9]
    right = sum(one["gene"] == 1 for one in sure)
    return "\n".join([*lines, f"\nfirst answers from .9 on: {len(sure)}, of them with the causal gene: {right}"])


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--number", type=int, default=60, help="cases at most")
    options.add_argument("--forests", type=Path, help="forests of the folds: each case held out from its own")
    options.add_argument("--jobs", type=int, default=1)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as data:
        os.environ["LEXOME_DATA_DIR"] = data
        genes = Genes.embedded()
        cases, told = chosen(genes)
        print(f"{dict(told)}, to answer: {len(cases)}", flush=True)
        cases = cases[: given.number]
        packets = cases_of.phenopackets({case["id"] for case in cases})
        folder = Path(data)
        work = []
        for number, case in enumerate(cases):
            path = folder / f"{number:05d}.json"
            write(case, packets[case["id"]], path, genes, number)
            work.append((str(path), case))
        folds = cases_of.fold_of_paper()
        with ProcessPoolExecutor(
            given.jobs, initializer=cases_of.open_engine, initargs=("", given.forests, folds)
        ) as pool:
            found = list(pool.map(answer, work))
        for case, one in zip(cases, found, strict=True):
            print(
                case["id"], case["truth"]["genes"], [a.get("vlabel") for a in case["alleles"]], one["joint"], flush=True
            )
        print(tables(cases, found))


if __name__ == "__main__":
    main()
