"""Problems of one file as they are found: told up to a cap per code, counted beyond it."""

from __future__ import annotations

from collections import Counter

from lexome.core.problem import Level, Problem


class Findings:
    """Collects problems of one file; ``told`` gives them in the order found, with one line for those left out.

    ``numbered`` is False where a part of the file is read, so that line numbers are not known.
    """

    def __init__(self, file_name: str, *, per_code: int, numbered: bool = True) -> None:
        self.numbered = numbered
        self.file_name = file_name
        self.per_code = per_code
        self._found: list[Problem] = []
        self._count: Counter[str] = Counter()
        self._told: Counter[str] = Counter()

    def error(self, code: str, message: str, *, remedy: str, line: int | None = None) -> None:
        """Add an error."""
        self._told_at(Level.ERROR, code, message, remedy=remedy, line=line)

    def warning(self, code: str, message: str, *, remedy: str, line: int | None = None) -> None:
        """Add a warning."""
        self._told_at(Level.WARNING, code, message, remedy=remedy, line=line)

    def add(self, problem: Problem) -> None:
        """Add a problem made elsewhere."""
        self._count[problem.code] += 1
        if self._told[problem.code] < self.per_code:
            self._told[problem.code] += 1
            self._found.append(problem)

    def count_only(self, code: str, *, count: int) -> None:
        """Count further problems of a code of which some have been told."""
        self._count[code] += count

    def told(self) -> tuple[Problem, ...]:
        """Return what was found, and how many more of a code there were."""
        level_of = {problem.code: problem.level for problem in self._found}
        more = tuple(
            Problem(
                level_of[code],
                code,
                self.file_name,
                f"{count - self._told[code]:,} more of this kind",
                "mend the first ones and check again",
            )
            for code, count in self._count.items()
            if count > self._told[code] and code in level_of
        )
        return (*self._found, *more)

    def _told_at(self, level: Level, code: str, message: str, *, remedy: str, line: int | None) -> None:
        line = line if self.numbered else None
        self.add(Problem(level, code, self._where(line), message, remedy, line))

    def _where(self, line: int | None) -> str:
        return self.file_name if line is None else f"{self.file_name}, line {line}"
