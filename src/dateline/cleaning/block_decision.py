"""Pages with markup decided as a whole, and the labels of what goes.

A page's lines are kept or dropped together (`sequence`): a change within one container costs more than one where several containers
end or begin. The model decides; a rule that knows a line by its own wording overrules it, unless it is all but sure. What goes is
called by the region that it stands in, else by its wording, else by its form.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from dateline.cleaning.block_features import Array, Blocks
from dateline.cleaning.board import Board, Verdict
from dateline.cleaning.container_features import boundary_columns
from dateline.cleaning.regions import regions_of
from dateline.cleaning.sequence import decode
from dateline.cleaning.shape import is_headline, word_count
from dateline.cleaning.wording import judge_wording
from dateline.types.pages import Block

# Calibrated as a set on the cross-validated chances of the training corpora (benchmarks/README.md).
_LOSING = 1.6
_CHANGE = 0.3
_RESCUE = 0.9
_REPEATED_WORDS = 8
_TELLING = frozenset(("comment", "related", "nav", "share", "newsletter", "ad", "legal", "prompt"))
"""Regions whose lines need no look at their wording: nothing of a story's head stands in them."""


def decide_pages(boards: Sequence[Board], blocks: Blocks, chances: Array) -> None:
    """Give each line of `boards` its verdict; `blocks` and `chances` have the lines of all of them."""
    stays = decode(chances, _costs(blocks), losing=_LOSING)
    start = 0
    for board in boards:
        end = start + len(board)
        _settle(board, stays[start:end], chances[start:end].tolist())
        start = end


def _costs(blocks: Blocks) -> Array:
    """What a change between each line and the one before it costs; nothing between two pages."""
    found = boundary_columns(blocks)
    wide = np.maximum(found["closed before"], found["opened before"])
    return np.where(blocks.layout.place > 0, _CHANGE / np.maximum(1, wide), 0.0)


def _settle(board: Board, stays: Sequence[bool], chances: Sequence[float]) -> None:
    given = [verdict is not None for verdict in board.verdicts]
    for index in board.open_lines():
        if not stays[index] and index != board.title and (label := region(board.page.lines[index].path)) in _TELLING:
            board.drop(index, label, _reason(chances[index]))
    judge_wording(board)
    said: set[str] = set()
    for index, (keep, chance) in enumerate(zip(stays, chances, strict=True)):
        overruled = board.verdicts[index] is not None and not (keep and chance >= _RESCUE)
        if given[index] or overruled or index == board.title:
            continue
        text = board.text(index)
        if keep and text in said and word_count(text) >= _REPEATED_WORDS:
            board.verdicts[index] = Verdict(False, "junk", "rule:repeated")
            continue
        label = _kept_label(board, index) if keep else _dropped_label(board, index)
        board.verdicts[index] = Verdict(keep, label, _reason(chance))
        if keep:
            said.add(text)


def _reason(chance: float) -> str:
    return f"model:{chance:.2f}"


def _kept_label(board: Board, index: int) -> str:
    return "subhead" if board.page.lines[index].kind == "heading" else "body"


def _dropped_label(board: Board, index: int) -> str:
    line = board.page.lines[index]
    found = region(line.path)
    if found in ("byline", "timestamp", "tags") and word_count(line.text) <= _REPEATED_WORDS:
        return found
    if found == "byline":
        return "bio"
    if line.kind == "caption" or found == "caption":
        return "caption"
    return "related" if is_headline(line.text) and not board.prose[index] else "junk"


@lru_cache(maxsize=4096)
def region(path: tuple[Block, ...]) -> str | None:
    """The label of the innermost region around a line; None where there is none but the story's own."""
    for block in reversed(path):
        labels = regions_of((block.tag, block.words)) - {"body"}
        if labels:
            return min(labels)
    return None
