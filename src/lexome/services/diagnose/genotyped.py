"""From a case's VCF to what its alleles weigh: read, check, place, look up, count; nothing dropped unsaid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.assembly import CONTIGS, Assembly
from lexome.core.case import Case, Sex, VariantFile
from lexome.core.errors import BadInput
from lexome.core.problem import Level, errors_among
from lexome.formats.vcf.alleles import normalised
from lexome.reasoning.causal_spectrum import shares_where_seen, without_codons
from lexome.reasoning.clinical_sense import look
from lexome.reasoning.gene_evidence import (
    Background,
    CarriedAlleles,
    VariantClass,
    measure_background,
    weigh,
)
from lexome.reasoning.joint import Carried, Teller
from lexome.reasoning.kinship import PSEUDOAUTOSOMAL_X
from lexome.reasoning.parentage import Relationship
from lexome.reasoning.variant_support import DiseaseGenes, support
from lexome.services.diagnose.family import Relatives, family_of, with_sex_of_genotypes
from lexome.services.diagnose.kinds import kinds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lexome.formats.vcf import VcfColumns
    from lexome.services.diagnose.engine import Engine
    from lexome.services.diagnose.patient import Intake

X = CONTIGS.index("X")


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One step from the file to the alleles weighed: how many were kept, how many put aside and why."""

    step: str
    kept: int
    put_aside: int
    because: str


@dataclass(frozen=True, slots=True, eq=False)
class Weighing:
    """With what the alleles of one file are weighed; asked again when more is known of some of them."""

    background: Background
    spectrum: NDArray[np.float64]
    table: DiseaseGenes
    symbols: Sequence[str]
    teller: Teller

    def of(self, alleles: CarriedAlleles) -> Carried:
        """Return the alleles weighed for every listed disease."""
        evidence = weigh(alleles, self.background, spectrum=self.spectrum)
        return Carried(alleles, evidence, self.table, support(self.table, evidence), self.symbols, self.teller)


@dataclass(frozen=True, slots=True, eq=False)
class Genotyped:
    """The proband's variants: ``columns`` hold the rows that were weighed, in step with ``carried.alleles``."""

    columns: VcfColumns
    sample: str
    carried: Carried
    weighing: Weighing
    steps: tuple[Step, ...]
    relationships: Mapping[str, Relationship]

    def knowing(self, extra_log10: Mapping[int, float]) -> Carried:
        """Return the alleles weighed again with what else is known of some rows."""
        extra = np.zeros(len(self.columns))
        for row, value in extra_log10.items():
            extra[row] = value
        return self.weighing.of(replace(self.carried.alleles, extra_log10=extra))


def carried_alleles(case: Case, engine: Engine, intake: Intake) -> Genotyped | None:
    """Return the proband's alleles weighed, or None without a VCF or when it is bad (then ``intake`` says why)."""
    if not case.variants:
        return None
    file = case.variants[0]
    from lexome.formats.vcf import read_vcf

    try:
        columns = read_vcf(file.path, assembly=file.assembly, samples=_wanted(case, file))
    except BadInput as error:
        intake.problems.extend(error.problems)
        return None
    intake.problems.extend(columns.problems)
    if any(problem.code == "file-unreadable" for problem in columns.problems):
        return None
    sample = _sample(case, file, columns, intake)
    right = _assembly_is_right(file, columns, intake)
    if sample is None or not right or errors_among(list(columns.problems)):
        return None
    intake.problems.extend(look(columns, pedigree=case.pedigree))
    case = with_sex_of_genotypes(case, columns, sample, intake)
    return weighed(case, columns, sample, engine)


def _wanted(case: Case, file: VariantFile) -> tuple[str, ...] | None:
    """Return the samples to read: the family, or the patient where named; None (all) when nobody is named."""
    if case.pedigree is not None and case.proband:
        return tuple(dict.fromkeys((case.proband, *case.pedigree.members)))
    mapped = file.sample_of.get(case.proband or "")
    return (mapped,) if mapped else None


