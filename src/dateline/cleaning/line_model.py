"""The line model: for each line of a text without markup, how likely it is that the line belongs to the story.

Three steps: a linear model over hashed words and word pairs; boosted trees over shape, rules and the neighbours' first scores; the
same once more with the neighbours' better scores. It is trained by `benchmarks/train_line_model.py`; the README of the benchmarks
says on what. Pages with markup have a model of their own (`block_model`).
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
from dateline.cleaning.features import Analysis, analyse, linear_scores, rule_columns, text_columns
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
    """What the rules said of a page's lines, in numbers."""

    groups: Array
    verdicts: Array
    prose: Array
    title: int


@dataclass(frozen=True, slots=True)
class LineModel:
    """A trained model; `version` changes with every training."""

    version: str
    weights: Array
    bias: float
    first: Trees
    second: Trees

    def chances(self, pages: Sequence[tuple[PageVerdicts, RuleView]]) -> list[Array]:
        """For each page (none without lines), the probability of each of its lines that it is body."""
        lines = [verdicts.page.lines for verdicts, _ in pages]
        analysis = analyse([[line.text for line in page] for page in lines], [line.blanks for page in lines for line in page])
        found = self.predict(analysis, more_columns(pages, analysis.layout))
        return np.split(found, np.cumsum(analysis.layout.sizes)[:-1])

    def predict(self, analysis: Analysis, more: Array) -> Array:
        """The probabilities, from columns that are made already."""
        words = linear_scores(self.weights, self.bias, analysis)
        guess = self.first.chances(np.hstack([context_columns(analysis, _logistic(words), []), more]))
        return self.second.chances(np.hstack([context_columns(analysis, guess, [words]), more]))


def wording_groups(verdicts: PageVerdicts) -> Array:
    """The group of each line's label on `verdicts` after the rules on wording; 0 where there is none."""
    labels = (verdict.label if verdict else None for verdict in verdicts.of_lines)
    return np.array([_GROUPS.get(label, _OTHER_GROUP) if label else 0 for label in labels], np.int8)


def verdict_codes(verdicts: PageVerdicts) -> Array:
    """0 for open, 1 for kept, 2 for dropped lines."""
    return np.array([0 if verdict is None else 1 if verdict.keep else 2 for verdict in verdicts.of_lines], np.int8)


def encode_rules(verdicts: PageVerdicts, groups: Array) -> RuleView:
    """The rules' view of the page, after all rules have spoken."""
    prose = np.array(verdicts.prose, np.int8) + np.array(verdicts.long_prose, np.int8)
    return RuleView(groups, verdict_codes(verdicts), prose, -1 if verdicts.title is None else verdicts.title)


def more_columns(pages: Sequence[tuple[PageVerdicts, RuleView]], layout: Layout) -> Array:
    """The columns from rules."""
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
    """The model that ships with Dateline for lines without markup."""
    with files("dateline.cleaning").joinpath("data/text.model.npz").open("rb") as stream, np.load(stream) as data:
        weights = np.zeros(int(data["size"]), np.float32)
        weights[np.cumsum(data["gaps"], dtype=np.int64)] = data["weights"].astype(np.float32) * float(data["scale"])
        trees = [
            Trees.of(data[f"features{step}"], data[f"borders{step}"], data[f"leaves{step}"], float(data[f"bias{step}"]))
            for step in (1, 2)
        ]
        return LineModel(str(data["version"]), weights, float(data["bias"]), trees[0], trees[1])


def _logistic(scores: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-scores)))
