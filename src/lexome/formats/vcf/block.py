"""One block of whole lines cut into columns and subfields: places of separators, no text made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lexome.formats.vcf.numbers import PAD, Bytes, Places, Words, first_byte_equal, words_of

_TAB, _NEWLINE, _COLON = 9, 10, 58


@dataclass(frozen=True, slots=True)
class Tokens:
    """Subfields of many lines: where they begin, how long they are, and the word of 8 bytes that each begins with."""

    begin: Places
    length: Places
    word: Words


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that have the right number of columns.

    ``ends`` (columns, lines) are the places of the tab or newline after each column, ``starts`` where lines begin;
    ``line`` are 1-based line numbers.
    """

    buffer: Bytes
    words: Words
    starts: Places
    ends: Places
    line: Places

    def __len__(self) -> int:
        return len(self.starts)

    def column(self, number: int) -> tuple[Places, Places]:
        """Return where a column begins and ends on every line."""
        begin = self.starts if number == 0 else self.ends[number - 1] + 1
        return begin, self.ends[number]

    def tokens(self, rows: Places | slice, *, column: int, wanted: list[int]) -> dict[int, Tokens]:
        """Return colon-separated subfields of a column by their number; empty where they were dropped."""
        start, stop = self.column(column)
        cursor, limit = start[rows], stop[rows]
        found = {}
        last = max(wanted, default=-1)
        for number in range(last + 1):
            word = self.words[cursor]
            length = first_byte_equal(word, _COLON)
            self._lengthen(cursor, length, limit)
            length = np.minimum(length, limit - cursor)
            if number in wanted:
                found[number] = Tokens(cursor, length, word)
            if number < last:
                cursor = np.minimum(cursor + length + 1, limit)
        return found

    def _lengthen(self, cursor: Places, length: Places, limit: Places) -> None:
        """Look further where no colon stood in the first word."""
        rows = np.flatnonzero((length == 8) & (cursor + 8 < limit))
        while rows.size:
            at = cursor[rows] + length[rows]
            more = first_byte_equal(self.words[at], _COLON)
            length[rows] += more
            rows = rows[(more == 8) & (at + 8 < limit[rows])]

    def text(self, begin: int, end: int) -> bytes:
        """Return the bytes of one field."""
        return self.buffer[begin:end].tobytes()


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line with the wrong number of columns: ``columns`` of them, ``spaced`` when spaces part them."""

    line: int
    columns: int
    spaced: bool


class Cutter:
    """Cuts blocks one after the other; its scratch memory is used again and again."""

    def __init__(self, columns: int) -> None:
        self.columns = columns
        self._mask = np.empty(0, np.bool_)

    def cut(self, data: bytes, *, first_line: int) -> tuple[Block, list[Rejected], int]:
        """Return the block of whole lines in ``data``, the lines it rejects, and how many lines there were.

        ``data`` is padded by ``PAD`` bytes that are no separators on both sides; every line ends in LF.
        """
        columns = self.columns
        buffer, words = np.frombuffer(data, np.uint8), words_of(data)
        ends, is_newline = self._tabs_and_newlines(buffer)
        count = len(ends) // columns
        if count * columns != len(ends) or not _regular(is_newline.reshape(count, columns)):
            return _cut_irregular(data, ends, is_newline, columns=columns, first_line=first_line)
        table = np.ascontiguousarray(ends.reshape(count, columns).T)
        starts = np.empty(count, np.int64)
        if count:
            starts[0] = PAD
            np.add(table[-1, :-1], 1, out=starts[1:])
        return Block(buffer, words, starts, table, np.arange(first_line, first_line + count)), [], count

    def _tabs_and_newlines(self, buffer: Bytes) -> tuple[Places, NDArray[np.bool_]]:
        """Return the places of tabs and newlines, and which of them are newlines."""
        size = len(buffer)
        if size > len(self._mask):
            self._mask = np.empty(size + size // 4, np.bool_)
        ends = np.flatnonzero(np.less_equal(buffer, _NEWLINE, out=self._mask[:size]))
        found = buffer[ends]
        if found.size and found.min() < _TAB:  # control characters that no VCF has
            ends, found = ends[found >= _TAB], found[found >= _TAB]
        return ends, found == _NEWLINE


def _cut_irregular(
    data: bytes, ends: Places, is_newline: NDArray[np.bool_], *, columns: int, first_line: int
) -> tuple[Block, list[Rejected], int]:
    newlines = np.flatnonzero(is_newline)
    firsts = np.concatenate(([0], newlines[:-1] + 1))
    starts = np.concatenate(([PAD], ends[newlines[:-1]] + 1))
    have = newlines - firsts + 1
    good = np.flatnonzero(have == columns)
    rejected = _rejected(data, starts, ends[newlines], have, first_line=first_line, columns=columns)
    pick = firsts[good] + np.arange(columns)[:, None]
    block = Block(np.frombuffer(data, np.uint8), words_of(data), starts[good], ends[pick], good + first_line)
    return block, rejected, len(newlines)


def _regular(is_newline: NDArray[np.bool_]) -> bool:
    """Whether every line ends after the last column and nowhere else."""
    return bool(is_newline[:, -1].all()) and np.count_nonzero(is_newline) == len(is_newline)


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
