"""What the constants of ``reasoning/allele_form.py`` and of close and recorded alleles were counted on.

Prints, for causal alleles of published patients (by half of the papers), for (likely) pathogenic records of ClinVar and
for one exome: the forms of the alleles of a kind, and how many are shown by no main transcript. Further how close two
causal, and two rare alleles of the exome, lie in a gene, and how many genes without a listed disease have pathogenic
records and turn out to be the gene of a disease that is not listed.

Run: python -m benchmarks.allele_forms
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

import numpy as np
from benchmarks import exome_cases as cases_of
from benchmarks.exome_answers import seen
from numpy.typing import NDArray

from lexome.core.assembly import Assembly
from lexome.core.case import Case, VariantFile
from lexome.core.consequence import RANK
from lexome.formats.base_strings import Bases
from lexome.reasoning.allele_form import FORMS, Form, _has_length
from lexome.reasoning.allele_pairs import ONE_HAPLOTYPE
from lexome.reasoning.gene_evidence import SUBSTITUTIONS, Tier, VariantClass
from lexome.services.diagnose.engine import Engine
from lexome.services.diagnose.examined import Examined, examine
from lexome.services.diagnose.patient import Intake

Spelt = tuple[str, int, str, str]
CODING = (*SUBSTITUTIONS, VariantClass.LOSS_OF_FUNCTION, VariantClass.INFRAME)
INTRONIC = ("intron_variant", "")


def examined(engine: Engine, folder: Path, alleles: Iterable[Spelt]) -> tuple[Examined, NDArray[np.int64]]:
    """Return what is seen of alleles, and which of them each row is."""
    header, _ = cases_of.background()
    given = list(enumerate(alleles))
    given.sort(key=lambda one: cases_of._place(one[1][0], str(one[1][1])))
    path = folder / "alleles.vcf"
    rows = [f"{c}\t{pos}\t{row}\t{ref}\t{alt}\t.\tPASS\t.\tGT\t0/1" for row, (c, pos, ref, alt) in given]
    path.write_text("\n".join([*header, *rows]) + "\n")
    found = examine(Case(id="alleles", variants=(VariantFile(path, Assembly.GRCH38),)), engine, Intake())
    assert found is not None
    return found, np.array([int(found.columns.record(row).id) for row in range(len(found.columns))], np.int64)


def forms(name: str, found: Examined, rows: NDArray[np.bool_]) -> Iterator[str]:
    """Yield how the alleles of each kind are spread over its forms, and how many only other transcripts show."""
    longer = Bases.of(found.columns.alt).lengths.astype(np.int64) - Bases.of(found.columns.ref).lengths
    for kind, all_forms in FORMS.items():
        mine = rows & (found.kind == kind)
        counts = [int((mine & of_form(found, longer, form)).sum()) for form in all_forms]
        total = max(sum(counts), 1)
        told = ", ".join(f"{count} ({count / total:.3f})" for count in counts)
        alone = int((mine & found.elsewhere).sum())
        yield f"{name:<20}{kind.name.lower():<20}{told}; by other transcripts alone {alone}"
    coding = rows & (found.kind != VariantClass.NON_CODING)
    alone = int((coding & found.elsewhere).sum())
    yield f"{name:<20}{'all kinds':<20}{int(coding.sum())}; by other transcripts alone {alone}"


def of_form(found: Examined, longer: NDArray[np.int64], form: Form) -> NDArray[np.bool_]:
    """Return which rows have a form."""
    return np.isin(found.severity, [RANK[term] for term in form.terms]) & _has_length(longer, form.lengths)


def published(engine: Engine, folder: Path) -> Iterator[str]:
    """Yield the forms of the causal alleles of published patients, each counted once a half of the papers."""
    halves: dict[Spelt, set[bool]] = {}
    close: Counter[bool] = Counter()
    for case in cases_of.usable_cases():
        spelt = [(f"chr{str(one['chrom']).removeprefix('chr').replace('MT', 'M')}", one["pos"], one["ref"], one["alt"])
                 for one in case["truth"]["variants"]]  # fmt: skip
        for one in spelt:
            halves.setdefault(one, set()).add(seen(case))
        if len(spelt) == 2:
            close[abs(spelt[0][1] - spelt[1][1]) <= ONE_HAPLOTYPE] += 1
    found, which = examined(engine, folder, halves)
    of_half = list(halves.values())
    for half, title in ((True, "papers seen"), (False, "papers kept back")):
        yield from forms(title, found, np.array([half in of_half[one] for one in which]))
    yield f"pairs of causal alleles within {ONE_HAPLOTYPE} bases: {close[True]} of {close.total()}"


def clinvar(engine: Engine, folder: Path) -> Iterator[str]:
    """Yield the forms of (likely) pathogenic records, and of those of splice regions that are intronic first of all."""
    knowledge = engine.lab.knowledge("clinvar")
    records = [knowledge.record(row) for row in range(len(knowledge))]
    spelt = [(f"chr{one.allele.contig}", one.allele.start + 1, one.allele.ref, one.allele.alt) for one in records]
    kept = [place for place, one in enumerate(spelt) if one[2] and one[3] and one[0] != "chrMT"]
    found, which = examined(engine, folder, [spelt[place] for place in kept])
    yield from forms("ClinVar", found, np.ones(len(which), np.bool_))
    first = np.array([records[kept[one]].consequence.split("&")[0] in INTRONIC for one in which])
    yield from forms("ClinVar, intronic", found, first)


def exome(engine: Engine) -> Iterator[str]:
    """Yield the forms of one exome's alleles, and how close its rare coding ones lie."""
    file = VariantFile(cases_of.SHARED_DATA / "vcf" / "exome_background.hg38.vcf.gz", Assembly.GRCH38)
    found = examine(Case(id="exome", variants=(file,)), engine, Intake())
    assert found is not None
    rare = found.looked_up.tier != Tier.COMMON
    yield from forms("exome, all", found, np.ones(len(rare), np.bool_))
    yield from forms("exome, rare", found, rare)
    place = found.columns.sample_index[found.sample]
    rows = np.flatnonzero(rare & np.isin(found.kind, CODING) & (found.columns.copies[:, place] == 1))
    places: dict[int, list[int]] = {}
    for row in rows.tolist():
        places.setdefault(int(found.gene[row]), []).append(int(found.columns.start[row]))
    apart = [abs(one - other) for mine in places.values() for one, other in combinations(mine, 2)]
    close = sum(one <= ONE_HAPLOTYPE for one in apart)
    yield f"pairs of rare coding alleles of the exome within {ONE_HAPLOTYPE} bases: {close} of {len(apart)}"


