"""Classes from criteria, against the published tables."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexome.core.evidence import Evidence, Strength
from lexome.core.variant import Significance
from lexome.formats.rule_sets import read_rule_set
from lexome.reasoning.acmg import class_of_points, classify, combination_2015

RULES = read_rule_set()
P, LP, U, LB, B = Significance


def met(**counts: int) -> list[Evidence]:
    """Return criteria with made-up codes, so that no dependence between real ones interferes."""
    strengths = {
        "vs": Strength.VERY_STRONG,
        "s": Strength.STRONG,
        "m": Strength.MODERATE,
        "p": Strength.SUPPORTING,
        "ba": Strength.BENIGN_STAND_ALONE,
        "bs": Strength.BENIGN_STRONG,
        "bp": Strength.BENIGN_SUPPORTING,
    }
    return [
        Evidence.criterion("BA1" if name == "ba" else f"{name}{number}", strengths[name], "stated")
        for name, count in counts.items()
        for number in range(count)
    ]


def table_of_richards(vs: int, s: int, m: int, p: int) -> Significance:
    """Table 5 of Richards 2015, pathogenic half, written out line by line as an independent reading."""
    pathogenic = (
        (vs >= 1 and (s >= 1 or m >= 2 or (m == 1 and p == 1) or p >= 2))
        or s >= 2
        or (s == 1 and (m >= 3 or (m == 2 and p >= 2) or (m == 1 and p >= 4)))
    )
    # 'Very strong and one moderate and one supporting' includes more than one supporting; two very strong hold more
    # than one very strong and one strong.
    pathogenic = pathogenic or (vs >= 1 and m == 1 and p >= 1) or vs >= 2
    likely = (
        (vs == 1 and m == 1)
        or (s == 1 and 1 <= m <= 2)
        or (s == 1 and p >= 2)
        or m >= 3
        or (m == 2 and p >= 2)
        or (m == 1 and p >= 4)
        or (vs == 1 and p == 1)  # ClinGen SVI recommendation for PM2, version 1.0
    )
    return P if pathogenic else LP if likely else U


def test_the_2015_rules_give_the_class_of_the_published_table_for_every_combination():
    """Where the table is silent, a stronger criterion may stand in for a weaker one, and nothing else may happen."""
    for counts in product(range(3), range(5), range(7), range(6)):
        vs, s, m, p = counts
        found = combination_2015(met(vs=vs, s=s, m=m, p=p), RULES.combinations)[1]
        if found is not table_of_richards(*counts):
            assert found.side >= table_of_richards(*counts).side, counts
            assert found in {table_of_richards(*weaker) for weaker in _weakened(*counts)}, counts


def _weakened(vs: int, s: int, m: int, p: int):
    """Every way to count stronger criteria as weaker ones."""
    for a in range(vs + 1):
        for b in range(s + a + 1):
            for c in range(m + b + 1):
                yield vs - a, s + a - b, m + b - c, p + c


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        pytest.param({"ba": 1}, B, id="stand-alone"),
        pytest.param({"bs": 2}, B, id="two strong"),
        pytest.param({"bs": 1, "bp": 1}, LB, id="one strong and one supporting"),
        pytest.param({"bp": 2}, LB, id="two supporting"),
        pytest.param({"bs": 1}, U, id="one strong alone"),
        pytest.param({"bp": 1}, U, id="one supporting alone"),
        pytest.param({"bs": 2, "vs": 1, "s": 1}, U, id="benign and pathogenic contradict"),
    ],
)
def test_the_2015_rules_give_the_class_of_the_published_table_for_benign_evidence(counts, expected):
    assert combination_2015(met(**counts), RULES.combinations)[1] is expected


# Tavtigian 2020, doi:10.1002/humu.24088: table 2, and the points of each line of Richards' table 5
PUBLISHED_POINTS = {
    "P (i)(a)": ({"vs": 1, "s": 1}, 12, P),
    "P (i)(b)": ({"vs": 1, "m": 2}, 12, P),
    "P (i)(c)": ({"vs": 1, "m": 1, "p": 1}, 11, P),
    "P (i)(d)": ({"vs": 1, "p": 2}, 10, P),
    "P (ii)": ({"s": 2}, 8, LP),
    "P (iii)(a)": ({"s": 1, "m": 3}, 10, P),
    "P (iii)(b)": ({"s": 1, "m": 2, "p": 2}, 10, P),
    "P (iii)(c)": ({"s": 1, "m": 1, "p": 4}, 10, P),
    "LP (i)": ({"vs": 1, "m": 1}, 10, P),
    "LP (ii)": ({"s": 1, "m": 1}, 6, LP),
    "LP (ii), two moderate": ({"s": 1, "m": 2}, 8, LP),
    "LP (iii)": ({"s": 1, "p": 2}, 6, LP),
    "LP (iv)": ({"m": 3}, 6, LP),
    "LP (v)": ({"m": 2, "p": 2}, 6, LP),
    "LP (vi)": ({"m": 1, "p": 4}, 6, LP),
    "B (ii)": ({"bs": 2}, -8, B),
    "LB (i)": ({"bs": 1, "bp": 1}, -5, LB),
    "LB (ii)": ({"bp": 2}, -2, LB),
}


@pytest.mark.parametrize(("counts", "points", "expected"), PUBLISHED_POINTS.values(), ids=PUBLISHED_POINTS)
def test_points_give_the_published_sum_and_class(counts, points, expected):
    result = classify(met(**counts), RULES)
    assert (result.points, result.classification) == (points, expected)


def test_the_two_systems_differ_on_exactly_the_two_lines_the_paper_names():
    """Tavtigian 2018, doi:10.1038/gim.2017.210: 'likely pathogenic (i)' and 'pathogenic (ii)' fit the odds badly."""
    differ = [name for name, (counts, _, _) in PUBLISHED_POINTS.items() if not classify(met(**counts), RULES).agree]
    assert differ == ["P (ii)", "LP (i)"]


@given(st.floats(-1e6, 1e6))
def test_every_sum_of_points_has_exactly_one_class_and_more_points_never_a_more_benign_one(points):
    order = [B, LB, U, LP, P]
    here, above = class_of_points(points, RULES), class_of_points(points + 0.5, RULES)
    assert order.index(above) >= order.index(here)


@pytest.mark.parametrize(
    ("points", "expected"),
    [(10, P), (9, LP), (6, LP), (5, U), (0, U), (-1, LB), (-6, LB), (-7, B)],
)
def test_class_boundaries_are_those_of_the_paper(points, expected):
    assert class_of_points(points, RULES) is expected


def test_stand_alone_benign_evidence_is_benign_beside_a_predictor():
    assert classify(met(ba=1, p=2), RULES).classification is B


def test_posterior_of_ten_points_is_that_of_the_paper():
    assert classify(met(vs=1, p=2), RULES).posterior == pytest.approx(0.994, abs=5e-4)
