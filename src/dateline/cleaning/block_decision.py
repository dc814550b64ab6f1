"""Pages with markup decided as a whole, and the labels of what goes.

A page's lines are kept or dropped together (`sequence`): a change within one container costs more than one where several containers
end or begin. The model decides; a rule that knows a line by its own wording overrules it, unless it is all but sure. What goes is
called by the region that it stands in, else by its wording, else by its form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from dateline.cleaning.block_features import Array, Blocks
from dateline.cleaning.board import Board, Verdict
from dateline.cleaning.container_features import boundary_columns
from dateline.cleaning.containers import Containers
from dateline.cleaning.regions import REGIONS, regions_of
from dateline.cleaning.sequence import decode
from dateline.cleaning.shape import is_headline, word_count
from dateline.cleaning.wording import judge_wording
from dateline.types.pages import Block, PageLine

# Calibrated as a set on the cross-validated chances of the training corpora (benchmarks/README.md).
_LOSING = 1.75
_CHANGE = 0.3
_RESCUE = 0.9
_REPEATED_WORDS = 8
_SURE, _NEAR, _MOSTLY_LINKS = 0.5, 3, 0.5
_ALIKE, _BETWEEN = 1.0, 0.5  # in the logarithm of odds
_OWN = 0.3
_LIKELY, _OF_LIKELIEST = 0.1, 0.6
_IN_LINKS = 0.9
_TELLING = frozenset(("comment", "related", "nav", "share", "newsletter", "ad", "legal", "prompt", "paywall"))
"""Regions whose lines need no look at their wording: nothing of a story's head stands in them."""
_STORY = sum(1 << place for place, region in enumerate(REGIONS) if region in ("body", "box", "notes", "faq"))


def decide_pages(boards: Sequence[Board], blocks: Blocks, chances: Array) -> None:
    """Give each line of `boards` its verdict; `blocks` and `chances` have the lines of all of them."""
    stays = decode(_in_company(blocks, chances), _costs(blocks), losing=_LOSING)
    regions = line_regions(blocks.containers)
    start = 0
    for board in boards:
        end = start + len(board)
        found = chances[start:end].tolist()
        _settle(board, _something(stays[start:end], found, regions[start:end]), found, regions[start:end])
        start = end


def _in_company(blocks: Blocks, chances: Array) -> Array:
    """The chances, better for lines that stand with sure ones: in a run of blocks of one form, or as a sentence between two."""
    held, layout, line = blocks.containers, blocks.layout, np.arange(len(chances))
    sure, group = chances > _SURE, held.group[held.chain[:, 0]]
    above = np.maximum.accumulate(np.where(sure, line, -1))
    below = np.minimum.accumulate(np.where(sure, line, len(line))[::-1])[::-1]
    up, down = line - above, below - line
    has_up, has_down = above >= layout.start, below < layout.start + layout.size
    alike = has_up & (up <= _NEAR) & (group[np.maximum(above, 0)] == group)
    alike |= has_down & (down <= _NEAR) & (group[np.minimum(below, len(line) - 1)] == group)
    between = has_up & has_down & (up <= 2 * _NEAR) & (down <= 2 * _NEAR) & blocks.closed
    better = np.where(alike, _ALIKE, np.where(between, _BETWEEN, 0.0)) * (blocks.linked < _MOSTLY_LINKS) * ~sure
    return np.asarray(chances / (chances + (1 - chances) * np.exp(-better)))


def line_regions(held: Containers) -> list[str]:
    """For each line the label of the innermost region around it; "" where there is none but the story's own."""
    bits = np.array([regions_of(form) & ~_STORY for form in held.forms])[held.form]
    for blocks in held.by_depth:
        bits[blocks] = np.where(bits[blocks] > 0, bits[blocks], bits[held.parent[blocks]])
    own = bits[held.chain[:, 0]]
    places = np.where(own > 0, np.log2(np.maximum(own & -own, 1)), len(REGIONS)).astype(np.intp)  # of the lowest bit that is set
    names = (*REGIONS, "")
    return [names[place] for place in places.tolist()]


