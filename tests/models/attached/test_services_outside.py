"""Nothing leaves without consent, and a service's answer becomes a log ratio only when it is what was asked for."""

from __future__ import annotations

import base64
import io
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from lexome.core.allele import Allele
from lexome.core.assembly import Assembly
from lexome.core.settings import Settings
from lexome.models.attached import alphagenome, causal_lm, evo2, masked_lm, track_model
from lexome.models.attached.consent import Consent, ConsentMissing
from synthetic_gene import SEQUENCE, MemoryReference

pytest.importorskip("httpx", reason="the client of services outside needs httpx")

AT = 5200
NOW = datetime(2026, 1, 1, tzinfo=UTC)


class BasesOf(MemoryReference):
    """The made-up contig, asked whether it covers an interval."""

    def covers(self, contig: str, start: int, end: int) -> bool:
        """Tell whether the interval is at hand."""
        return contig == self.contig and 0 <= start <= end <= len(self.sequence)


REFERENCE = BasesOf(SEQUENCE)
ALLELE = Allele(Assembly.GRCH38, "17", AT, SEQUENCE[AT], "ACGT"["ACGT".index(SEQUENCE[AT]) - 1])


class Favourite(BaseHTTPRequestHandler):
    """A stand-in for the service: every next base is A with odds of e."""

    received: ClassVar[list[str]] = []
    broken = False

    def do_POST(self) -> None:
        """Answer with logits, or with something else."""
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.received.append(asked["sequence"])
        logits = np.zeros((1, len(asked["sequence"]), 128), np.float32)
        logits[..., ord("A")] = 1.0
        packed = io.BytesIO()
        np.savez(packed, **{"output_layer.output": logits})
        body = {"data": base64.b64encode(packed.getvalue()).decode()} if not self.broken else {"error": "busy"}
        text = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def service() -> Iterator[str]:
    Favourite.received, Favourite.broken = [], False
    server = HTTPServer(("127.0.0.1", 0), Favourite)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/forward"
    server.shutdown()
    thread.join()
    server.server_close()


def consent(name: str = "evo2") -> Consent:
    return Consent(service=name, given_by="the patient", at=NOW)


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(None, id="none"),
        pytest.param(consent("alphagenome"), id="for another service"),
        pytest.param(Consent(service="evo2", given_by=" ", at=NOW), id="by nobody"),
    ],
)
def test_nothing_is_sent_without_consent(service: str, given: Consent | None) -> None:
    with pytest.raises(ConsentMissing):
        evo2.Evo2(service, key="k", width=200).score([ALLELE], reference=REFERENCE, consent=given)
    assert Favourite.received == []


def test_the_log_ratio_counts_the_bases_the_service_likes(service: str) -> None:
    allele = Allele(Assembly.GRCH38, "17", AT, SEQUENCE[AT], "A" if SEQUENCE[AT] != "A" else "C")
    columns = evo2.Evo2(service, key="k", width=200).score([allele], reference=REFERENCE, consent=consent())
    gained = (allele.alt == "A") - (allele.ref == "A")
    gained_on_the_other_strand = (allele.alt == "T") - (allele.ref == "T")
    expected = (gained + gained_on_the_other_strand) / 2 / np.log(2)
    assert columns.value[0] == pytest.approx(expected, abs=1e-4)
    assert all(len(sequence) == 200 for sequence in Favourite.received)


def test_an_answer_that_is_no_logits_is_an_error_not_a_score(service: str) -> None:
    Favourite.broken = True
    with pytest.raises(evo2.ServiceFailed):
        evo2.Evo2(service, key="k", width=200).score([ALLELE], reference=REFERENCE, consent=consent())


def test_an_allele_that_does_not_fit_the_reference_is_not_sent() -> None:
    asked: list[object] = []
    model = alphagenome.AlphaGenome(lambda *what: asked.append(what) or [0.5, -2.0, np.nan])
    wrong = Allele(Assembly.GRCH38, "17", AT, ALLELE.alt, ALLELE.ref)
    columns = model.score([wrong, ALLELE], reference=REFERENCE, consent=consent("alphagenome"))
    assert list(columns.reasons) == ["ref_differs_from_fasta", ""]
    assert columns.value[1] == pytest.approx(-2.0)
    assert asked == [("chr17", AT + 1, ALLELE.ref, ALLELE.alt)]


@pytest.mark.parametrize("module", [masked_lm, causal_lm, track_model, evo2, alphagenome])
def test_a_model_without_weights_or_key_says_what_it_needs(module, tmp_path: Path, monkeypatch) -> None:
    for name in ("LEXOME_EVO2_URL", "LEXOME_ALPHAGENOME_KEY"):
        monkeypatch.delenv(name, raising=False)
    assert module.plugin.missing(Settings(tmp_path, tmp_path))
    assert "No weights ship" in module.CARD.limits or "server" in module.CARD.limits
