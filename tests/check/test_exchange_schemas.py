"""The documents for other systems, read by the libraries of their own standards; skips without them."""

from __future__ import annotations

import importlib
import json
from typing import Any

import pytest

from lexome.report.exchange import KnownNames
from lexome.report.fhir import bundle
from lexome.report.phenopacket import phenopacket
from report.hostile import poisoned
from report.patients import EVERY

pytestmark = [pytest.mark.check, pytest.mark.filterwarnings("default")]

BUILDS = [pytest.param(build, id=name) for name, build in {**EVERY, "hostile": poisoned}.items()]
NAMES = KnownNames(hgnc={"SCN1A": "HGNC:10585", "CFTR": "HGNC:1884"})


def schema(name: str) -> Any:
    """Return a module of a standard's library, or skip."""
    pytest.importorskip(name.partition(".")[0])
    return importlib.import_module(name)


@pytest.mark.parametrize("build", BUILDS)
def test_the_phenopacket_is_one_by_the_schemas_own_protobuf(build) -> None:
    phenopackets = schema("phenopackets")
    json_format = schema("google.protobuf.json_format")
    written = phenopacket(build(), NAMES)
    read = json_format.Parse(json.dumps(written), phenopackets.Phenopacket())
    again = json_format.MessageToDict(read)
    assert len(again["interpretations"]) == len(written["interpretations"])
    assert [one["progressStatus"] for one in again["interpretations"]] == [
        one["progressStatus"] for one in written["interpretations"]
    ]


@pytest.mark.parametrize("build", BUILDS)
def test_the_bundle_is_one_by_the_fhir_models(build) -> None:
    """R4B: its DiagnosticReport, Observation and Patient are those of R4 in every field used."""
    model = schema("fhir.resources.R4B.bundle")
    written = bundle(build(), NAMES)
    read = model.Bundle.model_validate_json(json.dumps(written))
    assert len(read.entry) == len(written["entry"])
