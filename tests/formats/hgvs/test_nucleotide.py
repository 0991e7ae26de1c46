"""Names of DNA changes are read as HGVS writes them, and written back."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexome.formats.hgvs import NucleotideChange, Position, read_nucleotide


@pytest.mark.parametrize(
    ("text", "change"),
    [
        # each from the recommendations, hgvs-nomenclature.org 21.0
        (
            "NM_004006.2:c.4375C>T",
            NucleotideChange("c", Position(4375), Position(4375), ">", "C", "T", None, "NM_004006.2"),
        ),
        ("c.-12G>A", NucleotideChange("c", Position(-12), Position(-12), ">", "G", "A")),
        ("c.*70T>A", NucleotideChange("c", Position(70, 0, True), Position(70, 0, True), ">", "T", "A")),
        ("c.183_186+48del", NucleotideChange("c", Position(183), Position(186, 48), "del")),
        ("c.88-2A>G", NucleotideChange("c", Position(88, -2), Position(88, -2), ">", "A", "G")),
        ("c.-85+1G>T", NucleotideChange("c", Position(-85, 1), Position(-85, 1), ">", "G", "T")),
        ("g.123dup", NucleotideChange("g", Position(123), Position(123), "dup")),
        ("c.20_23dupACGT", NucleotideChange("c", Position(20), Position(23), "dup", "ACGT")),
        ("c.169_170insA", NucleotideChange("c", Position(169), Position(170), "ins", "", "A")),
        ("c.6775delinsGA", NucleotideChange("c", Position(6775), Position(6775), "delins", "", "GA")),
        ("c.6775_6777delGAGinsC", NucleotideChange("c", Position(6775), Position(6777), "delins", "GAG", "C")),
        ("c.5657_5660inv", NucleotideChange("c", Position(5657), Position(5660), "inv")),
        ("n.-34[5]".replace("-", ""), NucleotideChange("n", Position(34), Position(34), "[]", "", "", 5)),
        ("c.54GCA[23]", NucleotideChange("c", Position(54), Position(54), "[]", "", "GCA", 23)),
        ("c.76=", NucleotideChange("c", Position(76), Position(76), "=")),
    ],
)
def test_a_name_tells_place_and_change(text: str, change: NucleotideChange) -> None:
    assert read_nucleotide(text) == change
    assert read_nucleotide(str(change)).start == change.start


@pytest.mark.parametrize(
    "text",
    [
        "", "c.", "c.0A>T", "c.76A>", "c.76ins", "c.76insA", "p.Arg97Ter", "c.(4071+1_4072-1)_(5154+1_5155-1)del",
        "c.123A>T;456G>C", "g.-5A>T", "g.5+2A>T", "c.12_del", "NM_1:NM_2:c.1A>T", "c.1A>T extra",
        "c." + "1" * 30 + "A>T", "c.1_2ins" + "A" * 30_000,
    ],
)  # fmt: skip
def test_what_is_no_name_of_one_change_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_nucleotide(text)


POSITIONS = st.builds(Position, st.integers(1, 10**6) | st.integers(-(10**4), -1), st.integers(-999, 999)) | st.builds(
    Position, st.integers(1, 10**4), st.integers(-99, 99), st.just(True)
)
BASES = st.text("ACGT", min_size=1, max_size=12)


@given(
    start=POSITIONS,
    end=POSITIONS,
    edit=st.sampled_from(["del", "dup", "inv", "delins", "ins"]),
    alt=BASES,
    accession=st.sampled_from(["", "NM_000059.4", "ENST00000380152.8"]),
)
def test_a_name_written_is_read_again(start: Position, end: Position, edit: str, alt: str, accession: str) -> None:
    if edit == "ins" and start == end:
        return
    change = NucleotideChange("c", start, end, edit, "", alt if "ins" in edit else "", None, accession)
    assert read_nucleotide(str(change)) == change


@given(st.text(st.sampled_from("cgn.:_*+-0123456789ACGTdelinsdupv>[]()="), max_size=60) | st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(ValueError):
        read_nucleotide(text)
