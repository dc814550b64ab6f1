"""Blocks say by their own words what kind of place they are."""

from __future__ import annotations

import pytest

from dateline.cleaning.block_decision import region
from dateline.cleaning.regions import regions_of
from dateline.types.pages import Block


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
def test_a_block_is_what_its_words_or_its_tag_say(tag: str, words: tuple[str, ...], label: str) -> None:
    assert label in regions_of((tag, words))


def test_a_short_word_stands_for_itself_alone() -> None:
    assert not regions_of(("div", ("addendum", "adequate")))


def test_the_whole_page_is_no_region() -> None:
    assert not regions_of(("body", ("comments", "open")))


def test_the_innermost_region_names_a_line() -> None:
    comments, related = Block("section", ("comments",), 1), Block("div", ("related",), 2)
    assert region((comments, related, Block("p", (), 3))) == "related"
    assert region((comments, Block("p", (), 4))) == "comment"
    assert region((Block("div", ("story", "body"), 5), Block("p", (), 6))) is None
