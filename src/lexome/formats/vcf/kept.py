"""Columns of a VCF as an Arrow table and back, so that the rows that matter can be kept without the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from lexome.core.assembly import Assembly
from lexome.core.errors import BrokenKnowledge
from lexome.formats.vcf.columns import VcfColumns
from lexome.formats.vcf.header import Header
from lexome.formats.vcf.record_text import Record, RecordText

ROWS = ("contig", "start", "end", "kind", "number", "line", "qual", "passed")
"""Arrays of ``VcfColumns`` with a value a row."""

PER_SAMPLE = ("copies", "ploidy", "phased", "haplotype", "phase_set", "depth", "quality", "alt_fraction")
"""Arrays with a value a row and sample; kept as ``name.0``, ``name.1`` and so on."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What of a file is not in its rows: names of contigs and samples, assembly, the file's name."""

    name: str
    contig_names: tuple[str, ...]
    samples: tuple[str, ...]
    assembly: Assembly | None
    numbered: bool


class KeptText(RecordText):
    """Stands in for the lines of a file that is no longer read: only the ids of the rows kept are known."""

    def __init__(self, ids: dict[int, str], *, name: str, numbered: bool) -> None:
        super().__init__(None, name=name, numbered=numbered)
        self._ids = ids

    def record(self, line: int) -> Record:
        """Return the record of a line with its id; rows are kept when they passed the filters, so FILTER is PASS."""
        return Record("", "", self._ids.get(line, "."), "", "", "", "PASS", ".", (), ())


def to_table(columns: VcfColumns) -> Any:
    """Return rows as a ``pyarrow.Table``; record ids are read from the file once more."""
    import pyarrow

    arrays: dict[str, Any] = {name: getattr(columns, name) for name in ROWS}
    for name in PER_SAMPLE:
        values = getattr(columns, name)
        arrays |= {f"{name}.{place}": np.ascontiguousarray(values[:, place]) for place in range(len(columns.samples))}
    table = {name: pyarrow.array(values) for name, values in arrays.items()}
    ids = [columns.record(row).id for row in range(len(columns))]
    return pyarrow.table({**table, "ref": columns.ref, "alt": columns.alt, "id": pyarrow.array(ids, pyarrow.string())})


def origin_of(columns: VcfColumns) -> Origin:
    """Return what ``from_table`` needs beside the rows."""
    text = columns.text
    return Origin(text.name, columns.contig_names, columns.samples, columns.assembly, text.numbered)


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
        ids = table["id"].to_pylist()
    except KeyError as error:
        raise BrokenKnowledge(f"the kept variants lack a column: {error.args[0]}") from error
    named = {line: name for line, name in zip(taken["line"].tolist(), ids, strict=True) if name != "."}
    return VcfColumns(
        header=Header(samples=origin.samples),
        contig_names=origin.contig_names,
        samples=origin.samples,
        problems=(),
        text=KeptText(named, name=origin.name, numbered=origin.numbered),
        stated_assembly=origin.assembly,
        ref=ref,
        alt=alt,
        **taken,
    )


def _array(column: Any) -> Any:
    return column.to_numpy()
