"""Repeat lengths weighed for the diseases that expansions cause, on the same scale as small variants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from lexome.core.case import Sex
from lexome.core.hypothesis import Inheritance, Mechanism
from lexome.reasoning.events import Event
from lexome.reasoning.repeat_diseases import COMMON, DISEASES, MOTIF_DECIDES, RepeatDisease, said_of_size

if TYPE_CHECKING:
    from lexome.formats.vcf.repeats import RepeatCall
    from lexome.knowledge.repeats import Repeat

DETECTED = 0.95
"""Share of expansions that a repeat caller shows on short reads. An assumption on the cautious side of Ibanez 2022
(doi:10.1016/S1474-4422(21)00462-2: as accurate as PCR in 404 patients)."""

BACKGROUND = 1.0 / 283.0 / 16.0
"""Share of people with a pathologic expansion at one locus: one in 283 at any of 16 loci in 82,176 people (Ibanez 2024,
doi:10.1038/s41591-024-03190-5)."""

ONE_OF_TWO = 0.05
"""Share of patients of a recessive repeat disease with one expansion and another mutation on the other copy: 4 % in
Friedreich ataxia (Clinical Management Guidelines for Friedreich Ataxia 2022, frdaguidelines.org, 1.2.1)."""

CARRIERS = 0.01
"""Share of people with one expansion at a recessive locus. An assumption: with 96 % of patients carrying two, a disease
of 1 in 50,000 (Friedreich ataxia) has 1 carrier in 110."""

_MODES = {
    "AD": Inheritance.AUTOSOMAL_DOMINANT,
    "AR": Inheritance.AUTOSOMAL_RECESSIVE,
    "XR": Inheritance.X_LINKED,
    "XD": Inheritance.X_LINKED_DOMINANT,
}


def expanded(call: RepeatCall, least: int, below: int | None = None) -> tuple[float, ...]:
    """Return the units of the chromosomes that are at least so long, and below a bound where there is one."""
    return tuple(units for units in call.units if units >= least and (below is None or units < below))


def repeat_events(
    loci: Iterable[Repeat], calls: Mapping[str, RepeatCall], *, sex: Sex, line_of: Mapping[str, int]
) -> dict[int, list[Event]]:
    """Return by line of the listed diseases what the repeats say; ``calls`` by the catalogue's name of the locus."""
    found: dict[int, list[Event]] = {}
    for locus in loci:
        for disease in DISEASES.get(locus.locus, ()):
            line = line_of.get(disease.disease_id)
            if line is not None:
                found.setdefault(line, []).append(_event(locus, disease, calls.get(locus.locus), sex))
    return found


def _event(locus: Repeat, disease: RepeatDisease, call: RepeatCall | None, sex: Sex) -> Event:
    least = disease.least or locus.pathologic_min
    place = locus.gene_symbol or locus.locus
    usual = f"most patients have an expanded {locus.unit} repeat of {place}"
    if call is None:
        because = f"{usual}, which this file does not show: no repeat caller reported the locus"
        flags: tuple[str, ...] = ("mechanism_not_seen",) if disease.share >= 0.5 else ()
        return Event(Mechanism.EXPANSION, disease.share, 1.0, because, (locus.citation,), flags=flags, about=place)
    said = f"{' and '.join(f'{units:g}' for units in call.units)} {locus.unit} units in {place}"
    bounds = f"normal to {locus.normal_max}, pathologic from {least}"
    long = expanded(call, least, disease.below)
    if not long:
        return _not_expanded(locus, disease, call, f"{said}: {bounds}")
    ratio, marks = _ratio(locus, len(long), len(call.units), sex)
    caution = "; which bases the units have decides here, and a count does not tell" if is_motif(locus) else ""
    if special := said_of_size(locus.locus, max(long)):
        caution = f"; {special}{caution}"
    return Event(
        Mechanism.EXPANSION,
        disease.share,
        ratio,
        f"{said}: {bounds}{caution}",
        (locus.citation,),
        found=True,
        summary=f"{place}: {' and '.join(f'{units:g}' for units in long)} {locus.unit} units ({bounds})",
        genes=(place,),
        inheritance=_MODES.get(locus.inheritance),
        flags=marks,
        about=place,
    )


def is_motif(locus: Repeat) -> bool:
    """Whether the bases of the units decide at a locus, not their number alone."""
    return locus.locus in MOTIF_DECIDES


def _not_expanded(locus: Repeat, disease: RepeatDisease, call: RepeatCall, said: str) -> Event:
    """A length in the grey zone says nothing either way; a normal one takes the expansion's share away."""
    grey = any(locus.normal_max < units for units in call.units)
    ratio = 1.0 if grey else 1.0 - DETECTED
    flags: tuple[str, ...] = ("grey_zone",) if grey else ()
    return Event(
        Mechanism.EXPANSION, disease.share, ratio, said, (locus.citation,), flags=flags, about=locus.gene_symbol
    )


def _ratio(locus: Repeat, expansions: int, chromosomes: int, sex: Sex) -> tuple[float, tuple[str, ...]]:
    """Return the likelihood ratio of so many expanded chromosomes, and the flags of the hypothesis."""
    background = COMMON.get(locus.locus, BACKGROUND)
    if locus.inheritance == "AR":
        if expansions >= 2 or chromosomes == 1:
            return DETECTED / max(CARRIERS**2, background / 2.0), ()
        return ONE_OF_TWO / CARRIERS, ("second_hit_missing",)
    if locus.inheritance == "XR" and expansions < chromosomes and sex is not Sex.MALE:
        return DETECTED / background / 2.0, ()
    return DETECTED / background, ()
