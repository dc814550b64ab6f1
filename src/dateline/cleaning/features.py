"""Features of the line model: the shape, wording, neighbourhood and place of each line, as columns of numbers.

Everything is computed for the lines of many pages at once from one array of code points: words are hashed with a rolling hash, and
counts for a line are sums over segments. Sums over the lines of a page are sums of whole numbers, so that a page gets the same
features in any batch. Training uses these same functions; a change here needs a newly trained model.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dateline.cleaning.characters import (
    ALNUM,
    DIGIT,
    END,
    QUOTE,
    SIGN,
    SPACE,
    UPPER,
    WIDE,
    character_kinds,
    code_points,
    count_kinds,
    find_words,
    lower_case,
)
from dateline.cleaning.line_arrays import FAR, Array, Layout, lines_since, lines_until, share_reached
from dateline.cleaning.word_hashes import distinct_words, hash_words, make_grams

_BULLETS = (42, 45, 0x2013, 0x2014, 0x2022, 0x25CF, 0x25AA, 0x2023)
_CODE_CHARACTER = re.compile(r"[\[\]{}<>=_;\\]")
_FIRST_OWN_GROUP = 7  # groups from here on (captions, bylines, dates) may be in a text that is only the story, those before may not
_STAMPS = 8  # bylines and dates


@dataclass(frozen=True, slots=True)
class Analysis:
    """Pages as arrays: `shape` has a row for each line; `grams` are hashed words and pairs, `words` each line's distinct words."""

    shape: Array
    grams: Array
    gram_lines: Array
    words: Array
    word_lines: Array
    layout: Layout


def analyse(pages: Sequence[Sequence[str]], gaps: Sequence[int]) -> Analysis:
    """Turn the lines of `pages` (each with at least one line) into arrays; `gaps` has the number of blank lines before each."""
    layout = Layout.of([len(page) for page in pages])
    whole = ["\n".join(page) + "\n" for page in pages]
    points, low = code_points("".join(whole)), code_points("".join(map(lower_case, whole)))
    kinds = character_kinds()[points]
    ends = np.flatnonzero(points == 10)
    starts = np.concatenate([[0], ends[:-1] + 1])
    line_of = np.cumsum(points == 10) - (points == 10)
    first, last = find_words(kinds)
    word_lines = line_of[first]
    hashes = hash_words(low, kinds, first, last)
    grams, gram_lines = make_grams(hashes, word_lines)
    words = (hashes >> np.uint64(49)).astype(np.int32)
    distinctive = ((last - first) > 3) | ((kinds[first] & WIDE) > 0) | (low[first] > 127)
    seen = [count[text] for count, page in zip(map(Counter, pages), pages, strict=True) for text in page]
    shape = _shape_columns(seen, gaps, layout, _Characters(points, kinds, line_of, starts, ends, first, last, word_lines))
    return Analysis(shape, grams, gram_lines, *distinct_words(words[distinctive], word_lines[distinctive]), layout)


def linear_scores(weights: Array, bias: float, analysis: Analysis) -> Array:
    """Score each line by its words: the sum of their weights, divided by the square root of their number, plus the bias."""
    count = len(analysis.shape)
    total = np.bincount(analysis.gram_lines, weights=weights[analysis.grams], minlength=count)
    number = np.bincount(analysis.gram_lines, minlength=count)
    return np.asarray(total / np.sqrt(np.maximum(number, 1)) + bias)


def logistic(scores: Array) -> Array:
    """Return the probabilities of scores."""
    return np.asarray(1 / (1 + np.exp(-scores)))


def rule_columns(layout: Layout, groups: Array, verdicts: Array, prose: Array, titles: Sequence[int]) -> Array:
    """Describe each line by the rules on it and its neighbours: wording, verdict, prose, distance to title, headings, prompts.

    `titles` has the place of each page's title, -1 if no line shows it.
    """
    title = np.asarray(titles)[layout.page]
    reached = [share_reached(groups == group, layout) for group in (3, 2, 1)]
    since = {group: lines_since(groups == group, layout) for group in (2, 3, 4, 6, 7)}
    until = {group: lines_until(groups == group, layout) for group in (3, 4)}
    from_title = np.where(title >= 0, layout.place - title, -FAR)
    columns = [groups, verdicts, prose, layout.place == title, from_title, since[4], since[3], since[2], until[3], until[4]]
    columns += [since[7], since[6], *reached, layout.totals(groups > 0) / layout.size]
    return np.column_stack(columns).astype(np.float32)


