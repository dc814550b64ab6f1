"""Features of the block model for the containers of a line: their content, their repetition, their kind of region."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from dateline.cleaning.block_features import Blocks, Columns
from dateline.cleaning.containers import LEVELS, TAGS, Containers
from dateline.cleaning.line_arrays import Layout
from dateline.cleaning.regions import REGIONS, find_regions

Array = npt.NDArray[Any]

# The size of wider containers, and the place in still wider ones, distinguish pages, not the story from the rest.
_SIZE_LEVELS, _PLACE_LEVELS = 2, 4
_FAR = 99
_STORY_SHARE = 0.5


def container_columns(blocks: Blocks, repeats: Array) -> Columns:
    """Describe each line by the content of its containers."""
    containers, layout, length = blocks.containers, blocks.layout, blocks.length
    repeated = containers.sums(_running_sums(length * (repeats > 0)))
    first, end = containers.first, containers.end
    count = end - first
    chars, linked, prose, prose_length = (
        containers.sums(_running_sums(values))
        for values in (length, np.rint(length * blocks.linked).astype(np.int64), blocks.prose, length * blocks.prose)
    )
    page_prose = np.maximum(1, layout.totals(length * blocks.prose))
    group_blocks = np.bincount(containers.group)[containers.group]
    found: Columns = {}
    for level in range(LEVELS):
        at = containers.chain[:, level]
        if level < _SIZE_LEVELS:
            found |= {f"{level} lines": np.log1p(count[at]), f"{level} characters": np.log1p(chars[at])}
        if level < _PLACE_LEVELS:
            found |= {
                f"{level} siblings": np.log1p(containers.siblings[at]),
                f"{level} group": np.log1p(group_blocks[at]),
                f"{level} above": np.log1p(layout.line - first[at]),
                f"{level} below": np.log1p(end[at] - 1 - layout.line),
            }
        found |= {
            f"{level} linked": linked[at] / np.maximum(1, chars[at]),
            f"{level} prose lines": prose[at] / np.maximum(1, count[at]),
            f"{level} prose": prose_length[at] / np.maximum(1, chars[at]),
            f"{level} share of prose": prose_length[at] / page_prose,
            f"{level} said before": repeated[at] / np.maximum(1, chars[at]),
        }
    share = containers.sums(_running_sums(length * blocks.prose)) / page_prose[np.minimum(first, len(page_prose) - 1)]
    found |= _region_columns(containers, share)
    inside = {tag: (containers.tags[containers.chain[:, 0]] >> place) & 1 for place, tag in enumerate(TAGS)}
    found |= {f"in {tag}": column for tag, column in inside.items()}
    found |= {f"outside {tag}": _prose_outside(inside[tag], blocks) for tag in ("main", "article")}
    return found | _group_columns(blocks) | boundary_columns(blocks)


def _prose_outside(inside: Array, blocks: Blocks) -> Array:
    """Return the share of the page's prose in elements of a kind, for lines outside them; 0 for lines inside."""
    prose_length = blocks.length * blocks.prose
    totals = blocks.layout.totals
    return np.where(inside > 0, 0.0, totals(prose_length * inside) / np.maximum(1, totals(prose_length)))


def _region_columns(containers: Containers, share: Array) -> Columns:
    """Return for each kind of region how far out its innermost block around a line is; 0 if there is none.

    A block with most of the page's prose (the `share` of each block) is not a region, whatever its name.
    """
    bits = np.array([find_regions(form) for form in containers.forms])[containers.form] * (share <= _STORY_SHARE)
    named = (bits[:, None] >> np.arange(len(REGIONS))) & 1
    own = containers.chain[:, 0]
    depth = containers.most(named * containers.depth[:, None])[own]
    out = np.where(depth > 0, containers.depth[own][:, None] - depth + 1, 0)
    return {f"region {region}": out[:, place] for place, region in enumerate(REGIONS)}


def _group_columns(blocks: Blocks) -> Columns:
    containers, found = blocks.containers, Columns()
    page_prose = np.maximum(1, blocks.layout.totals(blocks.length * blocks.prose))
    for level in range(2):
        group = containers.group[containers.chain[:, level]]
        number, chars = np.bincount(group), np.bincount(group, weights=blocks.length)
        linked, prose = np.bincount(group, weights=blocks.length * blocks.linked), np.bincount(group, weights=blocks.prose)
        prose_length = np.bincount(group, weights=blocks.length * blocks.prose)
        found |= {
            f"group {level} lines": np.log1p(number[group]),
            f"group {level} length": np.log1p(chars / np.maximum(1, number))[group],
            f"group {level} linked": (linked / np.maximum(1, chars))[group],
            f"group {level} prose": (prose / np.maximum(1, number))[group],
            f"group {level} share of prose": prose_length[group] / page_prose,
        }
    return found


def boundary_columns(blocks: Blocks) -> Columns:
    """Count the containers that end and begin between each line and its neighbours."""
    containers, layout = blocks.containers, blocks.layout
    own = containers.depth[containers.chain[:, 0]]
    shared = boundaries(containers, layout)
    before = np.where(layout.place > 0, np.roll(own, 1), 0)
    after = np.where(layout.place < layout.size - 1, np.roll(shared, -1), 0)
    return {"closed before": before - shared, "opened before": own - shared, "closed after": own - after}


def boundaries(containers: Containers, layout: Layout) -> Array:
    """Return for each line the depth of the innermost block around it and the line before it; 0 for the first line of a page."""
    # A line opens the blocks that begin with it; the outermost of them, first in their order, is inside the block that both share.
    opened = np.full(len(containers.chain), _FAR)
    below = np.flatnonzero(containers.depth > 0)[::-1]
    opened[containers.first[below]] = containers.depth[below] - 1
    return np.where(layout.place > 0, np.minimum(opened, containers.depth[containers.chain[:, 0]]), 0)


def centre_columns(blocks: Blocks, mass: Array, name: str) -> Columns:
    """Describe each line by its distance to the container that closely holds most of `mass` (a whole number for each line)."""
    containers, layout = blocks.containers, blocks.layout
    own_block = containers.chain[:, 0]
    loose = np.bincount(own_block)[own_block] >= 3  # text between line breaks: the block itself contains the paragraphs
    close = np.zeros(len(containers.parent), np.int64)
    for level, share in ((1, 2), (2, 1)):
        np.add.at(close, np.where(loose, containers.chain[:, level - 1], containers.chain[:, level]), mass * share)
    roots = np.flatnonzero(containers.depth == 0)
    ends = np.append(roots[1:], len(close))
    best = np.array([start + int(np.argmax(close[start:end])) for start, end in zip(roots, ends, strict=True)])
    chosen = best[layout.page]
    common, own = containers.common(best), containers.depth[containers.chain[:, 0]]
    first, end = containers.first[chosen], containers.end[chosen]
    inside = common == containers.depth[chosen]
    return {
        f"{name} outside": containers.depth[chosen] - common,
        f"{name} inside": own - common,
        f"{name} from first": np.clip(layout.line - first, -_FAR, _FAR),
        f"{name} from last": np.clip(layout.line - end + 1, -_FAR, _FAR),
        f"{name} place": np.where(inside, (layout.line - first) / np.maximum(1, end - first), -1),
    }


def _running_sums(values: Array) -> Array:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(values, dtype=np.int64)])
