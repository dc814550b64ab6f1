"""What the line model sees of a page: shape, wording, neighbourhood and place of each line, as columns of numbers.

Everything is computed for the lines of many pages at once from one array of code points: words are hashed with a rolling hash, and
counts per line are sums over segments. What runs over the lines of a page adds up whole numbers, so that a page has the same
columns in any company. Training and use go through these same functions; a change here needs a newly trained model.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

BITS = 18
"""Size of the table of word and word-pair weights, as a power of two."""

_ALNUM, _DIGIT, _UPPER, _SPACE, _WIDE, _END, _QUOTE, _SIGN = (1 << bit for bit in range(8))
_COUNTED = (_ALNUM, _DIGIT, _UPPER, _END, _QUOTE, _SIGN, _WIDE)
_ENDS = frozenset(".!?…。！？؟।॥።．")
_QUOTES = frozenset("\"'”’»«“)]）」』‘„")
_SIGNS = frozenset("|·»›•©/\\>:：@#")
_BULLETS = (42, 45, 0x2013, 0x2014, 0x2022, 0x25CF, 0x25AA, 0x2023)
_CODE_SIGN = re.compile(r"[\[\]{}<>=_;\\]")
_FIRST_OWN_GROUP = 7  # captions, bylines and dates may stand in a copy of the story alone; what comes before them may not
_STAMPS = 8  # bylines and dates
_BASE = 0x9E3779B97F4A7C15
VOCABULARY = 1 << 15
"""So many words are told apart where lines are compared by the words that they share."""

_PROSE = 80
_LONG_SINCE = 60
_FAR = 99.0
_UNITS = float(1 << 24)  # sums over lines are kept in these fractions


@dataclass(frozen=True, slots=True)
class Layout:
    """Where pages (none empty) lie in an array of their lines; for each line its page, its page's start and size, its place."""

    sizes: Array
    page: Array
    start: Array
    size: Array
    place: Array

    @classmethod
    def of(cls, sizes: Sequence[int]) -> Layout:
        """The layout of pages with so many lines."""
        number = np.asarray(sizes, np.intp)
        page = np.repeat(np.arange(len(number)), number)
        start = np.repeat(np.cumsum(number) - number, number)
        return cls(number, page, start, number[page], np.arange(len(page)) - start)

    @property
    def line(self) -> Array:
        """The number of each line among all."""
        return self.start + self.place

    def totals(self, values: Array) -> Array:
        """For each line, the sum of the whole numbers or truths `values` over its page."""
        first = np.cumsum(self.sizes) - self.sizes
        return np.asarray(np.add.reduceat(values, first, dtype=np.int64)[self.page])


@dataclass(frozen=True, slots=True)
class Analysis:
    """Pages in numbers: `shape` has a row per line; `grams` are hashed words and pairs, `words` each line's distinct words."""

    shape: Array
    grams: Array
    gram_lines: Array
    words: Array
    word_lines: Array
    layout: Layout


def analyse(pages: Sequence[Sequence[str]], gaps: Sequence[int]) -> Analysis:
    """The lines of `pages` (none without lines), with the number of blank lines before each, in numbers."""
    layout = Layout.of([len(page) for page in pages])
    whole = ["\n".join(page) + "\n" for page in pages]
    points, low = _points("".join(whole)), _points("".join(map(_small, whole)))
    kinds = _kinds()[points]
    ends = np.flatnonzero(points == 10)
    starts = np.concatenate([[0], ends[:-1] + 1])
    line_of = np.cumsum(points == 10) - (points == 10)
    first, last = _words(kinds)
    word_lines = line_of[first]
    hashes = _hashes(low, kinds, first, last)
    grams, gram_lines = _grams(hashes, word_lines)
    words = (hashes >> np.uint64(49)).astype(np.int32)
    telling = ((last - first) > 3) | ((kinds[first] & _WIDE) > 0) | (low[first] > 127)
    seen = [count[text] for count, page in zip(map(Counter, pages), pages, strict=True) for text in page]
    shape = _shape(seen, gaps, layout, _Signs(points, kinds, line_of, starts, ends, first, last, word_lines))
    return Analysis(shape, grams, gram_lines, *_distinct(words[telling], word_lines[telling]), layout)


