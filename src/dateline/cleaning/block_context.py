"""Features of the block model for the context of a line: its heading, its neighbours, and the chances that an earlier round gave
to its neighbours and containers."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from dateline.cleaning.block_features import Blocks, Columns
from dateline.cleaning.container_features import centre_columns
from dateline.cleaning.containers import LEVELS
from dateline.cleaning.context_features import shared_words, sure_places
from dateline.cleaning.line_arrays import UNITS, around, running_sums, shifted

Array = npt.NDArray[Any]

_FAR = 99


def heading_columns(blocks: Blocks, levels: Array, scores: Array) -> Columns:
    """Describe each line by the heading above it: its distance, its level, and its score by words and place (`scores`)."""
    layout = blocks.layout
    heads = np.maximum.accumulate(np.where(levels > 0, layout.line, -1))
    has_heading = heads >= layout.start
    above = np.maximum(heads, 0)
    return {
        "from heading": np.where(has_heading, np.minimum(layout.line - above, _FAR), _FAR),
        "heading level": np.where(has_heading, levels[above], 0),
        "heading told": np.where(has_heading, scores[above], 0.0),
    }


def neighbour_columns(blocks: Blocks, columns: Columns) -> Columns:
    """Describe each line by the form of its neighbours."""
    found: Columns = {}
    for step in (1, 2, -1, -2):
        for name in ("length", "closed", "linked", "level", "path"):
            found[f"{name} {-step:+d}"] = shifted(columns[name].astype(np.float32), step, blocks.layout)
    return found


def chance_columns(blocks: Blocks, chance: Array, levels: Array) -> Columns:
    """Describe each line by the chances that an earlier round gave its neighbours, its containers and its group."""
    containers, layout, length = blocks.containers, blocks.layout, blocks.length.astype(np.float64)
    found: Columns = {"chance": chance}
    found |= {f"chance {-step:+d}": shifted(chance, step, layout) for step in (1, 2, 3, 4, -1, -2, -3, -4)}
    ones, chances, lengths, mass = map(running_sums, (np.ones(len(chance)), chance, length, chance * length))
    found |= {f"chance within {reach}": around(mass, lengths, reach, layout) for reach in (2, 5, 10, 25)}
    found["chance of lines within 4"] = around(chances, ones, 4, layout)
    found["mass within 3"], found["mass within 8"] = around(mass, ones, 3, layout), around(mass, ones, 8, layout)
    start, end = layout.start, layout.start + layout.size
    sum_ = (mass[end] - mass[start]) / UNITS + 1e-6
    found["mass before"] = (mass[:-1] - mass[start]) / UNITS / sum_
    found["mass after"] = (mass[end] - mass[1:]) / UNITS / sum_
    found |= dict(
        zip(
            ("sure above", "sure below", "from first sure", "to last sure", "sure lines"),
            sure_places(chance, length, layout),
            strict=True,
        )
    )
    found |= dict(zip(("shared words", "shared use of words"), shared_words(blocks.analysis, chance), strict=True))
    own_mass, own_length = np.diff(mass), np.diff(lengths)
    block_mass, block_length = containers.sums(mass), containers.sums(lengths)
    for level in range(LEVELS):
        at = containers.chain[:, level]
        found[f"{level} chance"] = block_mass[at] / np.maximum(1, block_length[at])
        rest = block_length[at] - own_length
        found[f"{level} chance of others"] = np.where(rest > 0, (block_mass[at] - own_mass) / np.maximum(1, rest), -0.1)
        found[f"{level} share of mass"] = block_mass[at] / UNITS / sum_
    for level in range(2):
        group = containers.group[containers.chain[:, level]]
        total, size = np.bincount(group, weights=np.rint(chance * 4096)), np.bincount(group)
        found[f"group {level} chance"] = (total / np.maximum(1, size) / 4096)[group]
    found |= {f"{name} by chance": column for name, column in heading_columns(blocks, levels, chance).items() if "told" in name}
    return found | centre_columns(blocks, np.rint(np.where(chance > 0.3, chance, 0) * length).astype(np.int64), "likely centre")
