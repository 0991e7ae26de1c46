"""What is predicted and drawn for one region: signals, sites, exons, what each base does, and the files of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lexome.core.assembly import Assembly
from lexome.lab import Lab
from lexome.services.map.annotations import COLOURS, Place, conserved, genes_track

if TYPE_CHECKING:
    from lexome.report.map_page import HeatMap, MapPage, Track

SITE, SHOWN = 0.1, 0.01
"""Probability from which a place counts as a site, and from which it is drawn."""
FLANK = 25
"""Bases on either side of a site that are changed one by one; a donor has 9, an acceptor 23 (Yeo 2004,
doi:10.1089/1066527041410418)."""
NO_CONSTRAINT = "constraint between species: no conservation track of this assembly and place is imported"
NEVER = ("long-range interaction: no model that has attention or gradients over the window is attached",)
"""What no map has."""
_STRANDS = {1: "forward", -1: "reverse"}
_CODING = (
    "how much the sequence looks like coding sequence, 0 to 1: a guide and no calibrated probability; model "
    "sequence_heads, see lexome models"
)
_DIFFERS = (
    "chance that chimpanzee, gorilla or orangutan has another base, told from human sequence alone: high at CpG, and a "
    "low value is weak evidence of constraint; model sequence_heads, see lexome models"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the region is drawn."""

    assembly: Assembly
    block: int
    motifs: Path | None
    sites_detailed: int


@dataclass(frozen=True, slots=True)
class Site:
    """A predicted site; ``channel`` is that of the networks (1 acceptor, 2 donor)."""

    position: int
    strand: int
    channel: int
    probability: float

    @property
    def name(self) -> str:
        """What and how likely."""
        return f"{('acceptor', 'donor')[self.channel - 1]} {self.probability:.2f}"


@dataclass(frozen=True, slots=True)
class _Look:
    """Name, colour and explanation of a signal; its scale, and the absolute value from which it is kept."""

    name: str
    colour: str
    about: str
    bounds: tuple[float, float] | None = None
    least: float = SHOWN


