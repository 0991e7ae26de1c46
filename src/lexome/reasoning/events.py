"""What was read in a genome beyond small variants, weighed for the listed diseases it would cause.

A disease has several mechanisms: small variants, a contiguous loss, an expansion, a chromosome from one parent. Each
accounts for a share of its patients, and the ratio of the whole is the mean of the ratios, weighted by share. A
mechanism that this file cannot show leaves its share as it was (ratio 1); one that was looked for and not found takes
it away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.evidence import Evidence
from lexome.core.hypothesis import Hypothesis, Inheritance, Mechanism
from lexome.reasoning.variant_support import VariantSupport

if TYPE_CHECKING:
    from lexome.core.allele import Allele
    from lexome.core.facts import Citation

MOST_SHARE = 0.999
"""Shares of one disease's mechanisms together at most: small variants are never ruled out."""


@dataclass(frozen=True, slots=True)
class Event:
    """One mechanism of a listed disease and what this file shows of it.

    ``share`` of the disease's patients have it; ``ratio`` is how much likelier what was seen is under it than by
    chance (1: it cannot be seen here). ``found`` says that it was seen; then ``summary`` names it and ``genes``,
    ``alleles``, ``inheritance`` and ``flags`` describe the hypothesis; ``rows`` are small variants it rests on, each
    with its gene. ``opposed`` says that the change was seen in the other direction: then no gene within it
    speaks for the disease either.
    """

    mechanism: Mechanism
    share: float
    ratio: float
    because: str
    citations: tuple[Citation, ...] = ()
    found: bool = False
    summary: str = ""
    genes: tuple[str, ...] = ()
    alleles: tuple[Allele, ...] = ()
    inheritance: Inheritance | None = None
    flags: tuple[str, ...] = ()
    about: str = ""
    rows: tuple[tuple[int, str], ...] = ()
    opposed: bool = False


@dataclass(frozen=True, slots=True)
class Events:
    """The events of one patient by line of the listed diseases."""

    of_line: Mapping[int, tuple[Event, ...]] = field(default_factory=dict)

    def joined(self, support: VariantSupport) -> VariantSupport:
        """Return the support of every line with the other mechanisms weighed in."""
        if not self.of_line:
            return support
        log10_lr = support.log10_lr.copy()
        for line, events in self.of_line.items():
            log10_lr[line] = np.log10(max(blend(10.0 ** float(log10_lr[line]), events), 1e-12))
        return replace(support, log10_lr=log10_lr)

    def leading(self, line: int, *, ratio: float) -> Event | None:
        """Return the event that accounts for at least half of the ratio of a line, or None."""
        found = [event for event in self.of_line.get(line, ()) if event.found]
        best = max(found, key=lambda event: event.share * event.ratio, default=None)
        return best if best is not None and best.share * best.ratio >= ratio / 2.0 else None

    def silent(self, line: int) -> Event | None:
        """Return the mechanism of most patients of a line when it was not found, None when small variants are."""
        events = self.of_line.get(line, ())
        most = max(events, key=lambda event: event.share, default=None)
        return most if most is not None and most.share >= 0.5 and not most.found else None


def blend(small: float, events: Sequence[Event]) -> float:
    """Return the ratio of a disease whose small variants have the ratio ``small`` and which has other mechanisms too.

    >>> round(blend(0.1, [Event(Mechanism.EXPANSION, 0.9, 1.0, "not called")]), 3)
    0.91
    >>> round(blend(100.0, [Event(Mechanism.COPY_GAIN, 0.9, 0.02, "a loss", opposed=True)]), 3)
    0.118
    """
    small = min(small, 1.0) if any(event.opposed for event in events) else small
    total = sum(event.share for event in events)
    scale = min(1.0, MOST_SHARE / total) if total else 1.0
    rest = 1.0 - scale * total
    return rest * small + scale * sum(event.share * event.ratio for event in events)


def told(event: Event, hypothesis: Hypothesis, log10_lr: float) -> tuple[Hypothesis, Evidence]:
    """Return the hypothesis that an event makes of a disease, and the event as the argument for it."""
    item = Evidence(event.mechanism.value, log10_lr, event.because, event.citations, about=event.about)
    if not event.found:
        return hypothesis, item
    changed = replace(
        hypothesis,
        genes=event.genes or hypothesis.genes,
        alleles=event.alleles,
        inheritance=event.inheritance or hypothesis.inheritance,
        mechanism=event.mechanism,
        event=event.summary,
    )
    return changed, item
