"""Nothing is counted twice."""

from __future__ import annotations

import pytest

from lexome.core.evidence import Evidence, Strength
from lexome.formats.rule_sets import read_rule_set
from lexome.reasoning.dependence import without_double_counting

RULES = read_rule_set().dependences


def evidence(code: str, strength: Strength) -> Evidence:
    return Evidence.criterion(code, strength, "stated")


@pytest.mark.parametrize(
    ("stays", "goes"),
    [("PVS1", "PP3"), ("PVS1", "PM4"), ("PS1", "PM5"), ("PS2", "PM6"), ("PM4", "PP3"), ("BP3", "BP4"), ("BA1", "BS1")],
)
def test_of_a_stated_pair_only_one_counts(stays, goes):
    counted, aside = without_double_counting(
        [evidence(goes, Strength.SUPPORTING), evidence(stays, Strength.STRONG)], RULES
    )
    assert [item.code for item in counted] == [stays]
    assert [item.evidence.code for item in aside] == [goes]
    assert all(item.reference for item in aside)


@pytest.mark.parametrize(
    ("hot_spot", "predictor", "together"),
    [
        pytest.param(Strength.MODERATE, Strength.STRONG, 4, id="six points held at four"),
        pytest.param(Strength.MODERATE, Strength.MODERATE, 4, id="four points stay"),
        pytest.param(Strength.STRONG, Strength.STRONG, 4, id="eight points held at four"),
        pytest.param(Strength.MODERATE, Strength.SUPPORTING, 3, id="below the cap nothing changes"),
    ],
)
def test_hot_spot_and_predictor_stay_within_the_cap_of_pejaver_2022(hot_spot, predictor, together):
    counted, _ = without_double_counting([evidence("PM1", hot_spot), evidence("PP3", predictor)], RULES)
    assert sum(item.strength.points for item in counted) == together


def test_one_capped_criterion_alone_keeps_its_strength():
    counted, aside = without_double_counting([evidence("PP1", Strength.VERY_STRONG)], RULES)
    assert counted[0].strength is Strength.VERY_STRONG
    assert aside == ()


def test_what_was_set_aside_sets_nothing_aside_itself():
    """PM4 falls to PVS1, so PM4's own claim on PP3 is moot; PP3 falls to PVS1."""
    counted, aside = without_double_counting(
        [
            evidence("PVS1", Strength.VERY_STRONG),
            evidence("PM4", Strength.MODERATE),
            evidence("PP3", Strength.SUPPORTING),
        ],
        RULES,
    )
    assert [item.code for item in counted] == ["PVS1"]
    assert "PVS1 already" in next(item.because for item in aside if item.evidence.code == "PP3")


@pytest.mark.parametrize(
    ("pm1", "pm5", "stays"),
    [(Strength.MODERATE, Strength.STRONG, "PM5"), (Strength.MODERATE, Strength.SUPPORTING, "PM1")],
)
def test_of_two_that_a_specification_holds_for_one_the_stronger_counts(pm1, pm5, stays):
    """MYH7 (GN002) does not count PM1 and PM5 together."""
    rules = (*RULES, *read_rule_set().of_gene("MYH7").dependences)
    counted, aside = without_double_counting([evidence("PM1", pm1), evidence("PM5", pm5)], rules)
    assert [item.code for item in counted] == [stays]
    assert "GN002" in aside[0].reference
