"""Check a VCF strictly: against the specification, and for clinical sense.

Every problem has a code, its line and a remedy. The file is valid when it keeps the VCF specification; findings of
clinical sense (another assembly, no sample, swapped samples) are warnings.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, Field

from lexome.core.assembly import Assembly
from lexome.core.problem import Level, Problem
from lexome.lab import Lab, Service

if TYPE_CHECKING:
    from lexome.formats.vcf import VcfColumns

_CLINICAL = frozenset({"assembly-mixed", "assembly-conflict", "contig-naming-mixed", "position-beyond-contig"})
"""What the reader finds that the specification does not forbid."""


class Ask(BaseModel, frozen=True):
    """A VCF to check."""

    file: Path = Field(description="VCF: plain, gzip or bgzip", json_schema_extra={"positional": True})
    format: Literal["text", "json"] = Field("text", description="how to print: text or json")
    assembly: Assembly | None = Field(None, description="assembly the file should be on: GRCh37 or GRCh38")


class Finding(BaseModel, frozen=True):
    """One problem of the file."""

    level: Level = Field(description="error, warning or notice")
    code: str = Field(description="stable name of the problem (docs/reference/vcf-problems.md)")
    line: int | None = Field(description="line of the file, from 1; null when it is about the whole file")
    message: str = Field(description="what is wrong")
    remedy: str = Field(description="what mends it")
    where: str = Field(description="file and line in words")


class Answer(BaseModel, frozen=True):
    """Whether the file keeps the VCF specification, and everything that is wrong with it."""

    valid: bool = Field(description="whether the file keeps the VCF specification 4.1 to 4.5")
    assembly: Assembly | None = Field(None, description="assembly the file is on; null when nothing tells")
    because: tuple[str, ...] = Field((), description="from what the assembly was told")
    samples: tuple[str, ...] = Field((), description="names of the samples")
    problems: tuple[Finding, ...] = Field((), description="errors break the specification; warnings do not")

    @property
    def exit_code(self) -> int:
        """0 when valid, else 1."""
        return 0 if self.valid else 1

    def as_text(self) -> str:
        """Return the problems and the verdict in words."""
        lines = [f"{one.level}: {one.where}: {one.message} [{one.code}]\n  → {one.remedy}" for one in self.problems]
        verdict = "valid: keeps the VCF specification" if self.valid else "not valid: breaks the VCF specification"
        told = f"assembly {self.assembly} ({'; '.join(self.because)})" if self.assembly else "assembly unknown"
        who = f"samples: {', '.join(self.samples[:10])}" if self.samples else "no samples"
        return "\n".join([*lines, verdict, told, who])


def run(ask: Ask, lab: Lab) -> Answer:
    """Check one file."""
    from lexome.core.problem import errors_among
    from lexome.formats.vcf import read_vcf
    from lexome.formats.vcf.strict import validate

    lab.progress("check against the specification", done=0, total=None)
    strict = validate(ask.file)
    columns = read_vcf(ask.file, assembly=ask.assembly)
    problems = [*strict, *_clinical(columns, ask)]
    found = columns.header.found
    return Answer(
        valid=not errors_among(strict),
        assembly=columns.assembly,
        because=found.reasons if ask.assembly is None else ("stated by the user",),
        samples=columns.header.samples,
        problems=tuple(
            Finding(
                level=one.level,
                code=one.code,
                line=one.line,
                message=one.message,
                remedy=one.remedy,
                where=one.where,
            )
            for one in problems
        ),
    )


def _clinical(columns: VcfColumns, ask: Ask) -> list[Problem]:
    """Return what makes no clinical sense, as warnings."""
    problems = [replace(one, level=Level.WARNING) for one in columns.problems if one.code in _CLINICAL]
    if not columns.header.lines:
        return problems
    name = ask.file.name
    if columns.assembly is None and not any(one.code == "assembly-mixed" for one in problems):
        problems.append(
            Problem(
                Level.WARNING,
                "assembly-unknown",
                name,
                "nothing in the header tells the assembly: no contig lengths, no ##reference",
                "add the ##contig lines of the reference the variants were called on",
            )
        )
    told = columns.header.assembly
    if ask.assembly is not None and told is not None and told is not ask.assembly:
        reasons = "; ".join(columns.header.found.reasons)
        problems.append(
            Problem(
                Level.WARNING,
                "assembly-other",
                name,
                f"the file is on {told} ({reasons}), not on {ask.assembly}",
                "call or lift the variants to the assembly asked for",
            )
        )
    if not columns.header.samples:
        problems.append(
            Problem(
                Level.WARNING,
                "no-samples",
                name,
                "the file has no genotypes: zygosity and inheritance cannot be told",
                "give the VCF with the samples of the family",
            )
        )
    return problems


plugin = Service(Ask, Answer, run)
