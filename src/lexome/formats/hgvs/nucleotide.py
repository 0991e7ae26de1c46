"""Names on the level of DNA ('c.', 'n.', 'g.', 'm.'; HGVS 21.0, doi:10.1186/s13073-024-01421-5)."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_LENGTH = 20_000
"""Characters a name may have; longer text is refused unread."""

_NAME = re.compile(
    r"^(?:(?P<accession>[^\s:()]+)(?:\((?P<gene>[^\s:()]+)\))?:)?(?P<kind>[cngm])\.\(?(?P<rest>[^\s()]+)\)?$"
)
_PLACE = r"(?:[-*]?\d{1,9}(?:[-+]\d{1,9})?)"
_EDIT = re.compile(
    rf"^(?P<start>{_PLACE})(?:_(?P<end>{_PLACE}))?"
    r"(?:(?P<ref>[ACGTN]+)>(?P<alt>[ACGTN]+)"
    r"|del(?:(?P<deleted>[ACGTN]+)|\d{1,9})?ins(?P<replacing>[ACGTN]+)"
    r"|(?P<edit>del|dup|inv)(?:(?P<stated>[ACGTN]+)|\d{1,9})?"
    r"|ins(?P<inserted>[ACGTN]+)"
    r"|(?P<unit>[ACGTN]*)\[(?P<count>\d{1,6})\]"
    r"|(?P<same>[ACGTN]*=))$",
    re.IGNORECASE,
)
_POSITION = re.compile(r"^([-*]?)(\d{1,9})([-+]\d{1,9})?$")


@dataclass(frozen=True, slots=True)
class Position:
    """A place on a transcript or chromosome as HGVS counts: no zero, intronic bases by ``offset`` from an exon's base.

    ``base`` is negative before the coding sequence; ``after`` says that it counts from the stop codon ('*5').
    """

    base: int
    offset: int = 0
    after: bool = False

    @classmethod
    def parse(cls, text: str) -> Position:
        """Return the position written as '76', '-12', '*34', '81-23' or '-18+5'."""
        match = _POSITION.match(text)
        if match is None or int(match[2]) == 0:
            raise ValueError(f"{text[:40]!r} is not an HGVS position")
        number = int(match[2])
        return cls(-number if match[1] == "-" else number, int(match[3] or 0), match[1] == "*")

    def __str__(self) -> str:
        return f"{'*' if self.after else ''}{self.base}" + (f"{self.offset:+d}" if self.offset else "")


@dataclass(frozen=True, slots=True)
class NucleotideChange:
    """A change of DNA in HGVS terms.

    ``kind`` is 'c', 'n', 'g' or 'm'; ``edit`` is '>', 'del', 'dup', 'ins', 'delins', 'inv', '[]' or '='. ``ref`` holds
    the bases stated as replaced, '' where none are; ``alt`` the new bases, or the repeated unit; ``count`` the copies
    of a repeat.
    """

    kind: str
    start: Position
    end: Position
    edit: str
    ref: str = ""
    alt: str = ""
    count: int | None = None
    accession: str = ""
    gene: str = ""

    def __str__(self) -> str:
        gene = f"({self.gene})" if self.gene else ""
        where = str(self.start) if self.start == self.end else f"{self.start}_{self.end}"
        told = {
            ">": f"{self.ref}>{self.alt}",
            "ins": f"ins{self.alt}",
            "delins": f"delins{self.alt}",
            "[]": f"{self.alt}[{self.count}]",
        }.get(self.edit, self.edit)
        return (f"{self.accession}{gene}:" if self.accession else "") + f"{self.kind}.{where}{told}"


def read_nucleotide(text: str) -> NucleotideChange:
    """Return the change that an HGVS name tells.

    Bases stated after 'del' or 'dup' are kept in ``ref``, the parentheses of a prediction are dropped.

    >>> read_nucleotide("NM_007294.4(BRCA1):c.81-23T>A").start
    Position(base=81, offset=-23, after=False)

    Raises
    ------
    ValueError
        when the text is no name of a single change with known ends.
    """
    name = _NAME.match(text.strip()) if len(text) <= MAX_LENGTH else None
    edit = _EDIT.match(name["rest"]) if name is not None else None
    if name is None or edit is None:
        raise ValueError(f"{text[:80]!r} is not an HGVS name of one change of DNA")
    start = Position.parse(edit["start"])
    end = Position.parse(edit["end"]) if edit["end"] else start
    kind, ref, alt, count = _told(edit)
    if name["kind"] in "gm" and (min(start.base, end.base) < 1 or start.offset or end.offset or start.after):
        raise ValueError(f"{text[:80]!r}: a genomic position has neither sign nor offset")
    if kind == "ins" and start == end:
        raise ValueError(f"{text[:80]!r}: an insertion stands between two positions")
    return NucleotideChange(
        name["kind"], start, end, kind, ref.upper(), alt.upper(), count, name["accession"] or "", name["gene"] or ""
    )


def _told(edit: re.Match[str]) -> tuple[str, str, str, int | None]:
    if edit["ref"] is not None:
        single = len(edit["ref"]) == len(edit["alt"]) == 1
        return ">" if single else "delins", edit["ref"], edit["alt"], None
    if edit["replacing"] is not None:
        return "delins", edit["deleted"] or "", edit["replacing"], None
    if edit["edit"] is not None:
        return edit["edit"].lower(), edit["stated"] or "", "", None
    if edit["inserted"] is not None:
        return "ins", "", edit["inserted"], None
    if edit["count"] is not None:
        return "[]", "", edit["unit"], int(edit["count"])
    return "=", edit["same"].rstrip("="), "", None
