"""Variants in, each graded by the criteria of the guideline, with the evidence shown."""
