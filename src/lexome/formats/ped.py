"""Read a PED file: who is whose child, of which sex, and affected or not; everything wrong with it at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from lexome.core.case import Pedigree, Person, Sex
from lexome.core.problem import Level, Problem

_SEX = {"1": Sex.MALE, "2": Sex.FEMALE, "0": Sex.UNKNOWN, "-9": Sex.UNKNOWN, ".": Sex.UNKNOWN}
_AFFECTED: dict[str, bool | None] = {"1": False, "2": True, "0": None, "-9": None, ".": None}
_NOBODY = {"0", "."}
_MAX_BYTES = 4 << 20
"""A family's PED is a few hundred bytes; a cohort of 50,000 fits."""


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    family: str
    person: Person


class _Reading:
    """One file on the way to a pedigree."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []

    def error(self, code: str, message: str, *, remedy: str, line: int | None = None) -> None:
        where = self.name if line is None else f"{self.name}, line {line}"
        self.problems.append(Problem(Level.ERROR, code, where, message, remedy, line))


def read_ped(path: Path | str, *, person: str | None = None) -> tuple[Pedigree, tuple[Problem, ...]]:
    """Return the family of a PED file (family, person, father, mother, sex 1/2, affected 2/1) and all its problems.

    Of several families the one of ``person`` is taken; without it several families are a problem. The pedigree holds
    what is consistent, so every parent it names is a member.
    """
    path = Path(path)
    reading = _Reading(path.name)
    rows = _rows(path, reading)
    families = list(dict.fromkeys(row.family for row in rows))
    mine = [row for row in rows if person is not None and row.person.id == person]
    if len(families) > 1 and not mine:
        reading.error(
            "ped-families-several",
            f"the file has {len(families)} families: {', '.join(families[:5])}",
            remedy="name the proband (--proband), or keep one family",
        )
    if person is not None and rows and not mine:
        reading.error(
            "ped-person-missing",
            f"{person} is not in the file; it has: {', '.join(row.person.id for row in rows[:20])}",
            remedy="name a person of the file, or add a line",
        )
    family = mine[0].family if mine else (families[0] if families else "")
    members = _members([row for row in rows if row.family == family], reading)
    return Pedigree(family, members), tuple(reading.problems)


def _rows(path: Path, reading: _Reading) -> list[_Row]:
    try:
        if path.stat().st_size > _MAX_BYTES:
            reading.error("ped-too-large", "larger than any PED file", remedy="give a PED file of the family")
            return []
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        reading.error("file-unreadable", f"cannot be read: {error.strerror}", remedy="check the path and its rights")
        return []
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        reading.error("file-not-text", "the file is not text", remedy="give a PED file: six columns of plain text")
        return []
    rows = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            row = _row(line, number, reading)
            if row:
                rows.append(row)
    if not rows and not reading.problems:
        reading.error("ped-empty", "the file names nobody", remedy="write one line per person: six columns")
    return rows


def _row(line: str, number: int, reading: _Reading) -> _Row | None:
    fields = line.split("\t") if "\t" in line else line.split()
    fields = [field.strip() for field in fields]
    if len(fields) < 6 or not all(fields[:6]):
        reading.error(
            "ped-columns-wrong",
            f"{len(fields)} columns where six are needed" if len(fields) < 6 else "one of the six columns is empty",
            remedy="write: family, person, father or 0, mother or 0, sex (1 male, 2 female), affected (2 yes, 1 no)",
            line=number,
        )
        return None
    family, person, father, mother, sex, affected = fields[:6]
    if sex not in _SEX:
        reading.error(
            "ped-sex-invalid",
            "the fifth column (sex) is none of 1, 2, 0",
            remedy="write 1 for male, 2 for female, 0 for unknown",
            line=number,
        )
    if affected not in _AFFECTED:
        reading.error(
            "ped-affected-invalid",
            "the sixth column (affected) is none of 2, 1, 0, -9",
            remedy="write 2 for affected, 1 for unaffected, 0 for unknown",
            line=number,
        )
    return _Row(
        number,
        family,
        Person(
            person,
            _SEX.get(sex, Sex.UNKNOWN),
            None if father in _NOBODY else father,
            None if mother in _NOBODY else mother,
            _AFFECTED.get(affected),
        ),
    )


def _members(rows: list[_Row], reading: _Reading) -> dict[str, Person]:
    line_of: dict[str, int] = {}
    members: dict[str, Person] = {}
    for row in rows:
        name = row.person.id
        if name in members:
            reading.error(
                "ped-person-duplicated",
                f"{name} stands on line {line_of[name]} already",
                remedy="keep one line per person",
                line=row.line,
            )
            continue
        members[name], line_of[name] = row.person, row.line
    for name, person in list(members.items()):
        members[name] = _with_known_parents(person, members, line_of[name], reading)
    for name in _in_cycles(members):
        reading.error(
            "ped-cycle",
            f"{name} is an ancestor of himself or herself",
            remedy="correct the father and mother columns",
            line=line_of[name],
        )
        members[name] = replace(members[name], father=None, mother=None)
    return members


def _with_known_parents(person: Person, members: dict[str, Person], line: int, reading: _Reading) -> Person:
    if person.father is not None and person.father == person.mother:
        reading.error(
            "ped-parents-same",
            f"{person.father} is both father and mother of {person.id}",
            remedy="correct the father and mother columns",
            line=line,
        )
        return replace(person, father=None, mother=None)
    for role, parent, wrong in (("father", person.father, Sex.FEMALE), ("mother", person.mother, Sex.MALE)):
        if parent is None:
            continue
        if parent not in members:
            reading.error(
                "ped-parent-unknown",
                f"{parent}, {role} of {person.id}, has no line of their own",
                remedy=f"add a line for {parent}, or write 0 for an unknown {role}",
                line=line,
            )
            person = replace(person, father=None) if role == "father" else replace(person, mother=None)
        elif members[parent].sex is wrong:
            reading.error(
                "ped-parent-sex",
                f"{parent} is {role} of {person.id} but {wrong}",
                remedy="exchange the father and mother columns, or correct the sex",
                line=line,
            )
    return person


def _in_cycles(members: dict[str, Person]) -> list[str]:
    """Return those who are their own ancestors, in file order."""
    found = []
    for name in members:
        seen: set[str] = set()
        front = [name]
        while front:
            person = members[front.pop()]
            parents = [parent for parent in (person.father, person.mother) if parent is not None]
            if name in parents:
                found.append(name)
                break
            front.extend(parent for parent in parents if parent not in seen)
            seen.update(parents)
    return found
