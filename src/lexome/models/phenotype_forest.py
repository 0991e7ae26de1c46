"""The learned part of ranking diseases by phenotype: boosted trees over the views of a candidate."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lexome.core.errors import BrokenKnowledge
from lexome.core.plugin import Card, Model
from lexome.core.settings import Settings
from lexome.formats.columns import STARTER

FILE = STARTER / "phenotype_forest.onnx"


@dataclass(frozen=True)
class RankingForest:
    """Trees that score candidates from their views.

    ``views`` names the columns in order; ``calibration`` holds the coefficients fitted on held-out folds, by name.
    """

    views: tuple[str, ...]
    calibration: dict[str, dict[str, float]]
    session: Any

    def predict(self, table: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return one score per row of ``table`` (rows, views); higher is better, comparable within a patient."""
        if not len(table):
            return np.zeros(0, np.float64)
        (scores,) = self.session.run(None, {"views": np.ascontiguousarray(table, np.float32)})
        return np.asarray(scores, np.float64)[:, 0]


def open_forest(settings: Settings | None = None, *, path: Path = FILE) -> RankingForest:
    """Return the shipped forest, or one trained elsewhere.

    Raises
    ------
    BrokenKnowledge
        when the file is missing or is no forest of this kind.
    """
    del settings
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        about = session.get_modelmeta().custom_metadata_map
        return RankingForest(tuple(json.loads(about["views"])), json.loads(about["calibration"]), session)
    except Exception as error:  # onnxruntime has no common base for its errors
        raise BrokenKnowledge(f"{path.name}: {error}; run: lexome data verify") from error


plugin = Model(
    card=Card(
        title="Phenotype ranking forest",
        about="Boosted trees that weigh some ninety views of how well a disease fits a patient's findings, and the "
        "calibration of their scores to probabilities with room for unlisted diseases.",
        licence="Apache-2.0; trained on HPO annotations (HPO licence) and phenopacket-store cases (BSD-3)",
        reference="https://github.com/monarch-initiative/phenopacket-store; doi:10.1016/j.xhgg.2024.100371",
        training="2,900 published patients of phenopacket-store, those whose paper is cited by the annotations also "
        "with that paper's annotations removed, all a second time with spoiled findings; tools/train_ranker.py",
        limits="Trained on case reports of monogenic disease with HPO terms chosen by curators: shorter or less "
        "precise lists are ranked worse than measured there. Excluded findings also count for what they say of the "
        "question asked, as in published tables of a syndrome's signs.",
        measured=(
            "fair published patients (466, folds by paper): right disease first .414 (.355-.475), in the top ten .712; "
            "by disease .350 and .659; plain likelihood sum .251 and .504 (benchmarks/ranking.py)",
            "answers above .9: a third of 1,932 patients, .997 right; of 470 with an unlisted disease .002 get one "
            "(benchmarks/ranking.py)",
            "30 % of findings replaced by a parent, 20 % by random ones: .086 fewer first, plain sum .090 "
            "(benchmarks/ranking.py)",
        ),
    ),
    open=open_forest,
)
