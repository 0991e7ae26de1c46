"""The variants, the family and the reference of one call, checked against each other before anything is graded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lexome.core.assembly import Assembly
from lexome.core.case import Pedigree
from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem, errors_among
from lexome.reasoning.family_facts import Family
from lexome.reasoning.lifting import IMPORT_CHAIN, on_grch38
from lexome.reasoning.parentage import Relationship, relationship

if TYPE_CHECKING:
    from lexome.formats.fasta import Reference
    from lexome.formats.vcf.columns import VcfColumns
    from lexome.lab import Lab
    from lexome.services.interpret.question import Ask

MISMATCH_SHARE, LEAST_CHECKED = 0.2, 10
"""Share of REF bases that differ from the FASTA above which the file is on another assembly: two unrelated sequences
agree in a quarter of bases, so a shifted assembly differs in three quarters."""


_UP = Assembly.GRCH37, Assembly.GRCH38


@dataclass(slots=True)
class Intake:
    """What was read: ``mismatched`` are rows whose REF is not what the FASTA has, with what it has.

    ``behind`` are the rows of a file on GRCh37 that have no place on GRCh38, with why.
    """

    columns: VcfColumns
    family: Family | None = None
    reference: Reference | None = None
    people: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    mismatched: dict[int, str] = field(default_factory=dict)
    behind: tuple[VcfColumns, dict[int, str]] | None = None


def read(ask: Ask, lab: Lab) -> Intake:
    """Return everything the call names, or raise BadInput with all that is wrong."""
    from lexome.formats.vcf import read_vcf

    columns = read_vcf(ask.vcf, assembly=Assembly(ask.assembly) if ask.assembly else None)
    problems = list(columns.problems)
    fatal = [problem for problem in errors_among(problems) if problem.line is None]
    if fatal or (errors_among(problems) and not len(columns)):
        raise BadInput(errors_among(problems))
    intake = Intake(columns, problems=problems)
    if columns.assembly is Assembly.GRCH37 and lab.knowledge("liftover").between(*_UP) is None:
        raise BadInput([_no_chain(columns)])
    if ask.fasta is not None:
        from lexome.formats.fasta import Reference

        intake.reference = Reference.open(ask.fasta, cache_dir=lab.settings.cache_dir, assembly=Assembly.GRCH38)
    _take_to_grch38(intake, lab)
    if intake.reference is not None:
        _check_reference(intake)
    _add_family(ask, intake)
    return intake


def _take_to_grch38(intake: Intake, lab: Lab) -> None:
    """Take the columns to GRCh38, where the knowledge is: by the chain, or by assuming it where nothing tells."""
    from dataclasses import replace

    columns = intake.columns
    if columns.assembly is Assembly.GRCH37:
        moved = on_grch38(columns, lab.knowledge("liftover"), reference=intake.reference)
        assert moved is not None, "asked before"
        intake.problems += moved.problems
        intake.columns, intake.behind = moved.columns, (columns, moved.behind)
    if columns.assembly is None:
        intake.problems.append(
            Problem(
                Level.WARNING,
                "assembly-assumed",
                columns.text.name,
                "nothing in the header tells the assembly; GRCh38 was taken",
                "state it with --assembly, or add ##contig lines; with --fasta REF is checked",
            )
        )
        intake.columns = replace(columns, stated_assembly=Assembly.GRCH38)


def _no_chain(columns: VcfColumns) -> Problem:
    message = "the variants are on GRCh37; the knowledge is on GRCh38"
    return Problem(Level.ERROR, "assembly-not-supported", columns.text.name, message, IMPORT_CHAIN)


def _check_reference(intake: Intake) -> None:
    """Note every row whose REF the FASTA contradicts; refuse the file when that is the rule."""
    reference, columns = intake.reference, intake.columns
    assert reference is not None
    checked = 0
    refs = columns.ref.to_pylist()
    for row in range(len(columns)):
        ref, start, contig = refs[row], int(columns.start[row]), columns.contig_at(row)
        if set(ref) <= set("ACGT") and reference.covers(contig, start, start + len(ref)):
            checked += 1
            found = reference.fetch(contig, start, start + len(ref))
            if found != ref:
                intake.mismatched[row] = found
    if checked >= LEAST_CHECKED and len(intake.mismatched) > MISMATCH_SHARE * checked:
        problem = Problem(
            Level.ERROR,
            "reference-mismatch",
            columns.text.name,
            f"REF differs from the FASTA in {len(intake.mismatched)} of {checked} variants",
            "is the VCF on another assembly than the FASTA? give matching files",
        )
        raise BadInput([problem])
    for row, found in list(intake.mismatched.items())[:20]:
        message = f"REF is {refs[row][:20]!r} but the reference has {found[:20]!r}; the variant was not graded"
        line = int(columns.line[row])
        where = f"{columns.text.name}, line {line}"
        remedy = "check the record; normalise the file against its own reference"
        intake.problems.append(Problem(Level.WARNING, "ref-mismatch", where, message, remedy, line))


def _add_family(ask: Ask, intake: Intake) -> None:
    samples = intake.columns.samples
    pedigree = _pedigree(ask, intake)
    proband = ask.proband or _only_proband(pedigree, samples)
    if proband is None or proband not in samples:
        if ask.proband or ask.ped:
            there = ", ".join(samples[:10]) or "none"
            message = f"the patient {proband or 'of the PED'} is no sample of the VCF; it has: {there}"
            problem = Problem(
                Level.ERROR, "proband-not-in-vcf", ask.vcf.name, message, "name the sample with --proband"
            )
            raise BadInput([problem])
        return
    intake.people = {proband: "patient"}
    family = Family(proband, pedigree)
    if pedigree is not None:
        parents = {role: family.parent(role) for role in ("father", "mother")}
        intake.people |= {name: role for role, name in parents.items() if name in samples}
        intake.people |= {name: "" for name in pedigree.members if name in samples and name not in intake.people}
        related = _relationships(intake, proband, [name for name in parents.values() if name in samples])
        family = Family(proband, pedigree, related)
    intake.family = family


def _pedigree(ask: Ask, intake: Intake) -> Pedigree | None:
    if ask.ped is None:
        return None
    from lexome.formats.ped import read_ped

    pedigree, problems = read_ped(ask.ped, person=ask.proband)
    if errors_among(problems):
        raise BadInput(errors_among(problems))
    intake.problems += problems
    return pedigree


def _only_proband(pedigree: Pedigree | None, samples: tuple[str, ...]) -> str | None:
    """Return the one affected child of the family, else the one affected member, else the only sample."""
    if pedigree is None:
        return samples[0] if len(samples) == 1 else None
    affected = [person for person in pedigree.members.values() if person.affected and person.id in samples]
    children = [person for person in affected if person.father or person.mother]
    chosen = children if len(children) == 1 else affected
    return chosen[0].id if len(chosen) == 1 else None


def _relationships(intake: Intake, proband: str, parents: list[str]) -> dict[str, Relationship]:
    """Return how the proband is related to each stated parent, from autosomal genotypes; contradictions are told."""
    columns = intake.columns
    autosomal = (columns.contig < 22) & columns.passed
    of = {name: columns.copies[autosomal, columns.sample_index[name]] for name in (proband, *parents)}
    found = {name: relationship(of[proband], of[name]) for name in parents}
    for name, each in found.items():
        if each.is_parent is False:
            message = f"{name} is no parent of {proband}: kinship {each.kinship:.2f} over {each.sites:,} sites"
            remedy = "check for swapped samples; nothing was counted as de novo or segregating"
            intake.problems.append(Problem(Level.WARNING, "pedigree-contradicted", columns.text.name, message, remedy))
    return found
