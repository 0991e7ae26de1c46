"""Writes NOTICE from the starter's manifest: every embedded source with release, licence and origin."""

from __future__ import annotations

import json
from pathlib import Path

HEAD = """Lexome
Copyright The Lexome developers

This product is licensed under the Apache License, Version 2.0 (see LICENSE).
It carries the following data, built from public package registries by tools/starter_builder (versions and sha256 are
pinned there); each file also states its origin in its own schema.
"""


def write_notice(manifest: Path, *, notice: Path) -> None:
    """Write one paragraph for each source, release and licence, with the tables it is in."""
    tables = json.loads(manifest.read_text(encoding="utf-8"))["tables"]
    paragraphs: dict[tuple[str, ...], list[str]] = {}
    for name, entry in sorted(tables.items()):
        key = tuple(entry[part] for part in ("source", "release", "licence", "reference", "artifact"))
        paragraphs.setdefault(key, []).append(name)
    lines = [HEAD]
    for (source, release, licence, reference, artifact), names in sorted(paragraphs.items()):
        told = (("release", release), ("licence", licence), ("reference", reference), ("taken from", artifact))
        lines += [source, *(f"    {word}: {text}" for word, text in told), f"    tables: {', '.join(names)}", ""]
    lines += [OTHERS, TAIL]
    notice.write_text("\n".join(lines), encoding="utf-8")


OTHERS = """CI-SpliceAI networks (Yaron Strauch and others 2022), converted to ONNX
    release: 1.2.2
    licence: CC BY 4.0
    reference: doi:10.1371/journal.pone.0269159
    taken from: PyPI cispliceai 1.2.2 cispliceai/data/CI-SpliceAI.pb
    changes: split in two graphs without padding, normalisation folded in, weights rounded to float16
    files: starter/splice

Coding states and differences from apes, heads of Lexome's own reference sequence model (LRG, Ensembl)
    release: 6,000 steps, seed 20250116
    licence: Apache-2.0; LRG (EBI and NCBI, open), Ensembl (no restrictions)
    reference: doi:10.1093/nar/gkt1198; https://www.ensembl.org
    taken from: LRG regions on GRCh38; Debian maffilter-examples 1.3.1+dfsg-4 (Ensembl EPO, chromosome 22)
    files: starter/sequence_lm

igv.js, the genome browser of map pages
    release: 3.8.10
    licence: MIT (Broad Institute and the Regents of the University of California; text in report/assets/igv.LICENSE)
    reference: doi:10.1093/bioinformatics/btac830
    taken from: npm igv 3.8.10 dist/igv.min.js
    files: report/assets/igv.min.js.gz

ClinGen Criteria Specification Registry: thresholds of expert panels
    release: specifications as released by 2026-02, each named in the file
    licence: CC0-1.0 (ClinGen)
    reference: https://cspec.genome.network
    taken from: rows of HUVar (Apache-2.0)
    files: starter/rules

UniProtKB human variants, counted by pair of amino acids
    release: as packaged in gnuhealth-genetics-uniprot 5.0.4, which names none
    licence: CC BY 4.0 (UniProt Consortium); packaged under GPL-3.0-or-later, of which nothing is carried
    reference: https://www.uniprot.org; doi:10.1093/nar/gkae1010
    taken from: PyPI gnuhealth-genetics-uniprot 5.0.4 data/gene_variants.xml
    changes: only counts of likely pathogenic and likely benign variants by pair are carried, no variant
    files: starter/rules/amino-acid-exchanges.tsv

Phenotype ranking forest, trained for Lexome on published cases
    release: trained on Monarch phenopacket-store b694d17e and the HPO annotations of 2025-01-16; no case is carried
    licence: Apache-2.0; the cases BSD-3-Clause
    reference: https://github.com/monarch-initiative/phenopacket-store; doi:10.1016/j.xhgg.2024.100371
    taken from: tools/train_ranker.py
    files: starter/phenotype_forest.onnx
"""

TAIL = """The Human Phenotype Ontology (https://hpo.jax.org) is used with its release named and its content unaltered;
its definitions are not carried. OMIM ids and names stand here as the HPO annotations state them; the OMIM database
itself is not carried. MONDO is used under CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
"""
