"""What was read beyond small variants, as records of the report, and what this file could not show."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from lexome.core.copy_number import Direction
from lexome.core.variant import Significance
from lexome.reasoning.family_facts import Family
from lexome.reasoning.gene_evidence import Origin
from lexome.reasoning.imprinting_disorders import disorders_of
from lexome.reasoning.imprinting_events import in_words
from lexome.reasoning.repeat_diseases import DISEASES, said_of_size
from lexome.reasoning.repeat_expansions import is_motif
from lexome.reasoning.structural_calls import explained_by_loss
from lexome.report.event_schema import DisomyRecord, Events, RepeatRecord, StructuralRecord
from lexome.report.schema import NotCovered
from lexome.services.diagnose.events import called_loci
from lexome.services.diagnose.structural import classed
from lexome.services.diagnose.structural_record import structural_record, structural_variant
from lexome.services.diagnose.telling import ORIGINS, change_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lexome.core.case import Case
    from lexome.evidence.gather import Gatherer
    from lexome.formats.vcf.repeats import RepeatCall
    from lexome.knowledge.cytobands import Cytobands
    from lexome.knowledge.repeats import Repeat, Repeats
    from lexome.reasoning.beyond import Beyond
    from lexome.reasoning.joint import Differential
    from lexome.reasoning.listed_diseases import ListedDiseases
    from lexome.reasoning.structural_calls import StructuralCall
    from lexome.report.variant_schema import VariantRecord
    from lexome.services.diagnose.genotyped import Genotyped

MOST_CLASSED = 200
"""Structural calls classed and listed; those that change a gene come first."""


def events_of(case: Case, genotyped: Genotyped, gatherer: Gatherer, repeats: Repeats) -> Events:
    """Return everything read beyond small variants as the report tells it."""
    beyond = _within_limits(genotyped)
    family = Family(genotyped.sample, case.pedigree, relationships=genotyped.relationships)
    listed = sorted(beyond.calls, key=lambda call: (not call.genes, not call.counts, call.start - call.end))
    shown = [call for call in listed if call.genes or len(listed) <= MOST_CLASSED][:MOST_CLASSED]
    lines = [structural_line(call, genotyped, gatherer, family) for call in shown]
    return Events(
        structural=tuple(sorted(lines, key=_weight)),
        structural_left_out=len(listed) - len(shown),
        repeats=_repeats(genotyped, repeats),
        disomies=tuple(_disomies(beyond)),
    )


def _weight(line: StructuralRecord) -> tuple[int, bool]:
    """Return what puts the weightiest first: the class, then whether the call is weighed."""
    order = [*Significance, None]
    return order.index(Significance(line.classification) if line.classification else None), not line.weighed


def in_full(events: Events, *, bands: Cytobands, listed: ListedDiseases) -> Events:
    """Return the events with the bands of structural calls, and repeats under the names of the diseases they cause."""
    known = listed.line_of_id
    names = {
        locus: "; ".join(listed.shown_name(known[one.disease_id]) for one in diseases if one.disease_id in known)
        for locus, diseases in DISEASES.items()
    }
    return events.model_copy(
        update={
            "structural": tuple(
                one.model_copy(update={"band": bands.at(one.contig, one.start - 1, one.end)})
                for one in events.structural
            ),
            "repeats": tuple(
                one.model_copy(update={"disease": names.get(one.locus) or one.disease}) for one in events.repeats
            ),
        }
    )


def _within_limits(genotyped: Genotyped) -> Beyond:
    """Return what was read, without genes outside the limits of scope and consent."""
    beyond, limits = genotyped.examined.beyond, genotyped.limits
    if not limits.any:
        return beyond
    closed = limits.closed
    calls = [replace(call, genes=tuple(gene for gene in call.genes if gene not in closed)) for call in beyond.calls]
    if limits.scope.limits_genes:
        panel, regions = limits.scope.genes, limits.scope.regions
        calls = [
            replace(call, genes=tuple(gene for gene in call.genes if gene in panel or _touches(call, regions)))
            for call in calls
        ]
        return replace(beyond, calls=tuple(call for call in calls if call.genes), disomies=(), alike=())
    hidden = {call.key for call in beyond.calls if call.genes and set(call.genes) <= closed}
    return replace(beyond, calls=tuple(call for call in calls if call.key not in hidden))


def _touches(call: StructuralCall, regions: Sequence[tuple[str, int, int]]) -> bool:
    return any(call.allele.contig == name and call.start < end and call.end > start for name, start, end in regions)


def _open(gene: str, genotyped: Genotyped) -> bool:
    """Whether a gene lies within the limits of scope and consent."""
    limits = genotyped.limits
    return gene not in limits.closed and (not limits.scope.limits_genes or gene in limits.scope.genes)


def _disomies(beyond: Beyond) -> Iterator[DisomyRecord]:
    for one in beyond.disomies:
        because = f"{one.missing} sites lack the other parent's allele, {one.present} have it"
        if explained_by_loss(one, beyond.weighed):
            because += "; a loss called here explains it: one copy is missing, not doubled"
        disorders = (f"{one.disorder} ({one.disease_id})",) if one.disorder else ()
        yield DisomyRecord(
            contig=one.contig,
            start=one.start + 1,
            end=one.end,
            what=in_words(one),
            because=because,
            disorders=disorders,
        )
    for run in beyond.alike:
        yield DisomyRecord(
            contig=run.contig,
            start=run.start + 1,
            end=run.end,
            what="both copies alike along the chromosome, hardly anything elsewhere",
            because=f"{run.variants} variants, {run.heterozygous} of them heterozygous; isodisomy, or one copy missing",
            disorders=tuple(f"{name} ({disease_id})" for name, disease_id in disorders_of(run.contig)),
        )


def _repeats(genotyped: Genotyped, repeats: Repeats) -> tuple[RepeatRecord, ...]:
    """Return every known repeat that was called, those beyond normal first."""
    records = [
        _repeat(repeats.named(name), call)
        for name, call in called_loci(genotyped.examined.beyond.repeats, repeats).items()
    ]
    order = {"pathologic": 0, "between normal and pathologic": 1, "normal": 2}
    told = (one for one in records if one and _open(one.gene, genotyped))
    return tuple(sorted(told, key=lambda one: (order[one.verdict], one.locus)))


def _repeat(locus: Repeat | None, call: RepeatCall) -> RepeatRecord | None:
    if locus is None:
        return None
    longest = max(call.units)
    verdict: Literal["normal", "between normal and pathologic", "pathologic"] = "between normal and pathologic"
    if longest >= locus.pathologic_min:
        verdict = "pathologic"
    elif longest <= locus.normal_max:
        verdict = "normal"
    return RepeatRecord(
        locus=locus.locus,
        gene=locus.gene_symbol,
        disease=locus.disease,
        unit=locus.unit,
        units=call.units,
        intervals=call.intervals,
        normal_max=locus.normal_max,
        pathologic_min=locus.pathologic_min,
        verdict=verdict,
        because=_caution(locus, call),
        citation=locus.citation,
    )


def _caution(locus: Repeat, call: RepeatCall) -> str:
    said = [text for text in (said_of_size(locus.locus, max(call.units)),) if text]
    if is_motif(locus) and max(call.units) > locus.normal_max:
        said.append("Which bases the units have decides at this locus, not their number alone")
    crossing = [one for one in call.intervals if one and one[0] < locus.pathologic_min <= one[1]]
    if crossing:
        said.append("The interval of the size crosses the pathologic bound: size it by another method")
    return ". ".join(text[:1].upper() + text[1:] for text in said)


def structural_line(call: StructuralCall, genotyped: Genotyped, gatherer: Gatherer, family: Family) -> StructuralRecord:
    """Return one structural call as the report lists it, with its class."""
    name = change_of(call.allele, gain=call.direction is Direction.GAIN)
    found = classed(call, gatherer=gatherer, family=family)
    return structural_record(call, name, found.classed, origin=origin_of(call, genotyped), because=_not_weighed(call))


def _not_weighed(call: StructuralCall) -> str:
    if not call.passed:
        return f"FILTER is {', '.join(call.filters)}"
    if call.contradicted:
        return call.contradicted
    if call.same_as is not None:
        return f"the larger call of line {call.same_as} is the same event"
    return "" if call.genes else "no coding sequence of a gene is changed"


def origin_of(call: StructuralCall, genotyped: Genotyped) -> str:
    """Return which parent a call came from, '' when the parents' genotypes do not tell."""
    here = genotyped.columns
    rows = np.flatnonzero((here.line == call.line) & (here.number == call.number))
    if not len(rows):
        return ""
    return ORIGINS.get(Origin(int(genotyped.carried.alleles.origin[rows[0]])), "")


