"""How the criteria compare with experts: F1 per criterion, the combining step, and the time for an exome.

Run from the checkout: ``python benchmarks/acmg.py [criteria|panel|benign|inframe|splicing|exome]``. Needs the shared
data (LEXOME_SHARED_DATA). ClinVar's own record of each variant is hidden throughout.
"""

from __future__ import annotations

import csv
import os
import re
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

from hgvs_place import Places
from lexome.core.allele import Allele
from lexome.core.classification import Classification
from lexome.core.curation import Action, Decision
from lexome.core.facts import Unknown
from lexome.core.settings import Settings
from lexome.core.variant import Significance, VariantFacts
from lexome.evidence.gather import NO_SPLICE, Gatherer
from lexome.evidence.sources import open_sources
from lexome.formats.curation import strength_of
from lexome.formats.fasta import Reference
from lexome.formats.rule_sets import read_rule_set
from lexome.lab import Lab
from lexome.reasoning.interpretation import interpret_variant
from lexome.services.interpret.splicing import predicted

SHARED = Path(os.environ.get("LEXOME_SHARED_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
OTHERS = {"PVS1": (0.98, 0.29, 0.98), "PM2": (0.46, 0.77, 0.98), "PP3": (0.88, 0.80, 1.0), "BA1": (0.32, 0.10, 0.96)}
"""F1 of AutoACMG, InterVar and GeneBe on about 172 expert variants (auto-acmg)."""
LARP7 = "GRCh38:4:112647412:G:GA"
ASSESSABLE = ("PVS1", "PS1", "PM1", "PM2", "PM4", "PM5", "PP2", "PP3", "BA1", "BS1", "BS2", "BP1", "BP3", "BP4", "BP7")


class Bench:
    """Sources opened once, and grading of one allele."""

    def __init__(self) -> None:
        self.lab = Lab(Settings.from_environment(os.environ))
        path = SHARED / "genome" / "lrg_grch38.fa.gz"
        self.reference = Reference.open(path, cache_dir=self.lab.settings.cache_dir)
        sources = open_sources(self.lab.knowledge, reference=self.reference, blind=frozenset({"clinvar"}))
        self.gatherer = Gatherer(sources)
        self.rules = read_rule_set()
        self.places = Places(sources.transcripts, self.reference)

    def grade(
        self, alleles: list[Allele], decisions: dict[Allele, list[Decision]] | None = None, *, splicing: bool = True
    ) -> dict[Allele, tuple[VariantFacts, Classification]]:
        """Return facts and class of each allele."""
        self.gatherer.prepare(alleles)
        splice = predicted(alleles, self.gatherer, self.lab) if splicing else {}
        found = {}
        for place, allele in enumerate(alleles):
            facts = self.gatherer.facts(allele, splice=splice.get(place, NO_SPLICE))
            given = (decisions or {}).get(allele, ())
            found[allele] = facts, interpret_variant(facts, self.rules, decisions=given)
        return found


def criteria(bench: Bench) -> None:
    """Print F1 per criterion against the expert-assigned criteria."""
    truth: dict[Allele, set[str]] = {}
    not_placed = []
    with (SHARED / "acmg" / "expert_criteria_dev.csv").open() as stream:
        for row in csv.DictReader(stream):
            gene = re.search(r"Gene: (\w+)", row["comment"])
            allele = bench.places.allele(row["variant"], gene=gene[1] if gene else row["comment"][:8])
            if isinstance(allele, str):
                not_placed.append(f"{row['variant']}: {allele}")
            else:
                truth[allele] = set(row["expert_criteria"].split(";"))
    graded = bench.grade(list(truth))
    at_hand = [a for a in truth if bench.reference.covers(a.contig, a.start - 1, a.end + 1)]
    print(f"{len(truth)} variants placed, {len(at_hand)} with sequence; not placed:", *not_placed, sep="\n  ")
    print(f"{'code':6}{'n':>4}{'assessed':>9}{'F1':>7}{'F1 seq':>8}   AutoACMG InterVar GeneBe")
    for code in ASSESSABLE:
        everywhere, with_sequence = (_f1(code, subset, truth, graded) for subset in (list(truth), at_hand))
        others = " ".join(f"{figure:8.2f}" for figure in OTHERS.get(code, ()))
        assessed = sum(code not in {item.code for item in graded[a][1].not_assessable} for a in truth)
        count = sum(code in codes for codes in truth.values())
        print(f"{code:6}{count:4}{assessed:9}{everywhere:7.2f}{with_sequence:8.2f}   {others}")
    _opposite(truth, graded)


def _f1(code: str, alleles: list[Allele], truth: dict[Allele, set[str]], graded: dict) -> float:
    found = {a for a in alleles if code in _codes(graded[a][1])}
    want = {a for a in alleles if code in truth[a]}
    if "-v" in sys.argv:
        for a in sorted(found ^ want):
            facts = graded[a][0]
            told = facts.consequence if isinstance(facts.consequence, Unknown) else facts.consequence.hgvs_c
            reason = next((i.because for i in graded[a][1].not_met if i.code == code), "")
            reason = reason or next((i.why for i in graded[a][1].not_assessable if i.code == code), "")
            print("   ", code, "extra" if a in found else "missed", told, sorted(truth[a]), reason)
    hit = len(found & want)
    return 2 * hit / max(1, len(found) + len(want))


def _codes(graded: Classification) -> set[str]:
    """Codes met, also where they were set aside as counted already."""
    return {item.code for item in graded.met} | {each.evidence.code for each in graded.set_aside}


def _opposite(truth: dict[Allele, set[str]], graded: dict) -> None:
    """Print variants on the opposite side of the class the experts' own codes give."""
    for allele, codes in truth.items():
        side = sum(1 if code.startswith("P") else -1 for code in codes)
        ours = graded[allele][1]
        if ours.classification.side * side < 0:
            print(
                "opposite:", allele, ours.classification.value, sorted(codes), [(i.code, i.because) for i in ours.met]
            )


def panel(bench: Bench) -> None:
    """Print how often the class equals the panel's, given its manual codes as curator evidence."""
    decisions: dict[Allele, list[Decision]] = {}
    classes: dict[Allele, int] = {}
    with (SHARED / "acmg" / "erepo_manual_x_clinvar20241215_dev.tsv").open() as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            allele = _allele(row["variant"])
            classes[allele] = int(row["clnsig_key"])
            codes = (text.partition("_") for text in row["manual_codes"].split(","))
            decisions[allele] = [_decision(allele, code, word) for code, _, word in codes]
    graded = bench.grade(list(classes), decisions, splicing="--splice" in sys.argv)
    at_hand = {a for a in classes if bench.reference.covers(a.contig, a.start - 1, a.end + 1)}
    print("sequence at hand:")
    _agreement({a: classes[a] for a in classes if a in at_hand}, graded)
    print("no sequence at hand:")
    _agreement({a: classes[a] for a in classes if a not in at_hand}, graded)
    print("all:")
    _agreement(classes, graded)
    short = [a for a in classes if graded[a][1].classification.side <= 0]
    _what_is_lacking(bench, short, graded, decisions)


EXPECTED = {0: "likely_pathogenic", 1: "either", 2: "pathogenic"}
"""What ClinVar 2024-12-15 states of an expert-panel variant."""


def _allele(text: str) -> Allele:
    contig, pos, ref, alt = text.split(":")
    return Allele.parse(f"GRCh38:{contig.removeprefix('chr')}:{pos}:{ref}:{alt}")


def _decision(allele: Allele, code: str, word: str) -> Decision:
    strength = strength_of(code, word)
    assert not isinstance(strength, str)
    return Decision(str(allele), code, Action.ADD, "expert panel", "ClinGen eRepo", strength)


def _agreement(classes: dict[Allele, int], graded: dict) -> None:
    """Print exact class, side, and everything on the other side."""
    table: Counter[tuple[str, str]] = Counter()
    for allele, key in classes.items():
        found = graded[allele][1]
        table[EXPECTED[key], found.classification.value] += 1
        if found.classification.side < 0:
            print("  opposite:", allele, [(i.code, i.because) for i in found.met])
    for expected in EXPECTED.values():
        row = {ours: count for (stated, ours), count in table.items() if stated == expected}
        said = ", ".join(f"{count} {ours}" for ours, count in sorted(row.items(), key=lambda pair: -pair[1]))
        print(f"  the panel's {expected:18}{sum(row.values()):5}: {said}")
    exact = sum(n for (stated, ours), n in table.items() if stated == ours)
    exact += sum(n for (stated, ours), n in table.items() if stated == "either" and Significance(ours).side > 0)
    side = sum(n for (_, ours), n in table.items() if Significance(ours).side > 0)
    print(f"  exact class {exact}, on the panel's side {side}, of {len(classes)}")


def _what_is_lacking(bench: Bench, short: list[Allele], graded: dict, decisions: dict) -> None:
    """Print by how many points the others fall short, which facts they lack, and what one more fact would change."""
    lacking = Counter(6 - graded[a][1].points for a in short)
    print(f"{len(short)} others, points short of likely pathogenic:", dict(sorted(lacking.items())))
    missing: dict[str, Counter[str]] = defaultdict(Counter)
    for allele in short:
        for item in graded[allele][1].not_assessable:
            missing[item.code][item.why] += 1
    for code, reasons in sorted(missing.items(), key=lambda pair: -sum(pair[1].values())):
        print(f"  {code:5} {sum(reasons.values()):5}  {reasons.most_common(1)[0][0]}")
    print("what if a fact that no source at hand states were known (not a result, the size of the gap):")
    for name, codes in WHAT_IF.items():
        reached = 0
        for allele in short:
            facts = graded[allele][0]
            missense = not isinstance(facts.consequence, Unknown) and "missense_variant" in facts.consequence.terms
            given = [_decision(allele, code, word) for code, word in codes if code != "PP3" or missense]
            again = interpret_variant(facts, bench.rules, decisions=[*decisions[allele], *given])
            reached += again.classification.side > 0
        print(f"  {name}: {reached} of {len(short)} would reach the panel's side")


WHAT_IF = {
    "absent from controls (PM2 at supporting)": (("PM2", "supporting"),),
    "and a missense predictor at moderate for missense (PP3)": (("PM2", "supporting"), ("PP3", "moderate")),
}


def benign(bench: Bench) -> None:
    """Print the class of variants for which a panel's only manual codes are benign, without those codes."""
    codes: dict[Allele, set[str]] = defaultdict(set)
    with (SHARED / "acmg" / "erepo_manual_criteria_hg38_dev.tsv").open() as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            codes[_allele(row["variant_id"])].add(row["criterion"])
    chosen = [allele for allele, found in codes.items() if all(code.startswith("B") for code in found)]
    graded = bench.grade(chosen, splicing="--splice" in sys.argv)
    counts = Counter(graded[a][1].classification.value for a in chosen)
    print(f"{len(chosen)} variants whose manual codes are all benign, graded without them:", dict(counts))
    for allele in chosen:
        if graded[allele][1].classification.side > 0:
            found = graded[allele][1]
            print("  pathogenic:", allele, sorted(codes[allele]), [(i.code, i.because) for i in found.met])


def inframe(bench: Bench) -> None:
    """Print PM4 and BP3 of ClinVar's pathogenic in-frame changes and lost stops where the sequence is at hand."""
    clinvar = bench.gatherer.sources.clinvar
    assert clinvar is not None
    kinds = {"inframe_deletion", "inframe_insertion", "stop_lost"}
    chosen = []
    for symbol in sorted(set(bench.gatherer.sources.transcripts.gene_symbols)):
        for row in clinvar.in_gene(symbol).tolist():
            record = clinvar.record(row)
            place = record.allele
            if record.consequence in kinds and bench.reference.covers(place.contig, place.start - 1, place.end + 1):
                chosen.append(place)
    graded = bench.grade(list(dict.fromkeys(chosen)), splicing=False)
    counts: Counter[str] = Counter()
    for _, found in graded.values():
        met = {item.code for item in found.met}
        missing = {item.code for item in found.not_assessable}
        ruled_out = any(item.code == "PM4" and "does not use PM4" in item.because for item in found.not_met)
        counts[
            "PM4 met" if "PM4" in met else "BP3 met" if "BP3" in met else "not assessable" if "PM4" in missing
            else "ruled out by the panel" if ruled_out else "not met"
        ] += 1  # fmt: skip
        counts["on the benign side"] += found.classification.side < 0
    print(f"{len(graded)} pathogenic in-frame changes and lost stops:", dict(counts))


def splicing(bench: Bench) -> None:
    """Print the CPU time of one variant's splicing, and how often it is changed far from an exon's end."""
    from lexome.formats.vcf import read_vcf

    columns = read_vcf(SHARED / "vcf" / "exome_background.hg38.vcf.gz")
    annotate = bench.gatherer.sources.annotator.annotate
    near = []
    for row in range(len(columns)):
        allele = columns.allele(row)
        if not bench.reference.covers(allele.contig, allele.start, allele.end):
            continue
        one = annotate(allele)[0]
        if one.splice_distance is not None and one.splice_distance <= 20:
            near.append((allele, one.splice_distance))
    near = near[:: max(1, len(near) // 300)]
    predicted([near[0][0]], bench.gatherer, bench.lab)
    start = time.process_time()
    found = predicted([allele for allele, _ in near], bench.gatherer, bench.lab)
    spent = time.process_time() - start
    print(f"{len(near)} variants: {1000 * spent / len(near):.0f} CPU-ms each")
    changed = [(d, e.value) for (_, d), (_, e) in zip(near, sorted(found.items()), strict=True)
               if not isinstance(e, Unknown) and e.value >= 0.2]  # fmt: skip
    far = sum(1 for distance, _ in changed if distance < -10)
    print(f"{len(changed)} of them change by 0.2 or more, {far} more than ten bases inside an exon")


def exome(bench: Bench) -> None:
    """Print the CPU time from read variants to graded candidates."""
    from lexome.formats.vcf import read_vcf
    from lexome.services.interpret import bulk, grading

    columns = read_vcf(SHARED / "vcf" / "exome_background.hg38.vcf.gz")
    gatherer = Gatherer(open_sources(bench.lab.knowledge, reference=None))
    grader = grading.Grader(gatherer, bench.rules)
    start = time.process_time()
    refused = grading.refusals(columns, {}, proband=None)
    rows = grading.candidates(
        columns,
        refused,
        gatherer=gatherer,
        known=bulk.known_rows(columns, bench.lab),
        common=bulk.common_rows(columns, bench.lab),
        most=2000,
    )
    middle = time.process_time()
    graded = list(grader.grade([columns.call(row) for row in rows.tolist()], {}))
    end = time.process_time()
    print(
        f"{len(columns)} variants, {len(graded)} graded: triage {middle - start:.2f}, grading {end - middle:.2f} CPU-s"
    )


if __name__ == "__main__":
    parts = {
        "criteria": criteria,
        "panel": panel,
        "benign": benign,
        "inframe": inframe,
        "splicing": splicing,
        "exome": exome,
    }
    parts[sys.argv[1] if len(sys.argv) > 1 else "criteria"](Bench())