def recorded(engine: Engine) -> Iterator[str]:
    """Yield how many genes without a listed disease have records, of all and of those of unlisted diseases."""
    symbols, records = engine.genes.row_of, engine.genes.records
    free = np.ones(len(records), np.bool_)
    free[list(engine.candidate_prior.lines_of)] = False
    with_records = int((free & (records > 0)).sum())
    yield f"genes without a listed disease: {int(free.sum())}, with (likely) pathogenic records {with_records}"
    genes: dict[str, bool] = {}
    for case in cases_of.all_cases():
        if case["flags"]["stratum"] == "N" and case["flags"]["scored"] and case["truth"]["genes"]:
            genes[case["truth"]["genes"][0]] = seen(case)
    for half, title in ((True, "papers seen"), (False, "papers kept back")):
        mine = [symbols[one] for one, its_half in genes.items() if its_half is half and one in symbols]
        mine = [row for row in mine if free[row]]
        yield f"{title}: such genes of unlisted diseases {len(mine)}, with records {int((records[mine] > 0).sum())}"


def main() -> None:
    """Print everything."""
    with tempfile.TemporaryDirectory() as data:
        os.environ["LEXOME_DATA_DIR"] = data
        cases_of.import_stand_in(Path(data))
        cases_of.open_engine("", None, {})
        engine: Engine = cases_of.OPENED["engine"]
        print("forms, in the order of FORMS:")
        for kind, all_forms in FORMS.items():
            said = "; ".join(f"{'/'.join(one.terms)} {'/'.join(at.value for at in one.lengths)}" for one in all_forms)
            print(f"  {kind.name.lower()}: {said}")
        for part in (published(engine, Path(data)), clinvar(engine, Path(data)), exome(engine), recorded(engine)):
            print("\n".join(["", *part]), flush=True)


if __name__ == "__main__":
    main()
