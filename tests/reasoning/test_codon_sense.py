"""What the genetic code tells of a substitution without its codon."""

from __future__ import annotations

import numpy as np
import pytest

from lexome.core.settings import Settings
from lexome.knowledge.transcripts import open_transcripts
from lexome.reasoning.codon_sense import BASES, causal_log10, place_in_codon, sense


def log10(place: int, ref: str, alt: str, *, stop_share: float = 0.3) -> float:
    codes = [np.array([BASES.index(one)], np.int8) for one in (ref, alt)]
    return float(causal_log10(np.array([place], np.int8), *codes, stop_share=np.array([stop_share]))[0])


@pytest.mark.parametrize(
    ("place", "ref", "alt", "silent"),
    [
        pytest.param(2, "C", "T", 1.0, id="a pyrimidine for the other at the third base is always silent"),
        pytest.param(2, "A", "G", 13 / 14, id="a purine too, but for ATA to ATG"),
        pytest.param(1, "G", "A", 0.0, id="the second base always changes the residue, TGA and TAA apart"),
        pytest.param(0, "C", "T", 2 / 16, id="of the first base only CTA and CTG stay leucine"),
    ],
)
def test_the_share_of_silent_changes_is_that_of_the_code(place: int, ref: str, alt: str, silent: float) -> None:
    assert sense().silent[place, BASES.index(ref), BASES.index(alt)] == pytest.approx(silent)


def test_every_exchange_is_silent_missense_or_a_stop() -> None:
    told = sense()
    total = told.silent + told.missense + told.stop
    for first in range(4):
        for second in range(4):
            assert np.allclose(total[:, first, second], first != second)


def test_a_silent_exchange_is_no_cause_and_a_change_is_more_than_nothing_known() -> None:
    assert log10(2, "C", "T") < -2
    assert log10(1, "G", "A") > 0
    assert log10(0, "C", "T") > log10(0, "T", "C")  # CAA, CAG and CGA become stops


def test_an_unknown_place_says_nothing() -> None:
    assert log10(-1, "C", "T") == 0.0


@pytest.mark.parametrize(
    ("gene", "position", "offset"),
    [
        pytest.param("TBX5", 114_401_830, 238, id="NM_181486.4:c.238G>A, on the reverse strand"),
        pytest.param("CFTR", 117_559_591, 1520, id="c.1521_1523del takes away p.Phe508, on the forward strand"),
    ],
)
def test_the_place_in_the_codon_is_that_of_the_published_name(
    tmp_path_factory: pytest.TempPathFactory, gene: str, position: int, offset: int
) -> None:
    settings = Settings.from_environment({"LEXOME_DATA_DIR": str(tmp_path_factory.mktemp("data"))})
    transcripts = open_transcripts(settings)
    rows = [
        row for row, symbol in enumerate(transcripts.gene_symbols) if symbol == gene and transcripts.mane_select[row]
    ]
    place = place_in_codon(transcripts, np.array(rows[:1], np.int32), np.array([position - 1], np.int32))
    assert int(place[0]) == (offset - 1) % 3


def test_outside_the_coding_sequence_there_is_no_place(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings = Settings.from_environment({"LEXOME_DATA_DIR": str(tmp_path_factory.mktemp("data"))})
    transcripts = open_transcripts(settings)
    start = transcripts.exon_end[transcripts.exon_indptr[:1]]
    assert place_in_codon(transcripts, np.zeros(1, np.int32), start + 5).tolist() == [-1]
