"""What the constants of ``reasoning/candidate_genes.py``, ``codon_sense.py`` and ``gene_evidence.py`` were counted on.

Prints how known disease genes spread over tenths of constraint, how near the listed diseases of a gene and of its
family come to the findings of patients whose disease is not listed (half of the papers of the dev cases), and what one
exome shows of genes with several alleles and of silent changes.

Run: python -m benchmarks.gene_priors --forests DIR
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks import exome_cases as cases_of
from benchmarks.exome_answers import seen
from numpy.typing import NDArray

from lexome.assurance.solved_cases import read_solved_cases
from lexome.core.assembly import Assembly
from lexome.core.case import Case, VariantFile
from lexome.core.hypothesis import Inheritance
from lexome.formats.phenopacket import read_phenopacket
from lexome.reasoning.codon_sense import place_in_codon
from lexome.reasoning.gene_evidence import SUBSTITUTIONS, Tier, VariantClass
from lexome.services.diagnose.engine import Engine
from lexome.services.diagnose.genotyped import carried_alleles
from lexome.services.diagnose.patient import Intake, resolved

TAILS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3)


def constraint(engine: Engine) -> list[str]:
    """Return how known disease genes spread over tenths of LOEUF and missense z, against all genes."""
    table, diseases = engine.genes, engine.lab.knowledge("diseases")
    dominant, recessive = set(), set()
    for row in range(len(diseases.ids)):
        modes, genes = set(diseases.inheritance[row]), [symbol for symbol, _ in diseases.genes[row]]
        both = {Inheritance.AUTOSOMAL_DOMINANT, Inheritance.AUTOSOMAL_RECESSIVE} & modes
        if len(genes) == 1 and len(both) == 1:
            (dominant if Inheritance.AUTOSOMAL_DOMINANT in both else recessive).add(genes[0])
    gene, kind = table._records
    records = {
        one: np.bincount(gene[(gene >= 0) & (kind == one)], minlength=len(table.symbols))
        for one in (VariantClass.LOSS_OF_FUNCTION, VariantClass.MISSENSE)
    }
    lof, missense = records.values()
    is_dominant = np.array([one in dominant and one not in recessive for one in table.symbols])
    is_recessive = np.array([one in recessive and one not in dominant for one in table.symbols])
    rows = {
        "dominant, 3 or more loss of function, LOEUF": (is_dominant & (lof >= 3), "loeuf"),
        "dominant, more missense than loss, missense z": (is_dominant & (missense > lof), "missense_z"),
        "recessive, LOEUF": (is_recessive, "loeuf"),
    }
    lines = []
    for name, (mask, measure) in rows.items():
        values = table.constraint.column(measure, table.symbols)
        tenth = np.digitize(values, np.nanquantile(values, np.arange(0.1, 1.0, 0.1)))
        tenth[np.isnan(values)] = 10
        ratio = np.bincount(tenth[mask], minlength=11) / mask.sum() / (np.bincount(tenth, minlength=11) / len(tenth))
        lines.append(f"{name:<48}{int(mask.sum()):>6}  {' '.join(f'{one:.2f}' for one in ratio)} (last: not counted)")
    return lines


def kin(engine: Engine, folder: Path) -> list[str]:
    """Return how many unlisted diseases have their gene among the best by its own, or by its family's, diseases."""
    solved = read_solved_cases(cases_of.SHARED_DATA / "cases" / "dev.jsonl.gz")
    folds = {one.id: one.fold("paper", folds=5) for one in solved}
    one_each: dict[tuple[str, str], dict[str, Any]] = {}
    for case in cases_of.all_cases():
        truth = case["truth"]
        if case["flags"]["stratum"] == "N" and case["flags"]["scored"] and truth["genes"] and seen(case):
            one_each.setdefault((truth["disease"], truth["genes"][0]), case)
    packets = cases_of.phenopackets({case["id"] for case in one_each.values()})
    prior, symbols = engine.candidate_prior, engine.genes.row_of
    known = np.array(sorted(prior.lines_of), np.int64)
    own, family = [], []
    for (_, symbol), case in one_each.items():
        gene = symbols.get(symbol, -1)
        path = folder / "packet.json"
        path.write_text(json.dumps(packets[case["id"]]))
        packet = read_phenopacket(path)
        patient = replace(packet.case, findings=resolved(packet.case.findings, engine.lab.knowledge("hpo"), Intake()))
        ranker = cases_of.OPENED["rankers"][folds[case["id"]]]
        fit = ranker.score(patient.findings, sex=patient.sex).log10_lr
        best = np.array([fit[prior.lines_of[one]].max() for one in known.tolist()])
        if gene in prior.lines_of:
            own.append(float((best > fit[prior.lines_of[gene]].max()).mean()))
        elif gene >= 0:
            of_family = np.full(int(prior.family.max()) + 1, -np.inf)
            np.maximum.at(of_family, prior.family[known], best)
            told = np.setdiff1d(np.flatnonzero(np.isfinite(of_family[prior.family])), known)
            if gene in told:
                mine = of_family[prior.family[gene]]
                family.append(float((of_family[prior.family[told]] > mine).mean()))
    lines = [f"\nshare of unlisted diseases whose gene is in the best tail {TAILS}"]
    for name, tails in (("by its own listed diseases", own), ("by those of its family", family)):
        within = [np.mean([tail <= bound for tail in tails]) for bound in TAILS]
        lines.append(f"{name:<48}{len(tails):>6}  {' '.join(f'{one:.2f}' for one in within)}")
    return lines


