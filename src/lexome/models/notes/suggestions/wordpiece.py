"""Words cut into the pieces that an uncased BERT encoder was trained on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

LONGEST_WORD = 100
"""Letters beyond which the encoder's own tokenizer gives up on a word (BERT, doi:10.18653/v1/N19-1423)."""
_WORD = re.compile(r"\w+|[^\w\s]")


class WordPieces:
    """Cuts text greedily into the longest known pieces, as the encoder's own tokenizer does."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._id = {piece: row for row, piece in enumerate(vocabulary)}
        self._unknown, self._begin, self._end = (self._id[piece] for piece in ("[UNK]", "[CLS]", "[SEP]"))

    def ids(self, text: str, *, most: int) -> list[int]:
        """Return the pieces of a text between the marks of beginning and end, at most so many in all."""
        plain = unicodedata.normalize("NFD", text.lower())
        plain = "".join(letter for letter in plain if unicodedata.category(letter) != "Mn")
        found = [piece for word in _WORD.findall(plain) for piece in self._pieces(word)]
        return [self._begin, *found[: most - 2], self._end]

    def _pieces(self, word: str) -> list[int]:
        if len(word) > LONGEST_WORD:
            return [self._unknown]
        pieces, start = [], 0
        while start < len(word):
            mark = "##" if start else ""
            end = next((end for end in range(len(word), start, -1) if mark + word[start:end] in self._id), start)
            if end == start:
                return [self._unknown]
            pieces.append(self._id[mark + word[start:end]])
            start = end
        return pieces
