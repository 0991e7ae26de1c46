"""What is wrong with an input, where, and what the user can do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a problem matters: an error stops the run, a warning is shown beside the result."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, told so that the reader can mend it.

    ``code`` is stable and documented (lower-case words joined by hyphens), ``where`` names file and line or field,
    ``line`` is the 1-based line where there is one. Never carries patient text.
    """

    level: Level
    code: str
    where: str
    message: str
    remedy: str
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.level}: {self.where}: {self.message} [{self.code}]\n  → {self.remedy}"


def errors_among(problems: tuple[Problem, ...] | list[Problem]) -> list[Problem]:
    """Return those problems that stop a run."""
    return [problem for problem in problems if problem.level is Level.ERROR]
