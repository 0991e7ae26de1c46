"""Names on the level of the protein ('p.'; HGVS 21.0, doi:10.1186/s13073-024-01421-5)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lexome.core.residues import ONE_LETTER, THREE_LETTERS
from lexome.formats.hgvs.nucleotide import MAX_LENGTH

_AA = r"(?:" + "|".join([*ONE_LETTER, "X", r"\*"]) + r"|[ACDEFGHIKLMNPQRSTUVWYO])"
_NAME = re.compile(r"^(?:(?P<accession>[^\s:()]+)(?:\((?P<gene>[^\s:()]+)\))?:)?p\.(?P<rest>[^\s]+)$")
_EDIT = re.compile(
    rf"^(?P<first>{_AA})(?P<start>\d{{1,6}})(?:_(?P<last>{_AA})(?P<end>\d{{1,6}}))?"
    rf"(?:(?P<same>=)|(?P<unknown>\?)|(?P<gone>del)(?!ins)|(?P<twice>dup)"
    rf"|delins(?P<replacing>(?:{_AA})+)|ins(?P<inserted>(?:{_AA})+)"
    rf"|(?P<shifted>{_AA})?fs(?:(?:Ter|\*|X)(?P<stop>\d{{1,6}}|\?)?)?"
    rf"|(?P<added>{_AA})?ext(?:(?:Ter|\*|X)(?P<longer>-?\d{{1,6}}|\?)|(?P<earlier>-\d{{1,6}}))"
    rf"|(?P<new>{_AA}))$"
)
_ONE_AA = re.compile(_AA)


@dataclass(frozen=True, slots=True)
class ProteinChange:
    """A change of a protein in HGVS terms, residues in one letter, '*' for a stop.

    ``edit`` is '>' (substitution, also to a stop), '=', 'del', 'dup', 'ins', 'delins', 'fs', 'ext', '?' (unknown,
    as after loss of the start) or '0' (no protein). ``new`` holds the new residues; ``stop`` the number of the new
    stop of a frameshift or extension, None where unstated or unknown; ``predicted`` tells of parentheses.
    """

    edit: str
    first: str = ""
    start: int = 0
    last: str = ""
    end: int = 0
    new: str = ""
    stop: int | None = None
    predicted: bool = False
    accession: str = ""

    def __str__(self) -> str:
        head = f"{self.accession}:" if self.accession else ""
        text = {"=": "=", "?": "?", "0": "0"}[self.edit] if not self.start else self._told()
        return f"{head}p.({text})" if self.predicted else f"{head}p.{text}"

    def _told(self) -> str:
        where = f"{_spelt(self.first)}{self.start}" + (
            f"_{_spelt(self.last)}{self.end}" if self.end > self.start else ""
        )
        stop = "?" if self.stop is None else str(self.stop)
        return where + {
            ">": _spelt(self.new),
            "ins": f"ins{_spelt(self.new)}",
            "delins": f"delins{_spelt(self.new)}",
            "fs": f"{_spelt(self.new)}fsTer{stop}" if self.new else "fs",
            "ext": f"{_spelt(self.new)}extTer{stop}",
        }.get(self.edit, self.edit)


def read_protein(text: str) -> ProteinChange:
    """Return the change that an HGVS protein name tells, in one- or three-letter residues.

    >>> str(read_protein("NP_009225.1:p.(C61G)"))
    'NP_009225.1:p.(Cys61Gly)'

    Raises
    ------
    ValueError
        when the text is no name of a single change.
    """
    name = _NAME.match(text.strip()) if len(text) <= MAX_LENGTH else None
    if name is None:
        raise ValueError(f"{text[:80]!r} is not an HGVS protein name")
    rest, accession = name["rest"], name["accession"] or ""
    predicted = rest.startswith("(") and rest.endswith(")")
    rest = rest[1:-1] if predicted else rest
    if rest in ("=", "?", "0", "0?"):
        return ProteinChange(rest[0], predicted=predicted, accession=accession)
    edit = _EDIT.match(rest)
    if edit is None or int(edit["start"]) == 0:
        raise ValueError(f"{text[:80]!r} is not an HGVS name of one protein change")
    kind, new, stop = _kind(edit)
    start = int(edit["start"])
    first = _letters(edit["first"])
    return ProteinChange(
        edit=kind,
        first=first,
        start=start,
        last=_letters(edit["last"]) if edit["last"] else first,
        end=int(edit["end"]) if edit["end"] else start,
        new=new,
        stop=stop,
        predicted=predicted,
        accession=accession,
    )


def _kind(edit: re.Match[str]) -> tuple[str, str, int | None]:
    text = edit[0]
    for group, kind in (("same", "="), ("unknown", "?"), ("gone", "del"), ("twice", "dup")):
        if edit[group] is not None:
            return kind, "", None
    for group, kind in (("replacing", "delins"), ("inserted", "ins"), ("new", ">")):
        if edit[group] is not None:
            return kind, _letters(edit[group]), None
    if "ext" in text:
        number = edit["longer"] or edit["earlier"]
        return "ext", _letters(edit["added"] or ""), int(number) if number not in (None, "?") else None
    stop = edit["stop"]
    return "fs", _letters(edit["shifted"] or ""), int(stop) if stop not in (None, "?") else None


def _letters(text: str) -> str:
    """Return residues in one letter; a bare 'X' is a stop, as older names write it."""
    return "".join("*" if name == "X" else ONE_LETTER.get(name, name) for name in _ONE_AA.findall(text))


def _spelt(residues: str) -> str:
    return "".join(THREE_LETTERS.get(residue, "Xaa") for residue in residues)
