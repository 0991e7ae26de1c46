"""A stretch of genome seen by the sequence models: predicted sites and exons, and what each base does to them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field

from lexome.core.assembly import CONTIG_LENGTHS, Assembly, canonical_contig
from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem
from lexome.lab import Lab, Service
from lexome.services.map.annotations import Place

LONGEST = 1_000_000
"""Bases of one map: the page holds its data, and a browser must open it."""
_REGION = re.compile(r"^(?P<contig>[^:\s]+):(?P<start>\d+)-(?P<end>\d+)$")


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
        lines = [
            f"{self.region}: {self.sites} splice sites, {self.exons} "
            f"internal exon{'' if self.exons == 1 else 's'} predicted",
            *self.files,
        ]
        return "\n".join([*lines, *(f"left out: {what}" for what in self.left_out)])


def run(ask: Ask, lab: Lab) -> Answer:
    """Predict, draw and write."""
    from lexome.formats.bgzf_writer import WholeFile
    from lexome.formats.fasta.reference import Reference
    from lexome.report.map_page import render
    from lexome.services.map.drawing import Drawing, Wanted

    reference = Reference.open(ask.fasta, cache_dir=lab.settings.cache_dir, assembly=ask.assembly)
    place = _place(ask, reference)
    wanted = Wanted(ask.assembly, ask.block, ask.motifs, ask.sites_detailed)
    drawing = Drawing(wanted, lab, reference, place)
    page = drawing.page()
    written = {"map.html": render(page).encode(), **drawing.files()}
    for name, content in written.items():
        with WholeFile(ask.out / name) as file:
            file.write(content)
    exons = sum(len(found) for found in drawing.exons.values())
    region = f"chr{place.contig}:{place.start + 1}-{place.end}"
    return Answer(
        region=region, sites=len(drawing.sites), exons=exons, files=tuple(sorted(written)), left_out=drawing.left_out
    )


def _place(ask: Ask, reference: Any) -> Place:
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
    return Place(contig, start, end, CONTIG_LENGTHS[ask.assembly].get(contig, end))


def _bad(ask: Ask, code: str, message: str, remedy: str) -> BadInput:
    return BadInput([Problem(Level.ERROR, code, ask.region[:60], message, remedy)])


plugin = Service(Ask, Answer, run)
