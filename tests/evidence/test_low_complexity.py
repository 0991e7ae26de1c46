"""Repeats of real proteins: what BP3 is for, and what it must not touch."""

from __future__ import annotations

import pytest

from lexome.evidence.low_complexity import entropy_bits, is_hydrophobic, is_repetitive, is_simple_repeat

FOXG1_33_88 = "HHASHGHHNSHHPQHHHHHHHHHHHPPPPAPQPPPPPQQQQPPPPPPPAPQPPQTR"
"""Residues 33 to 88 of FOXG1 (P55316); the panel names 47-57, 58-61, 65-69, 70-73 and 74-80 for BP3 (GN035)."""

COLLAGEN = "GPPGEKGDRGPPGYTGSPGPKGERGPPGLDGMKGAPGRDGT"
"""Gly-X-Y repeats, as the triple helix of collagen has them."""


def test_the_runs_of_foxg1_are_simple_repeats():
    assert is_simple_repeat(FOXG1_33_88, first=15, last=25)
    assert is_simple_repeat(FOXG1_33_88, first=33, last=48)


def test_collagen_is_of_low_complexity_and_no_simple_repeat():
    assert not is_simple_repeat(COLLAGEN, first=12, last=17)


def test_a_signal_peptide_is_a_repeat_with_a_function():
    """TNFRSF11A (Q9Y6Q6), residues 1 to 31: duplications in its signal peptide cause disease."""
    start = "MAPRARRRRPLFALLLLCALLARLQVALQIA"
    assert is_hydrophobic(start, first=15, last=20)
    assert not is_hydrophobic(FOXG1_33_88, first=15, last=25)


def test_an_ordinary_stretch_is_neither():
    """PAH around Ser70 (P00439), whose deletion the panel counts as PM4."""
    stretch = "EENDVNLTHIESRPSRLKKDEYEFFTHLDKRSLPALTNIIKILRHDIGATVHELSRDKKK"
    assert not is_repetitive(stretch, first=15, last=15)


@pytest.mark.parametrize(("residues", "bits"), [("AAAA", 0.0), ("ACAC", 1.0), ("ACDE", 2.0)])
def test_entropy_is_shannon_s(residues, bits):
    assert entropy_bits(residues) == pytest.approx(bits)
