"""Fit the forest that ranks candidates, and write it as ONNX."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lexome.core.optional import optional

_BOOSTING = {
    "objective": "lambdarank",
    "num_leaves": 8,
    "learning_rate": 0.05,
    "min_data_in_leaf": 150,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "lambdarank_truncation_level": 15,
    "max_bin": 63,
    "num_threads": 1,
    "deterministic": True,
    "verbose": -1,
}
"""Small trees that learn slowly. On dev folds by disease, where no disease of a patient was trained on, they rank .352
of stratum C first and .624 in the top ten; trees of 15 leaves that learn twice as fast and may look at any 60 rows
.315 and .605: they know the diseases they were trained on (.427 by paper), and no others."""


@dataclass(frozen=True, slots=True)
class Lists:
    """Candidates of many patients: ``views`` (patients, candidates, columns), which one ``right`` is, and weights."""

    views: NDArray[np.float32]
    right: NDArray[np.bool_]
    weight: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fitted:
    """Boosted trees of several seeds, averaged."""

    boosters: list[Any] = field(default_factory=list)

    def predict(self, table: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the mean score of each row."""
        return np.asarray(np.mean([booster.predict(table) for booster in self.boosters], axis=0), np.float64)


def fit(lists: Lists, *, seeds: Sequence[int], rounds: int = 250, rivals: int = 60) -> Fitted:
    """Fit one ensemble per seed on each patient's right candidate, its best rivals and random ones.

    Patients without a right candidate teach nothing and are left out.
    """
    lightgbm = optional("lightgbm", extra="train")
    fitted = Fitted()
    for seed in seeds:
        table, label, weight, sizes = _sampled(lists, np.random.default_rng(seed), rivals)
        data = lightgbm.Dataset(table, label, weight=weight, group=sizes)
        fitted.boosters.append(lightgbm.train({**_BOOSTING, "seed": seed}, data, rounds))
    return fitted


def _sampled(
    lists: Lists, rng: np.random.Generator, rivals: int
) -> tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.float64], list[int]]:
    tables, labels, weights, sizes = [], [], [], []
    count = lists.right.shape[1]
    for patient in np.flatnonzero(lists.right.any(axis=1) & (lists.weight > 0)):
        right = np.flatnonzero(lists.right[patient])
        chosen = rng.choice(count, min(rivals // 2, count), replace=False)
        rows = np.unique(np.concatenate([np.arange(min(rivals // 2, count)), chosen, right]))
        tables.append(lists.views[patient][rows])
        labels.append(lists.right[patient][rows].astype(np.int64))
        weights.append(np.full(len(rows), lists.weight[patient]))
        sizes.append(len(rows))
    return np.concatenate(tables), np.concatenate(labels), np.concatenate(weights), sizes


def write_onnx(
    fitted: Fitted, path: Path, *, views: Sequence[str], calibration: Mapping[str, Mapping[str, float]]
) -> None:
    """Write the averaged trees as one ONNX tree ensemble; thresholds are rounded down so that float32 input decides
    as float64 did."""
    onnx = optional("onnx", extra="train")
    nodes: dict[str, list[Any]] = {name: [] for name in _NODE}
    targets: dict[str, list[Any]] = {name: [] for name in ("treeids", "nodeids", "ids", "weights")}
    tree = 0
    for booster in fitted.boosters:
        for one in booster.dump_model()["tree_info"]:
            _add_tree(one["tree_structure"], tree, len(fitted.boosters), nodes, targets)
            tree += 1
    helper = onnx.helper
    node = helper.make_node(
        "TreeEnsembleRegressor",
        ["views"],
        ["score"],
        domain="ai.onnx.ml",
        n_targets=1,
        aggregate_function="SUM",
        post_transform="NONE",
        **{f"nodes_{name}": values for name, values in nodes.items()},
        **{f"target_{name}": values for name, values in targets.items()},
    )
    kind = onnx.TensorProto.FLOAT
    graph = helper.make_graph(
        [node],
        "phenotype_forest",
        [helper.make_tensor_value_info("views", kind, [None, len(views)])],
        [helper.make_tensor_value_info("score", kind, [None, 1])],
    )
    opsets = [helper.make_opsetid("ai.onnx.ml", 3), helper.make_opsetid("", 17)]
    model = helper.make_model(graph, opset_imports=opsets, producer_name="lexome", ir_version=8)
    helper.set_model_props(
        model, {"views": json.dumps(list(views)), "calibration": json.dumps(calibration, sort_keys=True)}
    )
    path.write_bytes(model.SerializeToString())


_NODE = ("treeids", "nodeids", "featureids", "modes", "values", "truenodeids", "falsenodeids")


def _add_tree(
    root: Mapping[str, Any], tree: int, ensembles: int, nodes: dict[str, list[Any]], targets: dict[str, list[Any]]
) -> None:
    """Append one tree, nodes numbered as they are met."""
    waiting: list[Mapping[str, Any]] = [root]
    at = 0
    while at < len(waiting):
        node = waiting[at]
        values: tuple[Any, ...]
        if "leaf_value" in node:
            values = (tree, at, 0, "LEAF", 0.0, 0, 0)
            leaf = (tree, at, 0, node["leaf_value"] / ensembles)
            for name, value in zip(targets, leaf, strict=True):
                targets[name].append(value)
        else:
            below = len(waiting)
            waiting += [node["left_child"], node["right_child"]]
            threshold = np.float32(node["threshold"])
            if float(threshold) > node["threshold"]:
                threshold = np.nextafter(threshold, np.float32(-np.inf))
            values = (tree, at, node["split_feature"], "BRANCH_LEQ", float(threshold), below, below + 1)
        for name, value in zip(_NODE, values, strict=True):
            nodes[name].append(value)
        at += 1
