"""The list of data and its verification."""

from __future__ import annotations

import json
from pathlib import Path

from formats.small_vcf import sites_vcf
from lexome.core.settings import Settings
from lexome.formats.columns import STARTER
from lexome.lab import Lab
from lexome.services import data_import, data_list, data_verify


def _lab(folder: Path) -> Lab:
    return Lab(Settings(folder / "data", folder / "cache"))


def test_every_embedded_table_is_listed_with_source_release_and_licence(tmp_path: Path) -> None:
    answer = data_list.run(data_list.Ask(), _lab(tmp_path))
    assert {"hpo_terms", "disease_annotations", "clinvar", "transcripts", "population"} <= {
        table.name for table in answer.tables
    }
    assert all(table.source and table.release and table.licence and table.reference for table in answer.tables)
    assert not any(table.imported for table in answer.tables)
    assert "nothing yet" in answer.as_text()


def test_the_embedded_tables_weigh_at_most_30_mb(tmp_path: Path) -> None:
    tables = data_list.run(data_list.Ask(), _lab(tmp_path)).tables
    assert sum(table.size for table in tables) <= 30_000_000
    assert max(table.size for table in tables) <= 12_000_000


def test_what_was_imported_is_listed_and_verified_until_a_byte_changes(tmp_path: Path) -> None:
    lab = _lab(tmp_path)
    path = sites_vcf(tmp_path / "s.vcf", [("chr1", 100, "A", "C", "AC=1;AN=10")])
    folder = data_import.run(data_import.Ask(kind="population", files=(path,), release="gnomAD v1 x"), lab).folder
    listed = [table for table in data_list.run(data_list.Ask(), lab).tables if table.imported]
    assert [(table.name, table.release, table.rows) for table in listed] == [("population/gnomad-x", "gnomAD v1 x", 1)]
    assert data_verify.run(data_verify.Ask(), lab).exit_code == 0
    changed = folder / "1" / "AC.npy"
    content = bytearray(changed.read_bytes())
    content[-1] ^= 1
    changed.write_bytes(content)
    (folder / "1" / "AN.npy").unlink()
    answer = data_verify.run(data_verify.Ask(), lab)
    assert answer.exit_code == 1
    assert {(Path(fault.file).name, fault.fault.split(":")[0]) for fault in answer.faults} == {
        ("AC.npy", "changed"),
        ("AN.npy", "missing"),
    }
    assert all("data import population" in fault.remedy for fault in answer.faults)


def test_the_listing_fits_a_terminal(tmp_path: Path) -> None:
    text = data_list.run(data_list.Ask(), _lab(tmp_path)).as_text()
    assert [line for line in text.splitlines() if len(line) > 80 and str(tmp_path) not in line] == []


def test_every_embedded_network_and_forest_is_hashed_when_data_are_verified(tmp_path: Path) -> None:
    manifest = json.loads((STARTER / "manifest.json").read_text(encoding="utf-8"))
    entered = {name for model in manifest["models"].values() for name in model["files"]}
    assert entered == {path.relative_to(STARTER).as_posix() for path in STARTER.rglob("*.onnx")}
    answer = data_verify.run(data_verify.Ask(), _lab(tmp_path))
    assert answer.faults == ()
    assert answer.checked == len(entered) + len(manifest["tables"])