def linear_scores(weights: Array, bias: float, analysis: Analysis) -> Array:
    """What the words of each line say: the sum of their weights, divided by the root of their number."""
    count = len(analysis.shape)
    total = np.bincount(analysis.gram_lines, weights=weights[analysis.grams], minlength=count)
    number = np.bincount(analysis.gram_lines, minlength=count)
    return np.asarray(total / np.sqrt(np.maximum(number, 1)) + bias)


def rule_columns(layout: Layout, groups: Array, verdicts: Array, prose: Array, titles: Sequence[int]) -> Array:
    """What the rules say of each line and its surroundings: wording, verdict, prose, distance to title, headings, prompts.

    `titles` has the place of each page's title, -1 where no line carries it.
    """
    title = np.asarray(titles)[layout.page]
    reached = [_reached(groups == group, layout) for group in (3, 2, 1)]
    since = {group: _since(groups == group, layout) for group in (2, 3, 4, 6, 7)}
    until = {group: _until(groups == group, layout) for group in (3, 4)}
    from_title = np.where(title >= 0, layout.place - title, -_FAR)
    columns = [groups, verdicts, prose, layout.place == title, from_title, since[4], since[3], since[2], until[3], until[4]]
    columns += [since[7], since[6], *reached, layout.totals(groups > 0) / layout.size]
    return np.column_stack(columns).astype(np.float32)


def text_columns(layout: Layout, texts: Sequence[str], blanks: Array, groups: Array, prose: Array) -> Array:
    """What tells a clean text from a page without its markup: blank lines, prose and furniture of the whole, signs of code."""
    length = np.array([len(text) for text in texts])
    codes = np.array([len(_CODE_SIGN.findall(text)) for text in texts])
    whole = np.maximum(1, layout.totals(length))
    widget = (groups > 0) & (groups < _FIRST_OWN_GROUP)
    columns = [layout.totals(blanks > 0) / layout.size, layout.totals(length * (prose > 0)) / whole]
    columns += [np.log1p(layout.totals(widget)), layout.totals(length * widget) / whole]
    columns += [
        _since(widget, layout),
        _until(widget, layout),
        _since(groups == _STAMPS, layout),
        _until(groups == _STAMPS, layout),
        codes / np.maximum(1, length),
    ]
    return np.column_stack(columns).astype(np.float32)


def context_columns(analysis: Analysis, chance: Array, more: Sequence[Array]) -> Array:
    """Each line among its neighbours, given a first guess `chance` that it is body."""
    shape, layout = analysis.shape, analysis.layout
    length = np.expm1(shape[:, 0])
    columns: list[Array] = [chance, *more]
    columns += [_shifted(chance, step, layout) for step in (1, 2, 3, 4, -1, -2, -3, -4)]
    columns += [_shifted(shape[:, column], step, layout) for step in (1, 2, -1, -2) for column in (0, 7, 2, 5, 3)]
    even, chances, lengths, mass = map(_sums, (np.ones(len(chance)), chance, length, chance * length))
    columns += [_around(mass, lengths, reach, layout) for reach in (2, 5, 10, 25)]
    columns.append(_around(chances, even, 4, layout))
    before, so_far = mass[:-1] - mass[layout.start], mass[1:] - mass[layout.start]
    sum_ = (mass[layout.start + layout.size] - mass[layout.start]) / _UNITS + 1e-6
    columns += [before / _UNITS / sum_, (sum_ - so_far / _UNITS) / sum_]
    columns += [_around(mass, even, 8, layout), _around(mass, even, 3, layout)]
    columns += _sure_places(chance, length, layout)
    columns += _shared_words(analysis, chance)
    columns += [np.log1p(sum_), layout.totals(chance > 0.5) / layout.size]
    return np.column_stack([shape, *columns]).astype(np.float32)


