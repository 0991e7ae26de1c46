"""Measured values: each bound is passed or not as its source says."""

from __future__ import annotations

import re

import pytest

from lexome.models.notes.measurements import Measured, bounds, measured


def read(text: str) -> list[Measured]:
    """Return what is measured in a text."""
    return list(measured(text, [word.start() for word in re.finditer(r"\w+", text)], "en"))


@pytest.mark.parametrize(
    ("text", "quote", "hpo_id"),
    [
        ("OFC −3.2 SD", "OFC −3.2 SD", "HP:0000252"),
        ("height below the 3rd centile", "height below the 3rd centile", "HP:0004322"),
        ("CK 2,400 U/L", "CK 2,400 U/L", "HP:0030234"),
        ("QTc 510 ms", "QTc 510 ms", "HP:0005184"),
        ("head circumference was 3 SD above the mean", "head circumference was 3 SD above", "HP:0000256"),
        ("hemoglobin 7.9 g/dL", "hemoglobin 7.9 g/dL", "HP:0001903"),
        ("haemoglobin 79 g/l", "haemoglobin 79 g/l", "HP:0001903"),
        ("platelets 90,000/µL", "platelets 90,000/µL", "HP:0001873"),
        ("height z-score -3.4", "height z-score -3.4", "HP:0003510"),
        ("platelets 90 000/µL", "platelets 90 000/µL", "HP:0001873"),
        ("IQ was 20-30", "IQ was 20-30", "HP:0010864"),
        ("born at 32 weeks of gestation", "born at 32 weeks of gestation", "HP:0001622"),
        ("length 77 cm (on the 2nd percentile)", "length 77 cm (on the 2nd percentile", "HP:0004322"),
        ("BMI 41.2 kg/m2", "BMI 41.2 kg/m2", "HP:0025501"),
        ("parameters at birth were length 45 cm (<3rd centile)", "length 45 cm (<3rd centile", "HP:0003561"),
        ("birth OFC -2.4 SD", "OFC -2.4 SD", "HP:0011451"),
        ("at birth well; at 2 years height -2.4 SD", "height -2.4 SD", "HP:0004322"),
        ("small at birth, at 2 years height -2.4 SD", "height -2.4 SD", "HP:0004322"),
    ],
)
def test_a_value_beyond_its_bound_is_a_finding(text: str, quote: str, hpo_id: str) -> None:
    assert [(text[each.start : each.end], each.hpo_id) for each in read(text)] == [(quote, hpo_id)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("OFC -1.5 SD", id="within two deviations"),
        pytest.param("height on the 3rd centile", id="on the bound is not below it"),
        pytest.param("height 50 cm (25th-50th percentile)", id="a range"),
        pytest.param("QTc 459 ms", id="one below the bound"),
        pytest.param("IQ 70-79", id="borderline"),
        pytest.param("IQ 65-75", id="a range that is not wholly beyond"),
        pytest.param("born at 38 3/7 weeks", id="a fraction of a week"),
        pytest.param("CK 2,400 mg", id="another unit"),
        pytest.param("platelet count of 163 000/mm3", id="a space between thousands"),
        pytest.param("urinary potassium excretion was 120 mmol/d", id="in urine"),
        pytest.param("CSF glucose 2.4 mmol/L", id="in another fluid"),
        pytest.param("sodium clearance of 160 mmol/L", id="another quantity"),
        pytest.param("potassium was low; 6.1 mmol/L of sodium", id="a value of another clause"),
    ],
)
def test_a_value_within_its_bound_is_none(text: str) -> None:
    assert not read(text)


def test_every_bound_has_its_source() -> None:
    assert all(bound.source and bound.hpo_id.startswith("HP:") for bound in bounds())
