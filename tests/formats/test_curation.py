"""Curation files, good and hostile."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lexome.core.curation import Action
from lexome.core.evidence import Strength
from lexome.formats.curation import read_curation


def test_tab_separated_and_json_lines_say_the_same(tmp_path: Path) -> None:
    table, lines = tmp_path / "c.tsv", tmp_path / "c.jsonl"
    table.write_text(
        "variant\tcode\taction\tstrength\tcurator\treason\nGRCh38:1:5:A:G\tBS3\tadd\tSupporting\tDr. Ada\tassay\n"
    )
    lines.write_text(
        '{"variant": "GRCh38:1:5:A:G", "code": "BS3", "action": "add", "strength": "supporting", '
        '"curator": "Dr. Ada", "reason": "assay"}\n'
    )
    (first,), problems = read_curation(table)
    assert problems == ()
    assert read_curation(lines) == ((first,), ())
    assert (first.action, first.strength) == (Action.ADD, Strength.BENIGN_SUPPORTING)


@given(content=st.binary(max_size=400))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_no_file_breaks_the_reader(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "c.tsv"
    path.write_bytes(content)
    decisions, problems = read_curation(path)
    assert not decisions
    assert all(problem.remedy for problem in problems)


@given(line=st.text(alphabet='{}[]":,\\\tGRCh38 PS4add\n', max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_no_json_breaks_the_reader(tmp_path: Path, line: str) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text("{" + line, encoding="utf-8")
    read_curation(path)