class Drawing:
    """Everything predicted for one region, both strands."""

    def __init__(self, wanted: Wanted, lab: Lab, reference: Any, place: Place) -> None:
        self._place, self._reference, self._assembly = place, reference, wanted.assembly
        self._signals: dict[str, Any] = {}
        self.exons: dict[int, list[Any]] = {}
        self.sites: list[Site] = []
        self.heat_maps: list[HeatMap] = []
        self.left_out: tuple[str, ...] = NEVER
        self._found_motifs: list[tuple[int, int, str]] | None = None
        self._tracks: list[Track] = []
        self._tracks.append(genes_track(place, lab.knowledge("transcripts"), lab.knowledge("imprinting")))
        self._constraint(lab.knowledge("conservation"))
        self._effects = ["strand\tsite\tkind\tposition\tref\talt\tchange"]
        splice = lab.model("splice")
        strands = {
            strand: splice.landscape(reference, contig=place.contig, position=place.start, strand=strand)
            for strand in (1, -1)
        }
        heads = lab.model("sequence_heads").read(reference, contig=place.contig, start=place.start, end=place.end)
        self._coding = heads.coding
        look = _Look("difference from apes, predicted", COLOURS["constraint"], _DIFFERS, (0.0, 0.5))
        self._signal("apes_differ", heads.differs.round(3), look)
        for strand, landscape in strands.items():
            lab.progress("splice sites", done=len(self.exons), total=2)
            self._predict(landscape, strand)
        for number, site in enumerate(sorted(self.sites, key=lambda site: -site.probability)[: wanted.sites_detailed]):
            lab.progress("bases of sites", done=number, total=min(len(self.sites), wanted.sites_detailed))
            self._detail(strands[site.strand], site)
        if wanted.motifs is not None:
            self._motifs(wanted.motifs)
        for strand in sorted({site.strand for site in self.sites}, reverse=True):
            lab.progress(f"contributions, {_STRANDS[strand]} strand", done=0, total=None)
            self._contributions(strands[strand], strand, wanted.block)

    def _constraint(self, conservation: Any) -> None:
        """Draw each imported conservation track; say so where there is none for the assembly or the place."""
        found = dict(conserved(self._place, self._assembly, conservation))
        for name, values in found.items():
            about = f"conservation of bases between species: {name}, as imported"
            file = "constraint_" + re.sub(r"[^A-Za-z0-9.]+", "-", name)
            self._signal(file, values, _Look(f"constraint: {name}", COLOURS["constraint"], about, least=0.0))
        if not found:
            self.left_out = (NO_CONSTRAINT, *self.left_out)

    def _predict(self, landscape: Any, strand: int) -> None:
        place = self._place
        found = landscape.sites(place.start, place.end)
        for row, name in enumerate(("acceptor", "donor")):
            about = "probability of a splice site; CI-SpliceAI, mean of five networks"
            look = _Look(f"{name}, {_STRANDS[strand]} strand", COLOURS[name], about, (0.0, 1.0))
            self._signal(f"{name}_{_STRANDS[strand]}", found[row].round(4), look)
            strong = [(at, float(found[row, at])) for at in range(place.end - place.start) if found[row, at] >= SITE]
            self.sites += [Site(place.start + at, strand, row + 1, probability) for at, probability in strong]
        self.exons[strand] = landscape.exons(found, start=place.start, least=SITE)
        from lexome.report.map_page import Track

        drawn = [(exon.start, exon.end, f"{exon.probability:.2f}") for exon in self.exons[strand]]
        about = "predicted internal exons: an acceptor with the next donor; the number is the weaker site's probability"
        self._tracks.append(Track(f"exons, {_STRANDS[strand]} strand", "annotation", COLOURS["exon"], drawn, about))

        look = _Look(f"coding, {_STRANDS[strand]} strand", COLOURS["exon"], _CODING, (0.0, 1.0), least=0.05)
        self._signal(f"coding_{_STRANDS[strand]}", self._coding[strand].round(2), look)

    def _detail(self, landscape: Any, site: Site) -> None:
        from lexome.report.map_page import HeatMap

        low, high = site.position - FLANK, site.position + FLANK + 1
        if not self._reference.covers(self._place.contig, low, high):
            return
        bases = self._reference.fetch(self._place.contig, low, high)
        effects = landscape.base_effects(site.position, channel=site.channel, flank=FLANK)
        title = f"{site.name} at {site.position + 1:,}, {_STRANDS[site.strand]} strand"
        self.heat_maps.append(HeatMap(title, low, bases, effects))
        kind = site.name.split()[0]
        for column, base in enumerate(bases):
            for row, alt in enumerate("ACGT"):
                if alt != base:
                    place = f"{site.position + 1}\t{kind}\t{low + column + 1}"
                    self._effects.append(f"{site.strand:+d}\t{place}\t{base}\t{alt}\t{effects[row, column]:.4f}")

    def _motifs(self, path: Path) -> None:
        """Draw the motifs that stand within FLANK of a site, on either strand."""
        from lexome.formats.jaspar import read_motifs
        from lexome.reasoning.motif_hits import RARE, hits
        from lexome.report.map_page import Track

        place, motifs = self._place, read_motifs(path)
        found: set[tuple[int, int, str]] = set()
        tried = 0
        for low, high in _joined([(site.position - FLANK, site.position + FLANK + 1) for site in self.sites]):
            low, high = max(low, place.start), min(high, place.end)
            bases = self._reference.fetch(place.contig, low, high)
            for motif in motifs:
                tried += 2 * max(high - low - motif.counts.shape[1] + 1, 0)
                for hit in hits(motif.counts, bases):
                    sign = "+" if hit.strand > 0 else "-"
                    found.add((low + hit.start, low + hit.end, f"{motif.name} {sign} {hit.chance:.0e}"))
        about = (
            f"motifs within {FLANK} bases of a site that fewer than one random place in {round(1 / RARE):,} would "
            f"match; {len(motifs):,} matrices were tried at {tried:,} places, so up to {tried * RARE:.0f} would match "
            f"by chance, and {len(found):,} do"
        )
        self._found_motifs = sorted(found)
        self._tracks.append(Track("motifs at sites", "annotation", COLOURS["gene"], self._found_motifs, about))

    def _contributions(self, landscape: Any, strand: int, block: int) -> None:
        import numpy as np

        place = self._place
        effects = landscape.block_effects(place.start, place.end, block=block)
        per_base = np.repeat(effects, block)[: place.end - place.start].round(4)
        about = (
            f"largest change of any site near when {block} bases are hidden: below zero they support a site, above "
            "zero they hold one back; one network, short window"
        )
        look = _Look(f"contribution, {_STRANDS[strand]} strand", COLOURS["block"], about)
        self._signal(f"contribution_{_STRANDS[strand]}", per_base, look)

    def _signal(self, file: str, values: Any, look: _Look) -> None:
        from lexome.formats.bigwig import Signal
        from lexome.report.map_page import Track

        place = self._place
        signal = Signal.per_base(f"chr{place.contig}", place.length, place.start, values, least=look.least)
        self._signals[file] = signal
        drawn = list(zip(signal.start.tolist(), signal.end.tolist(), signal.value.round(4).tolist(), strict=True))
        self._tracks.append(Track(look.name, "wig", look.colour, drawn, look.about, look.bounds))

    def page(self) -> MapPage:
        """Return what the page shows."""
        from lexome.report.map_page import MapPage

        place = self._place
        name = f"chr{place.contig}"
        notes = [
            "Splice sites by CI-SpliceAI (Strauch 2022, doi:10.1371/journal.pone.0269159), both strands, without "
            "regard to annotated genes.",
            *(f"Left out: {what}." for what in self.left_out),
        ]
        sequence = self._reference.fetch(place.contig, place.start, place.end)
        title = f"Map of {name}:{place.start + 1:,}-{place.end:,}"
        return MapPage(title, name, place.length, place.start, place.end, sequence, self._tracks, self.heat_maps, notes)

    def files(self) -> dict[str, bytes]:
        """Return the other files by name."""
        from lexome.formats.bigwig import bigwig

        made = {f"{name}.bw": bigwig(signal) for name, signal in self._signals.items()}
        made["exons.bed"] = "".join(self._exon_lines()).encode()
        made["sites.bed"] = "".join(self._site_lines()).encode()
        if self._found_motifs is not None:
            made["motifs.bed"] = "".join(self._motif_lines(self._found_motifs)).encode()
        made["base_effects.tsv"] = ("\n".join(self._effects) + "\n").encode()
        return made

    def _exon_lines(self) -> Iterator[str]:
        every = [exon for found in self.exons.values() for exon in found]
        for exon in sorted(every, key=lambda exon: (exon.start, exon.end)):
            sign = "+" if exon.strand > 0 else "-"
            score = round(exon.probability * 1000)
            yield f"chr{self._place.contig}\t{exon.start}\t{exon.end}\texon {exon.probability:.2f}\t{score}\t{sign}\n"

    def _motif_lines(self, found: list[tuple[int, int, str]]) -> Iterator[str]:
        for start, end, text in found:
            name, sign, chance = text.rsplit(" ", 2)
            yield f"chr{self._place.contig}\t{start}\t{end}\t{name} {chance}\t0\t{sign}\n"

    def _site_lines(self) -> Iterator[str]:
        for site in sorted(self.sites, key=lambda site: site.position):
            sign = "+" if site.strand > 0 else "-"
            place = f"chr{self._place.contig}\t{site.position}\t{site.position + 1}"
            yield f"{place}\t{site.name}\t{round(site.probability * 1000)}\t{sign}\n"


def _joined(stretches: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the union of stretches, ascending, so that no base is tried twice."""
    low = high = -1
    for start, end in sorted(stretches):
        if start > high:
            if high > low:
                yield low, high
            low = start
        high = max(high, end)
    if high > low:
        yield low, high
