"""``--also`` on the example: both forms beside the report, with ids of genes and a packet that is read back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lexome.apps.cli import main
from lexome.formats.phenopacket import read_phenopacket

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"


def test_both_forms_are_written_beside_the_report(tmp_path: Path) -> None:
    given = ["--note", str(EXAMPLES / "note.txt"), "--vcf", str(EXAMPLES / "trio.vcf.gz")]
    given += ["--ped", str(EXAMPLES / "trio.ped"), "--age", "P4Y"]
    assert main(["diagnose", *given, "--out", str(tmp_path), "--also", "phenopacket", "fhir"]) == 0
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    packet = json.loads((tmp_path / "phenopacket.json").read_text(encoding="utf-8"))
    case = read_phenopacket(tmp_path / "phenopacket.json").case
    told = {(one["hpo_id"], one["status"]) for one in report["findings"] if one["status"] in {"observed", "excluded"}}
    assert {(one.hpo_id, one.status.value) for one in case.findings} == told
    assert (case.sex.value, case.age_years, case.proband) == ("female", 4.0, "LINA")
    (genomic,) = packet["interpretations"][0]["diagnosis"]["genomicInterpretations"]
    gene = genomic["variantInterpretation"]["variationDescriptor"]["geneContext"]
    assert gene == {"valueId": "HGNC:7133", "symbol": "KMT2D"}  # genenames.org
    assert all(one.get("label") for one in _terms(packet["phenotypicFeatures"]))
    assert "unknown" not in {one["version"] for one in packet["metaData"]["resources"]}
    assert "genes" in {one["name"] for one in report["provenance"]["data"]}
    bundle = json.loads((tmp_path / "fhir.json").read_text(encoding="utf-8"))
    assert "HGNC:7133" in json.dumps(bundle)


def _terms(value: object) -> list[dict[str, str]]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    own = [value] if isinstance(value, dict) and "id" in value else []
    return own + [term for item in inner for term in _terms(item)]


def test_nothing_more_is_written_unasked(tmp_path: Path) -> None:
    assert main(["diagnose", "--hpo", "HP:0001250", "--out", str(tmp_path), "--also", "fhir"]) == 0
    assert (tmp_path / "fhir.json").exists()
    assert not (tmp_path / "phenopacket.json").exists()


@pytest.mark.parametrize(
    ("options", "code"),
    [
        pytest.param(["--hpo", "HP:0001250"], "no-out", id="no folder to write into"),
        pytest.param(["--cases", "cases.jsonl", "--out", "out.jsonl"], "also-in-batch", id="a batch makes no reports"),
    ],
)
def test_a_form_without_a_report_is_refused(options: list[str], code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diagnose", *options, "--also", "fhir"]) == 1
    assert code in capsys.readouterr().err
