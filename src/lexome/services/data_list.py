"""What Lexome knows: every body of knowledge with source, release, licence and where it comes from."""

from __future__ import annotations

import textwrap
from typing import Any, Literal

from pydantic import BaseModel, Field

from lexome.formats.releases import Dataset, imported_kinds, starter
from lexome.lab import Lab, Service


class Ask(BaseModel, frozen=True):
    """List the embedded knowledge and what was imported, with releases and licences."""

    format: Literal["text", "json"] = Field("text", description="how to print: text or json")


class Table(BaseModel, frozen=True):
    """One table or store."""

    name: str = Field(description="name of the table; of imported data, KIND/NAME")
    source: str = Field(description="who publishes it")
    release: str = Field(description="which release it is")
    licence: str = Field(description="terms of use")
    reference: str = Field(description="web page and publication")
    artifact: str = Field(description="registry artifact, or file, that it was built from")
    rows: int = Field(description="rows")
    size: int = Field(description="bytes on disk")
    sha256: str = Field(description="hash over the file, or over the files of a store")
    imported: bool = Field(description="whether the user imported it, instead of being embedded")
    replaced: bool = Field(default=False, description="whether an imported release is used in its place")
    assembly: str | None = Field(default=None, description="assembly of the positions, where a store has one")


class Answer(BaseModel, frozen=True):
    """All knowledge at hand."""

    folder: str = Field(description="folder of imported data")
    tables: tuple[Table, ...] = Field(description="embedded tables, then imported ones")

    def as_text(self) -> str:
        """Return a table, a line for each."""
        lines = ["Embedded knowledge"]
        lines += [_line(table) for table in self.tables if not table.imported]
        lines += ["", f"Imported into {self.folder}"]
        own = [_line(table) for table in self.tables if table.imported]
        lines += own or [
            "  nothing yet; an official release is taken into use by\n  lexome data import KIND FILE --release R"
        ]
        embedded = [table for table in self.tables if not table.imported]
        total = sum(table.size for table in embedded)
        if any(table.replaced for table in embedded):
            lines += ["", "* an imported release is used instead"]
        lines += ["", f"{len(embedded)} embedded tables, {total / 1e6:.1f} MB. Licences and references: --format json"]
        return "\n".join(lines)


def _line(table: Table) -> str:
    where = f", {table.assembly}" if table.assembly else ""
    mark = "*" if table.replaced else " "
    head = f" {mark}{table.name:<{_WIDTH}} {table.rows:>11,} rows"
    about = f"{table.source}, {table.release}{where}"
    return f"{head}\n{textwrap.fill(about, 80, initial_indent='    ', subsequent_indent='    ')}"


_WIDTH = 34
"""Characters of the first column: 'functional/' and a name of some words fit."""

REPLACED_BY = {
    "hpo": ("hpo_terms", "hpo_names", "hpo_replaced", "diseases", "disease_annotations"),
    "clinvar": ("clinvar",),
    "transcripts": ("transcripts",),
}
"""Starter tables that an imported data set of a kind is used instead of; other kinds stand beside the starter."""


def run(ask: Ask, lab: Lab) -> Answer:
    """Return every table at hand."""
    del ask
    found = imported_kinds(lab.settings)
    replaced = {table for kind in found for table in REPLACED_BY.get(kind, ())}
    tables = [_table(name, entry, replaced=name in replaced) for name, entry in starter().manifest["tables"].items()]
    for kind, datasets in found.items():
        tables.extend(_imported(kind, one, name, entry) for one in datasets for name, entry in _entries(one))
    return Answer(folder=str(lab.settings.data_dir), tables=tuple(tables))


def _entries(dataset: Dataset) -> list[tuple[str, dict[str, Any]]]:
    return sorted(dataset.manifest["tables"].items())


def _table(name: str, entry: dict[str, Any], *, replaced: bool) -> Table:
    return Table(
        name=name,
        size=entry["bytes"],
        imported=False,
        replaced=replaced,
        **{key: entry[key] for key in ("source", "release", "licence", "reference", "artifact", "rows", "sha256")},
    )


def _imported(kind: str, dataset: Dataset, name: str, entry: dict[str, Any]) -> Table:
    own = dataset.manifest["name"] if len(dataset.manifest["tables"]) == 1 else name
    shown = _table(kind if own == kind else f"{kind}/{own}", entry, replaced=False)
    return shown.model_copy(update={"imported": True, "assembly": dataset.manifest.get("assembly")})


plugin = Service(Ask, Answer, run)
