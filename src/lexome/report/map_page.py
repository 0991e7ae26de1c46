"""The page of a map: a genome browser with its data inside and a heat map of each site; no request leaves it."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

_HERE = Path(__file__).resolve().parent
BROWSER = _HERE / "assets" / "igv.min.js.gz"
"""igv.js 3.8.10 (MIT, Broad Institute), npm igv@3.8.10 dist/igv.min.js."""
_CELL, _LEFT = 9, 18
_FAINT = 0.01


@dataclass(frozen=True, slots=True)
class Track:
    """One track: ``features`` are (start, end, value or name), 0-based half-open; ``kind`` 'wig' or 'annotation'.

    ``bounds`` is the scale of a wig, None for that of its values.
    """

    name: str
    kind: str
    colour: str
    features: Sequence[tuple[int, int, float | str]]
    about: str = ""
    bounds: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Effects (4, columns) of every base around one site on its probability; ``bases`` are those that are there."""

    title: str
    start: int
    bases: str
    effects: NDArray[Any]


@dataclass(frozen=True, slots=True)
class MapPage:
    """All that the page shows; ``notes`` say what was run and what was left out."""

    title: str
    contig: str
    contig_length: int
    start: int
    end: int
    sequence: str
    tracks: Sequence[Track]
    heat_maps: Sequence[HeatMap]
    notes: Sequence[str]


def render(page: MapPage) -> str:
    """Return the page as one self-contained HTML document."""
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(loader=FileSystemLoader(_HERE / "templates"), autoescape=True)
    return environment.get_template("map.html.j2").render(
        page=page,
        browser=gzip.decompress(BROWSER.read_bytes()).decode("utf-8").replace("</script", "<\\/script"),
        options=json.dumps(_options(page)).replace("</", "<\\/"),
        heat_maps=[(one.title, _svg(one)) for one in page.heat_maps],
    )


def _options(page: MapPage) -> dict[str, Any]:
    """Return what igv.js is started with."""
    header = f">{page.contig}:{page.start + 1}-{page.end} @len={page.contig_length}\n"
    fasta = base64.b64encode((header + page.sequence + "\n").encode()).decode()
    return {
        "reference": {"id": "map", "fastaURL": f"data:application/octet-stream;base64,{fasta}", "indexed": False},
        "locus": f"{page.contig}:{page.start + 1}-{page.end}",
        "loadDefaultGenomes": False,
        "showSVGButton": True,
        "tracks": [_track(page, track) for track in page.tracks if track.features],
    }


def _track(page: MapPage, track: Track) -> dict[str, Any]:
    key = "value" if track.kind == "wig" else "name"
    features = [{"chr": page.contig, "start": a, "end": b, key: what} for a, b, what in track.features]
    shown: dict[str, Any] = {"name": track.name, "type": track.kind, "color": track.colour, "features": features}
    if track.kind == "wig":
        values = [float(what) for _, _, what in track.features]
        low, high = track.bounds or (min([0.0, *values]), max([0.01, *values]))
        shown |= {"autoscale": False, "min": low, "max": high, "height": 60}
    else:
        shown |= {"displayMode": "EXPANDED", "height": 40}
    return shown


def _svg(one: HeatMap) -> str:
    """Return the heat map as SVG: red lowers the probability, blue raises it, a dot marks the base that is there."""
    columns = one.effects.shape[1]
    width, height = _LEFT + columns * _CELL, 4 * _CELL + 14
    strongest = max(one.effects.ravel().tolist(), key=abs, default=0.0)
    said = f"Effects of every change of {columns} bases; the strongest is {strongest:+.2f}"
    head = f'<svg viewBox="0 0 {width} {height}" width="{width}" role="img" aria-label="{said}">'
    parts = [head]
    parts += [f'<text x="2" y="{row * _CELL + 8}" font-size="8">{base}</text>' for row, base in enumerate("ACGT")]
    for column in range(columns):
        x = _LEFT + column * _CELL
        for row, base in enumerate("ACGT"):
            value = float(one.effects[row, column])
            place = f"{one.start + column + 1} {one.bases[column]}&gt;{base}"
            if one.bases[column] == base:
                parts.append(f'<circle cx="{x + _CELL / 2}" cy="{row * _CELL + _CELL / 2}" r="1.5"/>')
            elif abs(value) >= _FAINT:
                colour = "178,24,43" if value < 0 else "33,102,172"
                parts.append(
                    f'<rect x="{x}" y="{row * _CELL}" width="{_CELL}" height="{_CELL}" '
                    f'fill="rgba({colour},{min(1.0, abs(value)):.2f})"><title>{place}: {value:+.2f}</title></rect>'
                )
    parts.append(f'<text x="{_LEFT}" y="{height - 3}" font-size="8">{one.start + 1:,}</text></svg>')
    return "".join(parts)
