"""The class names and tags of blocks show which region of the page they are."""

from __future__ import annotations

import numpy as np
import pytest

from dateline.cleaning.block_decision import line_regions
from dateline.cleaning.containers import Containers
from dateline.cleaning.regions import REGIONS, find_regions
from dateline.types.pages import Block


def labels(tag: str, words: tuple[str, ...]) -> set[str]:
    """The regions that a block states by its class names or its tag."""
    bits = find_regions((tag, words))
    return {region for place, region in enumerate(REGIONS) if bits >> place & 1}


@pytest.mark.parametrize(
    ("tag", "words", "label"),
    [
        ("li", ("commentlist", "depth"), "comment"),
        ("div", ("related", "stories"), "related"),
        ("div", ("ad",), "ad"),
        ("aside", (), "related"),
        ("figcaption", (), "caption"),
        ("div", ("newsletter", "box"), "newsletter"),
    ],
)
def test_the_class_names_or_the_tag_of_a_block_give_its_region(tag: str, words: tuple[str, ...], label: str) -> None:
    assert label in labels(tag, words)


def test_a_short_word_matches_only_a_complete_word() -> None:
    assert not labels("div", ("addendum", "adequate"))


def test_the_body_element_is_not_a_region() -> None:
    assert not labels("body", ("comments", "open"))


def test_the_innermost_region_labels_a_line() -> None:
    comments, related = Block("section", ("comments",), 1), Block("div", ("related",), 2)
    paths = [
        (comments, related, Block("p", (), 3)),
        (comments, Block("p", (), 4)),
        (Block("div", ("story", "body"), 5), Block("p", (), 6)),
    ]
    containers = Containers.of([paths])
    assert line_regions(containers, np.zeros(len(containers.parent), bool)) == ["related", "comment", ""]


def test_a_block_that_contains_the_story_is_not_a_region_whatever_it_is_called() -> None:
    paths = [(Block("div", ("paywall",), 1), Block("p", (), 2)), (Block("div", ("paywall",), 3), Block("p", (), 4))]
    containers = Containers.of([paths])
    assert line_regions(containers, containers.first == 1) == ["paywall", ""]
