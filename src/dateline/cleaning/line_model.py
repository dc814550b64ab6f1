"""The line model: for each line of a text without markup, the probability that it belongs to the story.

There are three steps: a linear model over hashed words and word pairs; boosted trees over the shape of the line, the rules and the
first scores of its neighbours; the same again with the better scores of its neighbours. `benchmarks/train_line_model.py` trains
the model; the README of the benchmarks describes the data. HTML pages have a separate model (`block_model`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from dateline.cleaning.context_features import context_columns
from dateline.cleaning.features import Analysis, analyse, linear_scores, logistic, rule_columns, text_columns
from dateline.cleaning.line_arrays import Layout
from dateline.cleaning.trees import Trees
from dateline.cleaning.verdicts import PageVerdicts

Array = npt.NDArray[Any]

_GROUPS = {
    "share": 1,
    "ad": 1,
    "nav": 1,
    "loader": 1,
    "counter": 1,
    "junk": 1,
    "prompt": 2,
    "newsletter": 2,
    "legal": 2,
    "comment-ui": 3,
    "related-heading": 4,
    "related": 5,
    "tags-heading": 6,
    "tags": 6,
    "credit": 7,
    "caption": 7,
    "clock": 8,
    "timestamp": 8,
    "byline": 8,
}
_OTHER_GROUP = 9


@dataclass(frozen=True, slots=True)
class RuleView:
    """The results of the rules on the lines of a page, as arrays."""

    groups: Array
    verdicts: Array
    prose: Array
    title: int


@dataclass(frozen=True, slots=True)
class LineModel:
    """A trained model; `version` changes with each training."""

    version: str
    weights: Array
    bias: float
    first: Trees
    second: Trees

    def chances(self, pages: Sequence[tuple[PageVerdicts, RuleView]]) -> list[Array]:
        """Return for each page (with at least one line) the probability that each of its lines is body."""
        lines = [verdicts.page.lines for verdicts, _ in pages]
        analysis = analyse([[line.text for line in page] for page in lines], [line.blanks for page in lines for line in page])
        found = self.predict(analysis, more_columns(pages, analysis.layout))
        return np.split(found, np.cumsum(analysis.layout.sizes)[:-1])

    def predict(self, analysis: Analysis, more: Array) -> Array:
        """Return the probabilities from features that are already computed."""
        words = linear_scores(self.weights, self.bias, analysis)
        guess = self.first.chances(np.hstack([context_columns(analysis, logistic(words), []), more]))
        return self.second.chances(np.hstack([context_columns(analysis, guess, [words]), more]))


def wording_groups(verdicts: PageVerdicts) -> Array:
    """Return the group of each line's label after the rules on wording; 0 for a line without a verdict."""
    labels = (verdict.label if verdict else None for verdict in verdicts.of_lines)
    return np.array([_GROUPS.get(label, _OTHER_GROUP) if label else 0 for label in labels], np.int8)


def verdict_codes(verdicts: PageVerdicts) -> Array:
    """Return 0 for each open line, 1 for a kept one, 2 for a dropped one."""
    return np.array([0 if verdict is None else 1 if verdict.keep else 2 for verdict in verdicts.of_lines], np.int8)


def encode_rules(verdicts: PageVerdicts, groups: Array) -> RuleView:
    """Encode the verdicts of a page after all rules."""
    prose = np.array(verdicts.prose, np.int8) + np.array(verdicts.long_prose, np.int8)
    return RuleView(groups, verdict_codes(verdicts), prose, -1 if verdicts.title is None else verdicts.title)


def more_columns(pages: Sequence[tuple[PageVerdicts, RuleView]], layout: Layout) -> Array:
    """Return the features that come from rules and from the texts of the lines."""
    views = [view for _, view in pages]
    groups, verdicts, prose = (
        np.concatenate(columns) for columns in zip(*((view.groups, view.verdicts, view.prose) for view in views), strict=True)
    )
    columns = rule_columns(layout, groups, verdicts, prose, [view.title for view in views])
    lines = [line for verdicts, _ in pages for line in verdicts.page.lines]
    blanks = np.array([line.blanks for line in lines])
    return np.hstack([columns, text_columns(layout, [line.text for line in lines], blanks, groups, prose)])


@cache
def load_model() -> LineModel:
    """Load the model for lines without markup that comes with Dateline."""
    with files("dateline.cleaning").joinpath("data/text.model.npz").open("rb") as stream, np.load(stream) as data:
        weights = np.zeros(int(data["size"]), np.float32)
        weights[np.cumsum(data["gaps"], dtype=np.int64)] = data["weights"].astype(np.float32) * float(data["scale"])
        trees = [
            Trees.of(data[f"features{step}"], data[f"borders{step}"], data[f"leaves{step}"], float(data[f"bias{step}"]))
            for step in (1, 2)
        ]
        return LineModel(str(data["version"]), weights, float(data["bias"]), trees[0], trees[1])
