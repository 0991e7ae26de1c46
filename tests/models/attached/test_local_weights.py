"""What lies in the folder of an attached model is read as it says, or refused with what to write."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from lexome.core.allele import Allele
from lexome.core.assembly import Assembly
from lexome.core.errors import BadInput
from lexome.core.settings import Settings
from lexome.models.attached.local_weights import described, weights_missing
from synthetic_gene import SEQUENCE, MemoryReference


def settings_with(folder: Path, text: str) -> Settings:
    place = folder / "attached" / "masked_lm"
    place.mkdir(parents=True)
    (place / "lexome.json").write_text(text)
    return Settings(folder, folder)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param({"name": "tiny"}, (512, False), id="the width is the adapter's where none is named"),
        pytest.param({"name": "tiny", "width": 64}, (64, False), id="a width of its own"),
        pytest.param({"name": "tiny", "remote_code": True}, (512, False), id="code without a revision does not run"),
        pytest.param({"name": "tiny", "remote_code": "no", "revision": "a"}, (512, False), id="only true is yes"),
        pytest.param({"name": "tiny", "remote_code": True, "revision": "a1b2"}, (512, True), id="pinned code runs"),
    ],
)
def test_a_description_is_read_as_it_says(tmp_path: Path, said: dict[str, object], expected: tuple[int, bool]) -> None:
    found = described(settings_with(tmp_path, json.dumps(said)), "masked_lm", width=512)
    assert (found.width, found.remote_code) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("{", "not a JSON object", id="not JSON"),
        pytest.param("[1]", "not a JSON object", id="a list"),
        pytest.param("{}", "not a JSON object with a name", id="no name"),
        pytest.param('{"name": ""}', "name is not a text", id="empty name"),
        pytest.param('{"name": "a", "width": "wide"}', "width is not a number", id="width in words"),
        pytest.param('{"name": "a", "width": 0}', "width is not a number", id="no width"),
        pytest.param('{"name": "a", "width": 1e12}', "width is not a number", id="a width beyond memory"),
        pytest.param('{"name": "a", "width": true}', "width is not a number", id="a truth for a width"),
    ],
)
def test_a_description_that_cannot_be_used_says_what_to_write(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(BadInput) as caught:
        described(settings_with(tmp_path, text), "masked_lm", width=512)
    (problem,) = caught.value.problems
    assert problem.code == "attached-unreadable"
    assert why in problem.message
    assert '"width": 512' in problem.remedy


def test_a_folder_without_weights_says_what_is_missing(tmp_path: Path) -> None:
    assert "put lexome.json" in weights_missing(Settings(tmp_path, tmp_path), "masked_lm", file="lexome.json")


@pytest.mark.filterwarnings("ignore:.*torch.jit:DeprecationWarning")  # the format in which such models are shared
def test_a_track_model_in_its_folder_is_opened_and_scores(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch", reason="track models need torch")
    from lexome.models.attached.track_model import open_model

    class Sums(torch.nn.Module):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return x

    place = tmp_path / "attached" / "track_model"
    place.mkdir(parents=True)
    torch.jit.script(Sums()).save(str(place / "model.ts"))
    (place / "lexome.json").write_text('{"name": "sums", "width": 64}')

    class BasesOf(MemoryReference):
        def covers(self, contig: str, start: int, end: int) -> bool:
            return contig == self.contig and 0 <= start <= end <= len(self.sequence)

    at = SEQUENCE.index("C", 5200)
    model = open_model(Settings(tmp_path, tmp_path))
    columns = model.score([Allele(Assembly.GRCH38, "17", at, "C", "G")], reference=BasesOf(SEQUENCE))
    assert np.isfinite(columns.value).all()
    assert str(columns.citation) == "sums local weights"
