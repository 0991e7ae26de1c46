"""The cases of ``exome_cases`` with simulated parents, and recessive cases with one of their two alleles taken away.

Parents are made from the child's own exome: of a heterozygous allele one parent is the carrier, of a homozygous one
both are, the other parent carries an allele with an rs number in three of ten. Causal alleles follow the genotype: two
alleles come from one parent each, homozygous ones from both, a hemizygous one from the mother, a single heterozygous
one is new. Parents are unaffected. Without its second allele a recessive disease must stay in view and be flagged.

Frequencies are the declared stand-in of ``exome_cases``, forests those of the folds.

Run: python -m benchmarks.exome_families --forests DIR [--number 40]
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks import exome_cases as cases_of
from benchmarks.exome_answers import share

from lexome.core.assembly import Assembly
from lexome.core.case import Case, Pedigree, Person, Sex, VariantFile
from lexome.formats.phenopacket import read_phenopacket
from lexome.reasoning.variant_support import Genotype
from lexome.services.diagnose.genotyped import carried_alleles
from lexome.services.diagnose.patient import Intake, resolved

ABSENT, ONE, TWO = "0/0:40,0:40:99", "0/1:20,20:40:99", "1/1:0,40:40:99"
OTHER_PARENT = 0.3
"""Share of alleles with an rs number that the other parent of a heterozygous child carries as well."""


OWN_ALLELES, DESERT = 9_000, 190_900_000
"""Heterozygous alleles that each parent has and the child has not, as many as a parent has among common coding ones
besides those passed on, and where they are put: a stretch of chromosome 1 without protein-coding genes."""


def family_lines(
    records: list[tuple[tuple[int, int], str]], variants: list[dict[str, Any]], rng: random.Random
) -> list[str]:
    """Return the lines of a VCF of child, father and mother, in the order of the genome."""
    placed = [(place, _inherited(line, rng)) for place, line in records]
    for number, one in enumerate(variants):
        (line,) = cases_of.with_variants([], [one])
        fields = line.split("\t")
        placed.append(((_order(fields[0]), int(fields[1])), "\t".join([*fields, *_parents(one, variants, number)])))
    placed += [((1, pos), line) for pos, line in _of_one_parent()]
    return [line for _, line in sorted(placed, key=lambda item: item[0])]


def _of_one_parent() -> list[tuple[int, str]]:
    """Return what the child did not inherit, far from any gene: without it a parent would look like a twin."""
    lines = []
    for number in range(2 * OWN_ALLELES):
        pos = DESERT + 20 * number
        parents = (ONE, ABSENT) if number % 2 else (ABSENT, ONE)
        fields = ["chr1", str(pos), ".", "A", "G", "250.00", "PASS", ".", "GT:AD:DP:GQ", ABSENT, *parents]
        lines.append((pos, "\t".join(fields)))
    return lines


def _order(contig: str) -> int:
    return cases_of.CONTIG_ORDER.get(contig.removeprefix("chr"), 99)


def _inherited(line: str, rng: random.Random) -> str:
    fields = line.split("\t")
    child = fields[9].split(":", 1)[0].replace("|", "/")
    alleles = set(child.split("/")) - {"0", "."}
    if len(alleles) != 1:
        return "\t".join([*fields, "./.", "./."])
    if "0" not in child:
        parents = [TWO if rng.random() < OTHER_PARENT else ONE for _ in range(2)]
    else:
        other = ONE if fields[2].startswith("rs") and rng.random() < OTHER_PARENT else ABSENT
        parents = [ONE, other]
        rng.shuffle(parents)
    if fields[0] == "chrX" and parents[0] == ONE:
        parents[0] = TWO  # the father has one X
    return "\t".join([*fields[:8], "GT:AD:DP:GQ", fields[9], *parents])


def _parents(one: dict[str, Any], variants: list[dict[str, Any]], number: int) -> tuple[str, str]:
    """Return father's and mother's genotype of a causal allele."""
    if one["zygosity"] == "homozygous":
        return ONE, ONE
    if one["zygosity"] == "hemizygous":
        return ABSENT, ONE
    if len(variants) > 1:
        return (ONE, ABSENT) if number == 0 else (ABSENT, ONE)
    return ABSENT, ABSENT


def _trio(patient: Case, path: Path) -> Case:
    people = {
        "PROBAND": Person("PROBAND", father="FATHER", mother="MOTHER", sex=patient.sex, affected=True),
        "FATHER": Person("FATHER", sex=Sex.MALE, affected=False),
        "MOTHER": Person("MOTHER", sex=Sex.FEMALE, affected=False),
    }
    file = VariantFile(path, Assembly.GRCH38)
    return replace(patient, proband="PROBAND", pedigree=Pedigree("F", people), variants=(file,))


def answer(work: tuple[str, str, dict[str, Any], bool]) -> dict[str, Any]:
    """Return where the causal gene stands, with which genotype, and how the posterior of the first answer is."""
    packet_path, vcf, case, trio = work
    held = cases_of.OPENED
    engine, intake = held["engine"], Intake()
    packet = read_phenopacket(Path(packet_path))
    engine.ranker = held["rankers"][held["folds"][packet.case.id]]
    patient = replace(packet.case, findings=resolved(packet.case.findings, engine.lab.knowledge("hpo"), intake))
    if trio:
        patient = _trio(patient, Path(vcf))
    genotyped = carried_alleles(patient, engine, intake)
    assert genotyped is not None, intake.problems
    differential = engine.diagnose(patient, genotyped, keep=100, most=10).differential
    wanted = set(case["truth"]["genes"])
    for rank, placed in enumerate(differential.placed, start=1):
        if wanted & set(placed.verdict.hypothesis.genes):
            return {"gene": rank, "genotype": placed.found.genotype, "listed": placed.line is not None}
    return {"gene": 0, "genotype": Genotype.NONE, "listed": False}


def one_allele_less(case: dict[str, Any]) -> dict[str, Any]:
    """Return a case with two causal alleles without the second, a homozygous one as a carrier."""
    first = {**case["truth"]["variants"][0], "zygosity": "heterozygous"}
    return {**case, "truth": {**case["truth"], "variants": [first]}}


def run(cases: list[dict[str, Any]], folder: Path, *, trio: bool) -> list[dict[str, Any]]:
    """Return the answers of cases written into a folder."""
    folder.mkdir()
    cases_of.write_cases(cases, folder, findings=True, variants=not trio)
    header, records = cases_of.background()
    work = []
    for number, case in enumerate(cases):
        path = folder / f"{number:05d}.vcf"
        if trio:
            lines = family_lines(records, case["truth"]["variants"], random.Random(number))
            top = [*header[:-1], header[-1].replace("PROBAND", "PROBAND\tFATHER\tMOTHER")]
            path.write_text("\n".join([*top, *lines]) + "\n")
        work.append((str(folder / f"{number:05d}.json"), str(path), case, trio))
    with ProcessPoolExecutor(1, initializer=cases_of.open_engine, initargs=OPENED) as pool:
        return list(pool.map(answer, work))


OPENED: tuple[Any, ...] = ()


def _row(title: str, found: list[dict[str, Any]]) -> str:
    first, five = [one["gene"] == 1 for one in found], [0 < one["gene"] <= 5 for one in found]
    return f"{title:<44}{len(found):>5}{share(first):>22}{share(five):>22}"


def _by_genotype(title: str, cases: list[dict[str, Any]], found: list[dict[str, Any]]) -> list[str]:
    kinds = [cases_of.inheritance_group(case) for case in cases]
    parted = {kind: [one for one, its in zip(found, kinds, strict=True) if its == kind] for kind in sorted(set(kinds))}
    return [_row(title, found), *(_row(f"  {kind}", some) for kind, some in parted.items())]


def main() -> None:
    """Print the table."""
    global OPENED
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--number", type=int, default=40)
    options.add_argument("--forests", type=Path)
    given = options.parse_args()
    cases = cases_of.drawn(given.number)
    two = [
        case
        for case in cases_of.drawn(10 * given.number)
        if len(case["truth"]["variants"]) == 2 or case["truth"]["variants"][0]["zygosity"] == "homozygous"
    ][: given.number]
    with tempfile.TemporaryDirectory() as data, tempfile.TemporaryDirectory() as name:
        os.environ["LEXOME_DATA_DIR"] = data
        cases_of.import_stand_in(Path(data))
        fasta = str(cases_of.SHARED_DATA / "genome" / "lrg_grch38.fa.gz")
        OPENED = (fasta, given.forests, cases_of.fold_of_paper())
        alone = run(cases, Path(name) / "alone", trio=False)
        trio = run(cases, Path(name) / "trio", trio=True)
        whole = run(two, Path(name) / "two", trio=False)
        less = run([one_allele_less(case) for case in two], Path(name) / "less", trio=False)
    known = [row for row, case in enumerate(two) if case["flags"]["stratum"] != "N"]
    shown = [less[row] for row in known]
    missing = [one["genotype"] == Genotype.SECOND_HIT_MISSING for one in shown if one["gene"] and one["listed"]]
    lines = [
        f"{'':<44}{'n':>5}{'gene first':>22}{'gene in top 5':>22}",
        *_by_genotype("patient alone", cases, alone),
        *_by_genotype("with simulated unaffected parents", cases, trio),
        _row("both recessive alleles", whole),
        _row("one of them taken away", less),
        f"  of the {len(known)} with a listed disease in view: {share([one['gene'] > 0 for one in shown])}",
        f"  of {len(missing)} of those with it listed flagged 'second hit missing': {share(missing)}",
    ]
    print("\n".join(lines))


if __name__ == "__main__":
    main()
