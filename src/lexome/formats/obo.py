"""OBO ontology files: ids, labels, synonyms, is_a, alternative and obsolete ids. Definitions are not read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_SYNONYM = re.compile(r'"((?:[^"\\]|\\.)*)"\s+(EXACT|BROAD|NARROW|RELATED)\s*([^\[]*)')
_ESCAPE = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class Synonym:
    """Another name of a term; ``scope`` is exact, broad, narrow or related, ``type`` such as 'layperson' or ''."""

    text: str
    scope: str
    type: str


@dataclass(slots=True)
class OboTerm:
    """One term as the file states it."""

    id: str
    name: str = ""
    parents: list[str] = field(default_factory=list)
    synonyms: list[Synonym] = field(default_factory=list)
    alternative_ids: list[str] = field(default_factory=list)
    replaced_by: list[str] = field(default_factory=list)
    consider: list[str] = field(default_factory=list)
    obsolete: bool = False


@dataclass(frozen=True, slots=True)
class Obo:
    """A parsed ontology file: its release as stated in the header and its terms in file order."""

    release: str
    terms: tuple[OboTerm, ...]


def read_obo(lines: Iterable[str]) -> Obo:
    """Return the ontology of an OBO file's lines; stanzas other than ``[Term]`` are passed over."""
    release, terms = "", []
    for kind, tags in _stanzas(lines):
        if kind == "":
            release = next((value for tag, value in tags if tag == "data-version"), "")
        elif kind == "[Term]":
            term = _term(tags)
            if term is not None:
                terms.append(term)
    return Obo(release.rsplit("/", 1)[-1], tuple(terms))


def _stanzas(lines: Iterable[str]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    kind, tags = "", list[tuple[str, str]]()
    for raw in lines:
        line = raw.rstrip("\r\n")
        if line.startswith("[") and line.endswith("]"):
            yield kind, tags
            kind, tags = line, []
        else:
            tag, separator, value = line.partition(": ")
            if separator:
                tags.append((tag, value))
    yield kind, tags


def _term(tags: list[tuple[str, str]]) -> OboTerm | None:
    ids = [value for tag, value in tags if tag == "id"]
    if not ids:
        return None
    term = OboTerm(ids[0].strip())
    for tag, value in tags:
        bare = value.split(" !", 1)[0].split(" {", 1)[0].strip()
        if tag == "name":
            term.name = _ESCAPE.sub(r"\1", value.strip())
        elif tag == "is_a":
            term.parents.append(bare)
        elif tag == "synonym":
            match = _SYNONYM.match(value)
            if match:
                text = _ESCAPE.sub(r"\1", match[1])
                term.synonyms.append(Synonym(text, match[2].lower(), match[3].strip()))
        elif tag == "alt_id":
            term.alternative_ids.append(bare)
        elif tag == "replaced_by":
            term.replaced_by.append(bare)
        elif tag == "consider":
            term.consider.append(bare)
        elif tag == "is_obsolete":
            term.obsolete = bare == "true"
    return term
