"""The patient as Lexome sees one: findings with their origin, family, calls and note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from lexome.core.assembly import Assembly
from lexome.core.problem import Problem


class Sex(StrEnum):
    """Sex as it matters for X-linked inheritance."""

    FEMALE = "female"
    MALE = "male"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """Whether a finding holds, and for whom."""

    OBSERVED = "observed"
    EXCLUDED = "excluded"
    UNCERTAIN = "uncertain"
    FAMILY = "family"


class Consent(StrEnum):
    """What was agreed about findings beyond the question (secondary findings)."""

    NOT_ASKED = "not asked"
    WITHHELD = "withheld"
    GIVEN = "given"


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` (half-open) of the note as given, and the text that stands there."""

    start: int
    end: int
    quote: str


BY_HAND = "given as an id"
"""``Finding.because`` of a term that somebody gave as an id on the call itself."""

EARLIER = "in the earlier note: "
"""How ``Finding.because`` of what a note said begins when another note has taken its place."""


def ids_in(text: str) -> list[str]:
    """Return the ids of a text, which commas, semicolons or spaces part.

    >>> ids_in("HP:0001250, HP:0001252")
    ['HP:0001250', 'HP:0001252']
    """
    return text.replace(",", " ").replace(";", " ").split() or [text]


@dataclass(frozen=True, slots=True)
class Finding:
    """One HPO term with its status and where it was read.

    ``span`` is None for terms given as ids; ``relative`` names who has it when ``status`` is FAMILY;
    ``onset`` is an HPO onset term or an ISO 8601 duration; ``modifiers`` are HPO modifier terms;
    ``because`` names the rule or field it came from.
    """

    hpo_id: str
    label: str
    status: Status = Status.OBSERVED
    span: Span | None = None
    onset: str | None = None
    relative: str | None = None
    modifiers: tuple[str, ...] = ()
    because: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the family; ``affected`` is None when nobody said."""

    id: str
    sex: Sex = Sex.UNKNOWN
    father: str | None = None
    mother: str | None = None
    affected: bool | None = None


@dataclass(frozen=True, slots=True)
class Pedigree:
    """The family; every parent named is a member."""

    family_id: str
    members: Mapping[str, Person]

    def parents(self, person_id: str) -> tuple[Person | None, Person | None]:
        """Return father and mother of a member, None where unknown."""
        person = self.members[person_id]
        father = self.members[person.father] if person.father else None
        mother = self.members[person.mother] if person.mother else None
        return father, mother


@dataclass(frozen=True, slots=True)
class VariantFile:
    """A VCF that belongs to the case, not yet read; ``stated_by`` says who stated the assembly, when it was stated."""

    path: Path
    assembly: Assembly | None = None
    sample_of: Mapping[str, str] = field(default_factory=dict)
    stated_by: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """Everything known of one patient before knowledge is asked.

    ``age_years`` is the age at examination; ``note`` the free text as given; ``secondary`` what was agreed about
    secondary findings.
    """

    id: str
    sex: Sex = Sex.UNKNOWN
    age_years: float | None = None
    findings: tuple[Finding, ...] = ()
    note: str | None = None
    pedigree: Pedigree | None = None
    variants: tuple[VariantFile, ...] = ()
    proband: str | None = None
    assembly: Assembly | None = None
    problems: tuple[Problem, ...] = ()
    secondary: Consent = Consent.NOT_ASKED

    def observed(self) -> tuple[Finding, ...]:
        """Return the findings the patient has."""
        return tuple(finding for finding in self.findings if finding.status is Status.OBSERVED)

    def excluded(self) -> tuple[Finding, ...]:
        """Return the findings looked for and not there."""
        return tuple(finding for finding in self.findings if finding.status is Status.EXCLUDED)
