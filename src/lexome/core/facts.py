"""The three states of a fact: a value, ``Absent`` (looked, not there) or ``Unknown`` (could not look)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Citation:
    """The record a statement rests on: which source, which release of it, which record in it."""

    source: str
    release: str
    record: str = ""

    def __str__(self) -> str:
        return f"{self.source} {self.release}" + (f" {self.record}" if self.record else "")


@dataclass(frozen=True, slots=True)
class Absent:
    """The source covers the place and does not hold the thing: a finding in itself."""

    looked_in: Citation


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody looked, or nobody could: silence, never evidence. ``remedy`` says what would supply the fact."""

    why: str
    remedy: str = ""
