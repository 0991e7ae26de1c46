"""A gene panel as a file: a list of genes, a panel of PanelApp (download or API), or regions (BED)."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lexome.core.assembly import canonical_contig
from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem

MAX_BYTES = 64 << 20
"""A panel has some thousand genes, an exome's target regions some hundred thousand lines."""

GREEN = "3"
"""PanelApp's confidence level of genes for diagnostic use ('green'); 4 is green in older downloads
(Martin 2019, doi:10.1038/s41588-019-0528-2)."""

_SYMBOL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*|HGNC:\d+")


@dataclass(frozen=True, slots=True)
class PanelFile:
    """What a file names: genes as written (symbols or HGNC ids) or regions (contig, start, end; 0-based, half-open).

    ``left_out`` counts genes of a lower confidence than green.
    """

    name: str
    genes: tuple[str, ...] = ()
    regions: tuple[tuple[str, int, int], ...] = ()
    left_out: int = 0
    problems: tuple[Problem, ...] = field(default=())


def read_panel(path: Path) -> PanelFile:
    """Return the panel in a file; the form is told by its content.

    Raises
    ------
    BadInput
        when the file cannot be read or names nothing.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadInput([_bad(path, "the file is larger than any panel")])
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadInput([_bad(path, error.strerror or "cannot be opened")]) from error
    except UnicodeDecodeError as error:
        raise BadInput([_bad(path, "the file is not UTF-8 text")]) from error
    panel = _parsed(path, text)
    if not panel.genes and not panel.regions:
        raise BadInput([_bad(path, "it names no gene and no region")])
    return panel


def _bad(path: Path, message: str) -> Problem:
    remedy = "give a list of gene symbols, one a line, a panel of PanelApp (TSV or JSON), or a BED of GRCh38 regions"
    return Problem(Level.ERROR, "panel-unreadable", path.name, message, remedy)


def _parsed(path: Path, text: str) -> PanelFile:
    if text.lstrip().startswith("{"):
        return _of_json(path, text)
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if lines and "\t" in lines[0] and {"Gene Symbol", "Gene_Symbol"} & set(lines[0].split("\t")):
        return _of_download(path, lines)
    if _is_bed(lines):
        return PanelFile(path.name, regions=tuple(_regions(path, lines)))
    names = [line.split("\t")[0].split(",")[0].strip() for line in lines]
    wrong = next((name for name in names if not _SYMBOL.fullmatch(name)), None)
    if wrong is not None:
        raise BadInput([_bad(path, "a line is neither a gene symbol nor an HGNC id")])
    return PanelFile(path.name, tuple(dict.fromkeys(names)))


def _of_json(path: Path, text: str) -> PanelFile:
    """Return a panel as PanelApp's API gives it (``/api/v1/panels/ID/``)."""
    try:
        document = json.loads(text)
        entries: list[dict[str, Any]] = document["genes"]
        named = [(_name_of(entry), str(entry.get("confidence_level", GREEN))) for entry in entries]
        title = f"{document.get('name', path.name)} {document.get('version', '')}".strip()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadInput([_bad(path, "it is JSON, but no panel of PanelApp")]) from error
    return _confident(title, named)


def _name_of(entry: dict[str, Any]) -> str:
    gene = entry.get("gene_data") or {}
    return str(gene.get("hgnc_id") or gene.get("gene_symbol") or entry["entity_name"])


def _of_download(path: Path, lines: list[str]) -> PanelFile:
    """Return a panel as PanelApp's download button gives it."""
    rows = list(csv.DictReader(lines, delimiter="\t"))
    genes = [row for row in rows if (row.get("Entity type") or "gene") == "gene"]
    named = [
        (row.get("HGNC") or row.get("Gene Symbol") or row.get("Gene_Symbol") or "", row.get("GEL_Status") or GREEN)
        for row in genes
    ]
    first = rows[0] if rows else {}
    title = f"{first.get('Level4') or path.name} {first.get('version') or ''}".strip()
    return _confident(title, named)


def _confident(title: str, named: list[tuple[str, str]]) -> PanelFile:
    green = [name.strip() for name, level in named if level in {GREEN, "4"} and name.strip()]
    return PanelFile(title, tuple(dict.fromkeys(green)), left_out=len(named) - len(green))


def _is_bed(lines: list[str]) -> bool:
    body = [line for line in lines if not line.startswith(("track", "browser"))]
    parts = body[0].split() if body else []
    return len(parts) >= 3 and parts[1].isdigit() and parts[2].isdigit()


def _regions(path: Path, lines: list[str]) -> Iterator[tuple[str, int, int]]:
    for line in lines:
        if line.startswith(("track", "browser")):
            continue
        parts = line.split()
        if len(parts) < 3 or not (parts[1].isdigit() and parts[2].isdigit()) or int(parts[1]) >= int(parts[2]):
            raise BadInput([_bad(path, "a line of the BED has no start before its end")])
        yield canonical_contig(parts[0]) or parts[0], int(parts[1]), int(parts[2])
