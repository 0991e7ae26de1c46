"""What the constants of candidate genes and of causal kinds were counted and fitted on.

Prints, for each half of the papers of the dev cases: kinds of the causal alleles of published patients, and how likely
they are under the spectrum in use; how their genotypes look; in which powers a gene's own diseases, those of its family
and those of its kin tell the gene of an unlisted disease; and, with ``--cases``, how sure the first candidate gene is
and how often it is right. For one exome: what common alleles of a gene tell of its rare ones.

Run: python -m benchmarks.candidate_priors --forests DIR [--cases 300]
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks import exome_cases as cases_of
from benchmarks.exome_answers import seen
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar

from lexome.core.assembly import Assembly
from lexome.core.case import Case, VariantFile
from lexome.formats.phenopacket import read_phenopacket
from lexome.reasoning import candidate_genes as cg
from lexome.reasoning.causal_spectrum import as_seen
from lexome.reasoning.gene_evidence import SUBSTITUTIONS, Tier, VariantClass
from lexome.reasoning.gene_kin import said_by_kin
from lexome.services.diagnose.engine import Engine
from lexome.services.diagnose.examined import Examined, examine
from lexome.services.diagnose.genotyped import carried_alleles, weighed
from lexome.services.diagnose.patient import Intake, resolved

HALVES = {True: "papers seen", False: "papers kept back"}
POOL = 6_000
"""Genes drawn beside the right one when powers are fitted."""


def causal_kinds(engine: Engine, folder: Path) -> Iterator[str]:
    """Yield the kinds of the distinct causal alleles, and their mean log likelihood under the spectrum in use."""
    header, _ = cases_of.background()
    uses: dict[tuple[int, int, str, str], set[tuple[bool, str]]] = {}
    for case in cases_of.usable_cases():
        for one in case["truth"]["variants"]:
            place = cases_of._place(str(one["chrom"]), str(one["pos"]))
            uses.setdefault((*place, one["ref"], one["alt"]), set()).add((seen(case), case["flags"]["stratum"]))
    names = {number: name for name, number in reversed(cases_of.CONTIG_ORDER.items())}
    ordered = sorted(uses)
    path = folder / "causal.vcf"
    rows = [
        f"chr{names[contig]}\t{pos}\t{row}\t{ref}\t{alt}\t.\tPASS\t.\tGT\t0/1"
        for row, (contig, pos, ref, alt) in enumerate(ordered)
    ]
    path.write_text("\n".join([*header, *rows]) + "\n")
    found = examine(Case(id="causal", variants=(VariantFile(path, Assembly.GRCH38),)), engine, Intake())
    assert found is not None
    resolved_genes = np.zeros(len(engine.genes.symbols), np.bool_)
    resolved_genes[found.resolved] = True
    told = as_seen(engine.genes.spectrum, resolved_genes)
    of_record = [int(found.columns.record(row).id) for row in range(len(found.columns))]
    for half, title in HALVES.items():
        counts: Counter[str] = Counter()
        likely: dict[str, list[float]] = {}
        for row, number in enumerate(of_record):
            strata = {stratum for its_half, stratum in uses[ordered[number]] if its_half is half}
            kind, gene = int(found.kind[row]), int(found.gene[row])
            if not strata or gene < 0:
                continue
            counts[VariantClass(kind).name] += 1
            known = told[gene, VariantClass.KNOWN_PATHOGENIC]
            for stratum in strata:
                likely.setdefault(stratum, []).append(float(np.log(told[gene, kind] / (1.0 - known) + 1e-6)))
        total = sum(counts.values())
        shares = ", ".join(f"{name.lower()} {count / total:.3f}" for name, count in counts.most_common())
        yield f"{title}: {total} causal alleles: {shares}"
        yield "  mean log likelihood: " + ", ".join(f"{one} {np.mean(likely[one]):.3f}" for one in sorted(likely))


def genotypes() -> Iterator[str]:
    """Yield how the causal genotypes of distinct diseases look."""
    for half, title in HALVES.items():
        of_disease = {
            (case["truth"]["disease"], case["truth"]["genes"][0]): (
                case["flags"]["stratum"],
                cases_of.inheritance_group(case),
            )
            for case in cases_of.usable_cases()
            if seen(case) is half
        }
        counts = sorted(Counter(of_disease.values()).items())
        yield f"{title}: " + ", ".join(f"{stratum} {kind} {count}" for (stratum, kind), count in counts)


def told_of_genes(engine: Engine, folder: Path, *, half: bool) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return, for each unlisted disease, what is told of its gene (first) and of others: (diseases, genes, 4).

    The columns are own diseases, family, kin, and whether a disease is listed; the second says it of the right genes.
    """
    prior, row_of = engine.candidate_prior, engine.genes.row_of
    known = np.array(sorted(prior.lines_of), np.int64)
    is_known = np.isin(np.arange(len(prior.gene)), known)
    folds, rng, rows, right = cases_of.fold_of_paper(), np.random.default_rng(cases_of.SEED), [], []
    chosen: dict[tuple[str, str], dict[str, Any]] = {}
    for case in cases_of.all_cases():
        truth = case["truth"]
        unlisted = case["flags"]["stratum"] == "N" and case["flags"]["scored"] and seen(case) is half
        if unlisted and len(truth["genes"]) == 1 and truth["genes"][0] in row_of:
            chosen.setdefault((truth["disease"], truth["genes"][0]), case)
    packets = cases_of.phenopackets({case["id"] for case in chosen.values()})
    for (_, symbol), case in chosen.items():
        path = folder / "packet.json"
        path.write_text(json.dumps(packets[case["id"]]))
        patient = read_phenopacket(path).case
        findings = resolved(patient.findings, engine.lab.knowledge("hpo"), Intake())
        fit = cases_of.OPENED["rankers"][folds[case["id"]]].score(findings, sex=patient.sex).log10_lr
        best = np.array([fit[prior.lines_of[gene]].max() for gene in known.tolist()])
        told = np.zeros((len(prior.gene), 4))
        told[known, 0] = np.log(cg._by_place(best, power=cg.OWN_POWER))
        of_family = np.full(int(prior.family.max()) + 1, -np.inf)
        np.maximum.at(of_family, prior.family[known], best)
        kin = np.isfinite(of_family[prior.family]) & ~is_known
        told[kin, 1] = np.log(cg._by_place(of_family[prior.family[kin]], power=cg.FAMILY_POWER))
        of_kin = np.ones(len(prior.gene))
        of_kin[known] = cg._by_place(best, power=cg.KIN_FIT_POWER)
        told[:, 2], told[:, 3] = said_by_kin(prior.kin, of_kin), is_known
        gene = row_of[symbol]
        others = rng.choice(np.delete(np.arange(len(prior.gene)), gene), POOL, replace=False)
        rows.append(told[np.append(gene, others)])
        right.append(bool(is_known[gene]))
    return np.array(rows), np.array(right)