def text_columns(layout: Layout, texts: Sequence[str], blanks: Array, groups: Array, prose: Array) -> Array:
    """Distinguish a clean text from a page without its markup: by blank lines, shares of prose and boilerplate, and code."""
    length = np.array([len(text) for text in texts])
    codes = np.array([len(_CODE_CHARACTER.findall(text)) for text in texts])
    whole = np.maximum(1, layout.totals(length))
    widget = (groups > 0) & (groups < _FIRST_OWN_GROUP)
    columns = [layout.totals(blanks > 0) / layout.size, layout.totals(length * (prose > 0)) / whole]
    columns += [np.log1p(layout.totals(widget)), layout.totals(length * widget) / whole]
    columns += [
        lines_since(widget, layout),
        lines_until(widget, layout),
        lines_since(groups == _STAMPS, layout),
        lines_until(groups == _STAMPS, layout),
        codes / np.maximum(1, length),
    ]
    return np.column_stack(columns).astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Characters:
    """The characters of a page with the places of its lines and words."""

    points: Array
    kinds: Array
    line_of: Array
    starts: Array
    ends: Array
    first: Array
    last: Array
    word_lines: Array


def _shape_columns(seen: Sequence[int], gaps: Sequence[int], layout: Layout, chars: _Characters) -> Array:
    count = len(seen)
    points, kinds, starts, ends, word_lines = chars.points, chars.kinds, chars.starts, chars.ends, chars.word_lines
    number = count_kinds(kinds, chars.line_of, count)
    commas = np.bincount(chars.line_of[points == 44], minlength=count).astype(np.float32)
    length = (ends - starts).astype(np.float32)
    words = np.bincount(word_lines, minlength=count).astype(np.float32)
    short = np.bincount(word_lines, weights=(chars.last - chars.first) <= 3, minlength=count)
    letters = number[ALNUM]
    spaced = (kinds & SPACE) > 0
    chunks = np.flatnonzero(~spaced & np.concatenate([np.ones(1, bool), spaced[:-1]]))
    chunk_lines = chars.line_of[chunks]
    chunk_count = np.bincount(chunk_lines, minlength=count)
    capitals = np.bincount(chunk_lines, weights=(kinds[chunks] & UPPER) > 0, minlength=count)
    shown = np.concatenate([np.full(1, -1), np.flatnonzero((kinds & (SPACE | QUOTE)) == 0)])
    solid = shown[np.searchsorted(shown, ends) - 1]
    closed = ((kinds[np.maximum(solid, 0)] & END) > 0) & (solid >= starts)
    head, tail = kinds[starts], points[np.maximum(ends - 1, 0)]
    stops = number[END]
    long, wordy = np.maximum(length, 1), np.maximum(words, 1)
    place, last_place = layout.place, layout.size - 1
    columns = [
        np.log1p(length),
        np.log1p(words),
        np.minimum(np.asarray(gaps, np.float32), 3),
        number[DIGIT] / long,
        number[UPPER] / np.maximum(letters, 1),
        capitals / np.maximum(chunk_count, 1),
        short / wordy,
        closed,
        ((head & ALNUM) > 0) & ((head & (UPPER | DIGIT)) == 0),
        (head & UPPER) > 0,
        (head & DIGIT) > 0,
        commas / wordy,
        np.log(seen),
        (tail == 58) | (tail == 0xFF1A),
        number[SIGN] / long,
        np.isin(points[starts], _BULLETS),
        stops,
        stops / wordy,
        letters / long,
        letters / wordy,
        number[QUOTE],
        number[WIDE] / long,
        place / np.maximum(1, last_place),
        np.log1p(place),
        np.log1p(last_place - place),
        np.log1p(layout.size),
    ]
    return np.column_stack(columns).astype(np.float32)