def exome(engine: Engine) -> list[str]:
    """Return what one exome shows of genes with several alleles and of places in the codon."""
    file = VariantFile(cases_of.SHARED_DATA / "vcf" / "exome_background.hg38.vcf.gz", Assembly.GRCH38)
    genotyped = carried_alleles(Case(id="exome", variants=(file,)), engine, Intake())
    assert genotyped is not None
    alleles, length = genotyped.carried.alleles, engine.genes.cds_length + 300.0
    share = length / length.sum()

    def pairs(mask: NDArray[np.bool_]) -> float:
        found = np.bincount(alleles.gene[mask], minlength=len(share))
        return float((found * (found - 1)).sum() / ((mask.sum() * share) ** 2).sum())

    truncating = np.isin(alleles.kind, (VariantClass.LOSS_OF_FUNCTION, VariantClass.INFRAME))
    lof, substituted = alleles.kind == VariantClass.LOSS_OF_FUNCTION, np.isin(alleles.kind, SUBSTITUTIONS)
    rare = alleles.tier == Tier.RARE
    beside = np.bincount(alleles.gene[truncating & ~rare], minlength=len(share)) > 0
    expected = (lof & rare).sum() * share[beside].sum()
    rows = np.flatnonzero(substituted & rare)
    place = place_in_codon(
        engine.genes.transcripts, engine.genes.transcript_of[alleles.gene[rows]], genotyped.columns.start[rows]
    )
    return [
        "\none exome, pairs of alleles in one gene over pairs expected by length: "
        f"substitutions {pairs(substituted):.1f}, loss of function {pairs(lof):.1f}",
        f"rare loss of function beside a common truncating allele: {int(beside[alleles.gene[lof & rare]].sum())} "
        f"for {expected:.2f} expected",
        f"rare coding substitutions by place in the codon: {np.bincount(place[place >= 0], minlength=3).tolist()}",
    ]


def main() -> None:
    """Print everything."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--forests", type=Path, required=True, help="forests of the folds")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as data:
        os.environ["LEXOME_DATA_DIR"] = data
        cases_of.import_stand_in(Path(data))
        cases_of.open_engine("", given.forests, {})
        engine: Engine = cases_of.OPENED["engine"]
        print("\n".join([*constraint(engine), *kin(engine, Path(data)), *exome(engine)]))


if __name__ == "__main__":
    main()
