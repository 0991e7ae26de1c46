"""Names of protein changes are read as HGVS writes them, in one or three letters, and written back."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexome.core.residues import THREE_LETTERS
from lexome.formats.hgvs import ProteinChange, read_protein


@pytest.mark.parametrize(
    ("text", "change"),
    [
        # each from the recommendations, hgvs-nomenclature.org 21.0, or as older papers write them
        ("p.Trp24Cys", ProteinChange(">", "W", 24, "W", 24, "C")),
        ("NP_003997.1:p.(Trp24Ter)", ProteinChange(">", "W", 24, "W", 24, "*", None, True, "NP_003997.1")),
        ("p.W24*", ProteinChange(">", "W", 24, "W", 24, "*")),
        ("p.R97X", ProteinChange(">", "R", 97, "R", 97, "*")),
        ("p.Cys188=", ProteinChange("=", "C", 188, "C", 188)),
        ("p.(=)", ProteinChange("=", predicted=True)),
        ("p.Met1?", ProteinChange("?", "M", 1, "M", 1)),
        ("p.0?", ProteinChange("0")),
        ("p.Lys23_Val25del", ProteinChange("del", "K", 23, "V", 25)),
        ("p.Ala3_Ser5dup", ProteinChange("dup", "A", 3, "S", 5)),
        ("p.Lys2_Gly3insGlnSerLys", ProteinChange("ins", "K", 2, "G", 3, "QSK")),
        ("p.Cys28delinsTrpVal", ProteinChange("delins", "C", 28, "C", 28, "WV")),
        ("p.Arg97ProfsTer23", ProteinChange("fs", "R", 97, "R", 97, "P", 23)),
        ("p.(Arg97fs)", ProteinChange("fs", "R", 97, "R", 97, predicted=True)),
        ("p.Ile327Argfs*?", ProteinChange("fs", "I", 327, "I", 327, "R")),
        ("p.Ter110GlnextTer17", ProteinChange("ext", "*", 110, "*", 110, "Q", 17)),
        ("p.*110Glnext*17", ProteinChange("ext", "*", 110, "*", 110, "Q", 17)),
        ("p.Met1ext-5", ProteinChange("ext", "M", 1, "M", 1, "", -5)),
    ],
)
def test_a_name_tells_residues_and_change(text: str, change: ProteinChange) -> None:
    assert read_protein(text) == change


@pytest.mark.parametrize(
    "text", ["", "p.", "p.Trp", "p.Trp0Cys", "p.Xyz24Cys", "c.76A>T", "p.Trp24Cys Arg", "p.(Trp24Cys"]
)
def test_what_is_no_name_of_one_change_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_protein(text)


RESIDUE = st.sampled_from([letter for letter in THREE_LETTERS if letter not in "X*"])


@given(
    edit=st.sampled_from([">", "del", "dup", "delins", "ins", "fs"]),
    first=RESIDUE,
    last=RESIDUE,
    start=st.integers(1, 9999),
    span=st.integers(0, 40),
    new=st.lists(RESIDUE, min_size=1, max_size=5).map("".join),
    stop=st.none() | st.integers(2, 500),
    predicted=st.booleans(),
)
def test_a_name_written_is_read_again(
    edit: str, first: str, last: str, start: int, span: int, new: str, stop: int | None, predicted: bool
) -> None:
    single = edit in (">", "fs") or span == 0
    change = ProteinChange(
        edit,
        first,
        start,
        first if single else last,
        start if single else start + span,
        {">": new[0], "fs": new[0], "delins": new, "ins": new}.get(edit, ""),
        stop if edit == "fs" else None,
        predicted,
    )
    assert read_protein(str(change)) == change


@given(st.text(st.sampled_from("p.()_*?=fsextdelinsdupTerArgMet0123456789"), max_size=40) | st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(ValueError):
        read_protein(text)
