"""Features of the block model: the form of each line, its containers, its neighbours, and the head of the page.

Everything is computed for the lines of many pages at once. A page gets the same features in any batch, because sums over lines are
sums of whole numbers. The columns have names, and their order matters; a change here needs a newly trained model.
"""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from dateline.cleaning.containers import Containers, Form, words_of
from dateline.cleaning.features import Analysis, analyse
from dateline.cleaning.line_arrays import Layout
from dateline.cleaning.word_hashes import VOCABULARY
from dateline.types.pages import Page, PageLine

Array = npt.NDArray[Any]
Columns = dict[str, Array]

PATH_BITS = 15
"""Size of the table of weights for the words of blocks, as a power of two."""

NEAR = 3
"""The number of innermost blocks with separate weights for each level."""

_PREFIXES = ("", *(f"{level}:" for level in range(NEAR)))
_CACHE_SIZE = 40_000  # forms and words
_KINDS = ("paragraph", "heading", "item", "quotation", "row", "caption", "code")
_SHAPE = (
    *("length", "words", "blanks", "digits", "capitals", "capitalised", "short words", "closed", "opens small", "opens large"),
    *("opens with digit", "commas", "times on page", "colon", "signs", "bullet", "stops", "stops per word", "letters"),
    *("letters per word", "quotes", "wide", "place", "from start", "from end", "lines of page"),
)
_TITLES, _DESCRIPTIONS = ("og:title", "twitter:title"), ("og:description", "description", "twitter:description")
_TAG, _NO_WORD = re.compile(r"<[^<>]*+>"), re.compile(r"[\W_]+")
_MOST_BODY = 200_000  # characters; every line is searched for in it
_LEAST_BODY = 300
PARAGRAPH, LINKED = 60, 0.3
_PROSE = 80
_WIDE = 1.5  # a character of a script without spaces says as much as two or three letters
_SCORED_LEVELS = 5
_OF_PAGE = frozenset(("from start", "from end", "lines of page"))  # with these, trees would only memorise pages


@dataclass(frozen=True, slots=True)
class Blocks:
    """Pages as arrays: words and shapes, containers, and for each line its share of links, its length and whether it is prose."""

    analysis: Analysis
    containers: Containers
    linked: Array
    length: Array
    closed: Array
    prose: Array

    @property
    def layout(self) -> Layout:
        """Where the pages are in the array of lines."""
        return self.analysis.layout


def measure(pages: Sequence[Sequence[PageLine]]) -> Blocks:
    """Turn the lines of `pages` (each with at least one line) into arrays."""
    analysis = analyse([[line.text for line in page] for page in pages], [line.blanks for page in pages for line in page])
    containers = Containers.of([[line.path for line in page] for page in pages])
    linked = np.array([line.linked for page in pages for line in page], np.float32)
    wide = analysis.shape[:, _SHAPE.index("wide")]
    length = np.rint(np.expm1(analysis.shape[:, 0]) * (1 + _WIDE * wide)).astype(np.int64)
    closed = analysis.shape[:, _SHAPE.index("closed")] > 0
    return Blocks(analysis, containers, linked, length, closed, (length > _PROSE) & (linked < LINKED) & closed)


@dataclass(frozen=True, slots=True)
class PathWeights:
    """Weights of the hashed words of blocks, and the bias added to their sum."""

    weights: Array
    bias: float
    _cache: dict[Form | str, tuple[float, ...]] = field(default_factory=dict, compare=False, repr=False)

    def columns(self, containers: Containers) -> Columns:
        """Score each line by the words of its blocks: their sum, the innermost containers, and the worst and best container."""
        scores = np.array([self._score_form(form) for form in containers.forms])[containers.form]
        blocks, own = scores[:, 0], containers.chain[:, 0]
        lines = containers.down(blocks)[own]
        for level in range(NEAR):
            lines = lines + scores[containers.chain[:, level], level + 1]
        found: Columns = {"path": lines + self.bias}
        found |= {f"{level} told": blocks[containers.chain[:, level]] for level in range(_SCORED_LEVELS)}
        return found | {"worst told": containers.least(blocks)[own], "best told": containers.most(blocks)[own]}

    def _score_form(self, form: Form) -> tuple[float, ...]:
        found = self._cache.get(form)
        if found is None:
            if len(self._cache) >= _CACHE_SIZE:
                self._cache.clear()
            found = self._cache[form] = tuple(map(sum, zip(*map(self._score_word, words_of(form)), strict=True)))
        return found

    def _score_word(self, word: str) -> tuple[float, ...]:
        found = self._cache.get(word)
        if found is None:
            found = self._cache[word] = tuple(self.weights[list(_word_grams(word))].tolist())
        return found


