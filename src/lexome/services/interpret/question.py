"""What can be asked of ``interpret``, and the answer."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field

from lexome.core.facts import Citation
from lexome.core.problem import Problem, errors_among
from lexome.report.schema_part import Part
from lexome.report.variant_schema import CriterionMet, VariantRecord

SCHEMA_VERSION = "1.0"


class Ask(BaseModel, frozen=True):
    """Grade variants by ACMG/AMP: 28 criteria, each with its reason, the facts it rests on and what is missing.

    With few variants all are graded; of an exome the candidates, and every other variant has its line with the reason.
    """

    vcf: Path = Field(description="variants, VCF 4.1 to 4.5", json_schema_extra={"positional": True})
    out: Path | None = Field(None, description="file to write, a line a variant; FILE.meta.json stands beside it")
    ped: Path | None = Field(None, description="family, PED")
    proband: str | None = Field(None, description="id of the patient in the PED and the VCF")
    hpo: tuple[str, ...] = Field((), description="HPO ids the patient has: counted for PP4 and de novo points")
    fasta: Path | None = Field(None, description="reference genome: codons, repeats and splicing are told from it")
    assembly: Literal["GRCh37", "GRCh38"] | None = Field(None, description="assembly of the VCF, if it does not say")
    blind: tuple[Literal["clinvar"], ...] = Field((), description="hide each variant's own ClinVar record")
    curation: Path | None = Field(None, description="accepted, rejected and added criteria with name and reason")
    since: Path | None = Field(None, description="earlier result (lines or report.json): tell what changed and why")
    rules: str = Field("acmg-2015-svi", description="rule set: its name, or a TOML file of the same form")
    format: Literal["text", "json"] = Field("text", description="how to print: text or json")
    most: int = Field(2000, ge=1, description="largest number of variants graded in full")
    splice_most: int = Field(
        300, ge=0, description="largest number of variants whose splicing is predicted, nearest to an exon's end first"
    )


class CopyNumberLine(Part):
    """One line of the point scheme for copy-number variants (Riggs 2020, doi:10.1038/s41436-019-0686-8)."""

    code: str = Field(description="line of the scheme, e.g. 2A")
    points: float = Field(description="points it gives, from -1 to 1")
    because: str = Field(description="the reason in one sentence")
    citations: tuple[Citation, ...] = Field(default=(), description="records it rests on")


class CopyNumberRecord(Part):
    """How a copy-number variant got its class."""

    points: float = Field(description="sum of points: 0.99 pathogenic, 0.90 likely, -0.90 likely benign, -0.99 benign")
    genes: tuple[str, ...] = Field(description="protein-coding genes it touches")
    lines: tuple[CopyNumberLine, ...] = Field(description="lines of the scheme that count")


class ChangeRecord(Part):
    """What differs from an earlier result."""

    before: str | None = Field(description="class before; null when the variant was not graded or not there")
    after: str | None = Field(description="class now")
    because: tuple[str, ...] = Field(description="the facts that changed it")


class VariantLine(VariantRecord):
    """The line of one variant; the fields of the report's variant record and how the class came about."""

    combination_line: str = Field(default="", description="line of the 2015 table that holds")
    posterior: float | None = Field(default=None, description="probability of pathogenicity at the prior of 0.1")
    paragraph: str = Field(default="", description="the paragraph a laboratory prints")
    copy_number: CopyNumberRecord | None = Field(default=None, description="of a copy-number variant: its points")
    not_graded: str | None = Field(default=None, description="why the variant was not graded")
    change: ChangeRecord | None = Field(default=None, description="what differs from the earlier result")


WIDTH = 80
"""Columns of a terminal."""


def _printed(line: VariantLine) -> list[str]:
    """Return a variant as a person reads it: class and points, name, criteria, and what changed."""
    points = f"{line.points:+3d}" if line.points is not None else "   "
    if line.copy_number is not None:
        points = f"{line.copy_number.points:+.2f}"
    label = (line.classification or "not graded").replace("_", " ")
    name = line.hgvs_c or line.name or line.variant
    whole = " ".join(filter(None, [f"{label:17} {points} ", line.gene, name, (line.hgvs_p or "").rpartition(":")[2]]))
    head = textwrap.wrap(whole, WIDTH, subsequent_indent=" " * 23)
    met = ", ".join(_criterion(item) for item in line.criteria)
    if line.copy_number is not None:
        met = ", ".join(f"{each.code} {each.points:+.2f}" for each in line.copy_number.lines if each.points)
    said = [met or "no criterion met", *_known(line)]
    if line.change is not None:
        before = (line.change.before or "not graded").replace("_", " ")
        said += [f"was {before}" if line.change.before != line.change.after else "same class, other evidence"]
        said += [f"- {reason}" for reason in line.change.because]
    return head + [
        part for text in said for part in textwrap.wrap(text, WIDTH, initial_indent=" " * 6, subsequent_indent=" " * 8)
    ]


def _known(line: VariantLine) -> list[str]:
    """Return what ClinVar says of the variant, which no criterion counts."""
    if line.clinvar.state != "value":
        return []
    stars = f"{line.clinvar.stars} star{'' if line.clinvar.stars == 1 else 's'}"
    return [f"ClinVar: {line.clinvar.significance.replace('_', ' ')}, {stars}"]


def _criterion(item: CriterionMet) -> str:
    by = f" (set by {item.curated_by})" if item.curated_by else ""
    return f"{item.code} {item.strength.replace('_', ' ')}{by}"


class Answer(BaseModel, frozen=True):
    """The variants, or where they were written."""

    variants: tuple[VariantLine, ...] = Field(default=(), description="a line a variant, unless written to a file")
    graded: int = Field(description="variants graded")
    not_graded: dict[str, int] = Field(default_factory=dict, description="variants not graded, by reason")
    classes: dict[str, int] = Field(default_factory=dict, description="variants by class")
    unread: int = Field(0, description="records that cannot be read; the problems name their lines")
    changed: int = Field(0, description="variants whose class differs from the earlier result")
    problems: tuple[Problem, ...] = Field((), description="notices and warnings of the input")
    written: tuple[str, ...] = Field(default=(), description="files written")

    @property
    def messages(self) -> tuple[str, ...]:
        """What the terminal says beside the result."""
        return tuple(str(problem) for problem in self.problems)

    @property
    def exit_code(self) -> int:
        """1 where something in the input is an error: what could be graded was graded."""
        return 1 if errors_among(self.problems) else 0

    def as_text(self) -> str:
        """Return a short summary, and the variants that matter when nothing was written."""
        counted = ", ".join(f"{n} {name.replace('_', ' ')}" for name, n in self.classes.items())
        lines = [f"{self.graded} {'variant' if self.graded == 1 else 'variants'} graded: {counted}"]
        lines += [f"{count} not graded: {reason}" for reason, count in self.not_graded.items()]
        if self.unread:
            lines.append(f"{self.unread} records could not be read")
        if self.changed:
            lines.append(f"{self.changed} changed class since the earlier result")
        for line in self.variants[:50]:
            lines += _printed(line)
        lines += [f"written: {path}" for path in self.written]
        return "\n".join(lines)
