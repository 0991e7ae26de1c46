"""Sentences whose findings are marked in the text: ``{quote|HPO id|status|relative}``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
_MARK = re.compile(r"\{([^{}|]+)\|([^{}|]+)\|([^{}|]+)(?:\|([^{}|]+))?\}")


@dataclass(frozen=True)
class Marked:
    """A sentence and what is to be read from it: (start, quote, HPO id, status) of each finding."""

    category: str
    text: str
    findings: frozenset[tuple[int, str, str, str]]
    relatives: dict[int, str]


def marked(line: str) -> Marked:
    """Return the sentence of one line."""
    category, source = line.rstrip("\n").split("\t")
    source = source.replace("\\n", "\n")
    text, findings, relatives, at = "", set(), {}, 0
    for match in _MARK.finditer(source):
        text += source[at : match.start()]
        quote, hpo_id, status, relative = match.groups()
        findings.add((len(text), quote, hpo_id, status))
        if relative:
            relatives[len(text)] = relative
        text += quote
        at = match.end()
    return Marked(category, text + source[at:], frozenset(findings), relatives)


def read_marked(name: str) -> list[Marked]:
    """Return all sentences of a file."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [marked(line) for line in lines if line and not line.startswith("#")]
