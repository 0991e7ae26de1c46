"""Single lines of a VCF, fetched again when a person will read them: nothing of the text is kept in memory."""

from __future__ import annotations

import bisect
from collections import OrderedDict
from dataclasses import dataclass
from urllib.parse import unquote

from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem
from lexome.formats.bgzf import Inflated, Packing

_CACHED_BLOCKS = 4


@dataclass(frozen=True, slots=True)
class Record:
    """One line, split at its tabs."""

    chrom: str
    pos: str
    id: str
    ref: str
    alt: str
    qual: str
    filter: str
    info_text: str
    format: tuple[str, ...]
    samples: tuple[str, ...]

    @classmethod
    def parse(cls, line: str) -> Record:
        """Return the record of a line without its line end."""
        parts = line.split("\t")
        keys = tuple(parts[8].split(":")) if len(parts) > 8 else ()
        chrom, pos, record_id, ref, alt, qual, filter_, info = parts[:8]
        return cls(chrom, pos, record_id, ref, alt, qual, filter_, info, keys, tuple(parts[9:]))

    def info(self) -> dict[str, str]:
        """Return INFO, percent-decoded; a flag has an empty value."""
        if self.info_text == ".":
            return {}
        pairs = (part.partition("=") for part in self.info_text.split(";") if part)
        return {key: unquote(value) if "%" in value else value for key, _, value in pairs}

    def sample(self, number: int) -> dict[str, str]:
        """Return the FORMAT values of one sample, by key; dropped trailing ones are left out."""
        return dict(zip(self.format, self.samples[number].split(":"), strict=False))


class RecordText:
    """Where every block of lines began, so that a line can be read again.

    ``numbered`` is False where lines are counted from the start of a region, not of the file.
    """

    def __init__(self, inflated: Inflated | None, *, name: str, numbered: bool = True) -> None:
        self.numbered = numbered
        self.name = name
        self._inflated = inflated
        self._first_line: list[int] = []
        self._offset: list[int] = []
        self._end = 0
        self._packed: list[bytes] = []
        self._recent: OrderedDict[int, list[bytes]] = OrderedDict()

    def add_block(self, *, first_line: int, offset: int, size: int) -> None:
        """Note that a block of whole lines begins at ``offset`` of the inflated file with line ``first_line``."""
        self._first_line.append(first_line)
        self._offset.append(offset)
        self._end = offset + size

    def record(self, line: int) -> Record:
        """Return one record by its 1-based line number.

        Raises
        ------
        BadInput
            when the file has changed since it was read.
        """
        at = bisect.bisect_right(self._first_line, line) - 1
        lines = self._lines(at)
        place = line - self._first_line[at]
        if place >= len(lines) or lines[place].count(b"\t") < 7:
            raise BadInput([self._changed()])
        return Record.parse(lines[place].rstrip(b"\r").decode("utf-8", errors="replace"))

    def _lines(self, at: int) -> list[bytes]:
        if at not in self._recent:
            self._recent[at] = self._block(at).split(b"\n")
            if len(self._recent) > _CACHED_BLOCKS:
                self._recent.popitem(last=False)
        self._recent.move_to_end(at)
        return self._recent[at]

    def _block(self, at: int) -> bytes:
        if self._inflated is None:
            raise BadInput([self._changed()])
        start = self._offset[at]
        end = self._offset[at + 1] if at + 1 < len(self._offset) else self._end
        if self._inflated.packing is not Packing.GZIP:
            try:
                return self._inflated.between(start, end)
            except OSError as error:
                raise BadInput([self._changed()]) from error
        from isal import isal_zlib

        if not self._packed:
            self._pack_again()
        return bytes(isal_zlib.decompress(self._packed[at]))

    def _pack_again(self) -> None:
        """Keep the blocks of a gzip file, which cannot be entered midway, packed one by one."""
        from isal import isal_zlib

        assert self._inflated is not None
        held, held_from, at = bytearray(), 0, 0
        borders = [*self._offset[1:], self._end]
        for chunk in self._inflated.chunks():
            held += chunk
            while at < len(borders) and held_from + len(held) >= borders[at]:
                begin, end = self._offset[at] - held_from, borders[at] - held_from
                self._packed.append(isal_zlib.compress(bytes(held[begin:end]), 0))
                del held[:end]
                held_from, at = borders[at], at + 1
            if at == len(borders):
                return
        if at == len(borders) - 1 and held_from + len(held) == borders[at] - 1:  # the last line has no line end
            self._packed.append(isal_zlib.compress(bytes(held[self._offset[at] - held_from :]), 0))
            return
        self._packed.clear()
        raise BadInput([self._changed()])

    def _changed(self) -> Problem:
        return Problem(
            Level.ERROR,
            "file-changed",
            self.name,
            "the file is not what it was when it was read",
            "let the file be while it is in use, and run again",
        )
