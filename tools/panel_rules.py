"""Write starter/rules/panels.json: what released expert-panel specifications say, gene by gene, by specification id.

Input is a folder of tables transcribed from the ClinGen Criteria Specification Registry (cspec.genome.network):
thresholds, PM1 regions and the specification each gene's row rests on. Only released specifications are taken, and
only what a criterion of Lexome reads.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

CODES = ("BS2", "PM4", "PM1", "BP3", "PS1")
PVS1_FULL = {
    "APC": [49, 2645],  # Spier 2024, doi:10.1016/j.gim.2023.100992
    "BRCA1": [1, 1853],  # Parsons 2024, doi:10.1016/j.ajhg.2024.07.013
    "BRCA2": [1, 3308],  # the same
    "FOXG1": [1, 468],  # the Rett and Angelman-like disorders panel, PMC9135956, table 2
    "TCF4": [1, 643],  # the same
    "UBE3A": [1, 841],  # the same
    "SLC9A6": [1, 563],  # the same
}
"""Residues between which a truncation has full strength although it escapes decay, where the panel published them."""

STRENGTHS = {"Supporting": "supporting", "Moderate": "moderate", "Strong": "strong"}
INTRONIC = {"noncanonical": [3, -3], "donor:7,acceptor:-4": [7, -4]}


def main(folder: Path, out: Path) -> None:
    """Read the tables of ``folder`` and write the rules to ``out``."""
    noted = {row["gene_symbol"]: row["notes"] for row in _rows(folder / "disease_prevalence.tsv")}
    released = {
        row["gene"]: f"{row['GN_ID']} v{row['version']}"
        for row in _rows(folder / "vcep_criteria_provenance.tsv")
        if row["status"] in {"Released", "Approved For Release"} or f"{row['GN_ID']} Released" in noted[row["gene"]]
    }
    hot_spots: dict[str, list[list[Any]]] = defaultdict(list)
    without_pm1 = set()
    for row in _rows(folder / "pm1_hotspots.tsv"):
        if row["strength"] == "not_applicable":
            without_pm1.add(row["gene_symbol"])
        elif row["strength"] in STRENGTHS:
            hot_spots[row["gene_symbol"]] += [
                [first, last, STRENGTHS[row["strength"]]] for first, last in _regions(row["regions"], row["residues"])
            ]
    genes = {}
    for row in _rows(folder / "disease_prevalence.tsv"):
        gene = row["gene_symbol"]
        if gene in released and row["ba1_threshold"]:
            genes[gene] = _rules(row, released[gene], hot_spots.get(gene), pm1=gene not in without_pm1)
            if gene in PVS1_FULL and genes[gene].get("loss_of_function"):
                genes[gene]["pvs1_full"] = PVS1_FULL[gene]
    lines = ",\n".join(f"  {json.dumps(gene)}: {json.dumps(genes[gene])}" for gene in sorted(genes))
    head = {
        "source": "ClinGen Criteria Specification Registry, https://cspec.genome.network; specification id by gene",
        "release": "specifications as released by 2026-02",
        "licence": "CC0 (ClinGen)",
    }
    out.write_text(json.dumps(head)[:-1] + f', "genes": {{\n{lines}\n}}}}\n', encoding="utf-8")
    print(f"{len(genes)} genes")


def _rows(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8") as stream:
        yield from csv.DictReader(stream, delimiter="\t")


def _regions(regions: str, residues: str) -> Iterable[tuple[int, int]]:
    for span in filter(None, regions.split(";")):
        first, _, last = span.partition("-")
        yield int(first), int(last or first)
    numbers = sorted({int(each) for each in residues.split(",") if each.strip()})
    start = previous = None
    for number in [*numbers, None]:
        if start is not None and number != (previous or 0) + 1:
            yield start, previous or start
            start = None
        start, previous = (number if start is None else start), number


def _rules(
    row: Mapping[str, str], specification: str, hot_spots: list[list[Any]] | None, *, pm1: bool
) -> dict[str, Any]:
    rules: dict[str, Any] = {"specification": specification, "ba1": float(row["ba1_threshold"])}
    if row["bs1_threshold"]:
        rules["bs1"] = float(row["bs1_threshold"])
    if row["pm2_threshold"]:
        # a transcription where rare reaches beyond frequent (RPGR) would let one frequency speak for both
        rules["pm2"] = min(float(row["pm2_threshold"]), rules.get("bs1", 1.0))
    if row["af_basis"]:
        rules["frequency_basis"] = {"popmax": "point"}.get(row["af_basis"], row["af_basis"])
    out = [code for code in CODES if row.get(code.lower()) == "not_applicable"] + ([] if pm1 else ["PM1"])
    if out:
        rules["not_applicable"] = sorted(set(out))
    if hot_spots is not None:
        rules["hot_spots"] = hot_spots
    if row["pp2"]:
        rules["pp2_applies"] = row["pp2"] == "applicable"
    if row["pvs1"]:
        rules["loss_of_function"] = row["pvs1"] == "applicable"
    _bp1(row, rules)
    if row["pm5_grantham"] in {"ge", "gt"}:
        rules["pm5_as_severe"] = True
    if row["pm5_excludes"]:
        rules["only_one"] = ["PM5", *row["pm5_excludes"].split(",")]
    caps = {code: STRENGTHS[row[key]] for code, key in (("PM5", "pm5_max"), ("PS1", "ps1_max")) if row[key]}
    if row["pm2_strength"] == "Moderate":
        caps["PM2"] = "moderate"
    if caps:
        rules["caps"] = caps
    if row["bp7_intronic"]:
        rules["intronic_bp7"] = INTRONIC[row["bp7_intronic"]]
    if row["bp7_phylop"] not in {"", "na"}:
        rules["conservation_bp7"] = float(row["bp7_phylop"])
    if row["bp4_splice_cutoff"]:
        rules["splice_bp4"] = float(row["bp4_splice_cutoff"])
    if bands := _revel(row):
        rules["revel"] = bands
    return rules


def _bp1(row: Mapping[str, str], rules: dict[str, Any]) -> None:
    if row["bp1"] == "not_applicable":
        rules["bp1_target"] = "none"
    elif row["bp1"] == "applicable":
        rules["bp1_target"] = row["bp1_target"]
        if row["bp1_exclude"]:
            rules["bp1_exclude"] = [list(span) for span in _regions(row["bp1_exclude"], "")]
        if row["bp1_no_splice"] == "yes":
            rules["bp1_needs_splicing"] = True
        if row["bp1_strength"] == "Strong":
            rules["bp1_strength"] = "benign_strong"


def _revel(row: Mapping[str, str]) -> list[list[Any]]:
    up = [
        (float(row[f"revel_pp3_{name}"]), name)
        for name in ("supporting", "moderate", "strong")
        if row[f"revel_pp3_{name}"]
    ]
    down = [
        (float(row[f"revel_bp4_{name}"]), name)
        for name in ("supporting", "moderate", "strong")
        if row[f"revel_bp4_{name}"]
    ]
    bands: list[list[Any]] = []
    for number, (low, name) in enumerate(up):
        bands.append([low, up[number + 1][0] if number + 1 < len(up) else 9e9, name])
    for number, (high, name) in enumerate(down):
        bands.append([down[number + 1][0] if number + 1 < len(down) else -9e9, high, f"benign_{name}"])
    return bands


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
