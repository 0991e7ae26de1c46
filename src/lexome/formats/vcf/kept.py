"""Columns of a VCF as an Arrow table and back, so that the rows that matter can be kept without the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from lexome.core.assembly import Assembly
from lexome.core.errors import BrokenKnowledge
from lexome.formats.annotations import layouts
from lexome.formats.vcf.columns import VcfColumns
from lexome.formats.vcf.header import AssemblyFound, Header
from lexome.formats.vcf.record_text import Record, RecordText

ROWS = ("contig", "start", "end", "kind", "number", "line", "qual", "passed")
"""Arrays of ``VcfColumns`` with a value a row."""

PER_SAMPLE = ("copies", "ploidy", "phased", "haplotype", "phase_set", "depth", "quality", "alt_fraction")
"""Arrays with a value a row and sample; kept as ``name.0``, ``name.1`` and so on."""

RECORD = ("record.ref", "record.alt", "record.info")
"""Texts of the record a row came from, kept where the file states consequences: these spell alleles as it does."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What of a file is not in its rows: names of contigs and samples, assembly, the file's name.

    ``assembly`` is the one in force, ``declared`` what the header tells; ``annotated`` are the attributes of the INFO
    fields in which another program wrote consequences, by key.
    """

    name: str
    contig_names: tuple[str, ...]
    samples: tuple[str, ...]
    assembly: Assembly | None
    numbered: bool
    declared: Assembly | None = None
    annotated: dict[str, dict[str, str]] = field(default_factory=dict)


class KeptText(RecordText):
    """Stands in for the lines of a file that is no longer read: of the rows kept, ids and consequences are known."""

    def __init__(self, rows: Mapping[str, Any], *, name: str, numbered: bool) -> None:
        super().__init__(None, name=name, numbered=numbered)
        self._rows = rows

    @cached_property
    def _row_of(self) -> dict[int, int]:
        return {line: row for row, line in enumerate(self._rows["line"].to_pylist())}

    def record(self, line: int) -> Record:
        """Return the record of a line; rows are kept when they passed the filters, so FILTER is PASS."""
        row = self._row_of.get(line)
        told = {name: column[row].as_py() for name, column in self._rows.items()} if row is not None else {}
        ref, alt, info = (
            told.get(f"record.{name}", empty) for name, empty in (("ref", ""), ("alt", ""), ("info", "."))
        )
        return Record("", "", told.get("id", "."), ref, alt, "", "PASS", info, (), ())


def to_table(columns: VcfColumns) -> Any:
    """Return rows as a ``pyarrow.Table``; ids and the consequences the file states are read from it once more."""
    import pyarrow

    arrays: dict[str, Any] = {name: getattr(columns, name) for name in ROWS}
    for name in PER_SAMPLE:
        values = getattr(columns, name)
        arrays |= {f"{name}.{place}": np.ascontiguousarray(values[:, place]) for place in range(len(columns.samples))}
    table = {name: pyarrow.array(values) for name, values in arrays.items()}
    annotated = _annotated(columns)
    texts: dict[str, list[str]] = {name: [] for name in ("id", *(RECORD if annotated else ()))}
    for row in range(len(columns)):
        record = columns.record(row)
        told = (record.id, record.ref, record.alt, _stated(record, annotated))
        for name, text in zip(texts, told, strict=False):
            texts[name].append(text)
    table |= {name: pyarrow.array(column, pyarrow.string()) for name, column in texts.items()}
    return pyarrow.table({**table, "ref": columns.ref, "alt": columns.alt})


def _annotated(columns: VcfColumns) -> dict[str, dict[str, str]]:
    """Return the definitions of the INFO fields in which another program wrote consequences, by key."""
    defined = columns.header.definitions
    return {one.key: dict(defined["INFO", one.key]) for one in layouts(defined)}


def _stated(record: Record, keys: Mapping[str, Any]) -> str:
    """Return those fields of INFO as they are written."""
    return ";".join(part for part in record.info_text.split(";") if part.partition("=")[0] in keys) or "."


def origin_of(columns: VcfColumns) -> Origin:
    """Return what ``from_table`` needs beside the rows."""
    text = columns.text
    return Origin(
        text.name,
        columns.contig_names,
        columns.samples,
        columns.assembly,
        text.numbered,
        declared=columns.header.assembly,
        annotated=_annotated(columns),
    )


def from_table(table: Any, origin: Origin) -> VcfColumns:
    """Return the columns that ``to_table`` wrote.

    Raises
    ------
    BrokenKnowledge
        when a column is missing.
    """
    try:
        taken = {name: _array(table[name]) for name in ROWS}
        for name in PER_SAMPLE:
            each = [_array(table[f"{name}.{place}"]) for place in range(len(origin.samples))]
            taken[name] = np.stack(each, axis=1) if each else np.zeros((table.num_rows, 0))
        ref, alt = (table[name].combine_chunks() for name in ("ref", "alt"))
        texts = {name: table[name] for name in ("line", "id", *(RECORD if origin.annotated else ()))}
    except KeyError as error:
        raise BrokenKnowledge(f"the kept variants lack a column: {error.args[0]}") from error
    definitions = {("INFO", key): attributes for key, attributes in origin.annotated.items()}
    return VcfColumns(
        header=Header(samples=origin.samples, definitions=definitions, found=AssemblyFound(origin.declared)),
        contig_names=origin.contig_names,
        samples=origin.samples,
        problems=(),
        text=KeptText(texts, name=origin.name, numbered=origin.numbered),
        stated_assembly=origin.assembly,
        ref=ref,
        alt=alt,
        **taken,
    )


def _array(column: Any) -> Any:
    return column.to_numpy()