@cache
def _kinds() -> Array:
    """For each code point of the basic plane, what kind of character it is, as bits."""
    table = np.zeros(1 << 16, np.uint8)
    for point in range(1 << 16):
        sign = chr(point)
        kind = _ALNUM if sign.isalnum() or unicodedata.category(sign) in ("Mn", "Mc") else 0
        kind |= _DIGIT if sign.isdigit() else 0
        kind |= _UPPER if sign.isupper() else 0
        kind |= _SPACE if sign.isspace() else 0
        kind |= _END if sign in _ENDS else 0
        kind |= _QUOTE if sign in _QUOTES else 0
        kind |= _SIGN if sign in _SIGNS else 0
        if 0x3040 <= point <= 0x30FF or 0x3400 <= point <= 0x9FFF or 0xF900 <= point <= 0xFAFF or 0x0E00 <= point <= 0x0E7F:
            kind |= _WIDE | _ALNUM
        table[point] = kind
    return table


def _small(text: str) -> str:
    low = text.lower()
    return low if len(low) == len(text) else text  # a few letters grow when made small


def _points(text: str) -> Array:
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return np.where(points < 1 << 16, points, 0x4E00)


def _words(kinds: Array) -> tuple[Array, Array]:
    """Where the words begin and end; a character of a script without spaces is a word."""
    letter, wide = (kinds & _ALNUM) > 0, (kinds & _WIDE) > 0
    no = np.zeros(1, bool)
    before, wide_before = np.concatenate([no, letter[:-1]]), np.concatenate([no, wide[:-1]])
    after, wide_after = np.concatenate([letter[1:], no]), np.concatenate([wide[1:], no])
    return np.flatnonzero(letter & (~before | wide | wide_before)), np.flatnonzero(letter & (~after | wide | wide_after)) + 1


@cache
def _powers(size: int) -> tuple[Array, Array]:
    inverse = pow(_BASE, -1, 1 << 64)
    first = np.ones(1, np.uint64)
    with np.errstate(over="ignore"):
        up = np.cumprod(np.concatenate([first, np.full(size - 1, _BASE, np.uint64)]), dtype=np.uint64)
        down = np.cumprod(np.concatenate([first, np.full(size - 1, inverse, np.uint64)]), dtype=np.uint64)
    return up, down


def _hashes(low: Array, kinds: Array, first: Array, last: Array) -> Array:
    """A hash of each word; all digits count as the same."""
    size = 1 << max(17, len(low).bit_length())
    up, down = _powers(size)
    with np.errstate(over="ignore"):
        values = np.where((kinds & _DIGIT) > 0, 48, low).astype(np.uint64) + np.uint64(7)
        sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(values * up[: len(values)], dtype=np.uint64)])
        return _mixed((sums[last] - sums[first]) * down[first])


def _mixed(value: Array) -> Array:
    with np.errstate(over="ignore"):
        value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return np.asarray(value ^ (value >> np.uint64(31)))


def _grams(hashes: Array, lines: Array) -> tuple[Array, Array]:
    """Hashed words, neighbours on a line, and the first and last word of each line."""
    if not len(hashes):
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    same = lines[1:] == lines[:-1]
    edge = np.ones(1, bool)
    opens, closes = np.concatenate([edge, ~same]), np.concatenate([~same, edge])
    with np.errstate(over="ignore"):
        pairs = _mixed(hashes[:-1] * np.uint64(31) + hashes[1:] + np.uint64(1))[same]
        first, last = _mixed(hashes[opens] + np.uint64(0xABCDEF)), _mixed(hashes[closes] + np.uint64(0x123457))
    every = np.concatenate([hashes, pairs, first, last])
    where = np.concatenate([lines, lines[1:][same], lines[opens], lines[closes]])
    return (every >> np.uint64(64 - BITS)).astype(np.int32), where.astype(np.int32)


