"""Classes from criteria: the point system and the combination rules of 2015, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from lexome.core.classification import Classification
from lexome.core.evidence import Evidence, NotAssessable, NotMet, Outcome
from lexome.core.rules import Combination, Dependence, RuleSet
from lexome.core.variant import Significance
from lexome.reasoning.dependence import without_double_counting


def classify(
    outcomes: Sequence[Outcome],
    rules: RuleSet,
    *,
    specification: str = "",
    dependences: Sequence[Dependence] = (),
) -> Classification:
    """Return the class of the outcomes of all criteria, each code counted once and nothing counted twice.

    ``dependences`` are those of the gene's specification, applied after the rule set's.
    """
    met = tuple(item for item in outcomes if isinstance(item, Evidence))
    counted, aside = without_double_counting(met, (*rules.dependences, *dependences))
    points = sum(item.strength.points for item in counted if item.strength)
    alone = any(item.code in rules.stand_alone for item in counted)
    line, combined = combination_2015(counted, rules.combinations)
    return Classification(
        classification=Significance.BENIGN if alone else class_of_points(points, rules),
        points=points,
        combination_2015=combined,
        combination_line=line,
        log10_lr=sum(item.log10_lr for item in counted),
        met=tuple(sorted(counted, key=lambda item: (-abs(_points(item)), item.code))),
        not_met=tuple(item for item in outcomes if isinstance(item, NotMet)),
        not_assessable=tuple(item for item in outcomes if isinstance(item, NotAssessable)),
        set_aside=aside,
        rule_set=rules.name,
        specification=specification,
    )


def class_of_points(points: float, rules: RuleSet) -> Significance:
    """Return the class of a sum of points: the first threshold reached from the top."""
    for least, label in rules.thresholds:
        if points >= least:
            return Significance(label)
    return Significance(rules.lowest)


def combination_2015(counted: Sequence[Evidence], table: Sequence[Combination]) -> tuple[str, Significance]:
    """Return the line of the 2015 table that holds and its class.

    Criteria for and against that each reach a class contradict each other and leave the variant uncertain
    (Richards 2015, table 5).
    """
    toward = Counter(item.strength.label for item in counted if item.strength and item.strength.points > 0)
    against = Counter(item.strength.label for item in counted if item.strength and item.strength.points < 0)
    if against["moderate"]:  # the 2015 table knows no moderate benign evidence: it counts there as supporting
        against["supporting"] += against.pop("moderate")
    up = next((row for row in table if not row.benign and _holds(row, toward)), None)
    down = next((row for row in table if row.benign and _holds(row, against)), None)
    if up and down:
        return "criteria for and against contradict each other", Significance.UNCERTAIN
    chosen = up or down
    if chosen is None:
        return "no line of the table holds", Significance.UNCERTAIN
    return chosen.name, Significance(chosen.classification)


_ORDER = ("very_strong", "stand_alone", "strong", "moderate", "supporting")


def _holds(row: Combination, counts: Counter[str]) -> bool:
    """Whether the counts satisfy a line; stronger criteria that are left over stand in for weaker ones."""
    spare = 0
    for strength in _ORDER:
        need = row.at_least.get(strength, 0)
        have = counts[strength] + spare
        if have < need:
            return False
        spare = have - need
    return True


def _points(item: Evidence) -> int:
    return item.strength.points if item.strength else 0
