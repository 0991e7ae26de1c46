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

CODES = ("PM4", "PM1", "BP3", "PS1")
HERE = Path(__file__).parent
PM1_MORE = {
    "AKT3": [[5, 109], [151, 388], [425, 475]],
    "MTOR": [[1382, 1982], [2015, 2114]],
    "PIK3CA": [[173, 292], [322, 483], [797, 1068]],
    "PIK3R2": [[31, 108], [328, 716]],
}
"""Domains where GN018 gives PM1 at supporting, missing in the transcription (as bihealth/auto-acmg,
src/vcep/brain_malformations.py, reads the same specification)."""

PM5_TRUNCATIONS: dict[str, list[Any]] = {
    "ATM": [3056, [[1, 3046, "supporting"]]],
    "CDH1": [882, [[1, 835, "supporting"]]],
    "PALB2": [1186, [[1, 1182, "supporting"]]],
    "BRCA1": [1863, [[1, 147, "strong"], [148, 182, "supporting"], [224, 1854, "strong"]]],
    "BRCA2": [
        3418,
        [[1, 105, "strong"], [106, 141, "moderate"], [142, 158, "strong"], [173, 2280, "strong"],
         [2313, 2877, "strong"], [2878, 2918, "supporting"], [2919, 3167, "strong"], [3168, 3216, "supporting"],
         [3217, 3309, "strong"]],
    ],
}  # fmt: skip
"""Length of the protein, and residues where a premature stop, and no missense change, meets PM5: GN020 (upstream of
p.Arg3047), GN007 v3.1 (upstream of p.Glu836), GN077 (upstream of p.Tyr1183), table 4 of GN092 and GN097 v1.2.0 (by
exon)."""

STRENGTHS = {"Supporting": "supporting", "Moderate": "moderate", "Strong": "strong", "VeryStrong": "very_strong"}
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
    cysteines: dict[str, list[list[int]]] = {}
    without_pm1 = set()
    for row in _rows(folder / "pm1_hotspots.tsv"):
        if row["strength"] == "not_applicable":
            without_pm1.add(row["gene_symbol"])
        elif row["strength"] == "cys_creating":
            cysteines[row["gene_symbol"]] = [list(span) for span in _regions(row["regions"], "")]
        elif row["strength"] in STRENGTHS:
            hot_spots[row["gene_symbol"]] += [
                [first, last, STRENGTHS[row["strength"]]] for first, last in _regions(row["regions"], row["residues"])
            ]
    for gene, spans in PM1_MORE.items():
        hot_spots[gene] = [[first, last, "supporting"] for first, last in spans]
    lengths, nulls = _length_rules(folder), _null_rules(folder)
    genes = {}
    for row in _rows(folder / "disease_prevalence.tsv"):
        gene = row["gene_symbol"]
        if gene in released and row["ba1_threshold"]:
            genes[gene] = _rules(row, released[gene], hot_spots.get(gene), pm1=gene not in without_pm1)
            if gene in nulls and genes[gene].get("loss_of_function"):
                genes[gene]["null"] = nulls[gene]
            if gene in PM5_TRUNCATIONS:
                genes[gene]["pm5_truncations"] = PM5_TRUNCATIONS[gene]
            if gene in cysteines:
                genes[gene]["cysteine_regions"] = cysteines[gene]
            if gene == "TP53":
                genes[gene]["missense_told"] = _tp53(folder, out.parent)
            _length(row, lengths.get(gene, {}), genes[gene])
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
        yield from csv.DictReader((line for line in stream if not line.startswith("#")), delimiter="\t")


def _tp53(folder: Path, out: Path) -> str:
    """Write the panel's verdict on each missense change (aligned GVGD class and BayesDel together) beside the rules."""
    words = {
        "BP4": "benign_supporting",
        "BP4_moderate": "benign_moderate",
        "PP3": "supporting",
        "PP3_moderate": "moderate",
        "No evidence": "none",
    }
    lines = [f"{row['hgvs_c']}\t{words[row['code']]}" for row in _rows(folder / "tp53_pp3_bp4_codes.tsv")]
    name = "tp53_missense.tsv"
    head = "# ClinGen CSpec GN009 v2.4.0, table of PP3 and BP4 codes by missense change (CC0)\n"
    (out / name).write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    return name


def _null_rules(folder: Path) -> dict[str, dict[str, Any]]:
    """Return PVS1 beyond the decision tree by gene, with the strength by skipped exon."""
    found: dict[str, dict[str, Any]] = {}
    for row in _rows(HERE / "panel_pvs1.tsv"):
        null: dict[str, Any] = {"residues": int(row["residues"])}
        for name in ("truncations", "frameshifts"):
            if row[name]:
                spans = (each.rpartition(":") for each in row[name].split(";"))
                null[name] = [[*map(int, span.split("-")), word] for span, _, word in spans]
        null |= {name: row[name] for name in ("escape", "start", "splice") if row[name]}
        found[row["gene"]] = null
    for row in _rows(folder / "vcep_pvs1_splice_exons.tsv"):
        null = found.setdefault(row["gene"], {"residues": 0})
        null.setdefault("skipped", {})[row["skipped_exon"]] = row["strength"].replace("na", "not_met")
    # skipping exons 8 and 9 together keeps the frame and rescues (GN092 v1.2.0, table 4)
    found["BRCA1"]["skipped"] = {"8": "not_met", "9": "not_met"}
    return found


