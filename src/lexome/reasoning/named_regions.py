"""Chromosome disorders that are named after a band: which losses and gains of the patient they mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lexome.core.assembly import CONTIGS
from lexome.core.copy_number import Direction
from lexome.core.hypothesis import Mechanism
from lexome.reasoning.events import Event
from lexome.reasoning.structural_calls import StructuralCall, doubtful, inheritance_factor

if TYPE_CHECKING:
    from lexome.core.facts import Citation
    from lexome.knowledge.cytobands import Cytobands, Stretch
    from lexome.reasoning.beyond import Beyond
    from lexome.reasoning.listed_diseases import ListedDiseases

SHARE = 0.9
"""Share of patients of a disorder named after a loss or gain of a band who have it; the others have a variant of the
one gene that matters. An assumption."""

DETECTED = 0.9
"""Share of such changes that a copy-number caller shows. An assumption."""

LEAST = 100_000
"""Bases from which a call is taken for a change of a band; the smallest named ones span some hundred kilobases."""

WITHIN = 0.5
"""Share of the call that must lie within the bands named, or of the bands that it must cover."""

CALLS = 1.0
"""Rare losses, or gains, of that size that a person carries; of the order of one. An assumption."""

GENOME = 3.1e9
OTHER_WAY = 0.02
"""Ratio of a change in the other direction at the same bands: it is another disorder."""

CALLED_OTHERWISE = {
    "OMIM:188400": "22q11.2 deletion",
    "OMIM:192430": "22q11.2 deletion",
    "OMIM:194050": "7q11.23 deletion",
    "OMIM:609757": "7q11.23 duplication",
    "OMIM:182290": "17p11.2 deletion",
    "OMIM:610883": "17p11.2 duplication",
    "OMIM:123450": "5p deletion",
    "OMIM:194190": "4p16 deletion",
    "OMIM:247200": "17p13.3 deletion",
    "OMIM:147791": "11q23-qter deletion",
    "OMIM:606232": "22q13.3 deletion",
    "OMIM:601224": "11p11.2 deletion",
    "OMIM:194072": "11p13 deletion",
    "OMIM:118220": "17p12 duplication",
    "OMIM:162500": "17p12 deletion",
}
"""Disorders that carry a person's name and are losses or gains of a band, by the location OMIM gives: DiGeorge,
velocardiofacial, Williams-Beuren and its reverse, Smith-Magenis, Potocki-Lupski, cri-du-chat, Wolf-Hirschhorn,
Miller-Dieker, Jacobsen, Phelan-McDermid, Potocki-Shaffer, WAGR, Charcot-Marie-Tooth 1A, pressure palsies (PMP22)."""

_PLACE = re.compile(
    r"(?<![A-Za-z0-9])(?P<contig>\d{1,2}|X|Y)(?P<from>[pq](?:ter|\d+(?:\.\d+)?)?)"
    r"(?:-?(?P<to>[pq](?:ter|\d+(?:\.\d+)?)?))?(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_LOSS = re.compile(r"deletion|monosomy", re.IGNORECASE)
_GAIN = re.compile(r"duplication|trisomy", re.IGNORECASE)
_ELSE = re.compile(
    r"mosaic|mitochondrial|uniparental|invdup|inverted|homozygous|due to|myelodysplas|leuk", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class NamedRegion:
    """What a disorder's name says: a loss or a gain of a stretch; ``genes`` are those listed for it."""

    line: int
    direction: Direction
    stretch: Stretch
    genes: tuple[str, ...]


def region_of(name: str, bands: Callable[[str, str], Stretch | None]) -> tuple[Direction, Stretch] | None:
    """Return direction and stretch that a disorder's name states, None when it states none, or something else too."""
    loss, gain = _LOSS.search(name), _GAIN.search(name)
    place = _PLACE.search(name)
    if place is None or bool(loss) == bool(gain) or _ELSE.search(name):
        return None
    contig = place["contig"].upper()
    first = bands(contig, place["from"].lower()) if contig in CONTIGS else None
    last = bands(contig, place["to"].lower()) if place["to"] else first
    if first is None or last is None:
        return None
    stretch = type(first)(contig, min(first.start, last.start), max(first.end, last.end))
    return (Direction.LOSS if loss else Direction.GAIN), stretch


