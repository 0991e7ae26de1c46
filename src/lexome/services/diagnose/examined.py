"""What a file of variants says of one patient before anything is weighed: read, checked, placed; what is kept of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.assembly import Assembly
from lexome.core.case import Case, Sex, VariantFile
from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem, errors_among
from lexome.formats.vcf.alleles import normalised
from lexome.formats.vcf.reference_check import check_reference
from lexome.models.consequence.triage import Triage
from lexome.reasoning.beyond import Beyond
from lexome.reasoning.causal_spectrum import CLASS_OF_RANK
from lexome.reasoning.clinical_sense import LEAST_CHECKED, OTHER_ASSEMBLY_SHARE, look
from lexome.reasoning.gene_evidence import STRUCTURAL, VariantClass
from lexome.reasoning.kinship import sex_of
from lexome.reasoning.lifting import IMPORT_CHAIN, on_grch38
from lexome.reasoning.parentage import Relationship
from lexome.services.diagnose.family import relationships_of
from lexome.services.diagnose.kinds import kinds
from lexome.services.diagnose.structural import read_beyond, spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lexome.formats.vcf import VcfColumns
    from lexome.knowledge.liftover import Chains
    from lexome.services.diagnose.engine import Engine
    from lexome.services.diagnose.patient import Intake

COMPARED = 2_000
"""Records whose REF is compared with the reference: of another assembly three quarters differ, so that fewer would do;
a reference of some genes only covers a part of them."""

NAMED = 10
"""Samples of a file that are named to choose from."""


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One step from the file to the alleles weighed: how many were kept, how many put aside and why."""

    step: str
    kept: int
    put_aside: int
    because: str


@dataclass(frozen=True, slots=True, eq=False)
class LookedUp:
    """What population and ClinVar say of each row: the frequency tier, and whether it is (likely) pathogenic there.

    ``population`` and ``clinvar`` are the hashes of the tables that were asked.
    """

    tier: NDArray[np.int8]
    known: NDArray[np.bool_]
    population: tuple[str, ...]
    clinvar: tuple[str, ...]

    @classmethod
    def of(cls, columns: VcfColumns, engine: Engine, *, before: LookedUp | None = None) -> LookedUp:
        """Return what the knowledge in force says; what the same tables said before is not asked again."""
        population, clinvar = engine.hashes("population"), engine.hashes("clinvar")
        tier = before.tier if before and before.population == population else engine.tier(columns)
        known = before.known if before and before.clinvar == clinvar else engine.known_pathogenic(columns)
        return cls(tier, known, population, clinvar)


@dataclass(frozen=True, slots=True, eq=False)
class Examined:
    """One patient's alleles in genes, a row each, placed and looked up but not yet weighed.

    ``gene`` indexes the engine's genes; ``severity`` ranks consequences by place and length, ``kind`` holds
    VariantClass as place, length and codon tell it, both by the main transcripts of a gene; ``elsewhere`` marks alleles
    that these show nothing of, so that another transcript speaks. ``exchange`` is the code of the residues that a
    missense allele exchanges where its codon was told; ``resolved`` lists the gene rows whose codons the reference
    told; ``sex`` is what the X chromosome looks like, ``relationships`` what all genotypes say of the stated parents.
    A structural allele has a row for every gene it hits; ``beyond`` holds all that was read beyond small variants.
    """

    columns: VcfColumns
    sample: str
    sex: Sex
    gene: NDArray[np.int32]
    severity: NDArray[np.int8]
    kind: NDArray[np.int8]
    exchange: NDArray[np.int16]
    elsewhere: NDArray[np.bool_]
    resolved: NDArray[np.int32]
    looked_up: LookedUp
    steps: tuple[Step, ...]
    relationships: Mapping[str, Relationship]
    problems: tuple[Problem, ...]
    beyond: Beyond = field(default_factory=Beyond)


