"""What the model of blocks sees of a page: each line by its own form, by its containers, by its neighbours and by the page's head.

Everything is computed for the lines of many pages at once. A page has the same columns in any company: what adds up over lines adds
up whole numbers. The columns have names, in the order in which they stand; a change here needs a newly trained model.
"""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from dateline.cleaning.containers import Containers, Form, words_of
from dateline.cleaning.features import Analysis, Layout, analyse
from dateline.types.pages import Page, PageLine

Array = npt.NDArray[Any]
Columns = dict[str, Array]

PATH_BITS = 15
"""Size of the table of weights for the words of blocks, as a power of two."""

_NEAR = 3  # so many innermost blocks have weights of their own for each level
_KINDS = ("paragraph", "heading", "item", "quotation", "row", "caption", "code")
_SHAPE = (
    *("length", "words", "blanks", "digits", "capitals", "capitalised", "short words", "closed", "opens small", "opens large"),
    *("opens with digit", "commas", "times on page", "colon", "signs", "bullet", "stops", "stops per word", "letters"),
    *("letters per word", "quotes", "wide", "place", "from start", "from end", "lines of page"),
)
_TITLES, _DESCRIPTIONS = ("og:title", "twitter:title"), ("og:description", "description", "twitter:description")
_TAG, _NO_WORD = re.compile(r"<[^<>]*+>"), re.compile(r"[\W_]+")
_LEAST_BODY = 300
PARAGRAPH, LINKED = 60, 0.3
_PROSE = 80
_TOLD = 5
_OF_PAGE = frozenset(("from start", "from end", "lines of page"))  # by these, trees would only learn pages by heart


@dataclass(frozen=True, slots=True)
class Blocks:
    """Pages in numbers: their words and shapes, their containers, what the walk said of each line, and what prose is in them."""

    analysis: Analysis
    containers: Containers
    linked: Array
    length: Array
    prose: Array

    @property
    def layout(self) -> Layout:
        """Where the pages lie in the array of lines."""
        return self.analysis.layout


def measure(pages: Sequence[Sequence[PageLine]]) -> Blocks:
    """The lines of `pages` (none without lines) in numbers."""
    analysis = analyse([[line.text for line in page] for page in pages], [line.blanks for page in pages for line in page])
    containers = Containers.of([[line.path for line in page] for page in pages])
    linked = np.array([line.linked for page in pages for line in page], np.float32)
    length = np.rint(np.expm1(analysis.shape[:, 0])).astype(np.int64)
    prose = (length > _PROSE) & (linked < LINKED) & (analysis.shape[:, _SHAPE.index("closed")] > 0)
    return Blocks(analysis, containers, linked, length, prose)


@cache
def path_grams(form: Form) -> tuple[Array, tuple[Array, ...]]:
    """The places in the table of a form's words: wherever it stands around a line, and as one of the innermost blocks."""

    def hashed(prefix: str) -> Array:
        return np.array([zlib.crc32((prefix + word).encode()) % (1 << PATH_BITS) for word in words_of(form)], np.intp)

    return hashed(""), tuple(hashed(f"{level}:") for level in range(_NEAR))


def path_scores(weights: Array, containers: Containers) -> tuple[Array, Array]:
    """What its words say of each block, and what all words around it say of each line."""
    grams = [path_grams(form) for form in containers.forms]
    anywhere = np.array([weights[every].sum() for every, _ in grams])[containers.form]
    line = containers.down(anywhere)[containers.chain[:, 0]]
    for level in range(_NEAR):
        near = np.array([weights[own[level]].sum() for _, own in grams])
        line = line + near[containers.form][containers.chain[:, level]]
    return anywhere, line


def path_columns(weights: Array, bias: float, containers: Containers) -> Columns:
    """What the words of blocks say of each line: all together, of its innermost containers, and of the worst and the best."""
    blocks, lines = path_scores(weights, containers)
    own = containers.chain[:, 0]
    found: Columns = {"path": lines + bias}
    found |= {f"{level} told": blocks[containers.chain[:, level]] for level in range(_TOLD)}
    return found | {"worst told": containers.least(blocks)[own], "best told": containers.most(blocks)[own]}


def line_columns(pages: Sequence[Sequence[PageLine]], blocks: Blocks) -> Columns:
    """Each line by itself."""
    shape = zip(_SHAPE, blocks.analysis.shape.T, strict=True)
    found: Columns = {name: column for name, column in shape if name not in _OF_PAGE}
    kinds = np.array([_KINDS.index(line.kind) for page in pages for line in page])
    found |= {kind: kinds == place for place, kind in enumerate(_KINDS)}
    levels = np.array([line.level for page in pages for line in page])
    found["level"], found["nesting"] = levels * found["heading"], levels * ~found["heading"]
    found["linked"] = blocks.linked
    found["said before"] = _said_before([[line.text for line in page] for page in pages])
    return found


def _said_before(pages: Sequence[Sequence[str]]) -> Array:
    """How often a line's text has stood on the page before it."""
    found: list[int] = []
    for page in pages:
        seen: dict[str, int] = {}
        for text in page:
            found.append(seen.get(text, 0))
            seen[text] = found[-1] + 1
    return np.asarray(np.minimum(found, 3))


def head_columns(pages: Sequence[Page], blocks: Blocks) -> Columns:
    """Each line by what it shares with the page's title and description, and whether the page's own article body says it."""
    found: Columns = {}
    told = [[_or_dash(page.head.title), _or_dash(_first(page, _TITLES)), _or_dash(_first(page, _DESCRIPTIONS))] for page in pages]
    heads, analysis, layout = analyse(told, [0] * 3 * len(pages)), blocks.analysis, blocks.layout
    keys = (layout.page[analysis.word_lines].astype(np.int64) << 20) + analysis.words
    number = np.maximum(1, np.bincount(analysis.word_lines, minlength=len(layout.page)))
    for place, name in enumerate(("title", "social title", "description")):
        chosen = heads.word_lines % 3 == place
        wanted = (heads.layout.page[heads.word_lines[chosen]].astype(np.int64) << 20) + heads.words[chosen]
        shared = np.bincount(analysis.word_lines, weights=np.isin(keys, wanted), minlength=len(layout.page))
        found[f"words in {name}"] = shared / number
        found[f"share of {name}"] = shared / np.maximum(1, np.bincount(wanted >> 20, minlength=len(pages)))[layout.page]
    found["said in body"] = np.concatenate([_said(page) for page in pages])
    return found


def _first(page: Page, names: Sequence[str]) -> str:
    return next((value for name in names for value in page.head.meta.get(name, ())), "")


def _or_dash(text: str | None) -> str:
    return " ".join((text or "").split()) or "-"


def _said(page: Page) -> Array:
    """2 for lines that the page's own article body says, 1 for others; 0 where it has none."""
    bodies = [value for block in page.head.json_ld if isinstance(value := block.get("articleBody"), str)]
    body = _solid(html.unescape(_TAG.sub(" ", max(bodies, key=len, default=""))))
    if len(body) < _LEAST_BODY:
        return np.zeros(len(page.lines))
    solid = [_solid(line.text) for line in page.lines]
    return np.array([2.0 if len(text) > 3 and text in body else 1.0 for text in solid])


def _solid(text: str) -> str:
    return _NO_WORD.sub("", text.lower())


def stacked(columns: Columns) -> Array:
    """The columns side by side, a row per line."""
    return np.column_stack(list(columns.values())).astype(np.float32)
