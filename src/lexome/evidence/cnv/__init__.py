"""Copy-number variants by the ACMG/ClinGen point scheme (Riggs 2020, doi:10.1038/s41436-019-0686-8)."""
