"""Roles of plug-ins that know or predict. A plug-in is a file that ends with ``plugin = …``; its name is the file's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from lexome.core.evidence import Outcome
from lexome.core.settings import Settings

if TYPE_CHECKING:
    from lexome.core.rules import GeneRules
    from lexome.core.variant import VariantFacts

T_co = TypeVar("T_co", covariant=True)


def _nothing(settings: Settings) -> str:
    """Say that a model ships with everything it needs."""
    del settings
    return ""


@dataclass(frozen=True, slots=True)
class Card:
    """What a person must know before trusting a source or a model.

    ``licence`` is that of the data or weights; ``reference`` a DOI or URL; ``tables`` the starter tables it reads;
    ``limits`` what it cannot do. Of a model, ``training`` says what it was fitted on and ``measured`` lists figures,
    each with the set and the command that gives it.
    """

    title: str
    about: str
    licence: str
    reference: str
    tables: tuple[str, ...] = ()
    limits: str = ""
    training: str = ""
    measured: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source(Generic[T_co]):
    """A body of knowledge: its card and how to open it."""

    card: Card
    open: Callable[[Settings], T_co]


@dataclass(frozen=True, slots=True)
class Model(Generic[T_co]):
    """A predictor: its card and how to open it.

    ``missing`` says what must be supplied before it can be opened, '' when it is ready; a model whose weights do not
    ship is never presented as one that works.
    """

    card: Card
    open: Callable[[Settings], T_co]
    missing: Callable[[Settings], str] = _nothing


@dataclass(frozen=True, slots=True)
class Argument:
    """One criterion: pure over facts and the rules in force, and always an answer for each of its codes.

    ``argue`` returns exactly one outcome per code in ``codes``; ``reference`` is the DOI of the recommendation.
    """

    codes: tuple[str, ...]
    title: str
    reference: str
    argue: Callable[[VariantFacts, GeneRules], tuple[Outcome, ...]]
