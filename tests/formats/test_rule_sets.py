"""Rule sets: what ships is read whole, a user's file is a version of the guideline, a bad one says what and where."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexome.core.errors import BadCall, BadInput
from lexome.core.evidence import Strength
from lexome.formats.rule_sets import DEFAULT, RULES, read_rule_set, rule_set_named


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the shipped guideline that a user may change."""
    path = tmp_path / "next.toml"
    shutil.copy(RULES / f"{DEFAULT}.toml", path)
    return path


def changed(path: Path, old: str, new: str) -> Path:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def faults(path: Path) -> list[str]:
    with pytest.raises(BadInput) as caught:
        rule_set_named(str(path))
    assert not isinstance(caught.value, BadCall)
    assert {problem.code for problem in caught.value.problems} == {"rule-set-unusable"}
    assert all(problem.remedy for problem in caught.value.problems)
    return [f"{problem.where}: {problem.message}" for problem in caught.value.problems]


def test_every_specification_that_ships_is_read():
    rules = read_rule_set()
    assert len(rules.genes) > 100
    assert all(each.specification.startswith("GN") for each in rules.genes.values())


def test_a_name_that_is_nothing_is_a_wrong_call_that_lists_what_there_is():
    with pytest.raises(BadCall, match=DEFAULT):
        rule_set_named("nonsense")


def test_a_file_is_a_version_of_the_guideline(copy):
    changed(copy, '[10, "pathogenic"]', '[12, "pathogenic"]')
    changed(copy, 'name = "ACMG/AMP 2015 with ClinGen SVI recommendations"', 'name = "ACMG 2030"')
    rules = rule_set_named(str(copy))
    assert rules.name == "ACMG 2030"
    assert rules.thresholds[0] == (12, "pathogenic")
    assert rules.of_gene("BRCA1").specification.startswith("GN092")


def test_a_file_may_bring_its_own_genes_and_leave_the_panels_out(copy):
    text = copy.read_text(encoding="utf-8")
    head = 'panels = "none"\n'
    more = '\n[genes.GENE1]\nspecification = "lab 1"\nba1 = 0.01\nhot_spots = [[10, 20, "strong"]]\n'
    copy.write_text(head + text + more, encoding="utf-8")
    rules = rule_set_named(str(copy))
    assert rules.of_gene("BRCA1") is rules.general
    assert rules.of_gene("GENE1").ba1 == 0.01
    assert rules.of_gene("GENE1").hot_spots[0].strength is Strength.STRONG


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param("ba1 = 0.05", "ba1 = 5", "general.ba1", id="percent instead of a fraction"),
        pytest.param("ba1 = 0.05", "ba_1 = 0.05", "general.ba_1", id="a name nobody knows is not ignored"),
        pytest.param('[10, "pathogenic"]', '[10, "terrible"]', "points.thresholds.0", id="no such class"),
        pytest.param('[10, "pathogenic"]', '[3, "pathogenic"]', "fall", id="thresholds with holes"),
        pytest.param('when = ["PVS1"]', 'when = ["PVS9"]', "28 criteria", id="no such criterion"),
        pytest.param('PM2 = "supporting"', 'PM2 = "enormous"', "no strength", id="no such strength"),
        pytest.param("[points]", "[points", "not TOML", id="not TOML"),
    ],
)
def test_a_fault_is_told_with_its_place(copy, old, new, said):
    assert any(said in each for each in faults(changed(copy, old, new)))


def test_a_file_that_is_no_text_is_told(tmp_path):
    path = tmp_path / "x.toml"
    path.write_bytes(b"\xff\xfe\x00")
    assert any("cannot be read" in each for each in faults(path))


@given(st.binary(max_size=200))
def test_any_bytes_end_in_a_problem(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("rules") / "any.toml"
    path.write_bytes(content)
    assert faults(path)
