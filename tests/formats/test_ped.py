"""The pedigree reader: everything wrong with a file at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from lexome.core.case import Sex
from lexome.formats.ped import read_ped

TRIO = "FAM\tCHILD\tFATHER\tMOTHER\t1\t2\nFAM\tFATHER\t0\t0\t1\t1\nFAM\tMOTHER\t0\t0\t2\t0\n"


def write(folder: Path, text: str) -> Path:
    path = folder / "family.ped"
    path.write_bytes(text.encode())
    return path


def test_a_trio_is_a_child_with_two_parents(tmp_path: Path) -> None:
    pedigree, problems = read_ped(write(tmp_path, "#family person\n" + TRIO.replace("\n", "\r\n")))
    assert not problems
    child = pedigree.members["CHILD"]
    assert (child.sex, child.affected) == (Sex.MALE, True)
    assert pedigree.parents("CHILD") == (pedigree.members["FATHER"], pedigree.members["MOTHER"])
    assert pedigree.members["MOTHER"].affected is None


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        pytest.param("F A B 0 1 2\nF B A 0 1 1\n", "ped-cycle", 1, id="his own grandfather"),
        pytest.param("F A A 0 1 2\n", "ped-cycle", 1, id="his own father"),
        pytest.param("F A B 0 1 2\n", "ped-parent-unknown", 1, id="father without a line"),
        pytest.param(TRIO + "FAM CHILD 0 0 1 1\n", "ped-person-duplicated", 4, id="person twice"),
        pytest.param("F A 0 0 M 2\n", "ped-sex-invalid", 1, id="sex as a letter"),
        pytest.param("F A 0 0 1 yes\n", "ped-affected-invalid", 1, id="affected as a word"),
        pytest.param("F A 0 0 1\n", "ped-columns-wrong", 1, id="five columns"),
        pytest.param("F\tA\t0\t\t1\t2\n", "ped-columns-wrong", 1, id="an empty column"),
        pytest.param(TRIO.replace("FATHER\tMOTHER", "MOTHER\tFATHER"), "ped-parent-sex", 1, id="parents exchanged"),
        pytest.param(TRIO.replace("MOTHER\t1", "FATHER\t1"), "ped-parents-same", 1, id="one person for both"),
        pytest.param("F A 0 0 1 2\nG B 0 0 1 2\n", "ped-families-several", None, id="two families"),
        pytest.param("", "ped-empty", None, id="nothing"),
        pytest.param("\0\1", "file-not-text", None, id="binary"),
    ],
)
def test_each_fault_is_named_with_its_line(tmp_path: Path, text: str, code: str, line: int | None) -> None:
    pedigree, problems = read_ped(write(tmp_path, text))
    assert (code, line) in [(problem.code, problem.line) for problem in problems]
    for person in pedigree.members.values():
        assert {person.father, person.mother} - {None} <= pedigree.members.keys()


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = "F A B C 1 2\nF B A 0 3 1\nF D 0 0\nF B 0 0 1 1\n"
    _, problems = read_ped(write(tmp_path, text))
    assert {problem.code for problem in problems} == {
        "ped-cycle", "ped-parent-unknown", "ped-sex-invalid", "ped-columns-wrong", "ped-person-duplicated",
    }  # fmt: skip


def test_the_family_of_the_proband_is_taken(tmp_path: Path) -> None:
    pedigree, problems = read_ped(write(tmp_path, "F A 0 0 1 2\nG B 0 0 2 2\n"), person="B")
    assert not problems
    assert (pedigree.family_id, list(pedigree.members)) == ("G", ["B"])


def test_a_missing_file_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    assert [problem.code for problem in read_ped(tmp_path / "nowhere.ped")[1]] == ["file-unreadable"]
