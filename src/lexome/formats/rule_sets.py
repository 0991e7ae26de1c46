"""Rule sets: a version of the guideline as a TOML file, the expert panels' thresholds as a table beside it."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from lexome.core.errors import BrokenKnowledge
from lexome.core.evidence import Strength
from lexome.core.rules import Band, Combination, Dependence, GeneRules, Region, RuleSet
from lexome.formats.columns import STARTER

RULES = STARTER / "rules"
"""Folder of the rule sets that ship."""

DEFAULT = "acmg-2015-svi"
"""Rule set in force unless another is asked for."""


def read_rule_set(name: str = DEFAULT, *, folder: Path = RULES, panels: Path | None = RULES / "panels.json") -> RuleSet:
    """Return the rule set ``folder/name.toml`` with the expert panels' table, where there is one.

    Raises
    ------
    BrokenKnowledge
        when a file is missing or does not have the form of a rule set.
    """
    path = folder / f"{name}.toml"
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        general = _general(document)
        genes = _panels(json.loads(panels.read_text(encoding="utf-8")), general) if panels and panels.is_file() else {}
        return RuleSet(
            name=document["name"],
            reference=document["reference"],
            thresholds=tuple((int(points), str(label)) for points, label in document["points"]["thresholds"]),
            lowest=document["points"]["lowest"],
            stand_alone=tuple(document["points"]["stand_alone"]),
            combinations=tuple(_combination(row) for row in document["combination"]),
            dependences=tuple(_dependence(row) for row in document["dependence"]),
            general=general,
            genes=genes,
        )
    except (OSError, tomllib.TOMLDecodeError, json.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise BrokenKnowledge(f"rule set {path.name} cannot be read: {error!r}") from error


def strength_of(label: str) -> Strength:
    """Return the strength a rule file writes as 'strong' or 'benign_moderate'."""
    return Strength[label.upper()]


def _general(document: Mapping[str, Any]) -> GeneRules:
    table = document["general"]
    return GeneRules(
        rule_set=document["name"],
        reference=document["reference"],
        ba1=table["ba1"],
        bs1=table.get("bs1"),
        pm2=table["pm2"],
        pm2_recessive=table["pm2_recessive"],
        frequency_basis=table["frequency_basis"],
        ba1_exceptions=frozenset(table["ba1_exceptions"]),
        caps={code: strength_of(label) for code, label in table["caps"].items()},
        splice_pp3=table["splice_pp3"],
        splice_bp4=table["splice_bp4"],
        intronic_bp7=(table["intronic_bp7"][0], table["intronic_bp7"][1]),
        missense_bands={row["model"]: _bands(row["bands"]) for row in table["missense"]},
    )


def _bands(rows: list[list[Any]]) -> tuple[Band, ...]:
    return tuple(Band(float(low), float(high), strength_of(label)) for low, high, label in rows)


def _combination(row: Mapping[str, Any]) -> Combination:
    return Combination(row["name"], row["classification"], row.get("benign", False), dict(row["at_least"]))


def _dependence(row: Mapping[str, Any]) -> Dependence:
    return Dependence(
        because=row["because"],
        reference=row["reference"],
        when=tuple(row.get("when", ())),
        drop=tuple(row.get("drop", ())),
        capped=tuple(row.get("capped", ())),
        cap=row.get("cap", 0),
    )


def _panels(document: Mapping[str, Any], general: GeneRules) -> dict[str, GeneRules]:
    return {symbol: _panel(row, general) for symbol, row in document["genes"].items()}


def _panel(row: Mapping[str, Any], general: GeneRules) -> GeneRules:
    """Return the guideline's rules with what the panel specified in their place."""
    plain = {
        key: row[key]
        for key in ("ba1", "bs1", "pm2", "frequency_basis", "splice_pp3", "splice_bp4", "conservation_bp7",
                    "pp2_applies", "loss_of_function", "bp1_target", "bp1_needs_splicing", "pm5_as_severe",
                    "bs2_counts")
        if key in row
    }  # fmt: skip
    # where a panel states no bound for PM2, the guideline's must not reach into what the panel calls frequent
    plain["pm2"] = row.get("pm2", min(general.pm2, row.get("bs1", general.pm2)))
    plain["pm2_recessive"] = plain["pm2"]
    if "intronic_bp7" in row:
        plain["intronic_bp7"] = tuple(row["intronic_bp7"])
    if "pvs1_full" in row:
        plain["pvs1_full"] = (row["pvs1_full"][0], row["pvs1_full"][1])
    if "bp1_exclude" in row:
        plain["bp1_exclude"] = tuple((first, last) for first, last in row["bp1_exclude"])
    if "bp1_strength" in row:
        plain["bp1_strength"] = strength_of(row["bp1_strength"])
    if "hot_spots" in row:
        plain["hot_spots"] = tuple(Region(first, last, strength_of(label)) for first, last, label in row["hot_spots"])
    if "only_one" in row:
        because = f"{row['specification']} counts only one of {' and '.join(row['only_one'])}"
        reference = f"ClinGen CSpec {row['specification']}"
        plain["dependences"] = (Dependence(because, reference, only_one=tuple(row["only_one"])),)
    if "revel" in row:
        plain["missense_bands"] = {**general.missense_bands, "revel": _bands(row["revel"])}
    return replace(
        general,
        specification=row["specification"],
        caps={**general.caps, **{code: strength_of(label) for code, label in row.get("caps", {}).items()}},
        not_applicable=frozenset(row.get("not_applicable", ())),
        **plain,
    )
