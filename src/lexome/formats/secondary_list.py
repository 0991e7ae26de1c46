"""The list of genes in which secondary findings are reported, with its rule for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

from lexome.core.errors import BrokenKnowledge
from lexome.formats.columns import STARTER

FILE = STARTER / "rules" / "acmg-sf.tsv"
_RULES = {"any", "two", "truncating", "hfe"}


@dataclass(frozen=True, slots=True)
class ListedGene:
    """A gene of the list: how its disorder is inherited, which genotypes are reported, and the disorder.

    ``loss`` says whether losing the gene causes that disorder, so that a deletion is a finding.
    """

    symbol: str
    inheritance: Literal["AD", "AR", "XL"]
    report: Literal["any", "two", "truncating", "hfe"]
    loss: bool
    disorder: str


@dataclass(frozen=True, slots=True)
class SecondaryList:
    """A version of the list."""

    name: str
    doi: str
    genes: Mapping[str, ListedGene]


@cache
def read_secondary_list(path: Path = FILE) -> SecondaryList:
    """Return the list that ships.

    Raises
    ------
    BrokenKnowledge
        when the file is missing or not of its form.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        notes = dict(line[2:].split(": ", 1) for line in lines if line.startswith("# ") and ": " in line)
        rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
        genes = {row[0]: _gene(*row) for row in rows}
        return SecondaryList(f"ACMG SF v{notes['version']}", notes["doi"], genes)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BrokenKnowledge(f"{path.name} cannot be read: {error!r}") from error


def _gene(symbol: str, inheritance: str, report: str, loss: str, disorder: str) -> ListedGene:
    if inheritance not in {"AD", "AR", "XL"} or report not in _RULES or loss not in {"yes", "no"}:
        raise ValueError(symbol)
    modes = cast("Literal['AD', 'AR', 'XL']", inheritance)
    rule = cast("Literal['any', 'two', 'truncating', 'hfe']", report)
    return ListedGene(symbol, modes, rule, loss == "yes", disorder)
