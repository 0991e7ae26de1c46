"""Phenopackets: what the schema (phenopacket-schema v2) says, and what is told of files that are none."""

from __future__ import annotations

import contextlib
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexome.core.assembly import Assembly
from lexome.core.case import Sex, Status
from lexome.core.errors import BadInput
from lexome.formats.phenopacket import parse_phenopacket, read_phenopacket, years

MINIMAL: dict[str, Any] = {
    "id": "case-1",
    "subject": {"id": "child", "sex": "FEMALE", "timeAtLastEncounter": {"age": {"iso8601duration": "P3Y6M"}}},
    "phenotypicFeatures": [
        {"type": {"id": "HP:0001250", "label": "Seizure"}, "onset": {"age": {"iso8601duration": "P4M"}}},
        {"type": {"id": "HP:0000252", "label": "Microcephaly"}, "excluded": True},
    ],
    "metaData": {"phenopacketSchemaVersion": "2.0"},
}


def parse(document: Any, base: Path = Path("/data")) -> Any:
    return parse_phenopacket(json.dumps(document), where="case.json", base=base)


def codes(document: Any) -> set[str]:
    with pytest.raises(BadInput) as caught:
        parse(document)
    return {problem.code for problem in caught.value.problems}


def test_findings_sex_age_and_onset_are_read() -> None:
    case = parse(MINIMAL).case
    assert (case.id, case.proband, case.sex, case.age_years) == ("case-1", "child", Sex.FEMALE, 3.5)
    assert [(one.hpo_id, one.status, one.onset) for one in case.findings] == [
        ("HP:0001250", Status.OBSERVED, "P4M"),
        ("HP:0000252", Status.EXCLUDED, None),
    ]


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        pytest.param("trio.vcf.gz", "/data/trio.vcf.gz", id="relative paths start from the packet's folder"),
        pytest.param("/x/trio.vcf.gz", "/x/trio.vcf.gz", id="absolute path"),
        pytest.param("file:///x/a%20b.vcf", "/x/a b.vcf", id="file URI, percent-decoded (RFC 8089)"),
    ],
)
def test_a_local_vcf_is_found(uri: str, path: str) -> None:
    files = [
        {
            "uri": uri,
            "fileAttributes": {"fileFormat": "VCF", "genomeAssembly": "GRCh38.p13"},
            "individualToFileIdentifiers": {"child": "S1"},
        }
    ]
    (variants,) = parse({**MINIMAL, "files": files}).case.variants
    assert (str(variants.path), variants.assembly, dict(variants.sample_of)) == (path, Assembly.GRCH38, {"child": "S1"})


@pytest.mark.parametrize(
    "uri", ["https://example.org/a.vcf", "ftp://x/a.vcf", "s3://b/a.vcf", "file://host/a.vcf", "http://[", ""]
)
def test_nothing_but_a_local_file_is_opened(uri: str) -> None:
    files = [{"uri": uri, "fileAttributes": {"fileFormat": "vcf"}}]
    assert codes({**MINIMAL, "files": files}) & {"not-a-local-file", "no-uri"}


@pytest.mark.parametrize(
    ("document", "code"),
    [
        pytest.param({**MINIMAL, "metaData": {"phenopacketSchemaVersion": "1.0.0"}}, "phenopacket-version-1", id="v1"),
        pytest.param(
            {**MINIMAL, "phenotypicFeatures": [{"type": {"id": "HP:1"}, "negated": True}]},
            "phenopacket-version-1",
            id="v1 by its field 'negated'",
        ),
        pytest.param([1], "not-a-phenopacket", id="a list"),
        pytest.param({"resourceType": "Patient"}, "not-a-phenopacket", id="FHIR"),
        pytest.param({**MINIMAL, "phenotypicFeatures": {}, "subject": "x"}, "wrong-type", id="subject is no object"),
        pytest.param({**MINIMAL, "phenotypicFeatures": [{"type": {}}]}, "no-term", id="feature without a term"),
    ],
)
def test_what_is_not_a_phenopacket_2_is_refused_by_name(document: Any, code: str) -> None:
    assert code in codes(document)


def test_every_bad_field_is_named_at_once() -> None:
    features = [{"type": {}}, {"type": {"id": "HP:0001250"}, "excluded": "yes"}]
    with pytest.raises(BadInput) as caught:
        parse({**MINIMAL, "phenotypicFeatures": features})
    assert [problem.where for problem in caught.value.problems] == [
        "case.json: phenotypicFeatures[0].type.id",
        "case.json: phenotypicFeatures[1].excluded",
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [("P3Y", 3.0), ("P6M", 0.5), ("P1Y6M", 1.5), ("P52W", 52 * 7 / 365.25), ("P", None), ("3Y", None)],
)
def test_durations_are_years(text: str, value: float | None) -> None:
    assert years(text) == (None if value is None else pytest.approx(value))


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(sorted(MINIMAL)), inner, max_size=4),
    max_leaves=20,
)


@given(JSON)
def test_no_json_makes_it_crash(document: Any) -> None:
    with contextlib.suppress(BadInput):
        assert parse(document).case.findings is not None


def test_every_published_case_is_read_with_all_its_features(shared_data: Path, tmp_path: Path) -> None:
    with tarfile.open(shared_data / "cases" / "dev_phenopackets.tar.xz") as archive:
        members = [member for member in archive.getmembers() if member.isfile()][::40]
        for member in members:
            handle = archive.extractfile(member)
            assert handle is not None
            path = tmp_path / "case.json"
            path.write_bytes(handle.read())
            document = json.loads(path.read_text(encoding="utf-8"))
            case = read_phenopacket(path).case
            assert len(case.findings) == len(document.get("phenotypicFeatures", []))
            assert sum(one.status is Status.EXCLUDED for one in case.findings) == sum(
                bool(one.get("excluded")) for one in document.get("phenotypicFeatures", [])
            )


def test_a_relative_uri_may_spell_a_blank_as_percent_20(tmp_path: Path) -> None:
    (tmp_path / "my trio.vcf").write_text("")
    files = [{"uri": "my%20trio.vcf", "fileAttributes": {"fileFormat": "vcf"}}]
    assert parse({**MINIMAL, "files": files}, tmp_path).case.variants[0].path == tmp_path / "my trio.vcf"


def test_a_second_file_of_a_kind_is_told() -> None:
    files = [{"uri": f"{n}.{kind}", "fileAttributes": {"fileFormat": kind}} for n in (1, 2) for kind in ("vcf", "text")]
    packet = parse({**MINIMAL, "files": files})
    assert [problem.code for problem in packet.case.problems] == ["several-vcfs", "several-notes"]
    assert (packet.case.variants[0].path.name, packet.note_file.name) == ("1.vcf", "1.text")
