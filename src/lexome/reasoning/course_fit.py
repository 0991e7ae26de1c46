"""What was given as a finding and is no sign: onset and mode of inheritance, each weighed as what it is and shown with
the number it adds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lexome.core.evidence import Evidence
from lexome.knowledge.hpo import Ontology
from lexome.reasoning.inheritance_fit import InheritanceFit
from lexome.reasoning.listed_diseases import ListedDiseases
from lexome.reasoning.onset_fit import OnsetFit, patient_onset
from lexome.reasoning.patient_terms import PatientTerms

CODE_ONSET = "onset"
CODE_INHERITANCE = "inheritance"


@dataclass(frozen=True, slots=True)
class Said:
    """What one such fact says of every line (natural log likelihood ratio), and the fact in words."""

    code: str
    log_lr: NDArray[np.float32]
    fact: str


@dataclass(frozen=True)
class CourseFit:
    """Weighs onset and inheritance against every line."""

    ontology: Ontology
    listed: ListedDiseases
    onset: OnsetFit
    inheritance: InheritanceFit

    @classmethod
    def build(cls, ontology: Ontology, listed: ListedDiseases) -> CourseFit:
        """Read onset and inheritance of all lines."""
        return cls(ontology, listed, OnsetFit.build(ontology, listed), InheritanceFit.build(ontology, listed))

    def of(self, terms: PatientTerms) -> tuple[Said, ...]:
        """Return what onset and inheritance given as findings say; nothing when none was given."""
        said = []
        onset = patient_onset(self.ontology, terms.onset)
        if onset is not None:
            said.append(Said(CODE_ONSET, self.onset.log_lr(onset), onset.because))
        if self.inheritance.agreeing(terms.inheritance):
            names = ", ".join(self.ontology.label_of(term) for term in terms.inheritance)
            said.append(Said(CODE_INHERITANCE, self.inheritance.log_lr(terms.inheritance), names))
        return tuple(said)

    def evidence(self, said: Said, line: int) -> Evidence | None:
        """Return the evidence for one line, None where the line's onset or inheritance is not known."""
        log10_lr = float(said.log_lr[line]) / float(np.log(10.0))
        if said.code == CODE_INHERITANCE:
            modes = sorted(self.inheritance.modes[line])
            if not modes:
                return None
            return Evidence(said.code, log10_lr, f"{said.fact} in the family; known as {', '.join(modes)}")
        named = self.onset.named(line)
        if not named:
            return None
        return Evidence(
            said.code, log10_lr, f"{said.fact}; known to begin with {named}", citations=self.onset.citations(line)
        )