@dataclass(frozen=True, slots=True)
class _Signs:
    """The characters of a page with the places of its lines and words."""

    points: Array
    kinds: Array
    line_of: Array
    starts: Array
    ends: Array
    first: Array
    last: Array
    word_lines: Array


def _shape(seen: Sequence[int], gaps: Sequence[int], layout: Layout, signs: _Signs) -> Array:
    count = len(seen)
    points, kinds, starts, ends, word_lines = signs.points, signs.kinds, signs.starts, signs.ends, signs.word_lines
    number = _numbers(kinds, signs.line_of, count)
    commas = np.bincount(signs.line_of[points == 44], minlength=count).astype(np.float32)
    length = (ends - starts).astype(np.float32)
    words = np.bincount(word_lines, minlength=count).astype(np.float32)
    short = np.bincount(word_lines, weights=(signs.last - signs.first) <= 3, minlength=count)
    letters = number[_ALNUM]
    spaced = (kinds & _SPACE) > 0
    chunks = np.flatnonzero(~spaced & np.concatenate([np.ones(1, bool), spaced[:-1]]))
    chunk_lines = signs.line_of[chunks]
    chunk_count = np.bincount(chunk_lines, minlength=count)
    capitals = np.bincount(chunk_lines, weights=(kinds[chunks] & _UPPER) > 0, minlength=count)
    shown = np.concatenate([np.full(1, -1), np.flatnonzero((kinds & (_SPACE | _QUOTE)) == 0)])
    solid = shown[np.searchsorted(shown, ends) - 1]
    closed = ((kinds[np.maximum(solid, 0)] & _END) > 0) & (solid >= starts)
    head, tail = kinds[starts], points[np.maximum(ends - 1, 0)]
    stops = number[_END]
    long, wordy = np.maximum(length, 1), np.maximum(words, 1)
    place, last_place = layout.place, layout.size - 1
    columns = [
        np.log1p(length),
        np.log1p(words),
        np.minimum(np.asarray(gaps, np.float32), 3),
        number[_DIGIT] / long,
        number[_UPPER] / np.maximum(letters, 1),
        capitals / np.maximum(chunk_count, 1),
        short / wordy,
        closed,
        ((head & _ALNUM) > 0) & ((head & (_UPPER | _DIGIT)) == 0),
        (head & _UPPER) > 0,
        (head & _DIGIT) > 0,
        commas / wordy,
        np.log(seen),
        (tail == 58) | (tail == 0xFF1A),
        number[_SIGN] / long,
        np.isin(points[starts], _BULLETS),
        stops,
        stops / wordy,
        letters / long,
        letters / wordy,
        number[_QUOTE],
        number[_WIDE] / long,
        place / np.maximum(1, last_place),
        np.log1p(place),
        np.log1p(last_place - place),
        np.log1p(layout.size),
    ]
    return np.column_stack(columns).astype(np.float32)


def _numbers(kinds: Array, line_of: Array, count: int) -> dict[int, Array]:
    """For each kind of character, how many of it each line has."""
    kind_of, codes = _codes()
    found = np.bincount(line_of * len(kind_of) + codes[kinds], minlength=count * len(kind_of)).reshape(count, len(kind_of))
    return {kind: found[:, (kind_of & kind) > 0].sum(1).astype(np.float32) for kind in _COUNTED}


@cache
def _codes() -> tuple[Array, Array]:
    """The kinds that there are, and for each its place among them."""
    there = np.unique(_kinds())
    codes = np.zeros(256, np.intp)
    codes[there] = np.arange(len(there))
    return there, codes