def named_regions(listed: ListedDiseases, bands: Cytobands) -> tuple[NamedRegion, ...]:
    """Return every listed disorder that is named after a loss or gain of bands."""
    names = {line: listed.diseases.names[head] for line, head in enumerate(listed.head.tolist())}
    known = listed.line_of_id
    names |= {known[disease_id]: said for disease_id, said in CALLED_OTHERWISE.items() if disease_id in known}
    found = ((line, region_of(name, bands.of)) for line, name in names.items())
    return tuple(
        NamedRegion(line, region[0], region[1], listed.genes(line)) for line, region in found if region is not None
    )


def region_events(
    regions: Iterable[NamedRegion], beyond: Beyond, *, lines: Mapping[int, object], citation: Citation
) -> dict[int, list[Event]]:
    """Return by line what the calls say of disorders named after bands; of ``lines`` alone may be spoken."""
    return {region.line: [_event(region, beyond, (citation,))] for region in regions if region.line in lines}


def fits(region: NamedRegion, call: StructuralCall) -> bool:
    """Whether a call is a change of the bands named: mostly within them or over most of them, with a listed gene."""
    there = region.stretch
    if call.allele.contig != there.contig or call.end - call.start < LEAST or not call.genes:
        return False
    shared = min(call.end, there.end) - max(call.start, there.start)
    inside = shared >= WITHIN * min(call.end - call.start, there.length)
    if len(call.genes) == 1 and not set(region.genes) & set(call.genes):
        return False
    return inside and (not region.genes or bool(set(region.genes) & set(call.genes)) or not _coding(region))


def _coding(region: NamedRegion) -> bool:
    """Whether the listed genes are ones a call can name: fragile sites and regions are listed as genes too."""
    return any(not gene.startswith("FRA") for gene in region.genes)


def _event(region: NamedRegion, beyond: Beyond, cited: tuple[Citation, ...]) -> Event:
    mechanism = Mechanism.COPY_LOSS if region.direction is Direction.LOSS else Mechanism.COPY_GAIN
    there = region.stretch
    what = f"a {region.direction} within {there.contig}:{there.start + 1:,}–{there.end:,}"
    if not beyond.structural_records:
        because = f"most patients have {what}, which this file does not show: no copy numbers were called"
        return Event(mechanism, SHARE, 1.0, because, cited, flags=("mechanism_not_seen",))
    mine = [call for call in beyond.weighed if call.direction is not None and fits(region, call)]
    fitting = [call for call in mine if call.direction is region.direction]
    doubt = doubtful(call for call in beyond.calls if call.direction is region.direction and fits(region, call))
    if not fitting and doubt:
        return Event(mechanism, SHARE, 1.0, f"{what}: {doubt}", cited, flags=("call_doubted",))
    if not fitting:
        ratio = OTHER_WAY if mine else 1.0 - DETECTED
        because = f"{what}: the call there is of the other direction" if mine else f"{what}: none is among the calls"
        return Event(mechanism, SHARE, ratio, because, cited, opposed=bool(mine))
    call = max(fitting, key=lambda one: one.end - one.start)
    chance = CALLS * (there.length + call.end - call.start) / GENOME
    ratio = DETECTED / chance * inheritance_factor(call, beyond.parents)
    count = f"{len(call.genes)} gene{'' if len(call.genes) == 1 else 's'}"
    name = f"{region.direction} of {call.allele.contig}:{call.start + 1:,}–{call.end:,}, {count}"
    return Event(
        mechanism,
        SHARE,
        ratio,
        f"{name}: {what}. So large a one falls there by chance in {min(chance, 1.0):.2g} of people",
        cited,
        found=True,
        summary=f"copy-number {name}",
        genes=tuple(gene for gene in region.genes if gene in call.genes),
        alleles=(call.allele,),
        flags=("many_genes",) if len(call.genes) > 1 else (),
    )
