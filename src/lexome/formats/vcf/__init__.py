"""Variant Call Format 4.0–4.5: read into columns, check strictly, place alleles exactly."""

from __future__ import annotations

from lexome.formats.vcf.columns import VcfColumns, assembly_unknown
from lexome.formats.vcf.limits import Limits
from lexome.formats.vcf.read import read_vcf
from lexome.formats.vcf.region import Region, read_region
from lexome.formats.vcf.rows import Kind

__all__ = ["Kind", "Limits", "Region", "VcfColumns", "assembly_unknown", "read_region", "read_vcf"]
