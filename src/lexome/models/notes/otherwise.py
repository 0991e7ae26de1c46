"""Names that the word beside them shows to be meant otherwise: marrow aspiration, MR imaging, an epilepsy clinic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from lexome.models.notes.scanning import Gap
from lexome.models.notes.words import TABLES, fold

if TYPE_CHECKING:
    from lexome.models.notes.mention import Mention
    from lexome.models.notes.scanning import Tokens

ANY = "*"
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Beside:
    """Words by the name beside which they stand; ``any_after`` follow any name."""

    before: Mapping[str, frozenset[str]]
    after: Mapping[str, frozenset[str]]
    any_after: frozenset[str]

    def meant(self, mention: Mention, tokens: Tokens) -> bool:
        """Say whether nothing beside a name shows that it is meant otherwise."""
        after = mention.last + 1
        if after < len(tokens.words) and tokens.gap[after] == Gap.SOFT:
            word = fold(tokens.words[after])
            if word in self.any_after or word in self.after.get(_named(mention, tokens), _NONE):
                return False
        if mention.first and tokens.gap[mention.first] == Gap.SOFT:
            word = fold(tokens.words[mention.first - 1])
            return word not in self.before.get(_named(mention, tokens), _NONE)
        return True


def _named(mention: Mention, tokens: Tokens) -> str:
    return " ".join(fold(word) for word in tokens.words[mention.first : mention.last + 1])


@cache
def beside(language: str) -> Beside | None:
    """Return the table of a language, None where there is none."""
    path = TABLES / f"otherwise_{language}.tsv"
    if not path.exists():
        return None
    found: dict[str, dict[str, frozenset[str]]] = {"before": {}, "after": {}}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, side, words, _ = line.split("\t")
            told = found[side]
            told[fold(name)] = told.get(fold(name), _NONE) | frozenset(words.split())
    return Beside(found["before"], found["after"], found["after"].pop(ANY, _NONE))
