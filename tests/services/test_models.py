"""Model cards say what a person must know, and nothing without weights is called ready."""

from __future__ import annotations

from pathlib import Path

from lexome.core.settings import Settings
from lexome.lab import Lab
from lexome.services.models import Ask, run


def answer(tmp_path: Path):
    return run(Ask(), Lab(Settings(tmp_path / "data", tmp_path / "cache")))


def test_every_card_names_licence_reference_and_limits(tmp_path: Path) -> None:
    models = answer(tmp_path).models
    assert {"splice"} <= {model.name for model in models}
    assert not [model.name for model in models if not (model.licence and model.reference and model.limits)]


def test_the_splice_model_is_ready_and_tells_its_training_data_and_figures(tmp_path: Path) -> None:
    (splice,) = [model for model in answer(tmp_path).models if model.name == "splice"]
    assert splice.missing == ""
    assert "GENCODE" in splice.training
    assert splice.licence.startswith("CC BY 4.0")


def test_a_field_without_a_model_says_why(tmp_path: Path) -> None:
    found = answer(tmp_path)
    assert "LM_LLR" in found.not_shipped
    assert "LM_LLR" in found.as_text()


def test_cards_fit_a_terminal_of_80_columns(tmp_path: Path) -> None:
    assert max(map(len, answer(tmp_path).as_text().splitlines())) <= 80
