"""Where each member of a pedigree stands: generations from the top, sibs side by side, couples beside each other."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lexome.report.schema import PedigreeMember

MOST_DRAWN = 80
"""Members that are drawn: the nearest relatives of the patient; the table lists further ones."""

PASSES = 60
"""Passes of centring; trios settle in 3, the largest pedigrees of the tests in under 40."""


@dataclass(frozen=True, slots=True)
class Couple:
    """Two parents (either may be None), their children, and whether they share an ancestor."""

    father: str | None
    mother: str | None
    children: tuple[str, ...]
    consanguineous: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """x (in steps) and generation of each member drawn, the couples, and how many members were left out."""

    x: Mapping[str, float]
    generation: Mapping[str, int]
    couples: tuple[Couple, ...]
    left_out: int


def lay_out(members: Sequence[PedigreeMember], proband: str) -> Layout:
    """Return the layout; parents that are not members count as unknown, a cycle of descent is cut."""
    known = {member.id: member for member in members}
    near = _nearest(known, proband)
    people = {person: known[person] for person in near}
    couples = _couples(people)
    generation = _generations(people, couples)
    rows = _rows(people, couples, generation)
    return Layout(_positions(rows, couples), generation, couples, len(known) - len(people))


def _nearest(known: Mapping[str, PedigreeMember], proband: str) -> list[str]:
    """Return members by distance from the proband, then those not related, up to the number that is drawn."""
    links: dict[str, list[str]] = {person: [] for person in known}
    for member in known.values():
        for parent in (member.father, member.mother):
            if parent in links and parent != member.id:
                links[member.id].append(parent)
                links[parent].append(member.id)
    found: dict[str, None] = {}
    for first in (proband, *known):
        queue = deque([first] if first in known and first not in found else [])
        while queue and len(found) < MOST_DRAWN:
            person = queue.popleft()
            if person not in found:
                found[person] = None
                queue.extend(links[person])
    return [person for person in known if person in found]


def _couples(people: Mapping[str, PedigreeMember]) -> tuple[Couple, ...]:
    children: dict[tuple[str | None, str | None], list[str]] = {}
    for member in people.values():
        father = member.father if member.father in people and member.father != member.id else None
        mother = member.mother if member.mother in people and member.mother != member.id else None
        if father or mother:
            children.setdefault((father, mother), []).append(member.id)
    lines = {person: _ancestors(person, people) for pair in children for person in pair if person}
    return tuple(
        Couple(father, mother, tuple(sibs), bool(father and mother and lines[father] & lines[mother]))
        for (father, mother), sibs in children.items()
    )


def _ancestors(person: str, people: Mapping[str, PedigreeMember]) -> set[str]:
    """Return the person and every ancestor in the pedigree."""
    seen: set[str] = set()
    queue = [person]
    while queue:
        current = queue.pop()
        if current not in seen and current in people:
            seen.add(current)
            queue.extend(parent for parent in (people[current].father, people[current].mother) if parent)
    return seen


def _generations(people: Mapping[str, PedigreeMember], couples: Sequence[Couple]) -> dict[str, int]:
    """Return the generation from 0: children below both parents, partners level where descent allows it."""
    alone = {person: person for person in people}
    descent: list[tuple[str, str]] = []
    for couple in couples:
        for parent in {couple.father, couple.mother} - {None}:
            for child in couple.children:
                longer = [*descent, (str(parent), child)]
                descent = longer if _depths(longer, alone) is not None else descent
    group = alone
    for couple in couples:
        if couple.father and couple.mother:
            kept, gone = group[couple.father], group[couple.mother]
            merged = {person: kept if name == gone else name for person, name in group.items()}
            group = merged if _depths(descent, merged) is not None else group
    depths = _depths(descent, group) or {}
    return {person: depths[group[person]] for person in people}


def _depths(descent: Sequence[tuple[str, str]], group: Mapping[str, str]) -> dict[str, int] | None:
    """Return the longest line of descent above each group, None when a group would descend from itself."""
    depths = dict.fromkeys(group.values(), 0)
    below: dict[str, list[str]] = {name: [] for name in depths}
    waiting = dict.fromkeys(depths, 0)
    for parent, child in descent:
        below[group[parent]].append(group[child])
        waiting[group[child]] += 1
    ready = [name for name, count in waiting.items() if not count]
    done = 0
    while ready:
        name = ready.pop()
        done += 1
        for child in below[name]:
            depths[child] = max(depths[child], depths[name] + 1)
            waiting[child] -= 1
            if not waiting[child]:
                ready.append(child)
    return depths if done == len(depths) else None


def _rows(
    people: Mapping[str, PedigreeMember], couples: Sequence[Couple], generation: Mapping[str, int]
) -> list[list[str]]:
    """Return the order of each generation: sibships in their parents' order, partners beside each other."""
    partners: dict[str, list[str]] = {}
    for couple in couples:
        if couple.father and couple.mother:
            partners.setdefault(couple.father, []).append(couple.mother)
            partners.setdefault(couple.mother, []).append(couple.father)
    has_parents = {child for couple in couples for child in couple.children}
    rows: list[list[str]] = []
    for level in range(max(generation.values(), default=0) + 1):
        row: list[str] = []
        place = {person: index for index, person in enumerate(rows[-1])} if rows else {}
        sibships = sorted(
            (couple for couple in couples if any(generation[child] == level for child in couple.children)),
            key=lambda couple: min((place.get(p, 0) for p in (couple.father, couple.mother) if p), default=0),
        )
        rank = {child: index for index, couple in enumerate(sibships) for child in couple.children}
        for index, couple in enumerate(sibships):
            for child in _sibs(couple, index, rank, partners):
                _place(child, row, partners, people, has_parents)
        for person in people:
            if generation[person] == level and person not in row:
                _place(person, row, partners, people, has_parents)
        rows.append([person for person in row if generation[person] == level])
    return rows


