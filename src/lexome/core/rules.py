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

    When any of ``when`` is met, ``drop`` does not count; or ``drop`` does not count unless all of ``unless`` are met;
    or the points of ``capped`` together stay within ``cap``; or of ``only_one`` the strongest counts alone.
    """

    because: str
    reference: str
    when: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    capped: tuple[str, ...] = ()
    cap: int = 0
    only_one: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NullSpan:
    """Truncations of residues ``first`` to ``last`` (1-based, both included) have ``strength``; None: PVS1 does not
    apply."""

    first: int
    last: int
    strength: Strength | None


@dataclass(frozen=True, slots=True)
class NullRules:
    """What a specification says of PVS1 beyond the decision tree; a strength of None says that it does not apply.

    ``residues`` is the length of the protein that the numbering is of: another isoform is not judged by it.
    ``frameshifts`` stand where they differ from ``truncations``. ``kinds`` may hold 'escape' (a truncation that escapes
    decay), 'start' and 'splice'; ``skipped`` the strength by the exon (from 1) that a splice variant skips.
    """

    residues: int = 0
    truncations: tuple[NullSpan, ...] = ()
    frameshifts: tuple[NullSpan, ...] = ()
    kinds: Mapping[str, Strength | None] = field(default_factory=dict)
    skipped: Mapping[int, Strength | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LengthRules:
    """What PM4 and BP3 count for: ``regions`` with a strength of their own, ``deny`` without PM4.

    ``elsewhere`` and ``stop_lost`` are the strengths of an in-frame change in no region and of a lost stop, None where
    PM4 does not apply. Up to ``supporting_up_to`` residues count as supporting. ``conserved`` is the least conservation
    asked for, ``needs_known`` that a deletion removes a residue known to matter. ``bp3`` are the only residues where
    BP3 applies, None for any repeat.
    """

    regions: tuple[Region, ...] = ()
    deny: tuple[tuple[int, int], ...] = ()
    elsewhere: Strength | None = Strength.MODERATE
    stop_lost: Strength | None = Strength.MODERATE
    supporting_up_to: int = 1
    conserved: float | None = None
    needs_known: bool = False
    bp3: tuple[tuple[int, int], ...] | None = None


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
    side positive, acceptor side negative). ``missense_bands`` are per model, ``missense_told`` the specification's own
    verdict by HGVS c. name (None: neither PP3 nor BP4). ``cysteine_regions`` are residues where a new cysteine counts
    for PM1. ``pm5_as_severe`` says that PM5 asks for a change at least as far (Grantham) as the known one,
    ``pm5_likely`` that likely pathogenic changes count too; ``pm5_truncations`` are the length of the protein and the
    residues where a premature stop, and no missense change, meets PM5; ``ps1_canonical`` says that PS1 may be used at
    a canonical splice site. ``pm2_basis`` is 'point' or 'faf95'; ``pm2_carriers`` the most homozygotes ('hom'),
    hemizygotes ('hemi') or both ('homhemi') that PM2 allows; ``ba1_carriers`` the homozygotes and hemizygotes from
    which BA1 holds whatever the frequency; ``bs1_exclude`` protein changes that BS1 never speaks of. ``bs2_levels``
    are (least people, strength), ``bs2_population`` says whether a population source may be counted. ``dependences``
    are those the specification states beyond the guideline's.
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
    missense_told: Mapping[str, Strength | None] = field(default_factory=dict)
    cysteine_regions: tuple[tuple[int, int], ...] = ()
    pm2_basis: str = "point"
    pm2_carriers: tuple[str, int] | None = None
    ba1_carriers: int | None = None
    bs1_exclude: tuple[str, ...] = ()
    bs2_levels: tuple[tuple[int, Strength], ...] = ()
    bs2_population: bool = True
    pm5_as_severe: bool = False
    pm5_likely: bool = True
    pm5_truncations: tuple[int, tuple[Region, ...]] | None = None
    ps1_canonical: bool = True
    null: NullRules | None = None
    length: LengthRules = field(default_factory=LengthRules)
    dependences: tuple[Dependence, ...] = ()


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
