"""Raw texts for training: the same gold pages in many layouts, complete and in parts that people copy, and clean bodies.

A page gives some of these, chosen at random with a fixed seed: dumps of the complete page by several tools; such dumps without most
of their boilerplate, like a text that was copied or scraped; the gold text alone, with and without its headline, in several
spacings, unwrapped and wrapped; one paragraph of it; and two stories one after the other.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corpus import GoldPage, align
from layouts import WAYS, wrap

DUMPED = ("plain", "htmltext", "main", "inscriptis", "innertext", "soup-strip", "lynx80", "w3m80", "lynxlinks80", "markdown")
"""The layouts of complete pages for training; each page gives some of them."""
NEWS, OTHER = (3, 3), (1, 2)
"""The number of layouts in which a page gives its dump and a part of it; news pages give more."""
WRAPPED = ("lynx80", "w3m80", "lynxlinks80", "markdown")
AS_IT_IS, TIGHT = 0.7, 0.85
_FAR = 14
_PARAGRAPH = 120

Lay = Callable[[GoldPage, str], str]


@dataclass(frozen=True)
class Sample:
    """A raw text made from a gold page: its kind, and the gold lines that are in it."""

    kind: str
    text: str
    gold: str


def samples(page: GoldPage, lay: Lay, other: GoldPage) -> Iterator[Sample]:
    """Texts of `page` for training; `lay` gives it in a layout, `other` is another page of its fold."""
    dice = random.Random(zlib.crc32((page.corpus + page.id).encode()))
    kinds = [kind for kind in dice.sample(DUMPED, len(DUMPED)) if lay(page, kind).strip()]
    whole, parts = NEWS if page.corpus == "news-pages" else OTHER
    for kind in kinds[:whole]:
        yield Sample(kind, spaced(lay(page, kind), kind, dice), page.gold)
    for kind in kinds[whole : whole + parts]:
        yield Sample("part", spaced(part(lay(page, kind), page.gold, dice), kind, dice), page.gold)
    body = [line for line in page.gold.split("\n") if line.strip()]
    between = dice.choice(("\n", "\n\n"))
    yield Sample("body", between.join(body), page.gold)
    yield Sample("headed", between.join([page.title, *body]), page.gold)
    text = dice.choice(
        (page.gold, f"{page.title}\n\n{page.gold}", part(lay(page, kinds[0]), page.gold, dice) if kinds else page.gold)
    )
    yield Sample("wrapped", wrap(text, dice.choice(WAYS)).text, page.gold)
    long = [line for line in body if len(line) >= _PARAGRAPH] or body
    yield Sample("paragraph", dice.choice(long), page.gold)
    if dice.random() < 1 / 3:
        yield Sample("several", "\n\n".join([page.title, *body, other.title, other.gold]), f"{page.gold}\n{other.gold}")


def spaced(text: str, kind: str, dice: random.Random) -> str:
    """`text` with its blank lines unchanged, or with none, or with one between all lines; wrapped texts stay unchanged."""
    way = dice.random()
    if way < AS_IT_IS or kind in WRAPPED:
        return text
    return ("\n" if way < TIGHT else "\n\n").join(line for line in text.split("\n") if line.strip())


def part(text: str, gold: str, dice: random.Random) -> str:
    """A dumped `text` as if copied or scraped: its story and some of the other lines, more often those near the story."""
    lines = text.split("\n")
    story = [index for index, share in enumerate(align(lines, gold)) if share >= 0.5]
    if not story:
        return text
    rate, near = dice.choice((0.0, 0.02, 0.05, 0.15, 0.4)), dice.choice((0.3, 0.7, 1.0))
    kept, own = [], set(story)
    for index, line in enumerate(lines):
        inside = story[0] - _FAR <= index <= story[-1] + _FAR
        if index in own or not line.strip() or dice.random() < (near if inside else rate):
            kept.append(line)
    return "\n".join(_without_rows(kept))


def _without_rows(lines: Sequence[str]) -> Iterator[str]:
    """`lines` with at most two consecutive blank lines."""
    blank = 0
    for line in lines:
        blank = 0 if line.strip() else blank + 1
        if blank <= 2:
            yield line
