"""What evidence argues about, and what a ranking holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lexome.core.allele import Allele
from lexome.core.evidence import Evidence


class Inheritance(StrEnum):
    """Mode of inheritance, by the HPO's labels in lower case."""

    AUTOSOMAL_DOMINANT = "autosomal dominant"
    AUTOSOMAL_RECESSIVE = "autosomal recessive"
    X_LINKED_DOMINANT = "X-linked dominant"
    X_LINKED_RECESSIVE = "X-linked recessive"
    X_LINKED = "X-linked"
    Y_LINKED = "Y-linked"
    MITOCHONDRIAL = "mitochondrial"
    DIGENIC = "digenic"
    OLIGOGENIC = "oligogenic"
    POLYGENIC = "polygenic"
    SOMATIC = "somatic"
    UNKNOWN = "unknown"


class Mechanism(StrEnum):
    """What kind of change a hypothesis rests on."""

    SEQUENCE = "sequence variant"
    COPY_LOSS = "copy-number loss"
    COPY_GAIN = "copy-number gain"
    REARRANGEMENT = "rearrangement"
    EXPANSION = "repeat expansion"
    DISOMY = "uniparental disomy"
    DIGENIC = "two genes together"


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A disease (or none that is known), the genes and alleles that would cause it, and how it is inherited.

    ``event`` says in words what was found where alleles in bases do not ('copy-number loss 22:18,912,231-21,465,672').
    """

    disease_id: str | None
    disease_name: str
    genes: tuple[str, ...] = ()
    alleles: tuple[Allele, ...] = ()
    inheritance: Inheritance = Inheritance.UNKNOWN
    equivalent_ids: tuple[str, ...] = ()
    mechanism: Mechanism = Mechanism.SEQUENCE
    event: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A hypothesis with all that was argued about it and the posterior probability in [0, 1]."""

    hypothesis: Hypothesis
    evidence: tuple[Evidence, ...]
    posterior: float

    @property
    def log10_lr(self) -> float:
        """Sum of the evidence."""
        return sum(item.log10_lr for item in self.evidence)


@dataclass(frozen=True, slots=True)
class Ranking:
    """Verdicts, best first; ``unlisted_posterior`` is the probability that no known disease is the answer.

    ``considered`` counts all hypotheses scored; ``left_out`` says what was not and why.
    """

    verdicts: tuple[Verdict, ...]
    unlisted_posterior: float
    considered: int
    left_out: tuple[str, ...] = ()
