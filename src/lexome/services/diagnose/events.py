"""Events of one patient: what was read beyond small variants, weighed for every listed disease it bears on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lexome.reasoning.events import Event, Events
from lexome.reasoning.imprinting_events import imprinting_events
from lexome.reasoning.named_regions import region_events
from lexome.reasoning.repeat_expansions import repeat_events

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lexome.core.case import Case
    from lexome.formats.vcf.repeats import RepeatCall
    from lexome.knowledge.repeats import Repeats
    from lexome.services.diagnose.engine import Engine
    from lexome.services.diagnose.examined import Examined
    from lexome.services.diagnose.limits import Limits


def events_for(case: Case, examined: Examined, engine: Engine, limits: Limits) -> Events:
    """Return by line of the listed diseases what the file shows of their other mechanisms.

    Diseases outside the limits of scope and consent are let be.
    """
    found: dict[int, list[Event]] = {}
    line_of = lines_within(engine, limits)
    repeats: Repeats = engine.lab.knowledge("repeats")
    by_locus = called_loci(examined.beyond.repeats, repeats)
    _add(found, repeat_events(repeats.loci, by_locus, sex=case.sex, line_of=line_of))
    _add(found, imprinting_events(examined.beyond, line_of=line_of))
    lines = dict.fromkeys(line_of.values())
    cited = engine.lab.knowledge("cytobands").citation
    _add(found, region_events(engine.named_regions, examined.beyond, lines=lines, citation=cited))
    return Events({line: tuple(events) for line, events in found.items()})


def lines_within(engine: Engine, limits: Limits) -> dict[str, int]:
    """Return the line of each disease id that may be interpreted: with a gene that is, or without any gene at all.

    A panel asks for its genes alone, so a disease without a gene is not in it.
    """
    listed = engine.ranker.listed
    if not limits.any:
        return listed.line_of_id
    readable = limits.readable(engine)
    only_genes = limits.scope.limits_genes
    return {
        name: line
        for name, line in listed.line_of_id.items()
        if any(gene in readable for gene in listed.genes(line)) or not (only_genes or listed.genes(line))
    }


def called_loci(calls: Iterable[RepeatCall], repeats: Repeats) -> dict[str, RepeatCall]:
    """Return the calls by the catalogue's name of their locus: by the caller's name, else by place and unit."""
    found = {}
    for call in calls:
        here = [one for one in repeats.at(call.contig, call.start, call.end) if len(one.unit) == len(call.unit)]
        locus = repeats.named(call.locus) or (here[0] if here else None)
        if locus is not None:
            found[locus.locus] = call
    return found


def _add(found: dict[int, list[Event]], more: Mapping[int, list[Event]]) -> None:
    for line, events in more.items():
        found.setdefault(line, []).extend(events)
