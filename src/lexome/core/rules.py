"""Thresholds in force for one gene and disease: the guideline's, or those an expert panel specified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lexome.core.evidence import Strength


@dataclass(frozen=True, slots=True)
class Region:
    """Residues ``first`` to ``last`` (1-based, both included) that a specification names for PM1."""

    first: int
    last: int
    strength: Strength


@dataclass(frozen=True, slots=True)
class Band:
    """Scores from ``low`` (included) to ``high`` (excluded) carry ``strength``."""

    low: float
    high: float
    strength: Strength


@dataclass(frozen=True, slots=True)
class Dependence:
    """Criteria that rest on the same facts.

    When any of ``when`` is met, ``drop`` does not count; or the points of ``capped`` together stay within ``cap``; or
    of ``only_one`` the strongest counts alone.
    """

    because: str
    reference: str
    when: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    capped: tuple[str, ...] = ()
    cap: int = 0
    only_one: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GeneRules:
    """Thresholds for one gene; frequencies are fractions.

    ``rule_set`` names the guideline file, ``specification`` the expert panel's document ('' when none applies).
    ``ba1`` and ``bs1`` are 'at or above', ``pm2`` is 'at or below'; None means that no threshold was specified.
    ``frequency_basis`` is 'faf95', 'point' or 'males'. ``caps`` holds, by code, the highest strength a specification
    allows; ``not_applicable`` the codes it rules out. ``bp1_target`` is the
    kind of variant BP1 speaks of: 'missense', 'truncating', 'broad' (missense, silent and in-frame), 'none', or ''
    where nothing was specified; ``bp1_needs_splicing`` that splicing must be predicted to stay as it is.
    ``intronic_bp7`` are the first and last intronic offsets that count as deep (donor
    side positive, acceptor side negative). ``missense_bands`` are per model; ``pm5_as_severe`` says that PM5 asks for a
    change at least as far (Grantham) as the known one; ``pvs1_full`` are residues between which
    a truncation has full strength although it escapes decay; ``dependences`` are those the specification states beyond
    the guideline's.
    """

    rule_set: str
    reference: str
    specification: str = ""
    ba1: float = 0.05
    bs1: float | None = None
    pm2: float = 0.0001
    pm2_recessive: float = 0.0001
    frequency_basis: str = "faf95"
    ba1_exceptions: frozenset[str] = frozenset()
    caps: Mapping[str, Strength] = field(default_factory=dict)
    not_applicable: frozenset[str] = frozenset()
    hot_spots: tuple[Region, ...] | None = None
    pp2_applies: bool | None = None
    loss_of_function: bool | None = None
    bp1_target: str = ""
    bp1_exclude: tuple[tuple[int, int], ...] = ()
    bp1_strength: Strength = Strength.BENIGN_SUPPORTING
    bp1_needs_splicing: bool = False
    splice_pp3: float = 0.2
    splice_bp4: float = 0.1
    intronic_bp7: tuple[int, int] = (7, -21)
    conservation_bp7: float | None = None
    missense_bands: Mapping[str, tuple[Band, ...]] = field(default_factory=dict)
    bs2_counts: Mapping[str, int] = field(default_factory=dict)
    dependences: tuple[Dependence, ...] = ()
    pm5_as_severe: bool = False
    pvs1_full: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Combination:
    """One line of the guideline's table: how many criteria of each strength give a class.

    ``at_least`` is keyed by the strength's label without direction.
    """

    name: str
    classification: str
    benign: bool
    at_least: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A version of the guideline: classes by points, combinations, dependence, and thresholds by gene.

    ``thresholds`` are (least points, class), highest first; fewer points than the last give ``lowest``.
    """

    name: str
    reference: str
    thresholds: tuple[tuple[int, str], ...]
    lowest: str
    stand_alone: tuple[str, ...]
    combinations: tuple[Combination, ...]
    dependences: tuple[Dependence, ...]
    general: GeneRules
    genes: Mapping[str, GeneRules] = field(default_factory=dict)

    def of_gene(self, symbol: str) -> GeneRules:
        """Return the expert panel's rules for a gene, or the guideline's."""
        return self.genes.get(symbol, self.general)
