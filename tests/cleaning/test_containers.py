"""The containers of lines as arrays: nesting, repetition, and the boundaries between lines."""

from __future__ import annotations

import numpy as np

from dateline.cleaning.container_features import boundaries
from dateline.cleaning.containers import Containers
from dateline.cleaning.line_arrays import Layout
from dateline.types.pages import Block

BODY, STORY, LIST = Block("body", (), 0), Block("div", ("story",), 1), Block("ul", ("related",), 4)
PARAGRAPHS = [(BODY, STORY, Block("p", (), number)) for number in (2, 3)]
ITEMS = [(BODY, LIST, Block("li", ("card",), number)) for number in (5, 6, 7)]
PAGE = [*PARAGRAPHS, *ITEMS, (BODY,)]


def block(containers: Containers, form: tuple[str, tuple[str, ...]]) -> int:
    """The first block with this form."""
    return int(np.flatnonzero(containers.form == list(containers.forms).index(form))[0])


def test_a_container_spans_consecutive_lines() -> None:
    containers = Containers.of([PAGE])
    story, body = block(containers, ("div", ("story",))), block(containers, ("body", ()))
    assert (containers.first[story], containers.end[story]) == (0, 2)
    assert (containers.first[body], containers.end[body]) == (0, 6)
    assert containers.parent[story] == body


def test_values_of_lines_are_summed_over_their_containers() -> None:
    containers = Containers.of([PAGE])
    running = np.concatenate([[0], np.cumsum([10, 20, 1, 1, 1, 5])])
    assert containers.sums(running)[block(containers, ("div", ("story",)))] == 30
    assert containers.sums(running)[block(containers, ("ul", ("related",)))] == 3


def test_items_of_a_list_are_siblings_of_one_group() -> None:
    containers = Containers.of([PAGE])
    items = containers.chain[2:5, 0]
    assert containers.siblings[items].tolist() == [3, 3, 3]
    assert len(set(containers.group[items].tolist())) == 1
    assert containers.group[items[0]] != containers.group[containers.chain[0, 0]]


def test_blocks_of_two_pages_are_never_one_group() -> None:
    containers = Containers.of([PAGE, PAGE])
    assert not set(containers.group[containers.chain[:6, 0]]) & set(containers.group[containers.chain[6:, 0]])


def test_boundaries_are_the_depth_that_neighbouring_lines_share() -> None:
    containers = Containers.of([PAGE])
    assert boundaries(containers, Layout.of([6])).tolist() == [0, 2, 1, 2, 2, 1]


def test_lines_have_the_depth_that_they_share_with_a_chosen_container() -> None:
    containers = Containers.of([PAGE, PAGE])
    stories = np.flatnonzero(containers.form == list(containers.forms).index(("div", ("story",))))
    assert containers.common(stories).tolist() == [2, 2, 1, 1, 1, 1] * 2


def test_sums_and_minimums_are_passed_down_the_tree() -> None:
    containers = Containers.of([PAGE])
    values = np.where(containers.form == list(containers.forms).index(("ul", ("related",))), -5.0, 1.0)
    assert containers.down(values)[containers.chain[:, 0]].tolist() == [4, 4, -2, -2, -2, 2]
    assert containers.least(values)[containers.chain[:, 0]].tolist() == [1, 1, -5, -5, -5, 1]


def test_a_line_without_blocks_is_in_the_root() -> None:
    containers = Containers.of([[()], [()]])
    assert containers.depth[containers.chain].max() == 0
    assert containers.chain[0, 0] != containers.chain[1, 0]
