"""Trees as CatBoost trains them, as the arrays that the package reads."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from catboost import CatBoostClassifier

DEPTH = 6


def tree_arrays(model: CatBoostClassifier, suffix: str = "") -> dict[str, Any]:
    """The features, borders and leaves of all trees, and the bias: one row per tree, their names with `suffix`."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "model.json"
        model.save_model(str(target), format="json")
        saved = json.loads(target.read_text("utf-8"))
    scale, (bias,) = saved["scale_and_bias"]
    trees = saved["oblivious_trees"]
    features = np.zeros((len(trees), DEPTH), np.uint8)
    borders = np.full((len(trees), DEPTH), np.inf, np.float32)
    leaves = np.zeros((len(trees), 1 << DEPTH), np.float32)
    for row, tree in enumerate(trees):
        for level, split in enumerate(tree["splits"]):
            features[row, level], borders[row, level] = split["float_feature_index"], split["border"]
        leaves[row, : len(tree["leaf_values"])] = np.array(tree["leaf_values"]) * scale
    arrays = {"features": features, "borders": borders, "leaves": leaves, "bias": float(bias)}
    return {f"{name}{suffix}": values for name, values in arrays.items()}
