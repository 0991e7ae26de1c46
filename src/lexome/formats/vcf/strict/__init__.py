"""The VCF specification as rules: does a file keep them, and if not, which and where."""

from __future__ import annotations

from lexome.formats.vcf.strict.validate import validate

__all__ = ["validate"]
