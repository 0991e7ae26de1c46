"""Kinship, sex, Mendelian errors, homozygosity and disomy on families simulated by gene dropping.

Expected values are those of theory (kinship of relatives) or what the simulation put in; the state path is checked
against every path there is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexome.core.assembly import CONTIG_LENGTHS, CONTIGS, Assembly
from lexome.core.case import Pedigree, Person, Sex
from lexome.formats.vcf import VcfColumns, read_vcf
from lexome.knowledge.imprinting import Parent
from lexome.reasoning.disomy import Form, uniparental_disomy
from lexome.reasoning.family_check import check_family
from lexome.reasoning.homozygosity import runs_of_homozygosity
from lexome.reasoning.kinship import Degree, mendelian, relatedness, sex_of
from lexome.reasoning.segments import best_segments

SITES, DENSE_SITES, X_SITES = 200, 2500, 400


@dataclass
class Population:
    """Founders with haplotypes of independent sites; children by meiosis with one crossover per 100 Mb."""

    rng: np.random.Generator
    haplotypes: dict[str, np.ndarray] = field(default_factory=dict)
    founders: dict[str, np.ndarray] = field(default_factory=dict)
    dense: bool = False

    def __post_init__(self) -> None:
        lengths = CONTIG_LENGTHS[Assembly.GRCH38]
        counts = [SITES] * 22 + [X_SITES]
        if self.dense:
            counts[3] = DENSE_SITES
        self.contig = np.repeat(np.arange(23), counts)
        self.position = np.concatenate(
            [
                3_000_000 + np.arange(size) * ((lengths[CONTIGS[code]] - 6_000_000) // size)
                for code, size in enumerate(counts)
            ]
        )
        self.position += self.rng.integers(0, 10_000, len(self.position))
        self.frequency = self.rng.uniform(0.1, 0.6, len(self.contig))

    def founder(self, name: str, *, male: bool = False) -> str:
        drawn = (self.rng.random((2, len(self.contig))) < self.frequency).astype(np.int8)
        if male:
            drawn[1, self.contig == 22] = -1
        self.haplotypes[name] = drawn
        self.founders[name] = np.repeat([[2 * len(self.founders)], [2 * len(self.founders) + 1]], len(drawn[0]), axis=1)
        return name

    def gamete(self, name: str, *, y: bool = False) -> tuple[np.ndarray, np.ndarray]:
        pair = self.haplotypes[name]
        side = np.zeros(len(self.contig), np.int8)
        for code in range(23):
            here = np.flatnonzero(self.contig == code)
            length = self.position[here[-1]]
            breaks = self.rng.uniform(0, length, self.rng.poisson(length / 1e8))
            side[here] = (self.rng.integers(2) + np.searchsorted(np.sort(breaks), self.position[here])) % 2
        given_x = pair[1, self.contig == 22].min(initial=0) < 0
        if given_x:
            side[self.contig == 22] = 0
        drawn = np.where(side == 0, pair[0], pair[1])
        if y:
            drawn[self.contig == 22] = -1
        return drawn, np.where(side == 0, self.founders[name][0], self.founders[name][1])

    def child(self, name: str, father: str, mother: str, *, male: bool = False) -> str:
        gametes = (self.gamete(mother), self.gamete(father, y=male))
        self.haplotypes[name] = np.stack([alleles for alleles, _ in gametes])
        self.founders[name] = np.stack([founders for _, founders in gametes])
        return name

    def kinship(self, one: str, other: str) -> float:
        """Return the exact kinship: the share of pairs of autosomal alleles that come from one founder's haplotype."""
        autosomes = self.contig < 22
        a, b = self.founders[one][:, autosomes], self.founders[other][:, autosomes]
        return float(np.mean([a[side] == b[further] for side in (0, 1) for further in (0, 1)]))

    def read(self, folder: Path, *people: str, errors: float = 0.0, haploid: bool = False) -> VcfColumns:
        """Return the people's genotypes as read from a VCF; sites nobody carries are left out, as callers do."""
        genotypes = []
        for name in people:
            pair = self.haplotypes[name]
            texts = []
            for one, other in pair.T:
                if other < 0:
                    texts.append(str(one) if haploid else f"{one}/{one}")
                else:
                    texts.append(f"{one}/{other}")
            wrong = np.flatnonzero(self.rng.random(len(texts)) < errors)
            for at in wrong:
                texts[at] = ("0/0", "0/1", "1/1")[self.rng.integers(3)]
            genotypes.append(texts)
        lines = ["##fileformat=VCFv4.2", "##reference=GRCh38"]
        lines.append("#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t" + "\t".join(people))
        for at, texts in enumerate(zip(*genotypes, strict=True)):
            if any("1" in text for text in texts):
                place = f"chr{CONTIGS[self.contig[at]]}\t{self.position[at] + 1}"
                lines.append(f"{place}\t.\tA\tG\t.\tPASS\t.\tGT\t" + "\t".join(texts))
        path = folder / f"{'_'.join(people)}.vcf"
        path.write_text("\n".join(lines) + "\n")
        columns = read_vcf(path)
        assert not columns.problems
        return columns


