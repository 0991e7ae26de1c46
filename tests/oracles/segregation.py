"""Co-segregation by enumerating every genotype of every member: slow, obvious, independent of the product."""

from __future__ import annotations

from itertools import product

from lexome.core.case import Pedigree, Sex
from lexome.core.hypothesis import Inheritance


def log10_likelihood_ratio(pedigree: Pedigree, copies, *, proband, inheritance, model, x_linked, q) -> float | None:
    import math

    members = list(pedigree.members.values())
    totals = {"obs_neutral": 0.0, "pro_neutral": 0.0, "obs_causal": 0.0, "pro_causal": 0.0}
    # two alleles per person, written as (from father, from mother); a male has only the maternal X
    haplotypes = [
        [(None, m) for m in (0, 1)] if x_linked and p.sex is Sex.MALE else list(product((0, 1), repeat=2))
        for p in members
    ]
    for genotypes in product(*haplotypes):
        of = dict(zip((p.id for p in members), genotypes, strict=True))
        probability = 1.0
        for person in members:
            paternal, maternal = of[person.id]
            for allele, parent in ((paternal, person.father), (maternal, person.mother)):
                if allele is None:
                    continue
                if parent is None:
                    probability *= q if allele else 1 - q
                else:
                    passed = [each for each in of[parent] if each is not None]
                    probability *= passed.count(allele) / len(passed)
        if probability == 0:
            continue
        count = {name: sum(a for a in pair if a) for name, pair in of.items()}
        ill = 1.0
        for person in members:
            informative = person.affected is True or (person.affected is False and model.unaffected_count)
            if not (informative or person.id == proband):
                continue
            hemizygous = of[person.id][0] is None
            n = count[person.id]
            if inheritance is Inheritance.AUTOSOMAL_RECESSIVE:
                risk = n == 2
            elif inheritance is Inheritance.X_LINKED_RECESSIVE:
                risk = n == 2 or (hemizygous and n == 1)
            else:
                risk = n >= 1
            f = model.carriers if risk else model.others
            ill *= 1 - f if person.affected is False else f
        if count[proband] == copies[proband]:
            totals["pro_neutral"] += probability
            totals["pro_causal"] += probability * ill
            if all(count[name] == n for name, n in copies.items()):
                totals["obs_neutral"] += probability
                totals["obs_causal"] += probability * ill
    if totals["obs_neutral"] == 0:
        return None
    ratio = (totals["obs_causal"] / totals["pro_causal"]) / (totals["obs_neutral"] / totals["pro_neutral"])
    return math.log10(ratio) if ratio > 0 else -math.inf
