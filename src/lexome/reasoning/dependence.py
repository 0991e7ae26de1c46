"""What must not be counted twice: the one place where criteria are set aside because they rest on the same facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lexome.core.classification import SetAside
from lexome.core.evidence import Evidence, Strength
from lexome.core.rules import Dependence


def without_double_counting(
    met: Sequence[Evidence], dependences: Sequence[Dependence]
) -> tuple[tuple[Evidence, ...], tuple[SetAside, ...]]:
    """Return the criteria that count and those set aside.

    Rules are applied in the order of the rule set to what is left by the rules before, so a criterion that was
    itself set aside cannot set another aside.
    """
    counted = list(met)
    aside: list[SetAside] = []
    for rule in dependences:
        codes = {item.code for item in counted}
        if codes.intersection(rule.when) or (rule.unless and not codes.issuperset(rule.unless)):
            for item in [item for item in counted if item.code in rule.drop]:
                counted.remove(item)
                aside.append(SetAside(item, rule.because, rule.reference))
        together = [item for item in counted if item.code in rule.only_one]
        for item in sorted(together, key=_points)[:-1]:
            counted.remove(item)
            aside.append(SetAside(item, rule.because, rule.reference))
        if rule.capped:
            counted, held = _within_cap(counted, rule)
            aside.extend(held)
    return tuple(counted), tuple(aside)


def _within_cap(counted: list[Evidence], rule: Dependence) -> tuple[list[Evidence], list[SetAside]]:
    """Return the criteria with the last of the capped ones weakened until together they stay within the cap."""
    together = [item for item in counted if item.code in rule.capped and item.strength and item.strength.points > 0]
    excess = sum(_points(item) for item in together) - rule.cap
    if len({item.code for item in together}) < 2 or excess <= 0:
        return counted, []
    weaker = min(together, key=lambda item: (_points(item), -rule.capped.index(item.code)))
    room = _points(weaker) - excess
    kept = next((each for each in _DESCENDING if each.points <= room), None)
    rest = [item for item in counted if item is not weaker]
    if kept is not None:
        rest.append(replace(weaker, strength=kept, log10_lr=kept.log10_lr))
    return rest, [SetAside(weaker, rule.because, rule.reference, kept)]


_DESCENDING = (Strength.VERY_STRONG, Strength.STRONG, Strength.MODERATE, Strength.SUPPORTING)


def _points(item: Evidence) -> int:
    return item.strength.points if item.strength else 0
