"""Tables by gene: gnomAD constraint (v2.1 and v4), ClinGen gene–disease validity and dosage sensitivity."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from lexome.formats.official.text import bad, numbers, read_rows

CONSTRAINT: dict[str, tuple[str, ...]] = {
    "loeuf": ("oe_lof_upper", "lof.oe_ci.upper"),
    "pli": ("pLI", "lof.pLI"),
    "missense_z": ("mis_z", "mis.z_score"),
    "missense_oe_upper": ("oe_mis_upper", "mis.oe_ci.upper"),
    "synonymous_z": ("syn_z", "syn.z_score"),
    "expected_lof": ("exp_lof", "lof.exp"),
    "observed_lof": ("obs_lof", "lof.obs"),
    "expected_missense": ("exp_mis", "mis.exp"),
    "observed_missense": ("obs_mis", "mis.obs"),
}
"""Column of each measure in v2.1.1 and v4 (https://gnomad.broadinstitute.org/help/constraint)."""

VALIDITY: dict[str, str] = {
    "symbol": "GENE SYMBOL",
    "hgnc": "GENE ID (HGNC)",
    "disease": "DISEASE LABEL",
    "mondo": "DISEASE ID (MONDO)",
    "inheritance": "MOI",
    "classification": "CLASSIFICATION",
    "date": "CLASSIFICATION DATE",
    "report": "ONLINE REPORT",
    "panel": "GCEP",
}


def read_constraint(path: Path) -> Any:
    """Return gnomAD's constraint as a table with a row a transcript: symbol, transcript, flags and measures."""
    import pyarrow as pa

    rows = read_rows(path)
    _, names = next(rows, (0, []))
    at = {name: place for place, name in enumerate(names)}
    chosen = {ours: next((name for name in theirs if name in at), None) for ours, theirs in CONSTRAINT.items()}
    if "gene" not in at or chosen["loeuf"] is None:
        message = "no columns gene and oe_lof_upper (v2) or lof.oe_ci.upper (v4)"
        raise bad(path, "not-constraint", message, "give gnomAD's constraint metrics, by gene or by transcript")
    kept = [fields for _, fields in rows if len(fields) >= len(names)]

    def texts(*candidates: str) -> list[str]:
        place = next((at[name] for name in candidates if name in at), None)
        return ["" if place is None else fields[place] for fields in kept]

    preferred = [text.lower() == "true" for text in texts("mane_select")]
    canonical = [text.lower() == "true" for text in texts("canonical")]
    columns = {
        "symbol": pa.array(texts("gene"), pa.string()),
        "transcript": pa.array(texts("transcript"), pa.string()),
        "flags": pa.array(texts("constraint_flag", "constraint_flags"), pa.string()),
        "mane_select": pa.array(preferred, pa.bool_()),
        "canonical": pa.array(canonical, pa.bool_()),
    }
    for ours, theirs in chosen.items():
        values = numbers([fields[at[theirs]] for fields in kept] if theirs else [""] * len(kept), "float32", np.nan)
        columns[ours] = pa.array(values, pa.float32())
    return pa.table(columns)


def read_validity(path: Path) -> Any:
    """Return ClinGen's gene–disease validity as a table with a row a curation."""
    import pyarrow as pa

    at: dict[str, int] = {}
    found: dict[str, list[str]] = {ours: [] for ours in VALIDITY}
    for _, fields in read_rows(path):
        if "GENE SYMBOL" in fields:
            at = {name.strip(): place for place, name in enumerate(fields)}
            missing = [name for name in VALIDITY.values() if name not in at]
            if missing:
                raise bad(path, "missing-column", f"no column {', '.join(missing)}", "give ClinGen's own CSV download")
        elif at and len(fields) >= len(at) and not fields[0].startswith("+"):
            for ours, theirs in VALIDITY.items():
                found[ours].append(fields[at[theirs]].strip())
    if not at:
        message = "no header line with GENE SYMBOL"
        raise bad(path, "not-gene-validity", message, "give the CSV of ClinGen's gene-disease validity page")
    return pa.table({name: pa.array(values, pa.string()) for name, values in found.items()})


DOSAGE: dict[str, str] = {
    "symbol": "Gene Symbol",
    "haploinsufficiency": "Haploinsufficiency Score",
    "triplosensitivity": "Triplosensitivity Score",
}


def read_dosage(path: Path) -> Any:
    """Return ClinGen's dosage curations as a table with a row a gene; -1 where a gene was not evaluated."""
    import pyarrow as pa

    at: dict[str, int] = {}
    found: dict[str, list[str]] = {ours: [] for ours in DOSAGE}
    for _, fields in read_rows(path):
        names = [name.lstrip("#").strip() for name in fields]
        if set(DOSAGE.values()) <= set(names):
            at = {name: place for place, name in enumerate(names)}
        elif at and len(fields) > max(at[name] for name in DOSAGE.values()) and not fields[0].startswith("#"):
            for ours, theirs in DOSAGE.items():
                found[ours].append(fields[at[theirs]].strip())
    if not at:
        message = f"no header line with {', '.join(DOSAGE.values())}"
        raise bad(path, "not-dosage", message, "give ClinGen_gene_curation_list_GRCh38.tsv of ClinGen's downloads")
    scores = {
        name: pa.array([int(text) if text.isdecimal() else -1 for text in values], pa.int8())
        for name, values in found.items()
        if name != "symbol"
    }
    return pa.table({"symbol": pa.array(found["symbol"], pa.string()), **scores})
