"""Lines to rows: one row per alternate allele, with its bases, kind and end."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from lexome.formats.vcf.block import Block
from lexome.formats.vcf.findings import Findings
from lexome.formats.vcf.numbers import Bytes, Places, equals, first_byte_equal, gather, integers

_COMMA = 44
_FOLD = np.arange(256, dtype=np.uint8)
_FOLD[97:123] -= 32


def _table(letters: bytes) -> NDArray[np.bool_]:
    table = np.zeros(256, np.bool_)
    table[list(letters)] = True
    return table


_BASES = _table(b"ACGTN")
_IUPAC = _table(b"ACGTNRYSWKMBDHV")


class Kind(IntEnum):
    """What an alternate allele is."""

    BASES = 0
    SYMBOLIC = 1
    BREAKEND = 2
    SPANNING = 3
    """``*``: the allele is missing because of a deletion that began upstream."""
    NONE = 4
    """``.``: the record has no alternate allele."""
    BLOCK = 5
    """``<NON_REF>`` or ``<*>``: any other allele, as in a gVCF."""


@dataclass(slots=True)
class Rows:
    """Rows of one block; text as bytes end to end with the length of each, upper case where it is bases.

    ``line_index`` is the line of each row, ``pick`` the same as an index (a slice where every line has one row);
    ``first_row`` and ``alts`` say, for every line, where its rows begin and how many there are, ``most`` its highest
    allele number; ``usable`` whether the line is to be kept.
    """

    line_index: Places
    pick: Places | slice
    number: NDArray[np.int16]
    first_row: Places
    alts: Places
    most: NDArray[np.int16]
    ref: Bytes
    ref_length: Places
    alt: Bytes
    alt_length: Places
    kind: NDArray[np.int8]
    usable: NDArray[np.bool_]
    has_blocks: bool

    def __len__(self) -> int:
        return len(self.line_index)


def expand(block: Block, findings: Findings, *, max_alleles: int) -> Rows:
    """Return the rows of a block; lines that cannot be used are found fault with and marked so."""
    size = len(block)
    ref_begin, ref_end = block.column(3)
    alt_begin, alt_end = block.column(4)
    alt, alt_size = gather(block.buffer, begin=alt_begin, end=alt_end)
    commas = np.flatnonzero(alt == _COMMA)
    line_index, first_row, alts = np.arange(size), np.arange(size), np.ones(size, np.int64)
    number, alt_length = np.ones(size, np.int16), alt_size
    pick: Places | slice = slice(None)
    if commas.size:
        alt_length, alts = _split(alt_size, commas)
        alt = alt[alt != _COMMA]
        first_row = np.cumsum(alts) - alts
        pick = line_index = np.repeat(line_index, alts)
        number = (np.arange(len(line_index)) - first_row[line_index] + 1).astype(np.int16)
    ref, ref_length = gather(block.buffer, begin=ref_begin[pick], end=ref_end[pick])
    ref = _folded(ref)
    usable = np.ones(size, np.bool_)
    _check_ref(block, ref, ref_length, line_index=line_index, usable=usable, findings=findings)
    _check_alt(block, alts, alt_size, usable, findings, max_alleles=max_alleles)
    kind, alt = _kinds(alt, alt_length)
    _check_kinds(block, kind, line_index, usable, findings)
    most = np.minimum(alts, 32767).astype(np.int16)
    special = np.flatnonzero(kind >= Kind.NONE)
    most[line_index[special[kind[special] == Kind.NONE]]] = 0
    has_blocks = bool((kind[special] == Kind.BLOCK).any())
    return Rows(
        line_index, pick, number, first_row, alts, most, ref, ref_length, alt, alt_length, kind, usable, has_blocks
    )


def _split(alt_size: Places, commas: Places) -> tuple[Places, Places]:
    """Return the length of every allele and the number of alleles of every line, by the places of the commas."""
    # A comma ends one allele and is skipped; a line's end ends one and the next begins there.
    stops = np.cumsum(alt_size)
    of_line = np.searchsorted(stops, commas, side="right")
    alts = 1 + np.bincount(of_line, minlength=len(alt_size))
    breaks = np.insert(stops, of_line, commas)
    begins = np.zeros(len(breaks), np.int64)
    begins[1:] = (breaks + np.insert(np.zeros(len(stops), np.int64), of_line, 1))[:-1]
    return breaks - begins, alts


def _check_alt(
    block: Block, alts: Places, size: Places, usable: NDArray[np.bool_], findings: Findings, *, max_alleles: int
) -> None:
    for line in np.flatnonzero((alts > max_alleles) | (size == 0)):
        usable[line] = False
        code = "alt-empty" if size[line] == 0 else "alleles-too-many"
        text = "ALT is empty" if size[line] == 0 else f"more than {max_alleles:,} alternate alleles"
        findings.error(code, text, remedy="write the alternate alleles, '.' if none", line=int(block.line[line]))


def _check_kinds(
    block: Block, kind: NDArray[np.int8], line_index: Places, usable: NDArray[np.bool_], findings: Findings
) -> None:
    for row in np.flatnonzero(kind < 0):
        line = line_index[row]
        if usable[line]:
            findings.error(
                "alt-invalid",
                "ALT is neither bases nor a symbolic allele, a breakend, '*' or '.'",
                remedy="write alternate alleles in bases A C G T N, or as <DEL>, <DUP>, <INS>, <INV>, <CNV> …",
                line=int(block.line[line]),
            )
        usable[line] = False
    kind[kind < 0] = Kind.NONE


def _folded(text: Bytes) -> Bytes:
    """Return the text in upper case."""
    return _FOLD[text] if text.size and text.max() >= ord("a") else text


def _check_ref(
    block: Block,
    ref: Bytes,
    length: Places,
    *,
    line_index: Places,
    usable: NDArray[np.bool_],
    findings: Findings,
) -> None:
    odd = np.flatnonzero(~_BASES[ref])
    empty = np.flatnonzero(length == 0)
    if not odd.size and not empty.size:
        return
    stops = np.cumsum(length)
    for row in (*np.unique(np.searchsorted(stops, odd, side="right")), *empty):
        line = int(line_index[row])
        if row and line_index[row - 1] == line:
            continue
        text = ref[stops[row] - length[row] : stops[row]]
        if text.size and _IUPAC[text].all():
            findings.warning(
                "ref-ambiguous",
                "REF holds an ambiguity code; the record is kept as it is",
                remedy="write the base of the reference (the specification allows A, C, G, T and N)",
                line=int(block.line[line]),
            )
            continue
        usable[line] = False
        findings.error(
            "ref-invalid",
            "REF is not made of the bases A, C, G, T, N",
            remedy="write the bases of the reference at POS",
            line=int(block.line[line]),
        )


def _kinds(alt: Bytes, length: Places) -> tuple[NDArray[np.int8], Bytes]:
    """Return the kind of every allele (-1: none of them) and the text with bases in upper case."""
    kind = np.zeros(len(length), np.int8)
    folded = _folded(alt)
    if folded is alt:
        folded = alt.copy()
    kind[length == 0] = -1
    odd = np.flatnonzero(~_BASES[folded])
    if not odd.size:
        return kind, folded
    stops = np.cumsum(length)
    rows = np.unique(np.searchsorted(stops, odd, side="right"))
    begin = stops - length
    for row in rows:
        text = alt[begin[row] : stops[row]].tobytes()
        kind[row] = kind_of(text)
        if kind[row] != Kind.BASES:
            folded[begin[row] : stops[row]] = alt[begin[row] : stops[row]]
    return kind, folded


def kind_of(text: bytes) -> int:
    """Return the Kind of one alternate allele, -1 when it is none.

    >>> kind_of(b"<DEL>"), kind_of(b"G]17:198982]"), kind_of(b"*"), kind_of(b"<NON_REF>"), kind_of(b"AXB?")
    (1, 2, 3, 5, -1)
    """
    if text in {b"<NON_REF>", b"<*>", b"<X>"}:
        return Kind.BLOCK
    if text == b".":
        return Kind.NONE
    if text == b"*":
        return Kind.SPANNING
    if not text.isascii():
        return -1
    if len(text) > 2 and text[:1] == b"<" and text[-1:] == b">" and not set(text[1:-1]) & set(b"<>,\t "):
        return Kind.SYMBOLIC
    if (text.count(b"[") == 2 or text.count(b"]") == 2) and b":" in text:
        return Kind.BREAKEND
    if len(text) > 1 and (text[:1] == b"." or text[-1:] == b".") and text.strip(b".").isalpha():
        return Kind.BREAKEND
    upper = np.frombuffer(text.upper(), np.uint8)
    return Kind.BASES if len(upper) and _IUPAC[upper].all() else -1


def ends_of(block: Block, rows: Rows, start: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the half-open end of every row: by its reference bases, or by INFO/END or SVLEN where it is symbolic."""
    end = start + rows.ref_length.astype(np.int32)
    vague = np.flatnonzero((rows.kind == Kind.SYMBOLIC) | (rows.kind == Kind.BLOCK))
    if not vague.size:
        return end
    begins, stops = block.column(7)
    begin, stop = begins[rows.line_index[vague]], stops[rows.line_index[vague]]
    first = equals(block.words, b"END=", begin=begin, end=np.minimum(begin + 4, stop))
    number = np.minimum(begin + 4, stop)
    close = np.minimum(number + first_byte_equal(block.words[number], ord(";")), stop)
    close = np.where(close - number == 8, np.minimum(number + 8 + first_byte_equal(
        block.words[np.minimum(number + 8, len(block.words) - 1)], ord(";")), stop), close)  # fmt: skip
    values, good = integers(block.buffer, block.words, begin=number, end=close)
    good &= first
    end[vague[good]] = np.minimum(values[good], 2**31 - 1)
    for at in np.flatnonzero(~good):
        row = vague[at]
        text = block.text(int(begin[at]), int(stop[at]))
        stated = symbolic_end(text, start=int(start[row]), number=int(rows.number[row]))
        end[row] = stated if stated is not None and stated < 2**31 else end[row]
    return end


def symbolic_end(info: bytes, *, start: int, number: int) -> int | None:
    """Return the half-open end that INFO states (END, else SVLEN of this allele); None when it states none."""
    fields = dict(part.split(b"=", 1) for part in info.split(b";") if b"=" in part)
    text = fields.get(b"END", b"").split(b",")[0]
    if text.isdigit():
        return int(text)
    lengths = fields.get(b"SVLEN", b"").split(b",")
    length = lengths[min(number, len(lengths)) - 1].lstrip(b"-")
    if not length.isdigit() or fields.get(b"SVTYPE") == b"INS":
        return None
    return start + 1 + int(length)
