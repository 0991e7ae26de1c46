"""Which language a note is written in: by script, then by function words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from lexome.models.notes.words import TABLES, fold

SUPPORTED = ("en", "es", "fr", "de", "it", "pt", "nl", "ja", "zh")
UNSPACED = ("ja", "zh")
SAMPLE = 20_000
"""Characters looked at: a page or more of text."""
FEWEST_WORDS = 2
"""Function words below which a text of terms alone ("Ataxia, hypotonia") is taken for English."""

_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
)
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language that is told apart; ``words`` are its function words."""

    code: str
    name: str
    words: frozenset[str]


@cache
def tongues() -> tuple[Tongue, ...]:
    """Return the languages that are told apart."""
    found = []
    for line in (TABLES / "languages.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            code, name, words = line.split("\t")
            found.append(Tongue(code, name, frozenset(map(fold, words.split()))))
    return tuple(found)


def detect(text: str) -> str:
    """Return the ISO 639-1 code of a text's language; English where nothing tells.

    >>> detect("Niega cefalea y vómitos."), detect("Keine Krampfanfälle."), detect("患者无癫痫发作"), detect("Ataxia")
    ('es', 'de', 'zh', 'en')
    """
    sample = text[:SAMPLE]
    letters = sum(map(len, _WORD.findall(sample))) or 1
    for code, pattern in _SCRIPTS:
        share = len(pattern.findall(sample)) / letters
        if share > (0.05 if code == "ja" else 0.3):
            return code
    return _by_words(sample)


def _by_words(sample: str) -> str:
    counts = dict.fromkeys((tongue.code for tongue in tongues()), 0.0)
    seen = 0
    for word in map(fold, _WORD.findall(sample)):
        speakers = [tongue.code for tongue in tongues() if word in tongue.words]
        seen += bool(speakers)
        for code in speakers:
            counts[code] += 1 / len(speakers)
    best = max(counts, key=lambda code: (counts[code], code == "en"))
    if (
        not seen
        or (seen < FEWEST_WORDS and counts[best] < 1 / 2)
        or (best not in SUPPORTED and counts[best] < FEWEST_WORDS)
    ):
        return "en"
    return best