def weighed(case: Case, columns: VcfColumns, sample: str, engine: Engine) -> Genotyped:
    """Return the alleles that one sample carries in genes, weighed for every listed disease."""
    place = columns.sample_index[sample]
    relatives = family_of(case, columns, place)
    steps = [Step("alleles in the file", len(columns), 0, "")]
    columns = _keep(columns, columns.copies[:, place] > 0, steps, "carried by the patient", "not called, or reference")
    columns = normalised(columns, reference=engine.reference)
    columns = _keep(columns, columns.passed, steps, "passed the caller's filters", "FILTER is neither PASS nor '.'")
    triage = engine.annotator.triage(columns.contig, columns.start, columns.ref, columns.alt, columns.end)
    gene = np.where(triage.transcript >= 0, engine.genes.of_transcript[triage.transcript], -1)
    near = gene >= 0
    severity = triage.severity[near]
    columns = _keep(columns, near, steps, "in or beside a protein-coding gene", "intergenic")
    placed = Placement(gene[near].astype(np.int32), severity, place, relatives)
    alleles, resolved = _alleles(case, columns, placed, engine)
    background = measure_background(alleles, share=shares_where_seen(engine.genes.shares, resolved))
    spectrum = without_codons(engine.genes.spectrum, resolved)
    table = engine.disease_genes(case.sex)
    teller = engine.teller(columns, alleles, background)
    weighing = Weighing(background, spectrum, table, engine.genes.symbols, teller)
    return Genotyped(columns, sample, weighing.of(alleles), weighing, tuple(steps), relatives.relationships)


def _keep(columns: VcfColumns, mask: NDArray[np.bool_], steps: list[Step], step: str, because: str) -> VcfColumns:
    kept = int(mask.sum())
    steps.append(Step(step, kept, len(columns) - kept, because))
    return columns if kept == len(columns) else columns.select(mask)


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """Gene row and severity rank of each allele, the proband's place among the samples, and the relatives."""

    gene: NDArray[np.int32]
    severity: NDArray[np.int8]
    place: int
    relatives: Relatives


def _alleles(
    case: Case, columns: VcfColumns, placed: Placement, engine: Engine
) -> tuple[CarriedAlleles, NDArray[np.bool_]]:
    """Return the alleles and in which genes the codons of substitutions could be told."""
    place = placed.place
    tier = engine.tier(columns)
    kind, resolved = kinds(columns, placed.gene, placed.severity, tier=tier, engine=engine)
    known = engine.known_pathogenic(columns)
    kind = np.where(known, np.int8(VariantClass.KNOWN_PATHOGENIC), kind)
    ploidy = columns.ploidy[:, place].copy()
    copies = columns.copies[:, place].copy()
    if case.sex is Sex.MALE:
        whole = _outside_pseudoautosomal(columns) & (copies >= ploidy)
        ploidy[whole] = copies[whole] = 1
    origin, family = placed.relatives.say(columns)
    alleles = CarriedAlleles(
        gene=placed.gene,
        kind=kind.astype(np.int8),
        tier=tier,
        copies=copies,
        ploidy=ploidy,
        origin=origin,
        family_log10=family,
        extra_log10=np.zeros(len(columns)),
    )
    return alleles, resolved


def _outside_pseudoautosomal(columns: VcfColumns) -> NDArray[np.bool_]:
    inside = np.zeros(len(columns), np.bool_)
    for start, end in PSEUDOAUTOSOMAL_X[Assembly.GRCH38]:
        inside |= (columns.start >= start) & (columns.start < end)
    outside: NDArray[np.bool_] = (columns.contig == X) & ~inside
    return outside


def _sample(case: Case, file: VariantFile, columns: VcfColumns, intake: Intake) -> str | None:
    """Return the proband's sample: as the packet or the call maps it, as the packet's subject, or the only one."""
    wanted = file.sample_of.get(case.proband or "", case.proband)
    if wanted in columns.sample_index:
        return str(wanted)
    if any(problem.code == "sample-missing" for problem in columns.problems):
        return None
    if len(columns.samples) == 1 and case.pedigree is None and not file.sample_of:
        return columns.samples[0]
    named = ", ".join(columns.samples[:10]) or "none"
    intake.add(
        Level.ERROR,
        "no-proband-sample",
        str(file.path),
        f"the file has no sample {wanted!r}" if wanted else f"the file has {len(columns.samples)} samples",
        f"name the patient's sample with --proband; samples: {named}"
        if columns.samples
        else "give a VCF with the patient's genotypes; lexome interpret grades variants without any",
    )
    return None


def _assembly_is_right(file: VariantFile, columns: VcfColumns, intake: Intake) -> bool:
    found = columns.assembly
    if found is Assembly.GRCH38:
        return True
    if found is None:
        from lexome.formats.vcf.columns import assembly_unknown

        intake.problems.append(assembly_unknown(str(file.path)))
        return False
    why = "; ".join(columns.header.found.reasons) or "stated"
    intake.add(
        Level.ERROR,
        "assembly-differs",
        str(file.path),
        f"the variants are on {found} ({why}), the knowledge is on GRCh38",
        "lift the file over to GRCh38 (bcftools +liftover, CrossMap) or call the variants on GRCh38",
    )
    return False
