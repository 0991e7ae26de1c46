"""The scope of an answer: what lies outside is counted, told, and says nothing of any disease."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexome.apps.cli import main
from lexome.core.assembly import CONTIGS
from lexome.services.diagnose.scope import _Regions

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
TRIO = ["--note", f"{EXAMPLES}/note.txt", "--vcf", f"{EXAMPLES}/trio.vcf.gz", "--ped", f"{EXAMPLES}/trio.ped"]


def report(folder: Path, *options: str) -> dict[str, Any]:
    assert main(["diagnose", *TRIO, *options, "--out", str(folder)]) == 0
    document: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return document


def put_aside(document: dict[str, Any]) -> int:
    (step,) = (one for one in document["variant_counts"] if one["step"] == "within the scope asked for")
    count: int = step["put_aside"]
    return count


def test_a_panel_with_the_gene_finds_it_and_tells_what_lies_outside(tmp_path: Path) -> None:
    document = report(tmp_path, "--panel", "MLL2", "HGNC:12637", "NOSUCHGENE")  # MLL2: previous symbol of KMT2D
    first = document["differential"][0]
    assert (first["genes"], first["variants"]) == (["KMT2D"], ["GRCh38:12:49033226:CCTGT:C"])
    assert document["scope"] == "panel"
    outside = put_aside(document)
    assert outside > 900
    told = {one["what"]: one["why"] for one in document["not_covered"]}
    assert told["Outside the panel (2 genes given)"] == f"{outside:,} variants were not interpreted"
    assert told["Names of the panel that belong to no gene, or to several"] == "NOSUCHGENE"
    assert f"{outside:,} variants were not interpreted" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_a_panel_without_the_gene_shows_no_variant_and_speaks_neither_for_nor_against(tmp_path: Path) -> None:
    document = report(tmp_path, "--panel", "SCN1A")
    kabuki = next(one for one in document["differential"] if one["disease_id"] == "OMIM:147920")
    assert kabuki["variants"] == []
    (item,) = (one for one in kabuki["evidence"] if one["code"] == "variants")
    assert item["log10_lr"] == 0.0
    assert "49033226" not in json.dumps(document)


def test_regions_are_a_panel_and_genes_covered_in_part_are_told(tmp_path: Path) -> None:
    (tmp_path / "p.bed").write_text("chr12\t49033000\t49034000\n")
    document = report(tmp_path / "out", "--panel", f"{tmp_path}/p.bed")
    assert document["differential"][0]["variants"] == ["GRCh38:12:49033226:CCTGT:C"]
    told = {one["what"]: one["why"] for one in document["not_covered"]}
    assert "KMT2D (" in told["Genes the panel covers in part"]


def test_findings_only_leaves_the_file_unread(tmp_path: Path) -> None:
    document = report(tmp_path, "--scope", "phenotype")
    assert document["scope"] == "phenotype"
    assert document["variants"] == []
    assert "no variant was read" in next(one["why"] for one in document["not_done"] if one["what"] == "Variants")


def test_an_exome_leaves_out_what_lies_beside_coding_sequence(tmp_path: Path) -> None:
    exome, genome = (report(tmp_path / name, "--scope", name) for name in ("exome", "genome"))
    assert exome["differential"][0]["variants"] == genome["differential"][0]["variants"]
    assert put_aside(exome) > 0
    assert not any(one["step"] == "within the scope asked for" for one in genome["variant_counts"])
    assert any(one["what"] == "Outside coding sequence" for one in exome["not_covered"])


def test_a_kept_case_is_ranked_again_within_its_panel_or_another(tmp_path: Path) -> None:
    panel = report(tmp_path / "full", "--panel", "SCN1A", "--case-dir", f"{tmp_path}/case")
    assert main(["diagnose", "--rescore", f"{tmp_path}/case", "--out", f"{tmp_path}/same"]) == 0
    again = json.loads((tmp_path / "same" / "report.json").read_text())
    assert again["differential"] == panel["differential"]
    wider = ["--panel", "KMT2D", "--out", f"{tmp_path}/wider"]
    assert main(["diagnose", "--rescore", f"{tmp_path}/case", *wider]) == 0
    assert json.loads((tmp_path / "wider" / "report.json").read_text())["differential"][0]["genes"] == ["KMT2D"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--scope", "panel"], "no-panel"),
        (["--panel", "NOSUCHGENE"], "no-panel"),
        (["--panel", "SCN1A", "--scope", "exome"], "scope-contradicts"),
        (["--panel", "no/such/file.txt"], "panel-unreadable"),
    ],
)
def test_a_scope_that_cannot_be_is_refused(options: list[str], code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diagnose", "--hpo", "HP:0001250", *options]) == 1
    assert code in capsys.readouterr().err


INTERVALS = st.tuples(st.sampled_from(["1", "2"]), st.integers(0, 60), st.integers(1, 20)).map(
    lambda one: (one[0], one[1], one[1] + one[2])
)


@given(regions=st.lists(INTERVALS, max_size=8), asked=st.lists(INTERVALS, min_size=1, max_size=8))
def test_bases_inside_regions_are_counted_as_one_by_one(
    regions: list[tuple[str, int, int]], asked: list[tuple[str, int, int]]
) -> None:
    inside = {(contig, at) for contig, start, end in regions for at in range(start, end)}
    contig = np.array([CONTIGS.index(one[0]) for one in asked], np.int16)
    start, end = (np.array([one[place] for one in asked], np.int32) for place in (1, 2))
    counted = _Regions(regions).bases(contig, start, end).tolist()
    assert counted == [sum((one[0], at) in inside for at in range(one[1], one[2])) for one in asked]
