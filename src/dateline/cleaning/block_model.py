"""The block model: for each line of an HTML page, the probability that it belongs to the story.

There are two rounds. First come two linear models, one over the words of the blocks around a line and one over its own words; they
are separate, so that a page in a language outside the training data loses only the second. Then come boosted trees over the form
of the line, its containers, the page's head, and the first round's scores of its neighbours and containers. `block_decision`
decides the page as a whole. `benchmarks/train_block_model.py` trains the model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from dateline.cleaning.block_context import chance_columns, heading_columns, neighbour_columns
from dateline.cleaning.block_features import (
    LINKED,
    PARAGRAPH,
    PATH_BITS,
    Blocks,
    Columns,
    PathWeights,
    head_columns,
    line_columns,
    measure,
    stacked,
)
from dateline.cleaning.container_features import centre_columns, container_columns
from dateline.cleaning.features import linear_scores, logistic
from dateline.cleaning.trees import Trees
from dateline.cleaning.word_hashes import BITS
from dateline.types.pages import Page

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights of hashed words, and the bias added to their sum."""

    weights: Array
    bias: float


@dataclass(frozen=True, slots=True)
class BlockModel:
    """A trained model; `version` changes with each training."""

    version: str
    paths: PathWeights
    words: Linear
    trees: Trees

    def chances(self, pages: Sequence[Page]) -> tuple[Blocks, Array]:
        """Return the lines of `pages` (each with at least one line) as arrays, and the probability that each line is body."""
        blocks = measure([page.lines for page in pages])
        own = own_columns(pages, blocks)
        words = linear_scores(self.words.weights, self.words.bias, blocks.analysis)
        return blocks, self.trees.chances_of(stacked(all_columns(blocks, own, told_columns(blocks, own, words, self.paths))))


def own_columns(pages: Sequence[Page], blocks: Blocks) -> Columns:
    """Return the features that do not depend on training: of the line itself, its containers and the page's head."""
    found = line_columns([page.lines for page in pages], blocks)
    found |= container_columns(blocks, found["said before"])
    paragraphs = blocks.length * (blocks.length > PARAGRAPH) * (blocks.linked < LINKED)
    return found | centre_columns(blocks, paragraphs, "centre") | head_columns(pages, blocks)


def told_columns(blocks: Blocks, own: Columns, words: Array, paths: PathWeights) -> Columns:
    """Return the linear models' scores of each line, its containers, its heading and its neighbours."""
    found: Columns = {"words said": words} | paths.columns(blocks.containers)
    found |= heading_columns(blocks, own["level"], found["path"] + words)
    return found | neighbour_columns(blocks, own | found)


def all_columns(blocks: Blocks, own: Columns, scored: Columns) -> Columns:
    """Return the features of the trees, in their order."""
    return own | scored | chance_columns(blocks, logistic(scored["path"]), own["level"])


@cache
def load_block_model() -> BlockModel:
    """Load the model for HTML pages that comes with Dateline."""
    with files("dateline.cleaning").joinpath("data/blocks.model.npz").open("rb") as stream, np.load(stream) as data:
        trees = Trees.of(data["features"], data["borders"], data["leaves"], float(data["bias"]))
        words, paths = _load_weights(data, "words", 1 << BITS), _load_weights(data, "paths", 1 << PATH_BITS)
        return BlockModel(str(data["version"]), PathWeights(*paths), Linear(*words), trees)


def _load_weights(data: Any, name: str, size: int) -> tuple[Array, float]:
    weights = np.zeros(size, np.float32)
    places = np.cumsum(data[f"{name} gaps"], dtype=np.int64)
    weights[places] = data[f"{name} weights"].astype(np.float32) * float(data[f"{name} scale"])
    return weights, float(data[f"{name} bias"])
