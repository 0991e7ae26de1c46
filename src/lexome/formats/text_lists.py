"""A tuple of texts a row, as one run of bytes: kept and mapped like an array, made into objects where it is read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BETWEEN = "\0"


@dataclass(frozen=True, slots=True, eq=False)
class TextLists:
    """Rows of texts: row i is ``content`` from ``indptr[i]`` to ``indptr[i + 1]``, a NUL behind each text, UTF-8."""

    content: NDArray[np.uint8]
    indptr: NDArray[np.int64]

    @classmethod
    def of(cls, rows: Iterable[Sequence[str]]) -> TextLists:
        """Return texts as columns.

        >>> TextLists.of([("a", ""), (), ("b",)]).at(0)
        ('a', '')
        """
        joined = ["".join(f"{text}{_BETWEEN}" for text in row).encode() for row in rows]
        indptr = np.fromiter(accumulate(map(len, joined), initial=0), np.int64, len(joined) + 1)
        return cls(np.frombuffer(b"".join(joined), np.uint8), indptr)

    def __len__(self) -> int:
        return len(self.indptr) - 1

    def at(self, row: int) -> tuple[str, ...]:
        """Return the texts of one row; a text holds no NUL."""
        whole = self.content[self.indptr[row] : self.indptr[row + 1]].tobytes().decode()
        return tuple(whole.split(_BETWEEN)[:-1])
