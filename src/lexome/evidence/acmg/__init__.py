"""The criteria of the ACMG/AMP guideline, one argument per file, each pure over facts and rules."""
