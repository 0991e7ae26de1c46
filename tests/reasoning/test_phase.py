"""Phase, parentage and de novo against enumeration and simulation."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from lexome.core.allele import Allele
from lexome.core.call import Genotype, Zygosity
from lexome.core.case import Pedigree, Person, Sex
from lexome.core.facts import Absent, Unknown
from lexome.core.family import DeNovo
from lexome.core.hypothesis import Inheritance
from lexome.core.variant import Significance
from lexome.reasoning.family_facts import MUTATION_RATE, Carried, Family, family_facts, probability_new
from lexome.reasoning.parentage import relationship
from lexome.reasoning.phase import in_trans
from lexome.reasoning.segregation import ALLELE_FREQUENCY
from oracles import de_novo
from oracles.transmission import posterior_in_trans

ZYGOSITY = {0: Zygosity.REFERENCE, 1: Zygosity.HETEROZYGOUS, 2: Zygosity.HOMOZYGOUS}
A, B = Allele.parse("GRCh38:1:100:A:G"), Allele.parse("GRCh38:1:200:A:G")


def genotype(copies: int, **more) -> Genotype:
    return Genotype(ZYGOSITY[copies], copies, 2, depth=30, **more)


@pytest.mark.parametrize(("father", "mother"), list(product(product(range(3), repeat=2), repeat=2)))
def test_phase_from_parents_is_what_enumeration_is_sure_of(father, mother):
    """Never wrong; silent wherever the parents' own phase would have to be known."""
    exact = posterior_in_trans((1, 1), father, mother)
    trios = [{"proband": genotype(1), "father": genotype(father[at]), "mother": genotype(mother[at])} for at in (0, 1)]
    found = in_trans(*trios)
    if exact is None:
        return
    if found is not None:
        assert exact == float(found)
    else:
        both = [father[at] > 0 and mother[at] > 0 for at in (0, 1)]
        assert any(both)


def test_reads_tell_phase_within_a_phase_set_only():
    def phased(copy: int, phase_set: str) -> Genotype:
        return genotype(1, phased=True, copy_of=copy, phase_set=phase_set)

    assert in_trans({"proband": phased(0, "1")}, {"proband": phased(1, "1")}) is True
    assert in_trans({"proband": phased(0, "1")}, {"proband": phased(0, "1")}) is False
    assert in_trans({"proband": phased(0, "1")}, {"proband": phased(1, "2")}) is None


def haplotypes(rng: np.random.Generator, frequency: np.ndarray) -> np.ndarray:
    return (rng.random((2, len(frequency))) < frequency).astype(np.int8)


def child_of(rng: np.random.Generator, father: np.ndarray, mother: np.ndarray) -> np.ndarray:
    sites = np.arange(father.shape[1])
    return np.stack([each[rng.integers(0, 2, len(sites)), sites] for each in (father, mother)])


@pytest.mark.parametrize("seed", range(5))
def test_parents_are_confirmed_and_others_are_not_on_simulated_families(seed):
    """Genotypes with one error in a thousand, allele frequencies as in an exome file: many rare, some common."""
    rng = np.random.default_rng(seed)
    frequency = rng.beta(0.5, 1.5, 6000)
    father, mother, uncle = (haplotypes(rng, frequency) for _ in range(3))
    child, sibling = child_of(rng, father, mother), child_of(rng, father, mother)

    def called(person: np.ndarray) -> np.ndarray:
        copies = person.sum(axis=0).astype(np.int8)
        wrong = rng.random(len(copies)) < 1e-3
        return np.where(wrong, rng.integers(0, 3, len(copies)), copies).astype(np.int8)

    assert relationship(called(child), called(father)).is_parent is True
    assert relationship(called(child), called(mother)).is_parent is True
    assert relationship(called(child), called(uncle)).is_parent is False
    assert relationship(called(child), called(sibling)).is_parent is False
    assert relationship(called(child), called(child)).is_parent is False