def _length_rules(folder: Path) -> dict[str, dict[str, Any]]:
    """Return PM4 by region and gene."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    words = {"not_applicable": "not_met"}
    for row in _rows(folder / "pm4_regions.tsv"):
        rules, kind, value = found[row["gene_symbol"]], row["strength"], row["regions"]
        if kind in STRENGTHS.values():
            spans = _regions(value, row["residues"])
            rules.setdefault("regions", []).extend([first, last, kind] for first, last in spans)
        elif kind == "deny":
            rules["deny"] = [list(span) for span in _regions(value, "")]
        elif kind == "region_default":
            rules["elsewhere"] = value
        elif kind == "stoploss":
            rules["stop_lost"] = words.get(value, value)
        elif kind == "conserved_phylop":
            rules["conserved"] = float(value)
        elif kind == "deletion_content":
            rules["needs_known"] = value == "yes"
        elif kind == "excludes":
            rules["excludes"] = value.split(",")
    return found


def _length(row: Mapping[str, str], told: dict[str, Any], rules: dict[str, Any]) -> None:
    if row["pm4"] != "applicable" and not row["bp3_regions"]:
        return
    length = {name: value for name, value in told.items() if name != "excludes"}
    length["supporting_up_to"] = int(row["pm4_supporting_max_aa"] or 0)
    if row["bp3_regions"]:
        length["bp3"] = [list(span) for span in _regions(row["bp3_regions"], "")]
    rules["length"] = length
    if "PP3" in told.get("excludes", ()):
        _add_dependence(rules, f"{rules['specification']} does not count PM4 with PP3", when=["PM4"], drop=["PP3"])


def _add_dependence(rules: dict[str, Any], because: str, **more: Any) -> None:
    reference = f"ClinGen CSpec {rules['specification']}"
    rules.setdefault("dependences", []).append({"because": because, "reference": reference, **more})


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
    rules: dict[str, Any] = {"specification": specification}
    _frequencies(row, rules)
    out = [code for code in CODES if row.get(code.lower()) == "not_applicable"] + ([] if pm1 else ["PM1"])
    if out:
        rules["not_applicable"] = sorted(set(out))
    if hot_spots is not None:
        rules["hot_spots"] = hot_spots
    if row["pp2"]:
        rules["pp2_applies"] = row["pp2"] == "applicable"
    if row["pvs1"]:
        rules["loss_of_function"] = row["pvs1"] == "applicable"
    if row["pp2_requires"]:
        needed = row["pp2_requires"].split(",")
        because = f"{specification} counts PP2 only with {' and '.join(needed)}"
        _add_dependence(rules, because, drop=["PP2"], unless=needed)
    _bp1(row, rules)
    _known_changes(row, rules)
    _bs2(row, rules)
    if row["bp7_intronic"]:
        rules["intronic_bp7"] = INTRONIC[row["bp7_intronic"]]
    if row["bp7_phylop"] not in {"", "na"}:
        rules["conservation_bp7"] = float(row["bp7_phylop"])
    if row["bp4_splice_cutoff"]:
        rules["splice_bp4"] = float(row["bp4_splice_cutoff"])
    if bands := _revel(row):
        rules["revel"] = bands
    return rules


def _known_changes(row: Mapping[str, str], rules: dict[str, Any]) -> None:
    """Add what PS1 and PM5 ask of known changes, and the highest strengths."""
    if row["pm5_grantham"] in {"ge", "gt"}:
        rules["pm5_as_severe"] = True
    if row["pm5_excludes"]:
        codes = ["PM5", *row["pm5_excludes"].split(",")]
        because = f"{rules['specification']} counts only one of {' and '.join(codes)}"
        _add_dependence(rules, because, only_one=codes)
    if row["pm5_lp"] == "no":
        rules["pm5_likely"] = False
    if row["ps1_splice"] == "noncanonical":
        rules["ps1_canonical"] = False
    caps = {code: STRENGTHS[row[key]] for code, key in (("PM5", "pm5_max"), ("PS1", "ps1_max")) if row[key]}
    if row["pm2_strength"] == "Moderate":
        caps["PM2"] = "moderate"
    if caps:
        rules["caps"] = caps


def _frequencies(row: Mapping[str, str], rules: dict[str, Any]) -> None:
    rules["ba1"] = float(row["ba1_threshold"])
    if row["bs1_threshold"]:
        rules["bs1"] = float(row["bs1_threshold"])
    if row["pm2_threshold"]:
        # a transcription where rare reaches beyond frequent (RPGR) would let one frequency speak for both
        rules["pm2"] = min(float(row["pm2_threshold"]), rules.get("bs1", 1.0))
    if row["af_basis"]:
        rules["frequency_basis"] = {"popmax": "point"}.get(row["af_basis"], row["af_basis"])
    if row["pm2_basis"] == "faf":
        rules["pm2_basis"] = "faf95"
    if row["pm2_zygosity"]:
        scope, _, most = row["pm2_zygosity"].partition(":")
        rules["pm2_carriers"] = [scope, int(most)]
    if row["ba1_hom_count"]:
        rules["ba1_carriers"] = int(row["ba1_hom_count"])
    if row["bs1_exclude"]:
        rules["bs1_exclude"] = row["bs1_exclude"].split(",")


def _bs2(row: Mapping[str, str], rules: dict[str, Any]) -> None:
    if row["bs2"] == "not_applicable":
        rules["bs2_population"] = False
    elif row["bs2_strength"]:
        levels = (each.split(":") for each in row["bs2_strength"].split(","))
        rules["bs2_levels"] = [[int(count), f"benign_{word.lower()}"] for word, count in levels]
    elif row["bs2_count"]:
        rules["bs2_levels"] = [[int(row["bs2_count"]), "benign_strong"]]


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
