"""Words of a language in canonical form, hashed, so that a term is recognised whatever its inflection and order.

Every word has two forms. The *strict* form folds case, accents, spelling (British, American) and plural. The *loose*
form also folds derivation (hypotonic, hypotonia) and words that name the same thing inside a term (renal, kidney).
A phrase's key is the sum of its words' 64-bit hashes modulo 2**64, so word order does not matter and the key of any
window of a text is a difference of two running sums.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

TABLES = Path(__file__).resolve().parent / "tables"

_BRITISH = (
    (re.compile("ae(?=[a-z])"), "e"),
    (re.compile("oe(?=[a-z])"), "e"),
    (re.compile("our(?=s?$|al$|ed$|ing$|less$)"), "or"),
    (re.compile("(?<=[a-z]{3})is(?=e$|ed$|es$|ing$|ation$|ations$)"), "iz"),
    (re.compile("lys(?=e$|ed$|ing$)"), "lyz"),
    (re.compile("^sulph"), "sulf"),
    (re.compile("ll(?=ed$|ing$)"), "l"),
    (re.compile("tre$"), "ter"),
    (re.compile("^grey"), "gray"),
    (re.compile("^leuc"), "leuk"),
)

_DERIVED = (
    ("plastic", "plas"),
    ("plasia", "plas"),
    ("trophic", "troph"),
    ("trophy", "troph"),
    ("ectatic", "ectas"),
    ("ectasia", "ectas"),
    ("ectasis", "ectas"),
    ("lytic", "lys"),
    ("lysis", "lys"),
    ("legic", "leg"),
    ("legia", "leg"),
    ("paretic", "pares"),
    ("paresis", "pares"),
    ("otic", "o"),
    ("osis", "o"),
    ("etic", "e"),
    ("esis", "e"),
    ("emic", "em"),
    ("emia", "em"),
    ("itis", "it"),
    ("itic", "it"),
    ("matous", "m"),
    ("ically", ""),
    ("ively", ""),
    ("ously", "o"),
    ("ally", ""),
    ("bility", "bl"),
    ("ble", "bl"),
    ("ical", ""),
    ("ism", ""),
    ("istic", ""),
    ("ia", ""),
    ("ic", ""),
    ("ies", ""),
    ("ied", ""),
    ("ment", ""),
    ("ency", "en"),
    ("ence", "en"),
    ("ent", "en"),
    ("ancy", "an"),
    ("ance", "an"),
    ("ant", "an"),
    ("ness", ""),
    ("ity", ""),
    ("ive", ""),
    ("ion", ""),
    ("ing", ""),
    ("ed", ""),
    ("al", ""),
    ("um", ""),
    ("us", ""),
    ("y", ""),
    ("e", ""),
    ("a", ""),
)
"""Endings that derive one clinical word from another, longest first within a family; the stem keeps four letters."""

_LATIN_PLURALS = (
    ("omata", "oma"),
    ("ae", "a"),
    ("mpi", "mpus"),
    ("ami", "amus"),
    ("boli", "bolus"),
    ("nchi", "nchus"),
    ("meri", "merus"),
    ("ombi", "ombus"),
    ("culi", "culus"),
    ("trophi", "trophus"),
    ("oses", "osis"),
    ("yses", "ysis"),
    ("eses", "esis"),
    ("stases", "stasis"),
    ("itides", "itis"),
    ("nuses", "nus"),
    ("ruses", "rus"),
    ("tuses", "tus"),
    ("luses", "lus"),
    ("puses", "pus"),
)
"""Plural endings of Latin and Greek nouns and what they are of one."""
_LATIN_ENDINGS = tuple(ending for ending, _ in _LATIN_PLURALS)

MINIMUM_STEM = 4
REMEMBERED_FOLDS = 50_000
"""Distinct words whose folded form is kept; a text of ever new words must not fill the memory."""


@lru_cache(maxsize=REMEMBERED_FOLDS)
def fold(word: str) -> str:
    """Return the word in lower case without accents and hyphens; of capitals with a small s, the singular."""
    if len(word) > 2 and word[-1] == "s" and word[:-1].isupper():
        word = word[:-1]
    lower = word.lower().replace("-", "")
    if lower.isascii():
        return lower
    return "".join(mark for mark in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(mark))


def word_hash(form: str) -> int:
    """Return 64 bits that are the same in every process."""
    return int.from_bytes(hashlib.blake2b(form.encode(), digest_size=8).digest(), "little")


@dataclass(frozen=True, slots=True)
class WordTable:
    """What one language's word table says: see ``tables/words_en.tsv``."""

    stops: frozenset[str]
    lights: frozenset[str]
    empties: frozenset[str]
    plurals: dict[str, str]
    classes: dict[str, str]
    boundaries: frozenset[str] = frozenset()
    endings: tuple[tuple[str, str], ...] = ()
    stems: tuple[str, ...] = ()