@pytest.fixture(scope="module")
def family() -> Population:
    people = Population(np.random.default_rng(20250116))
    people.founder("dad", male=True)
    people.founder("mum")
    people.founder("stranger", male=True)
    people.child("girl", "dad", "mum")
    people.child("boy", "dad", "mum", male=True)
    people.child("half", "stranger", "mum", male=True)
    people.haplotypes["twin"] = people.haplotypes["girl"].copy()
    people.founders["twin"] = people.founders["girl"]
    return people


@pytest.fixture(scope="module")
def columns(family: Population, tmp_path_factory: pytest.TempPathFactory) -> VcfColumns:
    folder = tmp_path_factory.mktemp("family")
    return family.read(folder, "dad", "mum", "girl", "boy", "half", "stranger", "twin", errors=0.001)


@pytest.mark.parametrize(
    ("one", "other", "degree"),
    [
        ("dad", "girl", Degree.PARENT_CHILD),
        ("mum", "boy", Degree.PARENT_CHILD),
        ("girl", "boy", Degree.SIBLINGS),
        ("girl", "half", Degree.SECOND),
        ("dad", "mum", Degree.UNRELATED),
        ("half", "dad", Degree.UNRELATED),
        ("girl", "twin", Degree.SAME),
    ],
)
def test_kinship_is_the_share_of_alleles_from_one_founder(
    family: Population, columns: VcfColumns, one: str, other: str, degree: Degree
) -> None:
    pair = next(pair for pair in relatedness(columns) if {pair.one, pair.other} == {one, other})
    assert pair.kinship == pytest.approx(family.kinship(one, other), abs=0.03)
    assert pair.degree is degree


@pytest.mark.parametrize("haploid", [False, True], ids=["men written diploid", "men written haploid"])
def test_sex_is_told_by_the_x(family: Population, tmp_path: Path, haploid: bool) -> None:
    found = family.read(tmp_path, "dad", "mum", "girl", "boy", errors=0.001, haploid=haploid)
    sexes = {name: sex_of(found, name, assembly=Assembly.GRCH38).sex for name in found.samples}
    assert sexes == {"dad": Sex.MALE, "mum": Sex.FEMALE, "girl": Sex.FEMALE, "boy": Sex.MALE}


def test_sex_is_unknown_without_enough_sites(family: Population, tmp_path: Path) -> None:
    found = family.read(tmp_path, "mum")
    few = found.select(found.contig < 22)
    assert sex_of(few, "mum", assembly=Assembly.GRCH38).sex is Sex.UNKNOWN


def test_mendelian_errors_are_those_put_in(family: Population, tmp_path: Path) -> None:
    clean = family.read(tmp_path, "girl", "dad", "mum")
    assert mendelian(clean, child="girl", father="dad", mother="mum").errors == 0
    wrong = mendelian(clean, child="girl", father="mum", mother="mum")
    assert wrong.errors > 0.05 * wrong.sites


TRIO = Pedigree(
    "F",
    {
        "girl": Person("girl", Sex.FEMALE, "dad", "mum", affected=True),
        "dad": Person("dad", Sex.MALE),
        "mum": Person("mum", Sex.FEMALE),
    },
)


def renamed(columns: VcfColumns, names: dict[str, str]) -> VcfColumns:
    from dataclasses import replace

    return replace(columns, samples=tuple(names.get(name, name) for name in columns.samples))


def told(columns: VcfColumns, pedigree: Pedigree = TRIO) -> list[str]:
    found = check_family(columns, pedigree, assembly=Assembly.GRCH38, where="x.vcf")
    return [problem.code for problem in found.problems]


def test_a_family_that_fits_has_no_problems(family: Population, tmp_path: Path) -> None:
    assert told(family.read(tmp_path, "girl", "dad", "mum", errors=0.001)) == []


