"""The forest written as ONNX decides as the trees that were fitted, and fitting finds what separates."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lexome.learn.ranking_forest import Lists, fit, write_onnx
from lexome.models.phenotype_forest import open_forest


@pytest.fixture
def lists() -> Lists:
    pytest.importorskip("lightgbm", reason="needs lexome[train]")
    pytest.importorskip("onnx", reason="needs lexome[train]")
    rng = np.random.default_rng(4)
    views = rng.normal(size=(120, 30, 4)).astype(np.float32)
    right = np.zeros((120, 30), np.bool_)
    right[np.arange(120), (views[:, :, 2] - 0.3 * views[:, :, 0]).argmax(axis=1)] = True
    return Lists(views, right, np.ones(120))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_onnx_forest_scores_as_the_fitted_trees(lists: Lists, tmp_path: Path) -> None:
    fitted = fit(lists, seeds=(1, 2), rounds=20)
    path = tmp_path / "forest.onnx"
    write_onnx(fitted, path, views=["a", "b", "c", "d"], calibration={"unlisted": {"one": 1.5}})
    forest = open_forest(path=path)
    table = lists.views.reshape(-1, 4)
    assert np.allclose(forest.predict(table), fitted.predict(table), atol=1e-5)
    assert forest.views == ("a", "b", "c", "d")
    assert forest.calibration == {"unlisted": {"one": 1.5}}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_right_candidate_comes_first_where_views_tell_it(lists: Lists) -> None:
    fitted = fit(lists, seeds=(1,), rounds=60)
    scores = fitted.predict(lists.views.reshape(-1, 4)).reshape(120, 30)
    first = lists.right[np.arange(120), scores.argmax(axis=1)]
    assert first.mean() > 0.8  # of 30 candidates, chance is 1 in 30
