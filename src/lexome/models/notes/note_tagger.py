"""Reads HPO findings from a clinical note: what, where, whether it holds and for whom."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lexome.core.case import Finding
from lexome.core.plugin import Card, Model
from lexome.core.problem import Level, Problem
from lexome.models.notes.clauses import open_grammar
from lexome.models.notes.foreign import foreign_names, open_foreign
from lexome.models.notes.language import SUPPORTED, UNSPACED, detect, tongues
from lexome.models.notes.mention import KIND_OF_TUMOR
from lexome.models.notes.reader import Reader
from lexome.models.notes.unspaced import UnspacedReader
from lexome.models.notes.vocabulary import open_english, open_terms
from lexome.models.notes.words import English, Inflected, word_table

if TYPE_CHECKING:
    from pathlib import Path

    from lexome.core.settings import Settings
    from lexome.models.notes.llm.choice import ModelReading
    from lexome.models.notes.llm.client import Client
    from lexome.models.notes.llm.retrieval import Candidates
    from lexome.models.notes.suggestions.suggester import Suggester


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from a note; ``language`` is its ISO 639-1 code."""

    language: str
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def once(self) -> tuple[Finding, ...]:
        """The findings with every observation once: without the kind of a tumor that is told beside it."""
        return tuple(each for each in self.findings if not each.because.startswith(KIND_OF_TUMOR))


@dataclass(frozen=True, slots=True)
class _Opened:
    """A reader and whether it has the names it should."""

    reader: Reader | UnspacedReader
    complete: bool


class NoteTagger:
    """Finds terms by their names and reads the context of each by rules; the same text gives the same result."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._opened: dict[str, _Opened] = {}
        self._candidates: dict[str, Candidates] = {}
        self._suggesters: dict[Path, Suggester] = {}

    def read(self, text: str, language: str | None = None) -> Reading:
        """Return the findings of a note in the order of the text; the language is detected when not given.

        A language that is not supported, or whose names were not imported, gives a problem instead of findings.
        """
        code = re.split(r"[-_]", language.strip().lower())[0] if language else detect(text)
        if code not in SUPPORTED:
            return Reading(code, (), (_unsupported(code),))
        opened = self._open(code)
        problems = () if opened.complete else (_names_missing(code),)
        if code in UNSPACED and not opened.complete:
            return Reading(code, (), problems)
        findings = tuple(opened.reader.findings(text))
        nothing = bool(text.strip()) and not findings
        return Reading(code, findings, (*problems, _nothing_found()) if nothing else problems)

    def ask_model(self, text: str, reading: Reading, client: Client) -> ModelReading | None:
        """Return what a language model reads from a note already read; None in a language written without spaces."""
        reader = self._open(reading.language).reader if reading.language in SUPPORTED else None
        if not isinstance(reader, Reader):
            return None
        from lexome.models.notes.llm.choice import choose
        from lexome.models.notes.llm.retrieval import Candidates

        if reading.language not in self._candidates:
            self._candidates[reading.language] = Candidates(reader.vocabulary, reader.language)
        return choose(text, read=reading.findings, candidates=self._candidates[reading.language], client=client)

    def suggest(self, text: str, reading: Reading, encoder: Path) -> tuple[Finding, ...] | None:
        """Return terms proposed for phrases of a note already read, for confirmation; None when it is not in English.

        What was read with any status is not proposed again; ``encoder`` comes of ``tools/convert_sentence_model.py``.
        """
        opened = self._open("en").reader if reading.language == "en" else None
        if not isinstance(opened, Reader):
            return None
        if encoder not in self._suggesters:
            from lexome.models.notes.suggestions.encoder import SentenceEncoder
            from lexome.models.notes.suggestions.suggester import Suggester

            self._suggesters[encoder] = Suggester(
                opened.vocabulary, opened.language, SentenceEncoder(encoder), self._settings.cache_dir
            )
        known = {finding.hpo_id for finding in reading.findings}
        proposed = opened.proposed(text, self._suggesters[encoder].mentions)
        return tuple(finding for finding in proposed if finding.hpo_id not in known)

    def _open(self, code: str) -> _Opened:
        if code not in self._opened:
            self._opened[code] = self._opening(code)
        return self._opened[code]

    def _opening(self, code: str) -> _Opened:
        if code == "en":
            return _Opened(Reader(open_english(), English(), open_grammar("en")), complete=True)
        if code in UNSPACED:
            terms = open_terms()
            foreign = foreign_names(code, self._settings, terms)
            return _Opened(UnspacedReader(foreign.names, terms, code), complete=foreign.imported)
        words = Inflected(word_table(code))
        vocabulary, complete = open_foreign(code, words, self._settings)
        return _Opened(Reader(vocabulary, words, open_grammar(code)), complete=complete)


def _named(code: str) -> str:
    return next((tongue.name for tongue in tongues() if tongue.code == code), code)


def _unsupported(code: str) -> Problem:
    supported = ", ".join(_named(each) for each in SUPPORTED)
    return Problem(
        Level.ERROR,
        "unsupported-language",
        "note",
        f"is in {_named(code)}, which cannot be read",
        f"give a note in {supported}; if it is in one of them, name it with --language",
    )


def _names_missing(code: str) -> Problem:
    return Problem(
        Level.ERROR if code in UNSPACED else Level.WARNING,
        "names-not-imported",
        "note",
        f"the names of HPO terms in {_named(code)} were not imported, so most findings will be missed",
        f"run: lexome data import translations hp-{code}.babelon.tsv --release R",
    )


def _nothing_found() -> Problem:
    return Problem(
        Level.WARNING,
        "no-findings",
        "note",
        "no term of the Human Phenotype Ontology was recognised in the text",
        "check that the text is a clinical note in a supported language",
    )


def _open_tagger(settings: Settings) -> NoteTagger:
    return NoteTagger(settings)


plugin = Model(
    card=Card(
        title="Reader of clinical notes",
        about="Recognises names of HPO terms in free text and reads by rules whether each holds, and for whom.",
        licence="Apache-2.0; names from the Human Phenotype Ontology under its licence",
        reference="https://hpo.jax.org; doi:10.1016/j.jbi.2009.05.002",
        tables=("hpo_terms", "note_names", "note_keys", "note_words", "note_spellings"),
        limits="Finds what the vocabulary names or its variants; it does not infer findings from a description.",
    ),
    open=_open_tagger,
)
