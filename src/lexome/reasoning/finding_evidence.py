"""What one finding says of one disease, in words, with the annotation it rests on."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from lexome.core.evidence import Evidence
from lexome.core.facts import Citation
from lexome.knowledge.hpo import Ontology
from lexome.reasoning.listed_diseases import ListedDiseases
from lexome.reasoning.profiles import Profiles
from lexome.reasoning.term_match import TermMatcher

CODE_FINDING = "phenotype"
CODE_EXCLUDED = "phenotype-excluded"
CODE_FIT = "overall fit"

EXCLUDED_WEIGHT = 0.15
"""Share of an excluded finding's log ratio that counts: published cases lack signs of their own disease more often
than its frequencies say, since papers tabulate what other patients had (dev cases; .15 loses least of 0.15, .4)."""

CERTAIN = 0.98
"""No frequency is taken as more certain than this when a sign is missing."""

_ROOTS = ("HP:0000001", "HP:0000118")


@dataclass(frozen=True)
class FindingEvidence:
    """Puts the numbers of the matcher into sentences with citations."""

    ontology: Ontology
    listed: ListedDiseases
    profiles: Profiles
    matcher: TermMatcher

    def of(self, term: int, line: int, *, log10_lr: float) -> Evidence:
        """Return the evidence of an observed finding for a line."""
        name = self._name(term)
        ancestor, probability = self.matcher.best_ancestor(term, line)
        about = self.ontology.id_of(term)
        if ancestor < 0:
            return Evidence(CODE_FINDING, log10_lr, f"{name} is not known in this disease", about=about)
        sign = self._sign_below(ancestor, line)
        background = float(self.profiles.background[ancestor])
        seen = f"{self._name(ancestor)}: in {probability:.0%} of patients against {background:.2%} elsewhere"
        if self.ontology.id_of(ancestor) in _ROOTS:
            because = f"{name} is not listed, nor anything like it"
        elif ancestor != term:
            because = f"{name} is not listed, but fits {seen}"
        elif sign == term:
            because = seen
        else:
            because = f"{seen} (listed as {self._name(sign)})"
        return Evidence(CODE_FINDING, log10_lr, because, citations=self._citations(sign, line), about=about)

    def excluded(self, term: int, line: int) -> Evidence:
        """Return the evidence of an excluded finding for a line: the odds of missing it here and elsewhere."""
        probability = self.profiles.probability_of(term, line)
        background = float(self.profiles.background[term])
        ratio = math.log1p(-min(probability, CERTAIN)) - math.log1p(-min(background, CERTAIN))
        log10_lr = EXCLUDED_WEIGHT * ratio / math.log(10)
        name, about = self._name(term), self.ontology.id_of(term)
        if not probability:
            because = f"{name} is absent, and is not known in this disease"
            return Evidence(CODE_EXCLUDED, log10_lr, because, about=about)
        because = f"{name} is absent, though expected in {probability:.0%} of patients"
        citations = self._citations(self._sign_below(term, line), line)
        return Evidence(CODE_EXCLUDED, log10_lr, because, citations=citations, about=about)

    def _name(self, term: int) -> str:
        return self.ontology.label_of(term)

    def _sign_below(self, ancestor: int, line: int) -> int:
        """Return the most frequent annotated term of the line at or below an ancestor."""
        part = slice(self.profiles.own_indptr[line], self.profiles.own_indptr[line + 1])
        terms, probability = self.profiles.own_term[part], self.profiles.own_probability[part]
        start, below = self.profiles.closure.below
        within = below[start[ancestor] : start[ancestor + 1]]  # ascending, never empty: a term is below itself
        under = within[np.minimum(np.searchsorted(within, terms), len(within) - 1)] == terms
        return int(terms[int(np.where(under, probability, -1.0).argmax())]) if under.any() else ancestor

    def _citations(self, term: int, line: int) -> tuple[Citation, ...]:
        """Cite every annotation row of the line for this term: the record, the paper and the frequency it states."""
        diseases = self.listed.diseases
        found = []
        for row in self.listed.rows(line).tolist():
            part = diseases.annotations(row)
            for at in (np.flatnonzero(diseases.term[part] == term) + part.start).tolist():
                reference = diseases.references[diseases.reference[at]]
                record = f"{diseases.ids[row]} {self.ontology.id_of(term)} {reference}{self._frequency(at)}"
                found.append(Citation(diseases.citation.source, diseases.citation.release, record))
        return tuple(found)

    def _frequency(self, at: int) -> str:
        diseases = self.listed.diseases
        if diseases.denominator[at] > 0:
            return f" ({diseases.numerator[at]} of {diseases.denominator[at]})"
        if not diseases.present[at]:
            return " (absent)"
        return "" if np.isnan(diseases.frequency[at]) else f" (about {diseases.frequency[at]:.0%})"
