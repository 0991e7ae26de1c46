"""The commands that build the starter: what they wrote, and that they would write it again."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pytest

from lexome.core.transcript import INCOMPLETE_3, INCOMPLETE_5
from lexome.formats.columns import STARTER, file_sha256, open_table
from starter_builder.artifacts import ARTIFACTS, Shelf
from starter_builder.notice import write_notice
from starter_builder.transcripts import Absolute, Shape, incompleteness, place
from starter_builder.writing import Built, write_part

NOTICE = Path(__file__).resolve().parents[2] / "NOTICE"


def _built(name: str, release: str = "1") -> Built:
    table = pa.table({"a": pa.array([3, 1, 2]), "b": pa.array(["x", "y", "x"]).dictionary_encode()})
    return Built(name, table, "Source", release, "CC0", "https://example.org", "PyPI x 1")


def test_writing_the_same_table_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    (first,) = write_part([_built("t")], folder=tmp_path / "a")
    (second,) = write_part([_built("t")], folder=tmp_path / "b")
    assert first["sha256"] == second["sha256"] == file_sha256(tmp_path / "a" / "t.arrow")


def test_a_part_changes_its_own_entries_of_the_manifest_only(tmp_path: Path) -> None:
    write_part([_built("one"), _built("two")], folder=tmp_path)
    write_part([_built("two", "2")], folder=tmp_path)
    tables = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))["tables"]
    assert {name: entry["release"] for name, entry in tables.items()} == {"one": "1", "two": "2"}
    assert open_table("two", folder=tmp_path).schema.metadata[b"release"] == b"2"


def test_an_artifact_of_another_hash_is_refused(tmp_path: Path) -> None:
    (tmp_path / ARTIFACTS["stranger"].file).write_bytes(b"something else")
    with pytest.raises(ValueError, match="pinned"):
        Shelf(tmp_path, built=tmp_path).content("stranger", "x")


def test_the_notice_names_every_source_release_and_licence_of_the_manifest(tmp_path: Path) -> None:
    notice = NOTICE.read_text(encoding="utf-8")
    manifest = json.loads((STARTER / "manifest.json").read_text(encoding="utf-8"))
    for entry in manifest["tables"].values():
        assert entry["source"] in notice
        assert entry["release"] in notice
        assert entry["licence"] in notice
    write_notice(STARTER / "manifest.json", notice=tmp_path / "NOTICE")
    assert (tmp_path / "NOTICE").read_text(encoding="utf-8").startswith("Lexome\n")


def test_no_table_carries_definitions() -> None:
    texts = open_table("hpo_names")["text"].to_pylist()
    assert not [text for text in texts if len(text) > 200]
    assert "definition" not in open_table("hpo_terms").column_names


def _shape(*exons: tuple[int, int], name: str = "G-201", strand: int = 1, left: int = 0, right: int = 0) -> Shape:
    return Shape(name, name.rpartition("-")[0], strand, exons, left, right)


def test_a_gene_is_placed_by_the_transcript_whose_exons_are_stated() -> None:
    shapes = [_shape((0, 10), (20, 30)), _shape((5, 10), name="G-202")]
    absolute = Absolute({("1", ((107, 117), (127, 137))): "ENST1.1"}, {("1", ((112, 117),)): "ENST2.4"}, {}, {}, {})
    absolute.of_gene["G"] = [*absolute.main, *absolute.other]
    placed = place("G", shapes, absolute)
    assert [(one.transcript_id, one.contig, one.exons) for one in placed] == [
        ("ENST1.1", "1", ((107, 117), (127, 137))),
        ("ENST2.4", "1", ((112, 117),)),
    ]


def test_without_stated_exons_two_sources_must_agree_on_the_start() -> None:
    shapes = [_shape((0, 10)), _shape((40, 90), name="G-202")]
    agreed = Absolute({}, {}, {}, {"G": ("7", 1000, 1100)}, {"G": {1000}})
    assert [one.exons for one in place("G", shapes, agreed)] == [((1000, 1010),), ((1040, 1090),)]
    assert place("G", shapes, Absolute({}, {}, {}, {"G": ("7", 1000, 1100)}, {"G": {1007}})) == []
    assert place("G", shapes, Absolute({}, {}, {}, {}, {"G": {1000}})) == []


@pytest.mark.parametrize(
    ("shape", "trusted", "expected"),
    [
        pytest.param(_shape((0, 30), left=3, right=3), False, (0, 0), id="UTRs on both sides"),
        pytest.param(_shape((0, 30)), True, (0, 0), id="no UTR, but vouched for"),
        pytest.param(_shape((0, 31), left=3), False, (INCOMPLETE_3, 0), id="cut at the end"),
        pytest.param(_shape((0, 32), right=3), False, (INCOMPLETE_5, 2), id="cut at the start: frame from the end"),
        pytest.param(_shape((0, 32), left=3, strand=-1), False, (INCOMPLETE_5, 2), id="the same on the minus strand"),
        pytest.param(_shape((0, 30)), False, None, id="cut at both: no frame"),
        pytest.param(_shape((0, 31), left=3, right=3), False, None, id="complete and no whole codons"),
    ],
)
def test_a_reading_frame_is_told_or_the_transcript_left_out(
    shape: Shape, trusted: bool, expected: tuple[int, int] | None
) -> None:
    assert incompleteness(shape, trusted=trusted) == expected


@pytest.mark.parametrize(("strand", "expected"), [(1, (7, 25)), (-1, (7, 25))])
def test_the_coding_bounds_skip_the_untranslated_bases_of_each_side(strand: int, expected: tuple[int, int]) -> None:
    assert _shape((0, 5), (5, 10), (20, 30), strand=strand, left=7, right=5).coding() == expected
