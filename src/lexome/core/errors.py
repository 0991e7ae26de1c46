"""Every error Lexome raises.

::

    LexomeError
    ├── BadInput            the input was read and is bad: carries its Problems
    │   └── BadCall         the call itself is wrong: nothing was read
    ├── MissingExtra        an optional dependency is not installed
    ├── UnknownPlugin       no plug-in of that name on the shelf
    ├── BrokenKnowledge     an embedded or imported data file is missing or does not match its manifest
    ├── OutsideReference    the reference sequence given does not cover a place
    └── InternalMismatch    two parts that must agree do not (a bug, never the user's fault)

A message says what, where and what to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lexome.core.problem import Problem


class LexomeError(Exception):
    """Root of every error raised on purpose."""


class BadInput(LexomeError):
    """The input was read and cannot be used; ``problems`` lists everything that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class BadCall(BadInput):
    """The call lacks something or contradicts itself, so that nothing was read."""


class MissingExtra(LexomeError):
    """An optional dependency is not installed."""

    def __init__(self, module: str, *, extra: str) -> None:
        super().__init__(f"{module} is not installed; run: pip install 'lexome[{extra}]'")


class UnknownPlugin(LexomeError):
    """No plug-in of that name stands on the shelf."""


class BrokenKnowledge(LexomeError):
    """A data file is missing, damaged or of another release than its manifest says."""


class OutsideReference(LexomeError):
    """The reference sequence given does not cover the place asked for."""


class InternalMismatch(LexomeError):
    """Two parts of Lexome that must agree do not."""
