"""A stretch of genome seen by the sequence models: predicted sites and exons, and what each base does to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field

from lexome.core.assembly import CONTIG_LENGTHS, CONTIGS, Assembly, canonical_contig
from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem
from lexome.lab import Lab, Service

if TYPE_CHECKING:
    from lexome.report.map_page import HeatMap, MapPage, Track

LONGEST = 1_000_000
"""Bases of one map: the page holds its data, and a browser must open it."""
SITE, SHOWN = 0.1, 0.01
"""Probability from which a place counts as a site, and from which it is drawn."""
FLANK = 25
"""Bases on either side of a site that are changed one by one; a donor has 9, an acceptor 23 (Yeo 2004,
doi:10.1089/1066527041410418)."""
PATERNAL, MATERNAL = "expressed from the father's copy", "expressed from the mother's copy"
IMPRINTED = {
    **dict.fromkeys(("MKRN3", "MAGEL2", "NDN", "SNURF", "SNRPN"), PATERNAL),
    "UBE3A": f"{MATERNAL} in neurons",
    "ATP10A": f"{MATERNAL}, not in everyone",
}
"""Genes of 15q11-q13 by parent of origin (Nicholls and Knepper 2001, doi:10.1146/annurev.genom.2.1.153)."""
_REGION = re.compile(r"^(?P<contig>[^:\s]+):(?P<start>\d+)-(?P<end>\d+)$")
_COLOURS = {"acceptor": "#2166ac", "donor": "#b2182b", "exon": "#1b7837", "block": "#762a83", "gene": "#4d4d4d"}
_STRANDS = {1: "forward", -1: "reverse"}


class Ask(BaseModel, frozen=True):
    """Tracks, a page with a genome browser, and heat maps of a region."""

    region: str = Field(
        description="where, as chr17:43,044,000-43,094,000 (1-based, inclusive)", json_schema_extra={"positional": True}
    )
    fasta: Path = Field(description="reference sequence, FASTA (whole genome or slices)")
    out: Path = Field(description="folder to write map.html, bigWig, BED and a table of effects into")
    assembly: Assembly = Field(Assembly.GRCH38, description="assembly of the FASTA and the region")
    block: int = Field(16, ge=4, le=64, description="bases hidden together for the contribution track")
    motifs: Path | None = Field(None, description="matrices in JASPAR's text format, looked for around predicted sites")
    sites_detailed: int = Field(40, ge=0, le=500, description="sites, strongest first, whose bases are changed singly")


class Answer(BaseModel, frozen=True):
    """What was found and written."""

    region: str = Field(description="the region, 1-based, inclusive")
    sites: int = Field(description="predicted splice sites of probability 0.1 or more")
    exons: int = Field(description="predicted internal exons")
    files: tuple[str, ...] = Field(description="files written into the folder")
    left_out: tuple[str, ...] = Field(description="what is not in the map, and why")

    def as_text(self) -> str:
        """Return the summary as lines."""
        lines = [f"{self.region}: {self.sites} splice sites, {self.exons} internal exons predicted", *self.files]
        return "\n".join([*lines, *(f"left out: {what}" for what in self.left_out)])


@dataclass(frozen=True, slots=True)
class _Place:
    contig: str
    start: int
    end: int
    length: int


@dataclass(frozen=True, slots=True)
class _Site:
    """A predicted site; ``channel`` is that of the networks (1 acceptor, 2 donor)."""

    position: int
    strand: int
    channel: int
    probability: float

    @property
    def name(self) -> str:
        """What and how likely."""
        return f"{('acceptor', 'donor')[self.channel - 1]} {self.probability:.2f}"


LEFT_OUT = (
    "constraint between species: no conservation track is imported",
    "long-range interaction: no model that has attention or gradients over the window is attached",
)


def run(ask: Ask, lab: Lab) -> Answer:
    """Predict, draw and write."""
    from lexome.formats.bgzf_writer import WholeFile
    from lexome.formats.fasta.reference import Reference
    from lexome.report.map_page import render

    reference = Reference.open(ask.fasta, cache_dir=lab.settings.cache_dir, assembly=ask.assembly)
    place = _place(ask, reference)
    drawing = _Drawing(ask, lab, reference, place)
    page = drawing.page()
    written = {"map.html": render(page).encode(), **drawing.files()}
    for name, content in written.items():
        with WholeFile(ask.out / name) as file:
            file.write(content)
    exons = sum(len(found) for found in drawing.exons.values())
    region = f"chr{place.contig}:{place.start + 1}-{place.end}"
    return Answer(region=region, sites=len(drawing.sites), exons=exons, files=tuple(sorted(written)), left_out=LEFT_OUT)


class _Drawing:
    """Everything predicted for one region, both strands."""

    def __init__(self, ask: Ask, lab: Lab, reference: Any, place: _Place) -> None:
        self._place, self._reference = place, reference
        self._signals: dict[str, Any] = {}
        self.exons: dict[int, list[Any]] = {}
        self.sites: list[_Site] = []
        self.heat_maps: list[HeatMap] = []
        self._tracks: list[Track] = []
        self._genes(lab.knowledge("transcripts"))
        self._effects = ["strand\tsite\tkind\tposition\tref\talt\tchange"]
        splice = lab.model("splice")
        strands = {
            strand: splice.landscape(reference, contig=place.contig, position=place.start, strand=strand)
            for strand in (1, -1)
        }
        for strand, landscape in strands.items():
            lab.progress("splice sites", done=len(self.exons), total=2)
            self._predict(landscape, strand)
        for number, site in enumerate(sorted(self.sites, key=lambda site: -site.probability)[: ask.sites_detailed]):
            lab.progress("bases of sites", done=number, total=min(len(self.sites), ask.sites_detailed))
            self._detail(strands[site.strand], site)
        if ask.motifs is not None:
            self._motifs(ask.motifs)
        for strand in sorted({site.strand for site in self.sites}, reverse=True):
            lab.progress(f"contributions, {_STRANDS[strand]} strand", done=0, total=None)
            self._contributions(strands[strand], strand, ask.block)

    def _genes(self, transcripts: Any) -> None:
        from lexome.report.map_page import Track

        place = self._place
        bounds: dict[str, tuple[int, int]] = {}
        inside = (transcripts.start < place.end) & (transcripts.end > place.start)
        for row in inside.nonzero()[0].tolist():
            if CONTIGS[int(transcripts.contig[row])] == place.contig:
                start, end = int(transcripts.start[row]), int(transcripts.end[row])
                low, high = bounds.get(transcripts.gene_symbols[row], (start, end))
                bounds[transcripts.gene_symbols[row]] = (min(low, start), max(high, end))
        named = [
            (max(low, place.start), min(high, place.end), f"{gene}, {IMPRINTED[gene]}" if gene in IMPRINTED else gene)
            for gene, (low, high) in bounds.items()
        ]
        about = f"annotated genes ({transcripts.release}); parent of origin for 15q11-q13 (Nicholls and Knepper 2001)"
        self._tracks.append(Track("genes", "annotation", _COLOURS["gene"], sorted(named), about))

    def _predict(self, landscape: Any, strand: int) -> None:
        place = self._place
        found = landscape.sites(place.start, place.end)
        for row, name in enumerate(("acceptor", "donor")):
            about = "probability of a splice site; CI-SpliceAI, mean of five networks"
            self._signal(f"{name}_{_STRANDS[strand]}", found[row].round(4), colour=_COLOURS[name], about=about)
            strong = [(at, float(found[row, at])) for at in range(place.end - place.start) if found[row, at] >= SITE]
            self.sites += [_Site(place.start + at, strand, row + 1, probability) for at, probability in strong]
        self.exons[strand] = landscape.exons(found, start=place.start, least=SITE)
        from lexome.report.map_page import Track

        drawn = [(exon.start, exon.end, f"{exon.probability:.2f}") for exon in self.exons[strand]]
        about = "predicted internal exons: an acceptor with the next donor; the number is the weaker site's probability"
        self._tracks.append(Track(f"exons, {_STRANDS[strand]} strand", "annotation", _COLOURS["exon"], drawn, about))

    def _detail(self, landscape: Any, site: _Site) -> None:
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
        for site in self.sites:
            low, high = max(site.position - FLANK, place.start), min(site.position + FLANK + 1, place.end)
            bases = self._reference.fetch(place.contig, low, high)
            for motif in motifs:
                for hit in hits(motif.counts, bases):
                    sign = "+" if hit.strand > 0 else "-"
                    found.add((low + hit.start, low + hit.end, f"{motif.name} {sign} {hit.chance:.0e}"))
        about = (
            f"motifs within {FLANK} bases of a site that fewer than one random place in {round(1 / RARE):,} would match"
        )
        self._tracks.append(Track("motifs at sites", "annotation", _COLOURS["gene"], sorted(found), about))

    def _contributions(self, landscape: Any, strand: int, block: int) -> None:
        import numpy as np

        place = self._place
        effects = landscape.block_effects(place.start, place.end, block=block)
        per_base = np.repeat(effects, block)[: place.end - place.start].round(4)
        about = (
            f"largest change of any site near when {block} bases are hidden: below zero they support a site, above "
            "zero they hold one back; one network, short window"
        )
        self._signal(f"contribution_{_STRANDS[strand]}", per_base, colour=_COLOURS["block"], about=about)

    def _signal(self, file: str, values: Any, *, colour: str, about: str) -> None:
        from lexome.formats.bigwig import Signal
        from lexome.report.map_page import Track

        place = self._place
        signal = Signal.per_base(f"chr{place.contig}", place.length, place.start, values, least=SHOWN)
        self._signals[file] = signal
        drawn = list(zip(signal.start.tolist(), signal.end.tolist(), signal.value.round(4).tolist(), strict=True))
        self._tracks.append(Track(f"{file.replace('_', ', ')} strand", "wig", colour, drawn, about))

    def page(self) -> MapPage:
        """Return what the page shows."""
        from lexome.report.map_page import MapPage

        place = self._place
        name = f"chr{place.contig}"
        notes = [
            "Splice sites by CI-SpliceAI (Strauch 2022, doi:10.1371/journal.pone.0269159), both strands, without "
            "regard to annotated genes.",
            *(f"Left out: {what}." for what in LEFT_OUT),
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
        made["base_effects.tsv"] = ("\n".join(self._effects) + "\n").encode()
        return made

    def _exon_lines(self) -> Iterator[str]:
        every = [exon for found in self.exons.values() for exon in found]
        for exon in sorted(every, key=lambda exon: (exon.start, exon.end)):
            sign = "+" if exon.strand > 0 else "-"
            score = round(exon.probability * 1000)
            yield f"chr{self._place.contig}\t{exon.start}\t{exon.end}\texon {exon.probability:.2f}\t{score}\t{sign}\n"

    def _site_lines(self) -> Iterator[str]:
        for site in sorted(self.sites, key=lambda site: site.position):
            sign = "+" if site.strand > 0 else "-"
            place = f"chr{self._place.contig}\t{site.position}\t{site.position + 1}"
            yield f"{place}\t{site.name}\t{round(site.probability * 1000)}\t{sign}\n"


def _place(ask: Ask, reference: Any) -> _Place:
    """Return the region, 0-based half-open; BadInput when it is none or the FASTA lacks it."""
    match = _REGION.match(ask.region.replace(",", ""))
    if match is None:
        raise _bad(ask, "region-unreadable", "this is not contig:start-end", "write it as chr17:43,044,000-43,094,000")
    contig = canonical_contig(match["contig"]) or match["contig"]
    start, end = int(match["start"]) - 1, int(match["end"])
    if not 0 <= start < end:
        raise _bad(ask, "region-empty", "the region has no base", "give a start of 1 or more and an end after it")
    if end - start > LONGEST:
        raise _bad(ask, "region-too-long", f"it has {end - start:,} bases", f"map at most {LONGEST:,} at a time")
    if not reference.covers(contig, start, end):
        raise _bad(ask, "region-not-in-fasta", "the FASTA does not hold all of it", "give a FASTA that covers it")
    return _Place(contig, start, end, CONTIG_LENGTHS[ask.assembly].get(contig, end))


def _bad(ask: Ask, code: str, message: str, remedy: str) -> BadInput:
    return BadInput([Problem(Level.ERROR, code, ask.region[:60], message, remedy)])


plugin = Service(Ask, Answer, run)
