"""One block of whole lines cut into columns and subfields: places of separators, no text made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lexome.formats.vcf.numbers import PAD, Bytes, Places, Words, words_of

_TAB, _NEWLINE, _COLON = 9, 10, 58


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that have the right number of columns.

    ``ends`` (lines, columns) are the places of the tab or newline after each column, ``starts`` where lines begin;
    ``separators`` also holds every colon, and ``at`` (lines, columns) says where in it each of ``ends`` stands;
    ``line`` are 1-based line numbers.
    """

    buffer: Bytes
    words: Words
    starts: Places
    ends: Places
    separators: Places
    at: Places
    line: Places

    def __len__(self) -> int:
        return len(self.starts)

    def column(self, number: int) -> tuple[Places, Places]:
        """Return where a column begins and ends on every line."""
        begin = self.starts if number == 0 else self.ends[:, number - 1] + 1
        return begin, np.ascontiguousarray(self.ends[:, number])

    def subfield(self, rows: Places | slice, *, column: int, number: int) -> tuple[Places, Places]:
        """Return where a colon-separated subfield begins and ends; empty where it was dropped."""
        before, after = self.at[rows, column - 1] + number, self.at[rows, column]
        if number:
            dropped = before >= after
            before = np.where(dropped, after - 1, before)
            begin, end = self.separators[before] + 1, self.separators[before + 1]
            return np.where(dropped, end, begin), end
        return self.separators[before] + 1, self.separators[before + 1]

    def text(self, begin: int, end: int) -> bytes:
        """Return the bytes of one field."""
        return self.buffer[begin:end].tobytes()


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line with the wrong number of columns: ``columns`` of them, ``spaced`` when spaces part them."""

    line: int
    columns: int
    spaced: bool


def cut(lines: bytes, *, columns: int, first_line: int) -> tuple[Block, list[Rejected], int]:
    """Return the block of ``lines`` (whole lines, LF-ended), the lines it rejects, and how many lines there were."""
    pad = b" " * PAD
    data = pad + lines + pad
    buffer, words = np.frombuffer(data, np.uint8), words_of(data)
    separators = np.flatnonzero((buffer == _TAB) | (buffer == _NEWLINE) | (buffer == _COLON))
    is_end = buffer[separators] != _COLON
    at = np.flatnonzero(is_end)
    ends = separators[at]
    newlines = np.flatnonzero(buffer[ends] == _NEWLINE)
    count = len(newlines)
    if len(ends) == count * columns and (newlines == np.arange(1, count + 1) * columns - 1).all():
        table = ends.reshape(count, columns)
        starts = np.concatenate(([PAD], table[:-1, -1] + 1)) if count else np.empty(0, np.int64)
        line = np.arange(first_line, first_line + count)
        return Block(buffer, words, starts, table, separators, at.reshape(count, columns), line), [], count
    firsts = np.concatenate(([0], newlines[:-1] + 1))
    starts = np.concatenate(([PAD], ends[newlines[:-1]] + 1))
    have = newlines - firsts + 1
    good = np.flatnonzero(have == columns)
    rejected = _rejected(data, starts, ends[newlines], have, first_line=first_line, columns=columns)
    pick = firsts[good][:, None] + np.arange(columns)
    return Block(buffer, words, starts[good], ends[pick], separators, at[pick], good + first_line), rejected, count


def _rejected(
    data: bytes, starts: Places, stops: Places, have: NDArray[np.int64], *, first_line: int, columns: int
) -> list[Rejected]:
    return [
        Rejected(
            int(row) + first_line,
            int(have[row]) if stops[row] > starts[row] else 0,
            len(data[starts[row] : min(int(stops[row]), int(starts[row]) + 2000)].split()) >= min(columns, 8),
        )
        for row in np.flatnonzero(have != columns)
    ]
