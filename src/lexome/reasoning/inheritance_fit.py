"""A mode of inheritance given as a finding: how well it agrees with the modes each disease is known for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lexome.core.hypothesis import Inheritance
from lexome.knowledge.hpo import Ontology
from lexome.reasoning.listed_diseases import ListedDiseases

AGREEMENT = 0.98
"""Share of published patients whose own mode of inheritance is among those annotated to their disease: 685 of 699 with
two alleles have a recessive disease, 688 of 697 with one a dominant one, 49 of 49 hemizygous an X-linked one (scored
development cases, strata C and L)."""

_X_LINKED = frozenset({Inheritance.X_LINKED, Inheritance.X_LINKED_DOMINANT, Inheritance.X_LINKED_RECESSIVE})
_OF_TERM = {
    6: frozenset({Inheritance.AUTOSOMAL_DOMINANT}),
    7: frozenset({Inheritance.AUTOSOMAL_RECESSIVE}),
    1417: _X_LINKED,
    1419: frozenset({Inheritance.X_LINKED, Inheritance.X_LINKED_RECESSIVE}),
    1423: frozenset({Inheritance.X_LINKED, Inheritance.X_LINKED_DOMINANT}),
    1427: frozenset({Inheritance.MITOCHONDRIAL}),
    1450: frozenset({Inheritance.Y_LINKED}),
}
"""HPO number of a mode and the annotated modes that agree with it; other terms (sporadic, penetrance) say nothing."""


@dataclass(frozen=True)
class InheritanceFit:
    """Modes of every line; a line without any is neither for nor against."""

    ontology: Ontology
    modes: tuple[frozenset[Inheritance], ...]

    @classmethod
    def build(cls, ontology: Ontology, listed: ListedDiseases) -> InheritanceFit:
        """Read the modes of every line."""
        return cls(ontology, tuple(frozenset(listed.inheritance(line)) for line in range(len(listed))))

    def agreeing(self, given: Sequence[int]) -> frozenset[Inheritance]:
        """Return the modes that agree with the terms given."""
        numbers = (int(self.ontology.numbers[term]) for term in given)
        return frozenset().union(*(_OF_TERM.get(number, frozenset()) for number in numbers))

    def log_lr(self, given: Sequence[int]) -> NDArray[np.float32]:
        """Return the natural log likelihood ratio of every line against those that state a mode."""
        wanted = self.agreeing(given)
        ratio = np.zeros(len(self.modes), np.float32)
        known = np.array([bool(own) for own in self.modes], np.bool_)
        if not wanted or not known.any():
            return ratio
        agrees = np.array([bool(own & wanted) for own in self.modes], np.bool_)
        share = float(np.clip(agrees[known].mean(), 1e-3, 1 - 1e-3))
        ratio[known] = np.where(agrees[known], np.log(AGREEMENT / share), np.log((1 - AGREEMENT) / (1 - share)))
        return ratio
