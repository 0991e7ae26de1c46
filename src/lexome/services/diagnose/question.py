"""What can be asked of ``diagnose``."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field


class Ask(BaseModel, frozen=True):
    """Give a note, HPO terms, a phenopacket or a VCF, alone or together; at least one finding or one variant file.

    With --cases a whole file of phenopackets is answered, one line a case.
    """

    note: Path | None = Field(None, description="free-text clinical note (UTF-8 text)")
    hpo: tuple[str, ...] = Field((), description="HPO ids the patient has, e.g. HP:0001250")
    not_hpo: tuple[str, ...] = Field((), description="HPO ids looked for and not there")
    sex: Literal["female", "male", "unknown"] | None = Field(None, description="sex of the patient")
    age: str | None = Field(None, description="age at examination as ISO 8601 duration, e.g. P3Y6M")
    phenopacket: Path | None = Field(None, description="GA4GH Phenopacket v2 (JSON)")
    vcf: Path | None = Field(None, description="variants, VCF 4.1 to 4.5, plain or bgzipped")
    ped: Path | None = Field(None, description="family, PED")
    proband: str | None = Field(None, description="id of the patient in the PED and the VCF")
    assembly: Literal["GRCh37", "GRCh38"] | None = Field(None, description="assembly of the VCF, if it does not say")
    fasta: Path | None = Field(None, description="reference genome; lets codon-level effects and splicing be computed")
    scope: Literal["phenotype", "panel", "exome", "genome"] | None = Field(
        None, description="what of the variants is interpreted; without it all in or beside genes"
    )
    panel: tuple[str, ...] = Field(
        (), description="gene symbols, or a file: a list of genes, a PanelApp panel (TSV, JSON), GRCh38 regions (BED)"
    )
    secondary: Literal["report", "withhold"] | None = Field(
        None,
        description="secondary findings (ACMG SF list): report, or withhold consent; unasked they are not looked for",
    )
    out: Path | None = Field(None, description="folder for the report, or with --cases the file of result lines")
    also: tuple[Literal["phenopacket", "fhir", "vcf"], ...] = Field(
        (), description="with --out: forms for other systems, written beside the report: phenopacket, fhir, vcf"
    )
    case_dir: Path | None = Field(None, description="folder to keep the case in, to be ranked again without its VCF")
    rescore: Path | None = Field(None, description="case folder: rank again, with what else is given added")
    since: Path | None = Field(None, description="earlier report.json of the case: tell what moved since, and why")
    cases: Path | None = Field(None, description="phenopackets, one a line (.jsonl), or a folder of them")
    top: int = Field(100, ge=1, description="with --cases: how many diagnoses to list a case")
    jobs: int = Field(0, ge=0, description="with --cases: processes; 0 means one a core")
    format: Literal["text", "json"] = Field("text", description="what to print: a summary, or the report as JSON")
