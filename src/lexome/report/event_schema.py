"""What the report tells beyond small variants: structural calls, repeats and chromosomes from one parent."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from lexome.core.facts import Citation
from lexome.report.schema_part import Part
from lexome.report.variant_schema import ClassName, CriterionNotAssessable


class SchemeLine(Part):
    """One line of the point scheme for copy-number variants that counts."""

    code: str = Field(description="line of the scheme")
    points: float = Field(description="points it gives")
    because: str = Field(description="the reason in one sentence")
    citations: tuple[Citation, ...] = Field(default=(), description="records it rests on")


class StructuralRecord(Part):
    """One structural allele of the patient as the file calls it, weighed or not."""

    variant: str = Field(description="GRCh38:CONTIG:POS:REF:ALT (1-based, VCF convention)")
    name: str = Field(description="what happens to which stretch, in words")
    band: str = Field(default="", description="cytogenetic bands it touches")
    contig: str = Field(description="contig without 'chr'")
    start: int = Field(description="first base affected, from 1")
    end: int = Field(description="last base affected")
    zygosity: str = Field(description="of the patient")
    copy_number: float | None = Field(default=None, description="copies of the stretch as the file states them")
    genes: tuple[str, ...] = Field(default=(), description="genes whose coding sequence it changes")
    origin: str = Field(default="", description="where it came from; empty when not known")
    classification: ClassName | None = Field(default=None, description="class by the point scheme; null: not classed")
    points: float | None = Field(default=None, description="sum of the scheme's points")
    lines: tuple[SchemeLine, ...] = Field(default=(), description="lines of the scheme that count")
    not_assessable: tuple[CriterionNotAssessable, ...] = Field(default=(), description="lines without facts")
    weighed: bool = Field(description="whether it was weighed for the diseases of its genes")
    because: str = Field(default="", description="why it was not weighed")
    filters: tuple[str, ...] = Field(default=(), description="FILTER of the record; empty is PASS")
    line: int | None = Field(default=None, description="1-based line of the file")


class RepeatRecord(Part):
    """One disease repeat as the file calls it."""

    locus: str = Field(description="name of the locus")
    gene: str = Field(description="gene symbol")
    disease: str = Field(description="what its expansion causes")
    unit: str = Field(description="repeated bases")
    units: tuple[float, ...] = Field(description="repeat units on each chromosome")
    intervals: tuple[tuple[float, float] | None, ...] = Field(default=(), description="where each truly lies")
    normal_max: int = Field(description="largest normal number of units")
    pathologic_min: int = Field(description="smallest pathologic number of units")
    verdict: Literal["normal", "between normal and pathologic", "pathologic"] = Field(description="of the longest")
    because: str = Field(default="", description="what must be known before using it")
    citation: Citation = Field(description="the catalogue's record")


class DisomyRecord(Part):
    """A chromosome, or a part of one, that came from one parent, or whose two copies are alike."""

    contig: str = Field(description="contig without 'chr'")
    start: int = Field(description="first base, from 1, as far as informative sites reach")
    end: int = Field(description="last base")
    what: str = Field(description="what was found, in words")
    because: str = Field(description="the sites it rests on")
    disorders: tuple[str, ...] = Field(default=(), description="imprinting disorders it would cause")


class Events(Part):
    """Everything told beyond small variants."""

    structural: tuple[StructuralRecord, ...] = Field(default=(), description="structural alleles, weightiest first")
    structural_left_out: int = Field(default=0, description="further ones that are not listed")
    repeats: tuple[RepeatRecord, ...] = Field(default=(), description="disease repeats, longest first")
    disomies: tuple[DisomyRecord, ...] = Field(default=(), description="stretches from one parent")

    @property
    def any(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.structural or self.repeats or self.disomies)
