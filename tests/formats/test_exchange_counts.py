"""The counts of exchanged amino acids: what the file says of itself, and files of another form."""

from __future__ import annotations

from pathlib import Path

import pytest

from lexome.core.errors import BrokenKnowledge
from lexome.formats.exchange_counts import FILE, read_exchange_counts

HEAD = "# source: S; doi\n# release: r (x)\nref\talt\tpathogenic\tbenign\n"


def test_the_counts_add_up_to_what_the_header_states() -> None:
    counts = read_exchange_counts()
    lines = FILE.read_text(encoding="utf-8").splitlines()
    (stated,) = [line for line in lines if line.startswith("# counts: ")]
    pairs = int((counts.pathogenic + counts.benign > 0).sum())
    assert stated.startswith(
        f"# counts: {counts.pathogenic.sum()} pathogenic, {counts.benign.sum()} benign, {pairs} pairs;"
    )


def test_the_header_names_source_release_and_licence() -> None:
    head = [line for line in FILE.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    assert all(any(line.startswith(f"# {word}: ") for line in head) for word in ("source", "release", "licence"))
    assert str(read_exchange_counts().citation) == "UniProtKB human variants gnuhealth-genetics-uniprot 5.0.4"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(HEAD + "A\tV\t1\n", id="a column is missing"),
        pytest.param(HEAD + "A\tX\t1\t1\n", id="no residue"),
        pytest.param(HEAD + "A\tV\tone\t1\n", id="no number"),
        pytest.param(HEAD + "A\tV\t-1\t1\n", id="below zero"),
        pytest.param(HEAD + "A\tV\t5\t0\n", id="a class without any"),
        pytest.param(HEAD, id="no row"),
        pytest.param("ref\talt\tpathogenic\tbenign\nA\tV\t1\t1\n", id="no origin"),
    ],
)
def test_a_file_of_another_form_is_broken_knowledge(text: str, tmp_path: Path) -> None:
    path = tmp_path / "counts.tsv"
    path.write_text(text)
    with pytest.raises(BrokenKnowledge, match=r"counts\.tsv"):
        read_exchange_counts(path)


def test_a_missing_file_is_broken_knowledge(tmp_path: Path) -> None:
    with pytest.raises(BrokenKnowledge, match=r"none\.tsv"):
        read_exchange_counts(tmp_path / "none.tsv")
