"""Readers of what sources release: gnomAD, ClinVar, score tables, bigWig, ClinGen, HPO translations, chains."""