def _shifted(values: Array, step: int, layout: Layout) -> Array:
    """For each line the value of the line `step` before it; -1 where that is not on its page."""
    room = layout.place if step > 0 else layout.size - 1 - layout.place
    return np.where(room >= abs(step), np.roll(values, step), values.dtype.type(-1))


def _sums(values: Array) -> Array:
    """The sums of all `values` before each and after the last, in whole fractions."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(np.rint(values * _UNITS).astype(np.int64))])


def _around(sums: Array, totals: Array, reach: int, layout: Layout) -> Array:
    """What `sums` sums up over the lines of the page up to `reach` away, divided by what `totals` does."""
    line = layout.line
    low, high = np.maximum(layout.start, line - reach), np.minimum(layout.start + layout.size, line + reach + 1)
    return np.asarray((sums[high] - sums[low]) / np.maximum(1e-6 * _UNITS, totals[high] - totals[low]))


def _reached(flags: Array, layout: Layout) -> Array:
    """The share of the page's flagged lines that stand up to each line."""
    so_far = np.cumsum(flags)
    return np.asarray((so_far - (so_far - flags)[layout.start]) / np.maximum(1, layout.totals(flags)))


def _since(flags: Array, layout: Layout) -> Array:
    before = np.maximum.accumulate(np.where(flags, layout.line, -1))
    return np.where(before >= layout.start, np.minimum(layout.line - before, _LONG_SINCE), _LONG_SINCE)


def _until(flags: Array, layout: Layout) -> Array:
    after = np.minimum.accumulate(np.where(flags, layout.line, len(flags))[::-1])[::-1]
    return np.where(after < layout.start + layout.size, np.minimum(after - layout.line, _LONG_SINCE), _LONG_SINCE)


def _sure_places(chance: Array, length: Array, layout: Layout) -> list[Array]:
    flags = (chance > 0.6) & (length > _PROSE)
    sure = np.concatenate([np.full(1, -1), np.flatnonzero(flags), np.full(1, len(chance))])  # with one beyond each end
    line, end = layout.line, layout.start + layout.size
    before, after = sure[np.searchsorted(sure, line) - 1], sure[np.searchsorted(sure, line)]
    first, last = sure[np.searchsorted(sure, layout.start)], sure[np.searchsorted(sure, end) - 1]
    above = np.where(before >= layout.start, np.minimum(line - before, _FAR), _FAR)
    below = np.where(after < end, np.minimum(after - line, _FAR), _FAR)
    number = layout.totals(flags)
    span = [(line - first) / layout.size, (last - line) / layout.size, number / layout.size]
    return [above, below, *(np.where(number > 0, column, 0.0) for column in span)]


def _distinct(words: Array, lines: Array) -> tuple[Array, Array]:
    """Each word once for each of its lines, and these lines; in order of line and word."""
    pairs = np.sort(lines.astype(np.int64) * VOCABULARY + words)
    pairs = pairs[np.concatenate([np.ones(min(1, len(pairs)), bool), pairs[1:] != pairs[:-1]])]
    return pairs % VOCABULARY, pairs // VOCABULARY


def _shared_words(analysis: Analysis, chance: Array) -> list[Array]:
    """How many of a line's words other likely body lines use too: stories talk of one thing, their neighbours of another."""
    count, lines = len(chance), analysis.word_lines
    words = analysis.words + VOCABULARY * analysis.layout.page[lines]  # another page's words are other words
    spread = np.bincount(words)
    mass = np.bincount(words, weights=chance[lines])
    others = mass[words] - chance[lines]
    number = np.bincount(lines, minlength=count)
    shared = np.bincount(lines, weights=np.minimum(others, 1), minlength=count) / np.maximum(number, 1)
    share = np.bincount(lines, weights=others / np.maximum(1, spread[words] - 1), minlength=count) / np.maximum(number, 1)
    return [np.where(number > 0, shared, -1), np.where(number > 0, share, -1)]
