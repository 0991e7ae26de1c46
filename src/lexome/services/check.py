"""Check a VCF strictly: against the specification, and for clinical sense.

Every problem has a code, its line and a remedy. The file is valid when it keeps the VCF specification; findings of
clinical sense (another assembly, no sample, exchanged samples) are warnings.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field

from lexome.core.assembly import Assembly
from lexome.core.errors import BadInput
from lexome.core.problem import Level, errors_among
from lexome.lab import Lab, Service


class Ask(BaseModel, frozen=True):
    """A VCF to check; with the family's pedigree and the reference sequence more can be told."""

    file: Path = Field(description="VCF: plain, gzip or bgzip", json_schema_extra={"positional": True})
    format: Literal["text", "json"] = Field("text", description="how to print: text or json")
    assembly: Assembly | None = Field(None, description="assembly the file should be on: GRCh37 or GRCh38")
    ped: Path | None = Field(None, description="PED of the family: sex, relationships and parents are compared with it")
    fasta: Path | None = Field(None, description="reference sequence: REF of every record is compared with it")


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

    @property
    def messages(self) -> tuple[str, ...]:
        """The problems, as the terminal tells them beside the verdict."""
        return tuple(f"{one.level}: {one.where}: {one.message} [{one.code}]\n  → {one.remedy}" for one in self.problems)

    def as_text(self) -> str:
        """Return the verdict in words."""
        verdict = "valid: keeps the VCF specification" if self.valid else "not valid: breaks the VCF specification"
        told = f"assembly {self.assembly} ({'; '.join(self.because)})" if self.assembly else "assembly unknown"
        who = f"samples: {', '.join(self.samples[:10])}" if self.samples else "no samples"
        return "\n".join([verdict, told, who])


def run(ask: Ask, lab: Lab) -> Answer:
    """Check one file; a pedigree or a reference that cannot be used ends the run."""
    from lexome.formats.ped import read_ped
    from lexome.formats.vcf import read_vcf
    from lexome.formats.vcf.strict import validate
    from lexome.reasoning.clinical_sense import look
    from lexome.reasoning.lifting import older_assembly

    pedigree, faults = read_ped(ask.ped) if ask.ped is not None else (None, ())
    if faults:
        raise BadInput(faults)
    reference = None
    if ask.fasta is not None:
        from lexome.formats.fasta import Reference

        reference = Reference.open(ask.fasta, cache_dir=lab.settings.cache_dir)
    lab.progress("check against the specification", done=0, total=None)
    strict = validate(ask.file)
    lab.progress("check for clinical sense", done=0, total=None)
    columns = read_vcf(ask.file, assembly=ask.assembly)
    sense = look(columns, pedigree=pedigree, reference=reference) + older_assembly(columns, lab.knowledge("liftover"))
    return Answer(
        valid=not errors_among(strict),
        assembly=columns.assembly,
        because=columns.header.found.reasons if ask.assembly is None else ("stated by the user",),
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
            for one in (*strict, *sense)
        ),
    )


plugin = Service(Ask, Answer, run)
