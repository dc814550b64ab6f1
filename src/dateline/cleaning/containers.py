"""The containers of the lines of pages, as arrays: one row for each block, and for each line the blocks around it.

Lines are in the order of the document, so the lines of a container are a run, and a sum over a container is the difference of two
running sums. Blocks of one *form* have the same tag and words. Blocks of one *group* have the same form and are in blocks of one
group, such as the items of a list and the paragraphs of a story.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from dateline.types.pages import Block

Array = npt.NDArray[Any]
Form = tuple[str, tuple[str, ...]]

LEVELS = 6
"""How many containers of a line are used, the innermost first."""

ROOT: Form = ("", ())
TAGS = ("article", "main", "nav", "header", "footer", "aside", "ul", "ol", "table", "form", "figure", "blockquote", "section", "dl")
"""Tags that say something about everything in them."""

_BITS = {tag: 1 << place for place, tag in enumerate(TAGS)}


@dataclass(frozen=True, slots=True)
class Containers:
    """Blocks in the order of the document, with a root for each page that is not an element.

    `chain` has a row for each line: the numbers of its `LEVELS` innermost blocks; the root is repeated if there are fewer. Each
    block has its `parent` (a root has its own number), its `depth`, the run of lines from `first` to before `end`, its `form` (a
    place in `forms`), its `group`, its tag and the `tags` around it (bits in the order of `TAGS`), and the number of `siblings`
    with its form, itself included. `by_depth` has the blocks below the roots, depth by depth.
    """

    chain: Array
    parent: Array
    depth: Array
    first: Array
    end: Array
    form: Array
    group: Array
    tags: Array
    siblings: Array
    forms: Sequence[Form]
    by_depth: Sequence[Array]

    @classmethod
    def of(cls, pages: Sequence[Sequence[tuple[Block, ...]]]) -> Containers:
        """Build the containers of pages; each page is given by the paths of its lines."""
        build = _Builder()
        for paths in pages:
            build.add(paths)
        return build.finished()

    def sums(self, running: Array) -> Array:
        """Return for each block the sum over its lines, from the running sums over all lines (which begin with 0)."""
        return np.asarray(running[self.end] - running[self.first])

    def down(self, values: Array) -> Array:
        """Return for each block the sum of `values` over itself and all blocks around it."""
        found = values.copy()
        for blocks in self.by_depth:
            found[blocks] += found[self.parent[blocks]]
        return found

    def least(self, values: Array) -> Array:
        """Return for each block the least of `values` over itself and all blocks around it."""
        found = values.copy()
        for blocks in self.by_depth:
            found[blocks] = np.minimum(found[blocks], found[self.parent[blocks]])
        return found

    def most(self, values: Array) -> Array:
        """Return for each block the greatest of `values` over itself and all blocks around it."""
        return -self.least(-values)

    def common(self, chosen: Array) -> Array:
        """Return for each line the depth of the innermost block around both it and the block that is `chosen` on its page.

        `chosen` has one block per page, in order.
        """
        found = np.zeros(len(self.chain), np.intp)
        for block in chosen.tolist():
            around = []
            while self.depth[block]:
                around.append(block)
                block = int(self.parent[block])
            for outer in reversed(around):
                found[self.first[outer] : self.end[outer]] = self.depth[outer]
        return found


class _Builder:
    """Collects blocks page by page, in lists that become arrays at the end."""

    def __init__(self) -> None:
        self.own: list[int] = []
        self.blocks: list[tuple[int, ...]] = []
        self.end: list[int] = []
        self.forms: dict[Form, int] = {ROOT: 0}

    def add(self, paths: Sequence[tuple[Block, ...]]) -> None:
        """Add the blocks of a page; a path shares the blocks that are still open with the path before it."""
        own, blocks, end = self.own, self.blocks, self.end
        forms = self.forms
        open_ = [len(blocks)]
        blocks.append((open_[0], 0, len(own), 0))
        end.append(0)
        before: tuple[Block, ...] = ()
        for line, path in enumerate(paths, len(own)):
            if path is before:
                own.append(open_[-1])
                continue
            shared = min(len(path), len(before))
            while shared and path[shared - 1] is not before[shared - 1]:
                shared -= 1
            while len(open_) > shared + 1:
                end[open_.pop()] = line
            for tag, words, _ in path[shared:]:
                number = len(blocks)
                blocks.append((open_[-1], len(open_), line, forms.setdefault((tag, words), len(forms))))
                open_.append(number)
                end.append(0)
            own.append(open_[-1])
            before = path
        for number in open_:
            end[number] = len(own)

    def finished(self) -> Containers:
        """Return all pages as arrays."""
        parent, depth, first, form = np.array(list(zip(*self.blocks, strict=True)), np.intp)
        chain = np.empty((len(self.own), LEVELS), np.intp)
        chain[:, 0] = self.own
        for level in range(1, LEVELS):
            chain[:, level] = parent[chain[:, level - 1]]
        forms = list(self.forms)
        tags = np.array([_BITS.get(tag, 0) for tag, _ in forms], np.intp)[form]
        order, ends = np.argsort(depth, kind="stable"), np.cumsum(np.bincount(depth)).tolist()
        by_depth, group = [], np.empty_like(order)
        group[order[: ends[0]]] = np.arange(ends[0])
        for low, high in pairwise(ends):
            blocks = order[low:high]
            by_depth.append(blocks)
            tags[blocks] |= tags[parent[blocks]]
            group[blocks] = low + _number_groups(group[parent[blocks]], form[blocks], len(forms))
        twin = _number_groups(parent, form, len(forms))
        end, siblings = np.array(self.end, np.intp), np.bincount(twin)[twin]
        return Containers(chain, parent, depth, first, end, form, group, tags, siblings, forms, by_depth)


def _number_groups(around: Array, form: Array, forms: int) -> Array:
    """Return the same number for all blocks with the same form and the same value in `around`."""
    return np.unique(around * forms + form, return_inverse=True)[1]


@lru_cache(maxsize=20_000)
def words_of(form: Form) -> tuple[str, ...]:
    """Return the words of a block of this form: its tag, and the words of its attributes."""
    tag, words = form
    return (f"<{tag}>", *words)
