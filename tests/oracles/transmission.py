"""Which copies of two alleles a child can have got from whom: by enumerating every transmission."""

from __future__ import annotations

from itertools import product


def posterior_in_trans(child: tuple[int, int], father: tuple[int, int], mother: tuple[int, int]) -> float | None:
    """Return P(the child's two alleles lie on different copies | genotypes), or None when nothing explains them.

    A person is the counts of alleles A and B; every phase of the parents is as likely as any other, and each parent
    passes one of two copies. The child is heterozygous for both.
    """
    trans = total = 0.0
    for paternal, maternal in product(_copies(father), _copies(mother)):
        for from_father, from_mother in product(paternal, maternal):
            carried = (from_father[0] + from_mother[0], from_father[1] + from_mother[1])
            if carried != child:
                continue
            weight = 1 / (len(list(_copies(father))) * len(list(_copies(mother))))
            total += weight
            trans += weight * (from_father != (1, 1) and from_mother != (1, 1))
    return trans / total if total else None


def _copies(person: tuple[int, int]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return every pair of haplotypes (A?, B?) that gives the counts."""
    pairs = product(product((0, 1), repeat=2), repeat=2)
    return [pair for pair in pairs if (pair[0][0] + pair[1][0], pair[0][1] + pair[1][1]) == person]