@cache
def word_table(language: str) -> WordTable:
    """Return the word table of a language."""
    found: dict[str, dict[str, str]] = {kind: {} for kind in ("stop", "light", "empty", "boundary", "plural", "class")}
    endings: list[tuple[str, str]] = []
    stems: list[str] = []
    for line in (TABLES / f"words_{language}.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, canonical, members = line.split("\t")
            if kind == "ending":
                endings.extend((old, new) for old, _, new in (one.partition(">") for one in members.split()))
            elif kind == "stem":
                stems.extend(members.split())
            else:
                found[kind].update(dict.fromkeys((fold(word) for word in members.split()), canonical))
    stops, lights, empties = (frozenset(found[kind]) for kind in ("stop", "light", "empty"))
    return WordTable(
        stops,
        lights,
        empties,
        found["plural"],
        found["class"],
        frozenset(found["boundary"]),
        tuple(endings),
        tuple(stems),
    )


@dataclass(slots=True)
class English:
    """Canonical forms of English words."""

    table: WordTable = field(default_factory=lambda: word_table("en"))

    def strict(self, folded: str) -> str:
        """Return the word without plural and in American spelling."""
        if folded in self.table.plurals:
            return self.table.plurals[folded]
        word = folded
        if len(word) > MINIMUM_STEM:
            for pattern, replacement in _BRITISH:
                word = pattern.sub(replacement, word)
        return singular(word)

    def loose(self, folded: str) -> str:
        """Return the class or the stem of the word."""
        classes = self.table.classes
        strict = self.strict(folded)
        named = classes.get(folded) or classes.get(strict)
        return f"={named}" if named else stem(strict)


@dataclass(slots=True)
class Inflected:
    """Canonical forms of the words of a language whose inflection is a table of endings."""

    table: WordTable

    def strict(self, folded: str) -> str:
        """Return the word without the ending that inflects it; a doubled last letter counts once."""
        if folded in self.table.plurals:
            return self.table.plurals[folded]
        for old, new in self.table.endings:
            if folded.endswith(old) and len(folded) - len(old) + len(new) >= MINIMUM_STEM:
                folded = folded[: len(folded) - len(old)] + new
                break
        return folded[:-1] if folded[-1:] == folded[-2:-1] and len(folded) > MINIMUM_STEM else folded

    def loose(self, folded: str) -> str:
        """Return the class of the word, or the word without the ending of its gender."""
        strict = self.strict(folded)
        named = self.table.classes.get(folded) or self.table.classes.get(strict)
        if named:
            return f"={named}"
        for ending in self.table.stems:
            if strict.endswith(ending) and len(strict) - len(ending) >= MINIMUM_STEM:
                return strict[: len(strict) - len(ending)]
        return strict


def singular(word: str) -> str:
    """Return an English noun without its plural ending.

    >>> singular("fistulae"), singular("sinuses"), singular("paralyses"), singular("ptosis")
    ('fistula', 'sinus', 'paralysis', 'ptosis')
    """
    if word.endswith(_LATIN_ENDINGS) and len(word) > MINIMUM_STEM:
        ending, singly = next(each for each in _LATIN_PLURALS if word.endswith(each[0]))
        return word[: len(word) - len(ending)] + singly
    if len(word) < MINIMUM_STEM or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zes")):
        return word[:-2]
    return word[:-1]


def stem(word: str) -> str:
    """Return the word without the ending that derives it; at least four letters stay."""
    for ending, kept in _DERIVED:
        if word.endswith(ending) and len(word) - len(ending) + len(kept) >= MINIMUM_STEM:
            return word[: len(word) - len(ending)] + kept
    return word
