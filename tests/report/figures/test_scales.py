"""Pictures are to scale: lengths follow the numbers they stand for."""

from __future__ import annotations

import re
from math import log10

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from lexome.evidence.cnv.scheme import class_of
from lexome.report.event_schema import SchemeLine
from lexome.report.figures.evidence_bars import LIMITS, axis, bar, reach
from lexome.report.figures.frequency_scale import frequency_scale
from lexome.report.figures.points_bar import ZONES, points_bar
from lexome.report.figures.posterior_strip import posterior_strip
from lexome.report.figures.scheme_bar import ZONES as SCHEME_ZONES
from lexome.report.figures.scheme_bar import scheme_bar
from lexome.report.figures.svg import element, fit
from lexome.report.figures.transcript_track import LEFT, RIGHT, Pin, transcript_track
from lexome.report.variant_schema import CriterionMet, PopulationFrequency
from report.patients import CFTR, SCN1A


def numbers(pattern: str, drawn: str) -> list[float]:
    return [float(found) for found in re.findall(pattern, drawn)]


@given(st.floats(0.2, 8), st.sampled_from(LIMITS))
def test_a_bar_is_as_long_as_its_ratio_and_the_same_both_ways(log10_lr: float, limit: float) -> None:
    for_it = numbers(r'<rect [^>]*width="([\d.]+)"', bar(log10_lr, limit))[0]
    against = numbers(r'<rect [^>]*width="([\d.]+)"', bar(-log10_lr, limit))[0]
    assert for_it == pytest.approx(against, abs=0.02)
    assert for_it == pytest.approx(min(1.0, log10_lr / limit) * 126, abs=0.02)


def test_a_bar_beyond_the_axis_ends_in_an_arrow() -> None:
    assert "bar-tip" in bar(25.0, 20.0)
    assert "bar-tip" not in bar(19.0, 20.0)


@pytest.mark.parametrize(("values", "limit"), [([], 2), ([0.3, -1.9], 2), ([-2.01], 3), ([100.0], 20)])
def test_the_axis_holds_every_value(values: list[float], limit: float) -> None:
    assert reach(values) == limit
    assert axis(limit).startswith("<svg")


def test_the_strip_shares_its_whole_length() -> None:
    drawn = posterior_strip([("a", 0.5, "share-0"), ("b", 0.25, "share-1"), ("none", 0.25, "share-none")])
    widths = numbers(r'<rect [^>]*width="([\d.]+)"', drawn)
    assert widths[0] == pytest.approx(2 * widths[1], rel=0.01)
    assert "a 50" in drawn


@given(st.integers(-40, 60))
def test_every_sum_of_points_has_one_zone(points: int) -> None:
    """Tavtigian 2020, table 2: benign to -7, likely benign -6 to -1, uncertain 0 to 5, likely pathogenic 6 to 9."""
    expected = (
        "pathogenic" if points >= 10 else "likely_pathogenic" if points >= 6 else "uncertain" if points >= 0
        else "likely_benign" if points >= -6 else "benign"
    )  # fmt: skip
    held = max(ZONES[0][1] + 0.4, min(ZONES[-1][2] - 0.4, points))
    assert [name for name, low, high, _ in ZONES if low <= held < high] == [expected]
    assert "<svg" in points_bar(points, expected, ())


def test_criteria_are_as_long_as_their_points() -> None:
    met = [CriterionMet(code=c, strength="", points=p, because="") for c, p in (("PVS1", 8), ("PM2", 1), ("BS1", -4))]
    widths = numbers(r'<rect [^>]*width="([\d.]+)"[^>]*class="bar-', points_bar(5, "uncertain", met))
    assert [(width + 1.5) / (widths[1] + 1.5) for width in widths] == pytest.approx([8, 1, 4], abs=0.05)


@given(st.floats(1e-5, 1.0), st.floats(1e-5, 1.0))
def test_frequencies_lie_on_a_logarithmic_scale(first: float, second: float) -> None:
    entries = [PopulationFrequency(population=f"p{i}", fraction=share) for i, share in enumerate((first, second))]
    left, right = numbers(r'<circle cx="([\d.]+)"', frequency_scale(entries))
    decade = (right - left) / (log10(second) - log10(first)) if abs(log10(second / first)) > 0.2 else 48.0
    assert decade == pytest.approx(48.0, abs=0.5)


def test_not_seen_has_a_place_of_its_own() -> None:
    drawn = frequency_scale([PopulationFrequency(population="African", fraction=0.0)])
    assert "dot-empty" in drawn
    assert "none seen" in drawn


def offset_in_message(exons: tuple[tuple[int, int], ...], strand: str, position: int) -> float:
    """Return the share of the spliced transcript before a genomic base, counted base by base."""
    bases = [base for start, end in exons for base in range(start, end)]
    ordered = bases if strand == "+" else bases[::-1]
    return (ordered.index(position) + 0.5) / len(ordered)


@pytest.mark.parametrize(
    ("drawing", "position"),
    [
        pytest.param(CFTR, 117559590, id="CFTR F508, forward strand"),
        pytest.param(SCN1A, 165994290, id="SCN1A, reverse strand"),
    ],
)
def test_a_variant_lies_in_the_message_where_counting_bases_puts_it(drawing, position: int) -> None:
    drawn = transcript_track(drawing, [Pin("V1", position, position + 1, None)])
    _, message = numbers(r'<circle cx="([\d.]+)"', drawn)
    share = offset_in_message(drawing.exons, drawing.strand, position)
    assert message == pytest.approx(LEFT + share * (RIGHT - LEFT), abs=0.05)


def test_the_residue_is_where_the_codon_is() -> None:
    """F508 of CFTR: 508 of 1480 residues (UniProt P13569)."""
    drawn = transcript_track(CFTR, [Pin("V1", 117559590, 117559594, 508)])
    residue = numbers(r'<circle cx="([\d.]+)"', drawn)[2]
    assert residue == pytest.approx(LEFT + 508 / 1480 * (RIGHT - LEFT), abs=0.6)


@given(st.text())
def test_text_in_a_picture_is_escaped(words: str) -> None:
    drawn = element("text", words, class_=words)
    assert isinstance(drawn, Markup)
    assert drawn.count("<") == 2
    assert len(fit(words, 50)) <= 50


@given(st.floats(-1.3, 1.8).map(lambda points: round(points, 2)))
def test_the_scheme_s_marker_stands_in_the_zone_of_its_class(points: float) -> None:
    """Classes by the scheme itself: P from 0.99, LP from 0.90, LB from -0.90, B from -0.99."""
    named = next(name for name, low, high, _ in SCHEME_ZONES if low < points <= high)
    assert named == class_of(points).value
    drawn = scheme_bar(points, named, [SchemeLine(code="2A", points=points, because="x")])
    assert "points" in drawn


def test_the_scheme_s_lines_are_as_long_as_their_points() -> None:
    lines = [SchemeLine(code="2A", points=1.0, because="x"), SchemeLine(code="3B", points=0.5, because="x")]
    widths = [
        float(found) for found in re.findall(r'width="([\d.]+)"[^>]*class="bar-for"', scheme_bar(1.5, None, lines))
    ]
    assert (widths[0] + 1.5) / (widths[1] + 1.5) == pytest.approx(2.0, rel=0.01)