def examine(case: Case, engine: Engine, intake: Intake) -> Examined | None:
    """Return the patient's alleles, or None without a VCF or when it is bad (then ``intake`` says why)."""
    if not case.variants:
        return None
    file = case.variants[0]
    from lexome.formats.vcf import read_vcf

    try:
        relatives = set(case.pedigree.members) - {case.proband} if case.pedigree else set()
        columns = read_vcf(file.path, assembly=file.assembly, samples=_wanted(case, file), optional=relatives)
    except BadInput as error:
        intake.problems.extend(error.problems)
        return None
    engine.lab.progress("placing alleles", done=len(columns), total=None)
    told = list(columns.problems)
    if any(problem.code == "file-unreadable" for problem in told):
        intake.problems.extend(told)
        return None
    sample = _sample(case, file, columns, told)
    chains = engine.lab.knowledge("liftover")
    right = _assembly_is_right(file, columns, told, chains)
    right = right and _reference_is_right(columns, told, engine)
    if sample is None or not right or errors_among(list(columns.problems)):
        intake.problems.extend(told)
        return None
    told.extend(look(columns, pedigree=case.pedigree))
    steps: tuple[Step, ...] = ()
    if columns.assembly is Assembly.GRCH37 and (moved := on_grch38(columns, chains, reference=engine.reference)):
        told.extend(moved.problems)
        because = f"by {moved.chain}; those put aside are named, line by line, among the problems"
        step = Step("moved from GRCh37 to GRCh38", len(moved.columns), len(columns) - len(moved.columns), because)
        columns, steps = moved.columns, (Step("alleles in the file", len(columns), 0, ""), step)
    return placed(case, columns, sample, engine, problems=tuple(told), steps=steps)


def placed(
    case: Case,
    columns: VcfColumns,
    sample: str,
    engine: Engine,
    *,
    problems: tuple[Problem, ...] = (),
    steps: tuple[Step, ...] = (),
) -> Examined:
    """Return the alleles that one sample carries in or beside genes; ``steps`` are those taken before."""
    place = columns.sample_index[sample]
    relationships = relationships_of(case, columns, place)
    sex = sex_of(columns, sample, assembly=columns.assembly or Assembly.GRCH38).sex
    trusted = all(said.is_parent is not False for said in relationships.values())
    columns, beyond = read_beyond(columns, sample, case, engine, sex=sex, trusted=trusted)
    taken = list(steps) or [Step("alleles in the file", len(columns), 0, "")]
    columns = _keep(columns, columns.copies[:, place] > 0, taken, "carried by the patient", "not called, or reference")
    columns = normalised(columns, reference=engine.reference)
    columns = _keep(columns, columns.passed, taken, "passed the caller's filters", "FILTER is neither PASS nor '.'")
    triage, elsewhere = _triage(columns, engine)
    gene = np.where(triage.transcript >= 0, engine.genes.of_transcript[triage.transcript], -1)
    rows = spread(columns, gene, beyond, engine)
    kept = len(np.unique(rows.places))
    taken.append(Step("in or beside a protein-coding gene", kept, len(columns) - kept, "intergenic, or judged apart"))
    columns, gene, severity = columns.select(rows.places), rows.gene, triage.severity[rows.places]
    elsewhere = elsewhere[rows.places]
    found = LookedUp.of(columns, engine)
    told = kinds(columns, gene, severity, tier=found.tier, engine=engine)
    kind = np.where(rows.kind >= 0, rows.kind, told.kind)
    if told.resolved.any() and engine.reference is None:
        problems = (*problems, engine.consequences(columns).used())
    return Examined(
        columns=columns,
        sample=sample,
        sex=sex,
        gene=gene,
        severity=severity,
        kind=kind.astype(np.int8),
        exchange=told.exchange,
        elsewhere=elsewhere,
        resolved=np.flatnonzero(told.resolved).astype(np.int32),
        steps=tuple(taken),
        looked_up=found,
        relationships=relationships,
        problems=problems,
        beyond=beyond,
    )


def _triage(columns: VcfColumns, engine: Engine) -> tuple[Triage, NDArray[np.bool_]]:
    """Return severity and transcript by the main transcripts, and by the others where those show nothing: marked."""
    given = (columns.contig, columns.start, columns.ref, columns.alt, columns.end)
    main, every = engine.annotator.triage_by_main(*given), engine.annotator.triage(*given)
    nothing = CLASS_OF_RANK[main.severity] == VariantClass.NON_CODING
    severity = np.where(nothing, every.severity, main.severity)
    row = np.where(nothing, every.transcript, main.transcript)
    return Triage(severity, row), nothing & (CLASS_OF_RANK[every.severity] != VariantClass.NON_CODING)


def looked_up_again(examined: Examined, engine: Engine) -> Examined:
    """Return the alleles looked up in the knowledge in force, and codons read again where that asks for it."""
    found = LookedUp.of(examined.columns, engine, before=examined.looked_up)
    again = replace(examined, looked_up=found)
    if engine.reference is None or np.array_equal(found.tier, examined.looked_up.tier):
        return again
    told = kinds(examined.columns, examined.gene, examined.severity, tier=found.tier, engine=engine)
    kind = np.where(np.isin(examined.kind, STRUCTURAL), examined.kind, told.kind).astype(np.int8)
    resolved = np.flatnonzero(told.resolved).astype(np.int32)
    return replace(again, kind=kind, exchange=told.exchange, resolved=resolved)