def log_ratio(powers: NDArray[np.float64], told: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the log10 ratio of each right gene over the mean gene."""
    said = told @ powers
    return np.asarray((said[:, 0] - np.log(np.exp(said).mean(axis=1))) / np.log(10.0))


def powers_of_kin(engine: Engine, folder: Path) -> Iterator[str]:
    """Yield the powers fitted to the half seen, and what the right gene gains on either half."""
    halves = {half: told_of_genes(engine, folder, half=half) for half in HALVES}
    fitted = {}
    for name, free in (("own and family", [0, 1, 3]), ("own, family and kin", [0, 1, 2, 3])):
        select = np.eye(4)[free]
        start = np.full(len(free), 0.5)

        def loss(powers: NDArray[np.float64], select: NDArray[np.float64] = select) -> float:
            return float(-log_ratio(powers @ select, halves[True][0]).mean() + 0.005 * (powers**2).sum())

        fitted[name] = minimize(loss, start, method="L-BFGS-B").x @ select
    fitted["in use"] = np.array([cg.OWN_SHARE, cg.FAMILY_SHARE, cg.KIN_SHARE, np.log(cg.KNOWN_GENE / cg.OTHER_GENE)])
    for name, powers in fitted.items():
        line = f"{name:<22} powers {' '.join(f'{one:.2f}' for one in powers)}"
        for half, (told, right) in halves.items():
            gained = log_ratio(powers, told)
            line += f"; {HALVES[half]} ({len(gained)}): {gained.mean():.2f}"
            line += f", gene known {gained[right].mean():.2f}, not {gained[~right].mean():.2f}"
        yield line


def company(engine: Engine) -> Iterator[str]:
    """Yield the likeliest gamma shapes by which common alleles of a gene tell of its rare ones."""
    file = VariantFile(cases_of.SHARED_DATA / "vcf" / "exome_background.hg38.vcf.gz", Assembly.GRCH38)
    genotyped = carried_alleles(Case(id="exome", variants=(file,)), engine, Intake())
    assert genotyped is not None
    alleles, genes = genotyped.carried.alleles, len(engine.genes.symbols)
    common = alleles.tier == Tier.COMMON
    truncating = (VariantClass.LOSS_OF_FUNCTION, VariantClass.INFRAME)
    for name, kinds in (("substitutions", SUBSTITUTIONS), ("truncating", truncating)):
        of_kind, share = np.isin(alleles.kind, kinds), engine.genes.shares[:, kinds[0]]
        frequent = np.bincount(alleles.gene[of_kind & common], minlength=genes)
        rare = np.bincount(alleles.gene[of_kind & ~common], minlength=genes)
        loss = _negative_log_likelihood(frequent, rare, share)
        best = minimize_scalar(loss, bounds=(-4.0, 6.0), method="bounded")
        worse = ", ".join(f"at {shape} {loss(np.log(shape)) - best.fun:.1f}" for shape in (0.1, 0.6, 2.0, 8.0, 32.0))
        yield f"{name}: shape {np.exp(best.x):.2f}; log likelihood lost {worse}"


def _negative_log_likelihood(
    frequent: NDArray[np.int64], rare: NDArray[np.int64], share: NDArray[np.float64]
) -> Callable[[float], float]:
    def loss(log_shape: float) -> float:
        shape = np.exp(log_shape)
        mean = share * (shape + frequent) / (shape + frequent.sum() * share)
        mean *= rare.sum() / mean.sum()
        return float(-(rare * np.log(mean) - mean).sum())

    return loss


def first_candidates(engine: Engine, folder: Path, number: int) -> Iterator[str]:
    """Yield how sure the first candidate gene of unlisted diseases is among candidates, and how often it is right."""
    folds = cases_of.fold_of_paper()
    cases = [case for case in cases_of.drawn(number) if case["flags"]["stratum"] == "N" and seen(case)]
    cases_of.write_cases(cases, folder, findings=True, variants=True)
    said = []
    for place, case in enumerate(cases):
        patient = read_phenopacket(folder / f"{place:05d}.json").case
        patient = replace(patient, findings=resolved(patient.findings, engine.lab.knowledge("hpo"), Intake()))
        examined: Examined | None = examine(patient, engine, Intake())
        assert examined is not None
        carried = weighed(patient, examined, engine, Intake()).carried
        fit = cases_of.OPENED["rankers"][folds[case["id"]]].score(patient.findings, sex=patient.sex).log10_lr
        related = cg.fit_of_genes(fit, carried.prior)
        both = cg.candidate_ratios(carried.alleles, carried.evidence, carried.prior, related=related).both
        gene = engine.genes.row_of.get(case["truth"]["genes"][0], -1)
        if gene >= 0:
            said.append((both ** (1.0 / cg.SHARPENING), gene))
    for power in (1.0, 1.1, 1.15, 1.3, 1.5, 1.8):
        shares = [(ratio**power / (ratio**power).sum(), gene) for ratio, gene in said]
        first = np.array([share.max() for share, _ in shares])
        right = np.array([share.argmax() == gene for share, gene in shares])
        likely = np.mean([np.log10(share[gene]) for share, gene in shares])
        line = f"power {power:.2f}: {len(said)} patients, mean log10 share of the right gene {likely:.2f}"
        for low, high in ((0.0, 0.1), (0.1, 0.3), (0.3, 0.6), (0.6, 1.01)):
            inside = (first >= low) & (first < high)
            if inside.any():
                line += f"; {inside.sum()} at {first[inside].mean():.2f} right {right[inside].mean():.2f}"
        yield line


def main() -> None:
    """Print everything."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--forests", type=Path, required=True, help="forests of the folds")
    options.add_argument("--cases", type=int, default=0, help="exomes drawn for the first candidates (0: none)")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as data:
        os.environ["LEXOME_DATA_DIR"] = data
        cases_of.import_stand_in(Path(data))
        cases_of.open_engine(str(cases_of.SHARED_DATA / "genome" / "lrg_grch38.fa.gz"), given.forests, {})
        engine: Engine = cases_of.OPENED["engine"]
        for part in (causal_kinds(engine, Path(data)), genotypes(), powers_of_kin(engine, Path(data)), company(engine)):
            print("\n".join(["", *part]), flush=True)
        if given.cases:
            print("\n".join(["", *first_candidates(engine, Path(data), given.cases)]))


if __name__ == "__main__":
    main()
