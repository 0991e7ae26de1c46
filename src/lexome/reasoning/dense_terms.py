"""General terms, shown by many diseases, spread over all lines: rows that are added and compared as they stand."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from lexome.reasoning.profiles import Closure, Profiles

DENSE = 1000
"""From so many diseases on, a row over all lines is read faster than the list of those that show the term (measured
on 10,575 lines)."""

LOSS = 0.5
"""Nats of penalty per nat of information lost when a finding and a disease meet only at an ancestor. Chosen on dev
cases between .3 and 1 (top-10 of stratum C .50 at .5 and at .8)."""


@dataclass(frozen=True)
class DenseTerms:
    """What a term says of every line, in the layout that is fastest to read.

    ``row_of`` gives the row of each general term, -1 for the others. ``probability`` has a row per general term and a
    column per line, 0 where not shown. The reading at a term is the log ratio before the information of the finding is
    taken off: ``log(probability / background) + LOSS * information``, -inf where not shown. ``best`` has a row per
    general term with the best reading over the term and its ancestors, which are general as well; ``posted`` the
    reading of each of the profiles' postings.
    """

    row_of: NDArray[np.int32]
    probability: NDArray[np.float32]
    best: NDArray[np.float32]
    posted: NDArray[np.float32]
    _lowest: dict[int, tuple[int, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, profiles: Profiles, *, dense: int = DENSE) -> DenseTerms:
        """Spread the terms that at least ``dense`` diseases show."""
        counts = np.diff(profiles.indptr)
        general = np.flatnonzero(counts >= dense)
        row_of = np.full(len(counts), -1, np.int32)
        row_of[general] = np.arange(len(general))
        added = (LOSS * profiles.information - profiles.log_background).astype(np.float32)
        posted = profiles.log_probability + np.repeat(added, counts)
        probability = np.zeros((len(general), profiles.diseases), np.float32)
        reading = np.full((len(general), profiles.diseases), -np.inf, np.float32)
        for row, term in enumerate(general.tolist()):
            part = slice(profiles.indptr[term], profiles.indptr[term + 1])
            probability[row, profiles.disease[part]] = profiles.probability[part]
            reading[row, profiles.disease[part]] = posted[part]
        best = reading.copy()
        for row, term in enumerate(general.tolist()):
            for above in row_of[profiles.closure.of(term)].tolist():
                np.maximum(best[row], reading[above], out=best[row])
        return cls(row_of, probability, best, posted)

    def lowest(self, term: int, closure: Closure) -> tuple[int, ...]:
        """Return the rows of the general ancestors of a term that are above no other general ancestor of it."""
        found = self._lowest.get(term)
        if found is None:
            general = [one for one in closure.of(term).tolist() if self.row_of[one] >= 0]
            above = {other for one in general for other in closure.of(one).tolist() if other != one}
            found = self._lowest[term] = tuple(int(self.row_of[one]) for one in general if one not in above)
        return found
