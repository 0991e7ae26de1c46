"""Rule sets: a version of the guideline as a TOML file, the expert panels' thresholds as a table beside it."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from lexome.core.errors import BadCall, BadInput, BrokenKnowledge
from lexome.core.evidence import Strength
from lexome.core.problem import Level, Problem
from lexome.core.rules import (
    Band,
    Combination,
    Dependence,
    GeneRules,
    LengthRules,
    NullRules,
    NullSpan,
    Region,
    RuleSet,
)
from lexome.formats.columns import STARTER
from lexome.formats.rule_file import (
    DependenceForm,
    Form,
    GeneralForm,
    LengthForm,
    NullForm,
    PanelFile,
    PanelForm,
    RuleFile,
    strength_of,
)

_FormT = TypeVar("_FormT", bound=Form)

RULES = STARTER / "rules"
"""Folder of the rule sets that ship."""

DEFAULT = "acmg-2015-svi"
"""Rule set in force unless another is asked for."""

MAX_BYTES = 8 << 20
"""Largest rule file read; those that ship have less than a hundredth."""


def rule_set_named(given: str) -> RuleSet:
    """Return the rule set that ships by this name, or the one in the file of this path.

    Raises
    ------
    BadCall
        when there is neither.
    BadInput
        when the file does not have the form of a rule set; every fault is told with its place.
    """
    if given in names():
        return read_rule_set(given)
    path = Path(given)
    if not path.is_file():
        there = ", ".join(names())
        message = f"{given[:60]!r} is neither a rule set that ships ({there}) nor a file"
        remedy = "name one of them, or give the path of a TOML file of the same form"
        raise BadCall([Problem(Level.ERROR, "rule-set-unknown", "--rules", message, remedy)])
    try:
        return _read(path)
    except _Unusable as error:
        remedy = "compare with the file that ships: docs/reference/acmg.md, 'Rules are files'"
        raise BadInput(
            [Problem(Level.ERROR, "rule-set-unusable", f"{error.file}{where}", message, remedy)
             for where, message in error.faults]
        ) from error  # fmt: skip


def names() -> tuple[str, ...]:
    """Return the rule sets that ship."""
    return tuple(sorted(path.stem for path in RULES.glob("*.toml")))


@cache
def read_rule_set(name: str = DEFAULT, *, folder: Path = RULES) -> RuleSet:
    """Return the rule set ``folder/name.toml`` with the expert panels' specifications.

    Raises
    ------
    BrokenKnowledge
        when a file is missing or does not have the form of a rule set.
    """
    try:
        return _read(folder / f"{name}.toml")
    except _Unusable as error:
        told = "; ".join(f"{where.lstrip(', ')} {message}".strip() for where, message in error.faults[:3])
        raise BrokenKnowledge(f"rule set {error.file} cannot be read: {told}") from error


class _Unusable(Exception):
    """A file that is no rule set: its name, and each fault as (place, message)."""

    def __init__(self, file: str, *faults: tuple[str, str]) -> None:
        super().__init__(file)
        self.file, self.faults = file, faults


def _read(path: Path) -> RuleSet:
    file = _form(RuleFile, path, _toml(path))
    general = _general(file)
    shipped: PanelFile | None = None
    if file.panels != "none":
        beside = RULES / "panels.json" if file.panels == "shipped" else path.parent / file.panels
        shipped = _form(PanelFile, beside, _json(beside))
    rows = {**(shipped.genes if shipped else {}), **file.genes}
    return RuleSet(
        name=file.name,
        reference=file.reference,
        thresholds=tuple((points, label.value) for points, label in file.points.thresholds),
        lowest=file.points.lowest.value,
        stand_alone=file.points.stand_alone,
        combinations=tuple(
            Combination(
                row.name,
                row.classification.value,
                row.benign,
                {str(word): count for word, count in row.at_least.items()},
            )
            for row in file.combination
        ),
        dependences=tuple(_dependence(row) for row in file.dependence),
        general=general,
        genes={symbol: _panel(row, general, path.parent) for symbol, row in rows.items()},
    )


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _Unusable(path.name, ("", f"larger than {MAX_BYTES >> 20} MiB, as no rule set is"))
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _Unusable(path.name, ("", f"it cannot be read ({type(error).__name__})")) from error


def _toml(path: Path) -> Any:
    try:
        return tomllib.loads(_text(path))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _Unusable(path.name, ("", f"it is not TOML: {error}")) from error


def _json(path: Path) -> Any:
    try:
        return json.loads(_text(path))
    except (json.JSONDecodeError, RecursionError) as error:
        raise _Unusable(path.name, ("", f"it is not JSON: {error}")) from error


def _form(form: type[_FormT], path: Path, document: Any) -> _FormT:
    try:
        return form.model_validate(document)
    except ValidationError as error:
        faults = []
        for fault in error.errors()[:20]:
            where = ".".join(str(part) for part in fault["loc"])
            faults.append((f", {where}" if where else "", fault["msg"].removeprefix("Value error, ")))
        raise _Unusable(path.name, *faults) from error


def _general(file: RuleFile) -> GeneRules:
    table: GeneralForm = file.general
    return GeneRules(
        rule_set=file.name,
        reference=file.reference,
        ba1=table.ba1,
        bs1=table.bs1,
        pm2=table.pm2,
        pm2_recessive=table.pm2_recessive,
        frequency_basis=table.frequency_basis,
        ba1_exceptions=frozenset(table.ba1_exceptions),
        caps=dict(table.caps),
        splice_pp3=table.splice_pp3,
        splice_bp4=table.splice_bp4,
        intronic_bp7=table.intronic_bp7,
        missense_bands={row.model: tuple(Band(*band) for band in row.bands) for row in table.missense},
    )


def _dependence(row: DependenceForm) -> Dependence:
    return Dependence(**dict(row))


_AS_WRITTEN = (
    "ba1", "bs1", "frequency_basis", "splice_pp3", "splice_bp4", "conservation_bp7", "pp2_applies", "loss_of_function",
    "bp1_target", "bp1_strength", "intronic_bp7", "pm2_basis", "pm2_carriers", "ba1_carriers", "bs2_population",
    "pm5_likely", "ps1_canonical",
)  # fmt: skip
"""Fields that a row states as the rules hold them; None leaves what the guideline says."""


def _panel(row: PanelForm, general: GeneRules, folder: Path) -> GeneRules:
    """Return the guideline's rules with what the panel specified in their place."""
    told: dict[str, Any] = {name: getattr(row, name) for name in _AS_WRITTEN if getattr(row, name) is not None}
    # where a panel states no bound for PM2, the guideline's must not reach into what the panel calls frequent
    bound = general.pm2 if row.bs1 is None else min(general.pm2, row.bs1)
    told["pm2"] = told["pm2_recessive"] = bound if row.pm2 is None else row.pm2
    if row.pm5_truncations is not None:
        residues, spans = row.pm5_truncations
        told["pm5_truncations"] = (residues, tuple(Region(*span) for span in spans))
    if row.hot_spots is not None:
        told["hot_spots"] = tuple(Region(*region) for region in row.hot_spots)
    if row.revel:
        told["missense_bands"] = {**general.missense_bands, "revel": tuple(Band(*band) for band in row.revel)}
    if row.missense_told:
        told["missense_told"] = _verdicts((RULES if row.missense_told in _SHIPPED else folder) / row.missense_told)
    return replace(
        general,
        specification=row.specification,
        caps={**general.caps, **row.caps},
        not_applicable=frozenset(row.not_applicable),
        cysteine_regions=row.cysteine_regions,
        bp1_exclude=row.bp1_exclude,
        bp1_needs_splicing=row.bp1_needs_splicing,
        bs1_exclude=row.bs1_exclude,
        bs2_levels=row.bs2_levels,
        pm5_as_severe=row.pm5_as_severe,
        null=_null(row.null) if row.null else None,
        length=_length(row.length) if row.length else general.length,
        dependences=tuple(_dependence(one) for one in row.dependences),
        **told,
    )


def _null(form: NullForm) -> NullRules:
    kinds = {name: value for name in ("escape", "start", "splice") if (value := getattr(form, name)) != ""}
    return NullRules(
        form.residues,
        tuple(NullSpan(*span) for span in form.truncations),
        tuple(NullSpan(*span) for span in form.frameshifts),
        kinds,
        dict(form.skipped),
    )


def _length(form: LengthForm) -> LengthRules:
    return LengthRules(**{**dict(form), "regions": tuple(Region(*region) for region in form.regions)})


_SHIPPED = frozenset({"tp53_missense.tsv"})
"""Tables of verdicts that ship."""


@cache
def _verdicts(path: Path) -> Mapping[str, Strength | None]:
    """Return a panel's verdict by HGVS c. name; None where it gives neither PP3 nor BP4."""
    found: dict[str, Strength | None] = {}
    for number, line in enumerate(_text(path).splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, word = line.partition("\t")
        try:
            found[name] = None if word == "none" else strength_of(word)
        except ValueError as error:
            raise _Unusable(path.name, (f", line {number}", f"{word[:20]!r} is {error}")) from error
    return found