def _sibs(couple: Couple, index: int, rank: Mapping[str, int], partners: Mapping[str, list[str]]) -> list[str]:
    """Return the sibs so that one with a partner in a neighbouring sibship stands at that side."""

    def side(child: str) -> int:
        others = [rank[partner] for partner in partners.get(child, ()) if rank.get(partner, index) != index]
        return 0 if not others else 1 if others[0] > index else -1

    return sorted(couple.children, key=side)


def _place(
    person: str,
    row: list[str],
    partners: Mapping[str, list[str]],
    people: Mapping[str, PedigreeMember],
    has_parents: set[str],
) -> None:
    """Append a person with partners who married in: of a couple the man left, of two partners one on either side."""
    if person in row:
        return
    married_in = [p for p in dict.fromkeys(partners.get(person, ())) if p not in has_parents and p not in row]
    if len(married_in) > 1 or (married_in and people[person].sex == "female"):
        row.append(married_in.pop(0))
    row += [person, *married_in]


def _positions(rows: Sequence[Sequence[str]], couples: Sequence[Couple]) -> dict[str, float]:
    """Return x of everybody: order kept, one step apart, children centred below their parents and the reverse."""
    x = {person: float(index) for row in rows for index, person in enumerate(row)}
    for turn in range(PASSES):
        wanted: dict[str, list[float]] = {}
        for couple in couples:
            parents = [person for person in (couple.father, couple.mother) if person]
            above = sum(x[person] for person in parents) / len(parents)
            below = (min(x[child] for child in couple.children) + max(x[child] for child in couple.children)) / 2
            moved = couple.children if turn % 2 == 0 else tuple(parents)
            shift = above - below if turn % 2 == 0 else below - above
            for person in moved:
                wanted.setdefault(person, []).append(x[person] + shift)
        for row in rows:
            _spread(row, x, wanted)
    leftmost = min(x.values(), default=0.0)
    return {person: place - leftmost for person, place in x.items()}


def _spread(row: Sequence[str], x: dict[str, float], wanted: Mapping[str, list[float]]) -> None:
    """Move a row towards what is wanted and push neighbours at least one step apart, both ways, on average."""
    aims = [sum(wanted[p]) / len(wanted[p]) if p in wanted else x[p] for p in row]
    rightward, leftward = aims[:], aims[:]
    for index in range(1, len(row)):
        rightward[index] = max(rightward[index], rightward[index - 1] + 1)
    for index in range(len(row) - 2, -1, -1):
        leftward[index] = min(leftward[index], leftward[index + 1] - 1)
    for person, right, left in zip(row, rightward, leftward, strict=True):
        x[person] = (right + left) / 2