def structural_variants(
    differential: Differential, genotyped: Genotyped, events: Events, people: Mapping[str, str]
) -> tuple[VariantRecord, ...]:
    """Return as variants the structural calls that the differential rests on."""
    genes: dict[str, list[str]] = {}
    for placed in differential.placed:
        for allele in placed.verdict.hypothesis.alleles:
            genes.setdefault(str(allele), []).extend(placed.verdict.hypothesis.genes[:1])
    told = {(one.line, one.variant): one for one in events.structural}
    return tuple(
        structural_variant(call, record, genes=tuple(dict.fromkeys(genes[str(call.allele)]))[:3], people=people)
        for call in genotyped.examined.beyond.weighed
        if str(call.allele) in genes and (record := told.get((call.line, str(call.allele))))
    )


def not_covered(genotyped: Genotyped | None) -> Sequence[NotCovered]:
    """Return what this file cannot show, or did not."""
    return () if genotyped is None else tuple(_not_covered(genotyped))


def _called(count: int) -> str:
    return "one was called" if count == 1 else f"{count:,} were called"


def _not_covered(genotyped: Genotyped) -> Iterator[NotCovered]:
    beyond = genotyped.examined.beyond
    structural = "Structural and copy-number variants"
    if not beyond.structural_records:
        yield NotCovered(what=structural, why="none was called in this file: their absence was not shown")
    else:
        why = (
            f"{_called(beyond.structural_records)} in this file and those of the patient judged; what the caller "
            "cannot find (balanced changes, single exons, repeats) stays unseen"
        )
        yield NotCovered(what=structural, why=why)
    if not beyond.repeats:
        why = "no repeat caller's records are in this file; small-variant callers do not see them"
        yield NotCovered(what="Repeat expansions", why=why)
    else:
        why = f"{_called(len(beyond.repeats))} and judged by length; disease repeats not called stay unseen"
        yield NotCovered(what="Other repeat expansions", why=why)
    if not beyond.tested:
        why = "both parents' genotypes are needed; one sample shows only isodisomy of a whole chromosome"
        yield NotCovered(what="Uniparental disomy", why=why)
    yield NotCovered(
        what="Deep intronic and regulatory variants", why="weighed only where ClinVar or a model knows them"
    )
    yield NotCovered(what="Regions without coverage", why="a VCF does not say where no call was possible")
    yield NotCovered(what="Low-level mosaicism and methylation", why="not visible in these calls")