def _keep(columns: VcfColumns, mask: NDArray[np.bool_], steps: list[Step], step: str, because: str) -> VcfColumns:
    kept = int(mask.sum())
    steps.append(Step(step, kept, len(columns) - kept, because))
    return columns if kept == len(columns) else columns.select(mask)


def _wanted(case: Case, file: VariantFile) -> tuple[str, ...] | None:
    """Return the samples to read: the family, or the patient where named; None (all) when nobody is named."""
    if case.pedigree is not None and case.proband:
        return tuple(dict.fromkeys((case.proband, *case.pedigree.members)))
    mapped = file.sample_of.get(case.proband or "")
    return (mapped,) if mapped else None


def _sample(case: Case, file: VariantFile, columns: VcfColumns, told: list[Problem]) -> str | None:
    """Return the proband's sample: as the packet or the call maps it, as the packet's subject, or the only one."""
    wanted = file.sample_of.get(case.proband or "", case.proband)
    if wanted in columns.sample_index:
        return str(wanted)
    if any(problem.code == "sample-missing" for problem in columns.problems):
        return None
    if len(columns.samples) == 1 and case.pedigree is None and not file.sample_of:
        return columns.samples[0]
    named = ", ".join(columns.samples[:NAMED]) + (
        f" and {len(columns.samples) - NAMED:,} more" if len(columns.samples) > NAMED else ""
    )
    count = f"{len(columns.samples)} samples" if columns.samples else "no sample, so no genotypes"
    told.append(
        Problem(
            Level.ERROR,
            "no-proband-sample",
            str(file.path),
            f"the file has no sample {wanted!r}" if wanted else f"the file has {count}",
            f"name the patient's sample with --proband; samples: {named}"
            if columns.samples
            else "give a VCF with the patient's genotypes; lexome interpret grades variants without any",
        )
    )
    return None


def _assembly_is_right(file: VariantFile, columns: VcfColumns, told: list[Problem], chains: Chains) -> bool:
    found, header = columns.assembly, columns.header.assembly
    if found is None:
        from lexome.formats.vcf.columns import assembly_unknown

        told.append(assembly_unknown(str(file.path)))
        return False
    if found is Assembly.GRCH38 and header in {found, None}:
        return True
    if found is Assembly.GRCH37 and header in {found, None} and chains.between(found, Assembly.GRCH38):
        return True
    message, remedy = _what_differs(file, columns)
    told.append(Problem(Level.ERROR, "assembly-differs", str(file.path), message, remedy))
    return False


def _reference_is_right(columns: VcfColumns, told: list[Problem], engine: Engine) -> bool:
    """Whether REF of records spread over the file is what the reference has; one on GRCh37 is compared when moved."""
    if engine.reference is None or columns.assembly is not Assembly.GRCH38:
        return True
    found = check_reference(columns, engine.reference, most=COMPARED)
    wrong = len(found.differing)
    if found.checked < LEAST_CHECKED or wrong <= OTHER_ASSEMBLY_SHARE * found.checked:
        return True
    message = f"REF is not what the reference given has in {wrong:,} of {found.checked:,} records compared"
    remedy = "the file is on another assembly than it says, or the FASTA is: give matching files"
    told.append(Problem(Level.ERROR, "reference-mismatch", columns.text.name, message, remedy))
    return False


def _what_differs(file: VariantFile, columns: VcfColumns) -> tuple[str, str]:
    """Return who says which assembly, and what to do: a statement that the file contradicts is told as one."""
    header, by = columns.header.found, file.stated_by or "the call"
    reasons = "; ".join(header.reasons)
    if file.assembly is None or header.assembly is file.assembly:
        return f"the variants are on {header.assembly} ({reasons}), the knowledge is on GRCh38", IMPORT_CHAIN
    if header.assembly is None:
        message = f"the variants are on {file.assembly}, as stated in {by}, the knowledge is on GRCh38"
        return message, f"{IMPORT_CHAIN}; or correct {by}"
    message = f"{by} states {file.assembly}, but the file itself is on {header.assembly} ({reasons})"
    if header.assembly is Assembly.GRCH38:
        return message, f"correct {by} if the file is right, or give the file that was meant"
    return f"{message}; the knowledge is on GRCh38", IMPORT_CHAIN