def path_grams(form: Form) -> list[Array]:
    """Return the places of a form's words in the table: as any block around a line, and as one of the innermost blocks."""
    return [np.array(grams, np.intp) for grams in zip(*map(_word_grams, words_of(form)), strict=True)]


def _word_grams(word: str) -> tuple[int, ...]:
    return tuple(zlib.crc32((prefix + word).encode("utf-8", "replace")) % (1 << PATH_BITS) for prefix in _PREFIXES)


def line_columns(pages: Sequence[Sequence[PageLine]], blocks: Blocks) -> Columns:
    """Describe each line without its context."""
    shape = zip(_SHAPE, blocks.analysis.shape.T, strict=True)
    found: Columns = {name: column for name, column in shape if name not in _OF_PAGE}
    found["length"] = np.log1p(blocks.length)
    kinds = np.array([_KINDS.index(line.kind) for page in pages for line in page])
    found |= {kind: kinds == place for place, kind in enumerate(_KINDS)}
    levels = np.array([line.level for page in pages for line in page])
    found["level"], found["nesting"] = levels * found["heading"], levels * ~found["heading"]
    found["linked"] = blocks.linked
    found["said before"] = _count_repeats([[line.text for line in page] for page in pages])
    return found


def _count_repeats(pages: Sequence[Sequence[str]]) -> Array:
    """Count how often the text of each line was on the page before it; at most 3."""
    found: list[int] = []
    for page in pages:
        seen: dict[str, int] = {}
        for text in page:
            found.append(seen.get(text, 0))
            seen[text] = found[-1] + 1
    return np.asarray(np.minimum(found, 3))


def head_columns(pages: Sequence[Page], blocks: Blocks) -> Columns:
    """Describe each line by the words that it shares with the title and description, and whether the stated article body has it."""
    found: Columns = {}
    stated = [
        [_or_dash(page.head.title), _or_dash(_first_value(page, _TITLES)), _or_dash(_first_value(page, _DESCRIPTIONS))]
        for page in pages
    ]
    heads, analysis, layout = analyse(stated, [0] * 3 * len(pages)), blocks.analysis, blocks.layout
    wanted = np.zeros((3, len(pages), VOCABULARY), bool)
    wanted[heads.word_lines % 3, heads.word_lines // 3, heads.words] = True
    page, count = layout.page[analysis.word_lines], len(layout.page)
    number = np.maximum(1, np.bincount(analysis.word_lines, minlength=count))
    for place, name in enumerate(("title", "social title", "description")):
        shared = np.bincount(analysis.word_lines, weights=wanted[place, page, analysis.words], minlength=count)
        found[f"words in {name}"] = shared / number
        found[f"share of {name}"] = shared / np.maximum(1, wanted[place].sum(1))[layout.page]
    found["said in body"] = np.concatenate([_in_article_body(page) for page in pages])
    return found


def _first_value(page: Page, names: Sequence[str]) -> str:
    return next((value for name in names for value in page.head.meta.get(name, ())), "")


def _or_dash(text: str | None) -> str:
    return " ".join((text or "").split()) or "-"


def _in_article_body(page: Page) -> Array:
    """Return 2 for lines that are in the article body of the page's JSON-LD, 1 for others; 0 if there is no such body."""
    bodies = [value for block in page.head.json_ld if isinstance(value := block.get("articleBody"), str)]
    body = _squeeze(html.unescape(_TAG.sub(" ", max(bodies, key=len, default=""))))[:_MOST_BODY]
    if len(body) < _LEAST_BODY:
        return np.zeros(len(page.lines))
    squeezed = [_squeeze(line.text) for line in page.lines]
    return np.array([2.0 if len(text) > 3 and text in body else 1.0 for text in squeezed])


def _squeeze(text: str) -> str:
    return _NO_WORD.sub("", text.lower())


def stacked(columns: Columns) -> Array:
    """Stack the columns, one row for each."""
    table = np.empty((len(columns), len(next(iter(columns.values())))), np.float32)
    for row, column in enumerate(columns.values()):
        table[row] = column
    return table
