"""What the constants of ``reasoning/exchange_sense.py`` were counted on, and what the exchange of residues tells.

With ``--uniprot`` (``gene_variants.xml`` of PyPI gnuhealth-genetics-uniprot 5.0.4): how well shares counted on four
fifths of the proteins tell pathogenic from benign variants of the others, by what is added to each share and by the
power the ratio is raised to; and the likeliest power within proteins that hold both, so that no protein tells by what
it is made of. Always: the mean ratio of exchanges merely there (benign variants, alleles of one exome whose codons were
read, every single change of the coding sequences at hand), and the ratio of the read missense alleles of dev cases.

Run: python -m benchmarks.amino_acid_exchanges [--uniprot FILE]
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import tempfile
import xml.etree.ElementTree as ElementTree
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from benchmarks import exome_cases as cases_of
from benchmarks.exome_answers import seen
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from lexome.core.assembly import CONTIGS, Assembly
from lexome.core.case import Case, VariantFile
from lexome.core.residues import ONE_LETTER
from lexome.formats.exchange_counts import RESIDUES, read_exchange_counts
from lexome.models.consequence.genetic_code import STANDARD
from lexome.reasoning.codon_sense import TRANSITIONS
from lexome.reasoning.exchange_sense import NONE, SHRINK, exchange_log10, exchange_of
from lexome.reasoning.gene_evidence import Tier, VariantClass
from lexome.services.diagnose.engine import Engine
from lexome.services.diagnose.examined import Examined, examine
from lexome.services.diagnose.patient import Intake

FOLDS = 5
PAIRS = len(RESIDUES) ** 2
COMPLEMENT = str.maketrans("ACGT", "TGCA")


def by_protein(path: Path) -> dict[str, list[tuple[int, bool]]]:
    """Return, for each protein, the exchange of each variant and whether it is (likely) pathogenic."""
    found: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for _, record in ElementTree.iterparse(path):
        if record.tag != "record":
            continue
        told = {field.get("name"): field.text or "" for field in record}
        change = re.fullmatch(r"p\.(\w{3})\d+(\w{3})", told["aa_change"])
        if change and told["significance"] in {"lpp", "lbb"}:
            code = exchange_of(*(ONE_LETTER.get(name) for name in change.groups()))
            if code != NONE:
                found[told["protein"]].append((code, told["significance"] == "lpp"))
        record.clear()
    return found


def log_ratios(counts: NDArray[np.float64], shrink: float) -> NDArray[np.float64]:
    """Return the log ratio of each exchange from counts of shape (benign and pathogenic, exchanges)."""
    share = counts / counts.sum(axis=1, keepdims=True) + shrink
    return np.asarray(np.log(share[1] / share[0]))


def left_out(proteins: dict[str, list[tuple[int, bool]]]) -> Iterator[str]:
    """Yield what shares tell of variants of proteins that were left out, and the likeliest power within proteins."""
    counts, fold = np.zeros((FOLDS, 2, PAIRS)), {}
    for name, variants in proteins.items():
        fold[name] = int(hashlib.sha256(name.encode()).hexdigest(), 16) % FOLDS
        for code, bad in variants:
            counts[fold[name], int(bad), code] += 1
    powers = (0.7, 0.85, 1.0, 1.15)
    yield f"bits told of a variant of a left-out protein, classes alike; powers {powers}"
    for shrink in (0.0, 3e-5, 1e-4, SHRINK, 5e-4, 1e-3, 3e-3):
        told = [_bits(counts, out, max(shrink, 1e-9), powers) for out in range(FOLDS)]
        yield f"  {shrink:.0e} added to each share: {' '.join(f'{one:.4f}' for one in np.mean(told, axis=0))}"
    rest = [log_ratios(counts.sum(axis=0) - counts[out], SHRINK) for out in range(FOLDS)]
    both = [
        (np.array([rest[fold[name]][code] for code, _ in variants]), np.array([bad for _, bad in variants]))
        for name, variants in proteins.items()
        if len({bad for _, bad in variants}) == 2
    ]
    for most in (10**9, 20):
        best = minimize_scalar(lambda power, most=most: _within(power, both, most), bounds=(0.0, 2.5), method="bounded")
        weight = "each variant alike" if most > 20 else "no protein counted as more than 20 variants"
        yield f"likeliest power within the {len(both)} proteins that hold both, {weight}: {best.x:.2f}"


def _bits(counts: NDArray[np.float64], out: int, shrink: float, powers: tuple[float, ...]) -> list[float]:
    said, held = log_ratios(counts.sum(axis=0) - counts[out], shrink), counts[out] / counts[out].sum(axis=1)[:, None]
    told = []
    for power in powers:
        bad = 1.0 / (1.0 + np.exp(-power * said))
        told.append(1.0 + float(held[1] @ np.log2(bad) + held[0] @ np.log2(1.0 - bad)) / 2.0)
    return told


def _within(power: float, proteins: list[tuple[NDArray[np.float64], NDArray[np.bool_]]], most: int) -> float:
    """Return the negative log likelihood with an intercept for each protein, the likeliest."""
    total = 0.0
    for said, bad in proteins:
        level = float(np.log(bad.mean() / (1.0 - bad.mean())))
        for _ in range(25):
            likely = 1.0 / (1.0 + np.exp(-(level + power * said)))
            level += float(np.clip((bad - likely).sum() / (likely * (1.0 - likely)).sum(), -2.0, 2.0))
        likely = 1.0 / (1.0 + np.exp(-(level + power * said)))
        total -= min(1.0, most / len(bad)) * float(np.log(np.where(bad, likely, 1.0 - likely)).sum())
    return total


def exchanges_of(found: Examined, engine: Engine) -> NDArray[np.int16]:
    """Return the exchange of each row, common alleles too, where the reference tells its codon."""
    told = np.full(len(found.kind), NONE, np.int16)
    stated = engine.consequences(found.columns)
    for row in np.flatnonzero(np.isin(found.kind, (VariantClass.MISSENSE, VariantClass.CODING_UNRESOLVED))).tolist():
        symbol = engine.genes.symbols[found.gene[row]]
        one = next((each for each in stated.of(row) if each.gene_symbol == symbol), None)
        if one is not None and not one.needs_reference and "missense_variant" in one.terms:
            told[row] = exchange_of(one.ref_amino_acids, one.alt_amino_acids)
    return told


def every_change(engine: Engine) -> Counter[int]:
    """Return every exchange that one base can make in the MANE coding sequences at hand, transitions weighted."""
    found: Counter[int] = Counter()
    transcripts, reference = engine.genes.transcripts, engine.reference
    assert reference is not None
    for row in np.flatnonzero(transcripts.mane_select).tolist():
        contig = CONTIGS[int(transcripts.contig[row])]
        low, high = int(transcripts.cds_start[row]), int(transcripts.cds_end[row])
        if low < 0 or not reference.covers(contig, low, high):
            continue
        parts = [(max(start, low), min(end, high)) for start, end in transcripts.exons(row)]
        coding = "".join(reference.fetch(contig, *part) for part in parts if part[0] < part[1])
        if int(transcripts.strand[row]) < 0:
            coding = coding.translate(COMPLEMENT)[::-1]
        for codon, times in Counter(coding[at : at + 3] for at in range(0, len(coding) - 2, 3)).items():
            for code, weight in _changes(codon):
                found[code] += weight * times
    return found


def _changes(codon: str) -> Iterator[tuple[int, float]]:
    for place in range(3):
        for base in "ACGT".replace(codon[place], ""):
            other = codon[:place] + base + codon[place + 1 :]
            code = exchange_of(STANDARD.residues.get(codon), STANDARD.residues.get(other))
            if code != NONE:
                yield code, TRANSITIONS if {codon[place], base} in ({"A", "G"}, {"C", "T"}) else 1.0


def merely_there(engine: Engine) -> Iterator[str]:
    """Yield the mean log10 ratio and the mean ratio of exchanges that cause no disease."""
    benign = read_exchange_counts().benign.ravel()
    changes = every_change(engine)
    weights = {"benign variants of UniProt": dict(enumerate(benign)), "every change of one base": changes}
    for name, counted in weights.items():
        said, weight = exchange_log10(np.array(list(counted), np.int16)), np.array(list(counted.values()), np.float64)
        yield f"{name:<52}mean log10 {np.average(said, weights=weight):+.3f}, mean ratio " + (
            f"{np.average(10**said, weights=weight):.3f}"
        )


def of_dev_cases(engine: Engine, folder: Path) -> Iterator[str]:
    """Yield the ratios of read missense alleles: of one exome, and of the causal alleles of dev cases by half."""
    file = VariantFile(cases_of.SHARED_DATA / "vcf" / "exome_background.hg38.vcf.gz", Assembly.GRCH38)
    exome = examine(Case(id="exome", variants=(file,)), engine, Intake())
    assert exome is not None
    told, tier = exchanges_of(exome, engine), exome.looked_up.tier
    there = {
        "rare": exchange_log10(told[(told != NONE) & (tier != Tier.COMMON)]),
        "all": exchange_log10(told[told != NONE]),
    }
    for name, said in there.items():
        error = said.std() / np.sqrt(len(said))
        yield f"{f'read missense alleles of one exome, {name}':<52}mean log10 {said.mean():+.3f} (standard error " + (
            f"{error:.3f}), mean ratio {(10**said).mean():.3f}; {len(said)} alleles"
        )
    for name, said in causal(engine, folder):
        after = [f"{(said[:, None] > one).mean() + 0.5 * (said[:, None] == one).mean():.2f}" for one in there.values()]
        yield f"{name:<52}mean log10 {said.mean():+.3f} (standard error {said.std() / np.sqrt(len(said)):.3f}); " + (
            f"{len(said)} alleles; above a rare one of the exome {after[0]}, above any {after[1]}"
        )


def causal(engine: Engine, folder: Path) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """Yield the log10 ratios of the distinct read missense alleles of dev cases, each counted once in a half."""
    header, _ = cases_of.background()
    uses: dict[tuple[int, int, str, str], set[bool]] = {}
    genes: dict[tuple[int, int, str, str], set[str]] = {}
    for case in cases_of.usable_cases():
        for one in case["truth"]["variants"]:
            key = (*cases_of._place(str(one["chrom"]), str(one["pos"])), one["ref"], one["alt"])
            uses.setdefault(key, set()).add(seen(case))
            genes.setdefault(key, set()).update(case["truth"]["genes"])
    names, ordered = {number: name for name, number in reversed(cases_of.CONTIG_ORDER.items())}, sorted(uses)
    path = folder / "causal.vcf"
    rows = [
        f"chr{names[contig]}\t{pos}\t{row}\t{ref}\t{alt}\t.\tPASS\t.\tGT\t0/1"
        for row, (contig, pos, ref, alt) in enumerate(ordered)
    ]
    path.write_text("\n".join([*header, *rows]) + "\n")
    found = examine(Case(id="causal", variants=(VariantFile(path, Assembly.GRCH38),)), engine, Intake())
    assert found is not None
    of_record = [ordered[int(found.columns.record(row).id)] for row in range(len(found.columns))]
    right = np.array(
        [engine.genes.symbols[gene] in genes[key] for gene, key in zip(found.gene, of_record, strict=True)]
    )
    said = exchange_log10(found.exchange)
    for half, title in ((True, "papers seen"), (False, "papers kept back")):
        mine = right & (found.exchange != NONE) & np.array([half in uses[key] for key in of_record])
        yield f"causal read missense, {title}", said[mine]
        yield f"  of them not known to ClinVar, {title}", said[mine & ~found.looked_up.known]


def main() -> None:
    """Print everything."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--uniprot", type=Path, help="gene_variants.xml of gnuhealth-genetics-uniprot 5.0.4")
    given = options.parse_args()
    if given.uniprot:
        print("\n".join(left_out(by_protein(given.uniprot))), flush=True)
    with tempfile.TemporaryDirectory() as data:
        os.environ["LEXOME_DATA_DIR"] = data
        cases_of.import_stand_in(Path(data))
        cases_of.open_engine(str(cases_of.SHARED_DATA / "genome" / "lrg_grch38.fa.gz"), None, {})
        engine: Engine = cases_of.OPENED["engine"]
        print("\n".join([*merely_there(engine), *of_dev_cases(engine, Path(data))]))


if __name__ == "__main__":
    main()
