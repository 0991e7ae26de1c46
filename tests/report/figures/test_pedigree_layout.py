"""The pedigree's layout: generations in order, nobody on top of anybody, kinship seen."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexome.report.figures.pedigree import TOP, pedigree
from lexome.report.figures.pedigree_layout import MOST_DRAWN, lay_out
from lexome.report.schema import Family, PedigreeMember
from report.patients import recessive


def person(name: str, sex: str = "unknown", father: str | None = None, mother: str | None = None) -> PedigreeMember:
    return PedigreeMember.model_validate({"id": name, "sex": sex, "father": father, "mother": mother})


TRIO = (person("child", "male", "dad", "mum"), person("mum", "female"), person("dad", "male"))


@st.composite
def families(draw: st.DrawFn) -> tuple[PedigreeMember, ...]:
    """Families in which parents come before their children, so that there is no cycle."""
    size = draw(st.integers(1, 24))
    members: list[PedigreeMember] = []
    for number in range(size):
        men = [m.id for m in members if m.sex == "male"]
        women = [m.id for m in members if m.sex == "female"]
        members.append(
            person(
                f"p{number}",
                draw(st.sampled_from(["male", "female", "unknown"])),
                draw(st.one_of(st.none(), st.sampled_from(men))) if men else None,
                draw(st.one_of(st.none(), st.sampled_from(women))) if women else None,
            )
        )
    return tuple(draw(st.permutations(members)))


@given(families())
def test_parents_stand_above_their_children(members: tuple[PedigreeMember, ...]) -> None:
    layout = lay_out(members, members[0].id)
    for member in members:
        for parent in (member.father, member.mother):
            if parent:
                assert layout.generation[parent] < layout.generation[member.id]


@given(families())
def test_nobody_stands_closer_than_one_step_to_a_neighbour(members: tuple[PedigreeMember, ...]) -> None:
    layout = lay_out(members, members[0].id)
    assert set(layout.x) == {member.id for member in members}
    for row in set(layout.generation.values()):
        places = sorted(layout.x[one] for one, level in layout.generation.items() if level == row)
        assert all(right - left > 0.999 for left, right in pairwise(places))


@given(families())
def test_any_family_is_drawn(members: tuple[PedigreeMember, ...]) -> None:
    drawn = pedigree(Family(proband=members[-1].id, members=members), {})
    assert drawn.count('class="member-id"') == len(members)


def test_a_trio_stands_father_left_mother_right_child_between() -> None:
    layout = lay_out(TRIO, "child")
    assert layout.x["dad"] < layout.x["child"] < layout.x["mum"]
    assert layout.x["child"] == pytest.approx((layout.x["dad"] + layout.x["mum"]) / 2)


def test_two_partners_stand_on_either_side() -> None:
    members = (
        person("man", "male"),
        person("first", "female"),
        person("second", "female"),
        person("a", "male", "man", "first"),
        person("b", "male", "man", "second"),
    )
    x = lay_out(members, "a").x
    assert min(x["first"], x["second"]) < x["man"] < max(x["first"], x["second"])


def test_a_line_between_partners_passes_over_those_who_stand_between() -> None:
    wives = [person(f"wife{number}", "female") for number in range(3)]
    children = [person(f"child{number}", "male", "man", f"wife{number}") for number in range(3)]
    members = (person("man", "male"), *wives, *children)
    x = lay_out(members, "child0").x
    apart = sum(abs(x[wife.id] - x["man"]) > 1.5 for wife in wives)
    drawn = pedigree(Family(proband="child0", members=members), {})
    assert drawn.count(f'y1="{TOP:.0f}"') == 2 * apart


def test_first_cousins_are_drawn_as_kin_and_others_are_not() -> None:
    family = recessive().family
    assert family
    couples = {(c.father, c.mother): c.consanguineous for c in lay_out(family.members, "CF-7").couples}
    assert couples[("CF-7-F", "CF-7-M")] is True
    assert [pair for pair, kin in couples.items() if kin] == [("CF-7-F", "CF-7-M")]


@pytest.mark.parametrize(
    "members",
    [
        pytest.param((person("a", "male", "a", "a"),), id="own parent"),
        pytest.param((person("a", "male", "b"), person("b", "male", "a")), id="cycle"),
        pytest.param((person("a", "male", "gone", "lost"),), id="parents who are not there"),
        pytest.param((person("a", "male", "b", "b"), person("b", "female")), id="one person as both parents"),
        pytest.param((person("a"), person("b", "male"), person("b", "male")), id="an id twice"),
    ],
)
def test_a_broken_family_is_drawn_all_the_same(members: tuple[PedigreeMember, ...]) -> None:
    assert "<svg" in pedigree(Family(proband="a", members=members), {})


def test_of_a_very_large_family_the_nearest_relatives_are_drawn() -> None:
    chain = [person("p0", "male"), *(person(f"p{number}", "male", f"p{number - 1}") for number in range(1, 300))]
    layout = lay_out(chain, "p299")
    assert len(layout.x) == MOST_DRAWN
    assert layout.left_out == 300 - MOST_DRAWN
    assert {"p299", "p298"} <= set(layout.x)


def test_the_alternative_text_tells_who_is_affected_and_what_they_carry() -> None:
    family = recessive().family
    assert family
    drawn = pedigree(family, {"CF-7": ["V1 het", "V2 het"]})
    assert "affected: CF-7, U3" in drawn
    assert "parents share an ancestor" in drawn
    assert "CF-7: V1 het, V2 het" in drawn


def test_bars_of_two_sibships_that_cross_lie_at_different_heights() -> None:
    members = (
        *(person(f"{sex}{number}", sex) for number in (1, 2) for sex in ("male", "female")),
        person("a1", "male", "male1", "female1"),
        person("b1", "female", "male2", "female2"),
        person("a2", "female", "male1", "female1"),
        person("b2", "male", "male2", "female2"),
        person("d", "male", "a1", "b1"),
        person("e", "male", "b2", "a2"),
    )
    drawn = pedigree(Family(proband="d", members=members), {})
    bars = [
        (min(float(x1), float(x2)), max(float(x1), float(x2)), float(y))
        for x1, y, x2, y2 in re.findall(
            r'<line x1="([\d.]+)" y1="([\d.]+)" x2="([\d.]+)" y2="([\d.]+)" class="kin"', drawn
        )
        if y == y2 and x1 != x2
    ]
    crossing = [
        (one, other)
        for one, other in combinations(bars, 2)
        if one[2] == other[2] and one[0] < other[1] and other[0] < one[1]
    ]
    assert crossing == []


def test_a_healthy_carrier_has_a_dot_and_an_affected_person_has_none() -> None:
    members = [one.model_copy(update={"affected": one.id == "child"}) for one in TRIO]
    family = Family(proband="child", members=tuple(members))
    drawn = str(pedigree(family, {}, carriers=frozenset({"mum", "child"})))
    assert drawn.count("carrier-dot") == 1
    assert "healthy carriers: mum" in drawn
    assert "carrier-dot" not in str(pedigree(family, {}))
