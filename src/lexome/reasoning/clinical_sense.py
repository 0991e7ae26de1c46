"""Does a variant file make clinical sense? What the specification does not forbid and a laboratory would ask about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from lexome.core.assembly import CONTIGS
from lexome.core.case import Pedigree
from lexome.core.problem import Level, Problem
from lexome.reasoning.disomy import Disomy, uniparental_disomy
from lexome.reasoning.family_check import check_family
from lexome.reasoning.homozygosity import runs_of_homozygosity
from lexome.reasoning.parentage import relationship

if TYPE_CHECKING:
    from lexome.formats.vcf import VcfColumns
    from lexome.formats.vcf.alleles import Bases

READER_FINDS = frozenset({"assembly-mixed", "assembly-conflict", "contig-naming-mixed", "position-beyond-contig"})
"""What the reader finds that the specification does not forbid."""

RELATED_FRACTION = 1 / 64
"""Share of the genome in runs of homozygosity from which the parents are likely related: the inbreeding coefficient of
the child of second cousins (Wright 1922, doi:10.1086/279872)."""

OTHER_ASSEMBLY_SHARE, LEAST_CHECKED = 0.2, 10
"""Share of REF that differs from the reference above which the file is on another assembly: unrelated sequence differs
in three quarters of bases, the right assembly in none; and the records needed to say so."""

_MOST_SAMPLES = 10
"""Samples up to which homozygosity is looked at: a family, not a cohort."""

_TOLD_LINES = 20


def look(
    columns: VcfColumns, *, pedigree: Pedigree | None = None, reference: Bases | None = None
) -> tuple[Problem, ...]:
    """Return what does not make sense, as warnings; notices tell what is merely worth knowing."""
    problems = [replace(one, level=Level.WARNING) for one in columns.problems if one.code in READER_FINDS]
    if not columns.header.lines:
        return tuple(problems)
    problems.extend(_assembly(columns, already=any(one.code == "assembly-mixed" for one in problems)))
    if reference is not None:
        problems.extend(_reference(columns, reference))
    if not columns.samples:
        message, remedy = "the file has no genotypes: zygosity and inheritance cannot be told", "give the family's VCF"
        problems.append(_warn("no-samples", columns, message, remedy))
        return tuple(problems)
    if columns.assembly is not None and len(columns):
        problems.extend(_homozygosity(columns))
        if pedigree is not None:
            where = columns.text.name
            problems.extend(check_family(columns, pedigree, assembly=columns.assembly, where=where).problems)
            problems.extend(_disomy(columns, pedigree))
    return tuple(problems)


def _warn(code: str, columns: VcfColumns, message: str, remedy: str, *, line: int | None = None) -> Problem:
    where = columns.text.name if line is None else f"{columns.text.name}, line {line}"
    return Problem(Level.WARNING, code, where, message, remedy, line)


def _assembly(columns: VcfColumns, *, already: bool) -> Iterator[Problem]:
    told, stated = columns.header.assembly, columns.stated_assembly
    if told is None and not already:
        message = "nothing in the header tells the assembly: no contig lengths, no ##reference"
        yield _warn("assembly-unknown", columns, message, "add the ##contig lines of the reference used")
    if stated is not None and told is not None and told is not stated:
        reasons = "; ".join(columns.header.found.reasons)
        message = f"the file is on {told} ({reasons}), not on {stated}"
        yield _warn("assembly-other", columns, message, "call or lift the variants to the assembly asked for")


def _reference(columns: VcfColumns, reference: Bases) -> Iterator[Problem]:
    from lexome.formats.vcf.reference_check import check_reference

    found = check_reference(columns, reference)
    count = len(found.differing)
    if found.checked >= LEAST_CHECKED and count > OTHER_ASSEMBLY_SHARE * found.checked:
        message = f"REF differs from the reference in {count:,} of {found.checked:,} records"
        yield _warn("reference-other", columns, message, "the file is on another assembly than the reference given")
    for row in found.differing[:_TOLD_LINES]:
        message, remedy = "REF is not what the reference has there", "is the file on the same assembly?"
        yield _warn("ref-mismatch", columns, message, remedy, line=int(columns.line[row]))
    if count > _TOLD_LINES:
        yield _warn("ref-mismatch", columns, f"{count - _TOLD_LINES:,} more of this kind", "mend the first and repeat")
    if found.outside:
        message = f"the reference covers {found.checked:,} records; {found.outside:,} could not be compared"
        problem = _warn("ref-not-covered", columns, message, "give the whole genome's FASTA to compare them all")
        yield replace(problem, level=Level.NOTICE)


def _homozygosity(columns: VcfColumns) -> Iterator[Problem]:
    assert columns.assembly is not None
    for sample in columns.samples[:_MOST_SAMPLES]:
        found = runs_of_homozygosity(columns, sample, assembly=columns.assembly)
        if found.fraction < RELATED_FRACTION:
            continue
        longest = max(found.runs, key=lambda run: run.length)
        message = (
            f"{sample}: {found.fraction:.1%} of the autosomes lie in {len(found.runs)} runs of homozygosity, "
            f"the longest {longest.length / 1e6:.1f} Mb on chromosome {longest.contig}"
        )
        remedy = "on many chromosomes the parents are likely related; on one only, think of uniparental disomy"
        yield replace(_warn("homozygosity-high", columns, message, remedy), level=Level.NOTICE)


def _disomy(columns: VcfColumns, pedigree: Pedigree) -> Iterator[Problem]:
    for name, person in pedigree.members.items():
        if person.father is None or person.mother is None:
            continue
        if not {name, person.father, person.mother} <= set(columns.samples):
            continue
        if not _may_be_parents(columns, name, (person.father, person.mother)):
            continue  # told as a mismatch; every stretch would look uniparental
        for event in uniparental_disomy(columns, child=name, father=person.father, mother=person.mother):
            yield _warn("uniparental-disomy", columns, _in_words(name, event), _DISOMY_REMEDY)


def _may_be_parents(columns: VcfColumns, child: str, parents: tuple[str, str]) -> bool:
    place, autosomal = columns.sample_index, columns.contig < CONTIGS.index("X")
    called = columns.copies[autosomal, place[child]]
    said = (relationship(called, columns.copies[autosomal, place[parent]]) for parent in parents)
    return all(one.is_parent is not False for one in said)


_DISOMY_REMEDY = (
    "confirm with microsatellites or an array; low depth means a deletion of the other parent's copy instead"
)


def _in_words(name: str, event: Disomy) -> str:
    extent = "all" if event.whole_chromosome else f"{event.start / 1e6:.1f}–{event.end / 1e6:.1f} Mb"
    disorder = f"; it would cause {event.disorder} ({event.disease_id})" if event.disorder else ""
    return (
        f"{name}: {event.origin} uniparental disomy ({event.form}) of chromosome {event.contig}, {extent}: "
        f"{event.missing} sites lack the other parent's allele, {event.present} have it{disorder}"
    )