def test_too_few_sites_say_nothing():
    few = np.ones(20, np.int8)
    assert relationship(few, few).is_parent is None


FAMILY = Family("P", Pedigree("F", {
    "P": Person("P", Sex.FEMALE, "DAD", "MOM", affected=True),
    "DAD": Person("DAD", Sex.MALE, affected=False),
    "MOM": Person("MOM", Sex.FEMALE, affected=False),
}))  # fmt: skip


@pytest.mark.parametrize(
    ("father", "mother", "expected"),
    [
        pytest.param(genotype(0), genotype(0), DeNovo, id="neither carries it"),
        pytest.param(genotype(1), genotype(0), Absent, id="from the father"),
        pytest.param(None, genotype(1), Absent, id="from the mother, father not called"),
        pytest.param(None, genotype(0), Unknown, id="father not called"),
        pytest.param(Genotype(Zygosity.REFERENCE, 0, 2, depth=4), genotype(0), Unknown, id="father poorly covered"),
    ],
)
def test_de_novo_needs_both_parents_well_covered_and_without_the_allele(father, mother, expected):
    genotypes = {name: each for name, each in (("P", genotype(1)), ("DAD", father), ("MOM", mother)) if each}
    facts = family_facts(Carried(A, genotypes), (), family=FAMILY, inheritance=Inheritance.AUTOSOMAL_DOMINANT)
    assert isinstance(facts.de_novo, expected)


@pytest.mark.parametrize("depths", [(8, 8), (10, 40), (15, 15), (18, 30), (19, 19), (40, 40)])
def test_a_new_mutation_is_as_likely_as_enumeration_says(depths):
    """Every pair of parental genotypes, every transmission, every mutation, and reads that show nothing."""
    expected = de_novo.probability_new(depths, q=ALLELE_FREQUENCY, rate=MUTATION_RATE)
    assert probability_new(depths) == pytest.approx(expected, rel=2e-3)


@pytest.mark.parametrize(("depth", "expected"), [(12, Unknown), (17, Unknown), (18, DeNovo), (30, DeNovo)])
def test_a_new_mutation_is_called_where_a_missed_parent_is_unlikely(depth, expected):
    parent = Genotype(Zygosity.REFERENCE, 0, 2, depth=depth)
    genotypes = {"P": genotype(1), "DAD": parent, "MOM": parent}
    facts = family_facts(Carried(A, genotypes), (), family=FAMILY, inheritance=Inheritance.AUTOSOMAL_DOMINANT)
    assert isinstance(facts.de_novo, expected)


def test_a_pathogenic_partner_from_the_other_parent_is_in_trans():
    mine = Carried(A, {"P": genotype(1), "DAD": genotype(1), "MOM": genotype(0)})
    other = Carried(B, {"P": genotype(1), "DAD": genotype(0), "MOM": genotype(1)}, Significance.PATHOGENIC)
    facts = family_facts(mine, [mine, other], family=FAMILY, inheritance=Inheritance.AUTOSOMAL_RECESSIVE)
    assert not isinstance(facts.partners, Unknown)
    (partner,) = facts.partners
    assert partner.in_trans is True
    assert partner.pathogenic


@pytest.mark.parametrize(("mother", "expected"), [(0, DeNovo), (1, Absent)])
def test_a_son_s_x_comes_from_his_mother_alone(mother, expected):
    """The father carries the allele on his own X, which a son does not get."""
    on_x = Allele.parse("GRCh38:X:48000000:A:G")
    boy = Genotype(Zygosity.HEMIZYGOUS, 1, 1, depth=30)
    genotypes = {"P": boy, "DAD": Genotype(Zygosity.HEMIZYGOUS, 1, 1, depth=30), "MOM": genotype(mother)}
    found = family_facts(Carried(on_x, genotypes), (), family=FAMILY, inheritance=Inheritance.X_LINKED_RECESSIVE)
    assert isinstance(found.de_novo, expected)
