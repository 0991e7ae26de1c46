"""What a copy-number loss or gain touches, and the class that the point scheme for such variants gives it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lexome.core.allele import Allele
from lexome.core.evidence import NotAssessable
from lexome.core.facts import Absent, Citation, Unknown
from lexome.core.family import FamilyFacts
from lexome.core.variant import ProductLoss, Significance


class Direction(StrEnum):
    """Whether copies are missing or extra."""

    LOSS = "loss"
    GAIN = "gain"


class Overlap(StrEnum):
    """How a gene lies to the variant, in the gene's own direction."""

    COMPLETE = "whole gene"
    FIVE_PRIME = "5' end"
    THREE_PRIME = "3' end"
    WITHIN = "both breakpoints within the gene"


@dataclass(frozen=True, slots=True)
class GeneOverlap:
    """One protein-coding gene that the variant touches, on its MANE Select transcript.

    ``coding_exons`` counts coding exons touched, ``only_last_exon`` whether only the last one is; ``loss`` is what a
    change within the gene takes from its product, ``loss_causes_disease`` whether losing it is an established
    mechanism. ``haploinsufficient`` and ``triplosensitive`` are curated scores.
    """

    symbol: str
    overlap: Overlap
    coding_exons: int
    only_last_exon: bool
    haploinsufficient: bool | Unknown
    triplosensitive: bool | Unknown
    known_in_last_exon: bool | Unknown
    loss: ProductLoss | Absent | Unknown
    loss_causes_disease: bool = False
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class CopyNumberFacts:
    """A copy-number variant with what it touches; ``benign_region`` cites a common benign variant that holds it."""

    allele: Allele
    direction: Direction
    genes: tuple[GeneOverlap, ...]
    source: Citation
    benign_region: Citation | Absent | Unknown
    family: FamilyFacts


@dataclass(frozen=True, slots=True)
class CopyNumberPoint:
    """One line of the scheme with the points it gives."""

    code: str
    points: float
    because: str
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class CopyNumberClass:
    """The class with every line that led to it; ``points`` is their sum."""

    classification: Significance
    points: float
    lines: tuple[CopyNumberPoint, ...]
    not_assessable: tuple[NotAssessable, ...] = ()