def test_exchanged_samples_are_named(family: Population, tmp_path: Path) -> None:
    swapped = renamed(family.read(tmp_path, "girl", "dad", "mum"), {"girl": "mum", "mum": "girl"})
    found = check_family(swapped, TRIO, assembly=Assembly.GRCH38, where="x.vcf")
    (swap,) = [problem for problem in found.problems if problem.code == "samples-swapped"]
    assert "mum is girl" in swap.message
    assert "girl is mum" in swap.message


def test_a_parent_who_is_none_is_told(family: Population, tmp_path: Path) -> None:
    foreign = renamed(family.read(tmp_path, "girl", "stranger", "mum"), {"stranger": "dad"})
    codes = told(foreign)
    assert "relationship-mismatch" in codes
    assert "mendelian-errors" in codes
    assert "samples-swapped" not in codes


def test_parents_who_are_related_are_told(family: Population, tmp_path: Path) -> None:
    siblings = renamed(family.read(tmp_path, "boy", "girl"), {"boy": "dad", "girl": "mum"})
    assert "relationship-unstated" in told(siblings)


def test_runs_of_homozygosity_are_found_where_they_were_put(tmp_path: Path) -> None:
    family = Population(np.random.default_rng(3), dense=True)
    family.founder("girl")
    girl = family.haplotypes["girl"]
    inbred = girl.copy()
    within = (family.contig == 3) & (family.position > 40_000_000) & (family.position < 120_000_000)
    inbred[1, within] = inbred[0, within]
    family.haplotypes["inbred"] = inbred
    found = family.read(tmp_path, "inbred", errors=0.001)
    result = runs_of_homozygosity(found, "inbred", assembly=Assembly.GRCH38)
    (run,) = result.runs
    assert run.contig == "4"
    assert run.start == pytest.approx(40_000_000, abs=5_000_000)
    assert run.end == pytest.approx(120_000_000, abs=5_000_000)
    assert result.fraction == pytest.approx(80 / 2875, abs=0.004)
    assert not runs_of_homozygosity(family.read(tmp_path, "girl"), "girl", assembly=Assembly.GRCH38).runs


@pytest.mark.parametrize(
    ("giver", "absent", "origin", "iso", "disease"),
    [
        ("mum", "dad", Parent.MATERNAL, False, "OMIM:176270"),
        ("mum", "dad", Parent.MATERNAL, True, "OMIM:176270"),
        ("dad", "mum", Parent.PATERNAL, True, "OMIM:105830"),
    ],
)
def test_disomy_of_chromosome_15_names_parent_form_and_disorder(
    family: Population, tmp_path: Path, giver: str, absent: str, origin: Parent, iso: bool, disease: str
) -> None:
    child = family.haplotypes["girl"].copy()
    here = family.contig == 14
    child[:, here] = family.haplotypes[giver][:, here]
    if iso:
        child[1, here] = child[0, here]
    family.haplotypes["disomic"] = child
    found = family.read(tmp_path, "disomic", "dad", "mum", errors=0.001)
    (event,) = uniparental_disomy(found, child="disomic", father="dad", mother="mum")
    assert (event.contig, event.origin, event.whole_chromosome) == ("15", origin, True)
    assert event.form is (Form.ISODISOMY if iso else Form.HETERODISOMY)
    assert event.disease_id == disease
    assert absent != giver


def test_no_disomy_is_seen_in_a_child_of_both_parents(family: Population, tmp_path: Path) -> None:
    found = family.read(tmp_path, "girl", "dad", "mum", errors=0.005)
    assert uniparental_disomy(found, child="girl", father="dad", mother="mum") == ()


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from([-3.5, -1.25, 0.5, 1.0, 2.75]), min_size=1, max_size=9), st.sampled_from([0.3, 1.1, 4.2])
)
def test_the_segments_are_the_best_of_all_paths(scores: list[float], switch: float) -> None:
    def value(path: tuple[int, ...]) -> float:
        states = (0, *path, 0)
        entered = sum(one != other for one, other in pairwise(states))
        last_leave_is_free = switch * path[-1]
        return (
            sum(score for score, state in zip(scores, path, strict=True) if state)
            - switch * entered
            + last_leave_is_free
        )

    best = max(value(path) for path in product((0, 1), repeat=len(scores)))
    mine = [0] * len(scores)
    for first, last, total in best_segments(scores, switch=switch):
        mine[first : last + 1] = [1] * (last + 1 - first)
        assert total == pytest.approx(sum(scores[first : last + 1]))
    assert value(tuple(mine)) == pytest.approx(best)