def _costs(blocks: Blocks) -> Array:
    """What a change between each line and the one before it costs; nothing between two pages."""
    found = boundary_columns(blocks)
    wide = np.maximum(found["closed before"], found["opened before"])
    return np.where(blocks.layout.place > 0, _CHANGE / np.maximum(1, wide), 0.0)


def _something(stays: list[bool], chances: Sequence[float], regions: Sequence[str]) -> list[bool]:
    """`stays`; of a page that would keep nothing, the lines that are likeliest: a story that is lost as a whole costs most."""
    if any(stays):
        return stays
    likely = [0.0 if region in _TELLING else chance for chance, region in zip(chances, regions, strict=True)]
    least = max(max(likely) * _OF_LIKELIEST, _LIKELY)
    return [chance >= least for chance in likely]


def _settle(board: Board, stays: Sequence[bool], chances: Sequence[float], regions: Sequence[str]) -> None:
    articles = _articles(board.page.lines)
    _other_stories(board, stays, articles)
    given = [verdict is not None for verdict in board.verdicts]
    for index in board.open_lines():
        if not stays[index] and index != board.title and regions[index] in _TELLING:
            board.drop(index, regions[index], _reason(chances[index]))
    judge_wording(board)
    _lists_of_links(board)
    said: set[str] = set()
    stories = {article for article, keep in zip(articles, stays, strict=True) if keep}
    for index, (keep, chance) in enumerate(zip(stays, chances, strict=True)):
        overruled = board.verdicts[index] is not None and not (keep and chance >= _RESCUE)
        if given[index] or overruled or index == board.title:
            continue
        text = board.text(index)
        if keep and text in said and word_count(text) >= _REPEATED_WORDS:
            board.verdicts[index] = Verdict(False, "junk", "rule:repeated")
            continue
        other = articles[index] is not None and articles[index] not in stories
        label = _kept_label(board, index) if keep else _dropped_label(board, index, regions[index], other)
        board.verdicts[index] = Verdict(keep, label, _reason(chance))
        if keep:
            said.add(text)


def _other_stories(board: Board, stays: Sequence[bool], articles: Sequence[int | None]) -> None:
    """Drop what stands in other <article>s than the headline, where that one has a good part of what stays: a story of its own."""
    own = None if board.title is None else articles[board.title]
    if own is None:
        return
    kept = {index: article for index, article in enumerate(articles) if stays[index]}
    size = Counter[int | None]()
    for index, article in kept.items():
        size[article] += len(board.text(index))
    if size[own] >= _OWN * size.total():
        for index, article in kept.items():
            if article not in (own, None):
                board.drop(index, "other-story", "rule:other-article")


def _articles(lines: Sequence[PageLine]) -> list[int | None]:
    """The number of the outermost <article> around each of `lines`; lines of one block have one path."""
    found: list[int | None] = []
    path: tuple[Block, ...] = ()
    number: int | None = None
    for line in lines:
        if line.path is not path:
            path = line.path
            number = None
            for tag, _, place in path:
                if tag == "article":
                    number = place
                    break
        found.append(number)
    return found


def _lists_of_links(board: Board) -> None:
    """What is nothing but a link, under a heading that announces other stories, is one of them."""
    under = False
    for index, line in enumerate(board.page.lines):
        if board.label(index) == "related-heading":
            under = True
        elif under and line.linked >= _IN_LINKS:
            board.drop(index, "related", "rule:under-related-heading")
        else:
            under = False


def _reason(chance: float) -> str:
    return f"model:{chance:.2f}"


def _kept_label(board: Board, index: int) -> str:
    return "subhead" if board.page.lines[index].kind == "heading" else "body"


def _dropped_label(board: Board, index: int, region: str, other: bool) -> str:
    line = board.page.lines[index]
    if region in ("byline", "timestamp", "tags") and word_count(line.text) <= _REPEATED_WORDS:
        return region
    if region == "byline":
        return "bio"
    if line.kind == "caption" or region == "caption":
        return "caption"
    if not region and other:
        return "other-story"
    return "related" if is_headline(line.text) and not board.prose[index] else "junk"
