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
_SOFT = int(Gap.SOFT)
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Beside:
    """Words by the name beside which they stand, and all of them; ``any_after`` follow any name."""

    before: Mapping[str, frozenset[str]]
    after: Mapping[str, frozenset[str]]
    any_after: frozenset[str]
    all_before: frozenset[str]
    all_after: frozenset[str]

    def meant(self, mention: Mention, tokens: Tokens) -> bool:
        """Say whether nothing beside a name shows that it is meant otherwise."""
        words, after = tokens.words, mention.last + 1
        if after < len(words) and tokens.gap[after] == _SOFT:
            word = words[after].lower()
            if word in self.any_after:
                return False
            if word in self.all_after and word in self.after.get(_named(mention, tokens), _NONE):
                return False
        if mention.first and (word := words[mention.first - 1].lower()) in self.all_before:
            beside = tokens.gap[mention.first] == _SOFT
            return not (beside and word in self.before.get(_named(mention, tokens), _NONE))
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
    before, after, of_any = found["before"], found["after"], found["after"].pop(ANY, _NONE)
    return Beside(before, after, of_any, _NONE.union(*before.values()), _NONE.union(*after.values()))
