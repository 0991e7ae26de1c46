"""Chromosomes from one parent, and losses and gains of imprinted places, weighed for the disorders they cause."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from lexome.core.copy_number import Direction
from lexome.core.hypothesis import Mechanism
from lexome.knowledge.imprinting import Parent
from lexome.reasoning.disomy import Form
from lexome.reasoning.events import Event
from lexome.reasoning.imprinting_disorders import DISORDERS, ImprintingDisorder
from lexome.reasoning.structural_calls import doubtful, explained_by_loss, inheritance_factor

if TYPE_CHECKING:
    from lexome.reasoning.beyond import Beyond
    from lexome.reasoning.disomy import Disomy

DETECTED = 0.95
"""Share of uniparental disomies of a whole chromosome that a trio's genotypes show, and of large losses that a caller
shows. An assumption; mosaic ones are the rest."""

BACKGROUND = 1e-4
"""Share of children in whom a given chromosome seems to come from a given parent without cause: one birth in 2,000 has
any uniparental disomy (Nakka 2019, doi:10.1016/j.ajhg.2019.09.016), 1e-5 a chromosome and parent; the rest is error."""

ISODISOMIC = 0.2
"""Share of uniparental disomies that are isodisomic along a chromosome, so that one person's genotypes show them. An
assumption: those of chromosome 15 from the mother are mostly heterodisomic."""

LARGE = 100_000
"""Bases from which a loss or gain counts at an imprinted place."""

LARGE_CALLS = 1.0
"""Rare losses over 100 kb that a person carries, of the order of one; spread over the genome. An assumption."""

GENOME = 3.1e9
TYPICAL_EXTENT = 5e6
"""Bases around a place within which a large loss would hold it: losses of 15q11q13 span 5 to 6 Mb."""


def imprinting_events(beyond: Beyond, *, line_of: Mapping[str, int]) -> dict[int, list[Event]]:
    """Return by line of the listed diseases what is known of the parental origin of imprinted places."""
    found: dict[int, list[Event]] = {}
    for disorder in DISORDERS:
        line = line_of.get(disorder.disease_id)
        if line is None:
            continue
        events = [_disomy(disorder, beyond), _changed(disorder, beyond, Direction.LOSS)]
        events += [_changed(disorder, beyond, Direction.GAIN), _unseen(disorder)]
        found.setdefault(line, []).extend(event for event in events if event.share > 0)
    return found


def holds(disorder: ImprintingDisorder, contig: str, start: int, end: int) -> bool:
    """Whether a stretch holds the imprinted place of a disorder."""
    return contig == disorder.contig and (disorder.place is None or start <= disorder.place < end)


def _disomy(disorder: ImprintingDisorder, beyond: Beyond) -> Event:
    parent, share = disorder.disomy_of, disorder.disomy
    usual = f"{parent} uniparental disomy of chromosome {disorder.contig}"
    cited = (disorder.citation,)
    here = [one for one in beyond.disomies if holds(disorder, one.contig, one.start, one.end)]
    fitting = next((one for one in here if one.origin is parent and not explained_by_loss(one, beyond.weighed)), None)
    if fitting is not None:
        because = (
            f"{in_words(fitting)}: {fitting.missing} sites lack the other parent's allele, {fitting.present} have it"
        )
        ratio = DETECTED / BACKGROUND
        return Event(Mechanism.DISOMY, share, ratio, because, cited, found=True, summary=in_words(fitting))
    if disorder.contig in beyond.tested:
        because = f"{usual}: both parents' alleles are there"
        return Event(Mechanism.DISOMY, share, 1.0 - DETECTED, because, cited)
    alike = alike_alone(beyond, disorder)
    if alike:
        because = f"{alike}; from which parent, and whether one copy is missing instead, one sample cannot tell"
        ratio = ISODISOMIC / 2.0 / BACKGROUND
        marks = ("parent_unknown",)
        return Event(Mechanism.DISOMY, share, ratio, because, cited, found=True, summary=alike, flags=marks)
    because = f"{usual} was not tested: both parents' genotypes are needed"
    return Event(Mechanism.DISOMY, share, 1.0, because, cited, flags=_usual(share))


def _usual(share: float) -> tuple[str, ...]:
    """Return the flag of a disease whose usual mechanism was not looked for."""
    return ("mechanism_not_seen",) if share >= 0.5 else ()


def in_words(found: Disomy) -> str:
    """Return a stretch from one parent in words."""
    extent = "" if found.whole_chromosome else f", {found.start / 1e6:.1f}–{found.end / 1e6:.1f} Mb"
    form = "" if found.form is Form.UNKNOWN else f" ({found.form})"
    return f"{found.origin} uniparental disomy of chromosome {found.contig}{extent}{form}"


def alike_alone(beyond: Beyond, disorder: ImprintingDisorder) -> str:
    """Return in words the run that makes most of a chromosome alike while the others are not, '' when there is none."""
    for run in beyond.alike:
        if holds(disorder, run.contig, run.start, run.end):
            size = f"{(run.end - run.start) / 1e6:.0f} Mb"
            return f"both copies of chromosome {run.contig} are alike over {size}, and hardly anything elsewhere is"
    return ""


def _changed(disorder: ImprintingDisorder, beyond: Beyond, direction: Direction) -> Event:
    """Return what losses of the active copy, or gains of it, say."""
    gain = direction is Direction.GAIN
    share = disorder.gain if gain else disorder.loss
    mechanism = Mechanism.COPY_GAIN if gain else Mechanism.COPY_LOSS
    other = Parent.PATERNAL if disorder.disomy_of is Parent.MATERNAL else Parent.MATERNAL
    parent = disorder.disomy_of if gain else other
    what = f"a {direction} of the {parent} copy of its place on chromosome {disorder.contig}"
    cited = (disorder.citation,)
    place = disorder.place
    if place is None or not beyond.structural_records:
        flags = ("mechanism_not_seen",) if share >= 0.5 else ()
        return Event(
            mechanism, share, 1.0, f"{what} was not looked for: no copy numbers were called", cited, flags=flags
        )
    fitting = [
        call
        for call in beyond.weighed
        if call.direction is direction and call.end - call.start >= LARGE
        if holds(disorder, call.allele.contig, call.start, call.end)
    ]
    there = (call for call in beyond.calls if call.direction is direction and call.end - call.start >= LARGE)
    doubt = doubtful(call for call in there if holds(disorder, call.allele.contig, call.start, call.end))
    if not fitting and doubt:
        return Event(mechanism, share, 1.0, f"{what}: {doubt}", cited, flags=("call_doubted",))
    if not fitting:
        return Event(mechanism, share, 1.0 - DETECTED, f"{what}: none is among the calls", cited)
    call = max(fitting, key=lambda one: one.end - one.start)
    origin = beyond.origin_of(call)
    ratio = DETECTED / (LARGE_CALLS * TYPICAL_EXTENT / GENOME) * inheritance_factor(call, beyond.parents)
    name = f"{direction} of {call.allele.contig}:{call.start + 1:,}–{call.end:,}"
    if origin is not None and origin is not parent:
        return Event(mechanism, share, 0.01, f"{name}, but of the {origin} copy, which is silent here", cited)
    flags = ("many_genes", *(() if origin is parent else ("parent_unknown",)))
    because = f"{name}, {f'of the {parent} copy' if origin else 'of which parent is not known'}: {what}"
    weight = ratio if origin is parent else ratio / 2.0
    return Event(
        mechanism, share, weight, because, cited, found=True, summary=name, alleles=(call.allele,), flags=flags
    )  # fmt: skip


def _unseen(disorder: ImprintingDisorder) -> Event:
    because = "methylation defects and unknown causes, which no variant file shows"
    return Event(Mechanism.DISOMY, disorder.unseen, 1.0, because, (disorder.citation,), flags=_usual(disorder.unseen))
