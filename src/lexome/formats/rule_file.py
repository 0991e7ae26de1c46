"""The form of a rule file and of a panel's row, checked at the door: an unknown name is an error, never ignored."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from lexome.core.evidence import Strength
from lexome.core.variant import Significance
from lexome.formats.curation import CODES


def strength_of(label: object) -> Strength:
    """Return the strength that a rule file writes as 'strong' or 'benign_moderate'."""
    if isinstance(label, str) and label.upper() in Strength.__members__:
        return Strength[label.upper()]
    raise ValueError(f"no strength; there are {', '.join(each.lower() for each in Strength.__members__)}")


def _code(text: object) -> str:
    if text not in CODES:
        raise ValueError("none of the 28 criteria")
    return str(text)


def _or_not_met(label: object) -> Strength | None:
    return None if label == "not_met" else strength_of(label)


Word = Annotated[Strength, BeforeValidator(strength_of)]
Level = Annotated[Strength | None, BeforeValidator(_or_not_met)]
Code = Annotated[str, BeforeValidator(_code)]
Fraction = Annotated[float, Field(ge=0, le=1)]
Basis = Literal["faf95", "point", "males"]
Span = tuple[int, int]
Count = Annotated[int, Field(ge=0)]


class Form(BaseModel):
    """A table of a rule file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PointsForm(Form):
    """Classes by points."""

    reference: str = ""
    thresholds: tuple[tuple[int, Significance], ...] = Field(min_length=1)
    lowest: Significance
    stand_alone: tuple[Code, ...] = ()

    @model_validator(mode="after")
    def _descending(self) -> PointsForm:
        points = [least for least, _ in self.thresholds]
        if points != sorted(set(points), reverse=True):
            raise ValueError("thresholds must fall from the first to the last")
        return self


class BandForm(Form):
    """Calibrated bands of one missense predictor."""

    model: str
    bands: tuple[tuple[float, float, Word], ...]


class GeneralForm(Form):
    """Thresholds where no panel specified its own."""

    ba1: Fraction
    bs1: Fraction | None = None
    pm2: Fraction
    pm2_recessive: Fraction
    frequency_basis: Basis = "faf95"
    splice_pp3: Fraction
    splice_bp4: Fraction
    intronic_bp7: Span
    ba1_exceptions: tuple[str, ...] = ()
    caps: dict[Code, Word] = {}
    missense: tuple[BandForm, ...] = ()


class CombinationForm(Form):
    """One line of the table of combinations."""

    name: str
    classification: Significance
    benign: bool = False
    at_least: dict[Literal["very_strong", "stand_alone", "strong", "moderate", "supporting"], Count]


class DependenceForm(Form):
    """Criteria that must not both count."""

    because: str
    reference: str
    when: tuple[Code, ...] = ()
    drop: tuple[Code, ...] = ()
    unless: tuple[Code, ...] = ()
    capped: tuple[Code, ...] = ()
    cap: int = 0
    only_one: tuple[Code, ...] = ()


class NullForm(Form):
    """PVS1 beyond the decision tree."""

    residues: Count = 0
    truncations: tuple[tuple[int, int, Level], ...] = ()
    frameshifts: tuple[tuple[int, int, Level], ...] = ()
    escape: Level | Literal[""] = ""
    start: Level | Literal[""] = ""
    splice: Level | Literal[""] = ""
    skipped: dict[int, Level] = {}


class LengthForm(Form):
    """PM4 and BP3 beyond the guideline."""

    regions: tuple[tuple[int, int, Word], ...] = ()
    deny: tuple[Span, ...] = ()
    elsewhere: Level = Strength.MODERATE
    stop_lost: Level = Strength.MODERATE
    supporting_up_to: Count = 1
    conserved: float | None = None
    needs_known: bool = False
    bp3: tuple[Span, ...] | None = None


class PanelForm(Form):
    """What a panel specified for one gene; what is left out stays as the guideline has it."""

    specification: str
    ba1: Fraction | None = None
    ba1_carriers: Count | None = None
    bs1: Fraction | None = None
    bs1_exclude: tuple[str, ...] = ()
    pm2: Fraction | None = None
    pm2_basis: Literal["point", "faf95"] | None = None
    pm2_carriers: tuple[Literal["hom", "hemi", "homhemi"], Count] | None = None
    frequency_basis: Basis | None = None
    caps: dict[Code, Word] = {}
    not_applicable: tuple[Code, ...] = ()
    hot_spots: tuple[tuple[int, int, Word], ...] | None = None
    cysteine_regions: tuple[Span, ...] = ()
    pp2_applies: bool | None = None
    loss_of_function: bool | None = None
    null: NullForm | None = None
    length: LengthForm | None = None
    bp1_target: Literal["missense", "truncating", "broad", "none"] | None = None
    bp1_exclude: tuple[Span, ...] = ()
    bp1_strength: Word | None = None
    bp1_needs_splicing: bool = False
    splice_pp3: Fraction | None = None
    splice_bp4: Fraction | None = None
    intronic_bp7: Span | None = None
    conservation_bp7: float | None = None
    revel: tuple[tuple[float, float, Word], ...] = ()
    missense_told: str | None = Field(None, description="table beside this file: HGVS c. name and verdict")
    bs2_levels: tuple[tuple[int, Word], ...] = ()
    bs2_population: bool | None = None
    pm5_as_severe: bool = False
    pm5_likely: bool | None = None
    pm5_truncations: tuple[int, tuple[tuple[int, int, Word], ...]] | None = None
    ps1_canonical: bool | None = None
    dependences: tuple[DependenceForm, ...] = ()


class RuleFile(Form):
    """A rule set: a version of the guideline."""

    name: str
    reference: str
    panels: str = Field("shipped", description="'shipped', 'none', or a JSON file beside this one")
    points: PointsForm
    general: GeneralForm
    combination: tuple[CombinationForm, ...]
    dependence: tuple[DependenceForm, ...] = ()
    genes: dict[str, PanelForm] = Field({}, description="specifications by gene symbol, before those of panels")


class PanelFile(Form):
    """Specifications by gene symbol."""

    source: str
    release: str
    licence: str
    genes: dict[str, PanelForm]
