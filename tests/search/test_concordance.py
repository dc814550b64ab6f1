"""Each match of a query is one line with its context, exactly as in the text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.query import parse_query
from dateline.search.concordance import ContextLine, in_order, make_concordance
from dateline.search.snippet import find_match_spans
from dateline.types.articles import ArchivedArticle, Metadata
from made_articles import full_change

TODAY = date(2026, 11, 21)
TEXT = "The old ferry left at noon.\n\nNo ferries will come before May; the old ferry was sold, and its crew with it."


def article(text: str, title: str = "Ferry sold") -> ArchivedArticle:
    found = full_change(
        1, text, Metadata(title=title, language="en"), removed=(("caption", "The ferry at sea"), ("share", "Share"))
    ).article
    assert found is not None
    return found


def lines(query: str, text: str = TEXT, width: int = 12) -> list[ContextLine]:
    return list(make_concordance(article(text), parse_query(query, TODAY), width))


def test_each_match_in_title_and_text_is_one_line() -> None:
    assert [(one.zone, one.left, one.match, one.right) for one in lines("ferry")] == [
        ("title", "", "Ferry", " sold"),
        ("body", "The old ", "ferry", " left at"),
        ("body", "at noon. No ", "ferries", " will come"),
        ("body", "the old ", "ferry", " was sold,"),
    ]


@pytest.mark.parametrize(
    ("query", "matches"),
    [
        ('"old ferry"', ["old ferry", "old ferry"]),
        ("ferr*", ["Ferry", "ferry", "ferries", "ferry"]),
        ("cr?w", ["crew"]),
        ("feryr~", ["Ferry", "ferry", "ferry"]),
        ("sold NEAR/5 crew", ["sold", "crew"]),
        ("body:old SAME/SENTENCE body:may", ["May", "old"]),
        ("atleast3:ferry", ["ferry", "ferries", "ferry"]),
        ("title:ferry", ["Ferry"]),
        ("caption:ferry", ["ferry"]),
        ("removed:share", ["Share"]),
        ("ferries -noon", ["Ferry", "ferry", "ferries", "ferry"]),
        ("date:2016 OR source:post", []),
        ("*", []),
    ],
)
def test_every_kind_of_query_lists_the_matches_that_a_search_marks(query: str, matches: list[str]) -> None:
    assert [one.match for one in lines(query)] == matches


def test_lines_are_sorted_by_the_words_on_either_side() -> None:
    found = lines("ferry", "A new ferry sank. One old ferry burned. The new ferry came. Any Ferry?", 30)
    assert [one.right.strip()[:4] for one in in_order(found, "right")] == ["?", "burn", "came", "sank", "sold"]
    assert [one.left.split()[-1:] for one in in_order(found, "left")] == [[], ["Any"], ["new"], ["new"], ["old"]]


WORDS = st.lists(
    st.sampled_from(["ferry", "old", "a", "ships", "\n\n", "港口", "ferry.", '"ferry"', "no  space", "—"]), max_size=30
)


@given(WORDS, st.integers(1, 40), st.sampled_from(["ferry", '"old ferry"', "fer*", "港口", "old NEAR/3 ferry"]))
def test_a_line_is_a_piece_of_the_text_and_no_match_is_left_out(words: list[str], width: int, query: str) -> None:
    text = article(" ".join(words)).article.body
    found = [one for one in lines(query, text, width) if one.zone == "body"]
    spans = find_match_spans(text, parse_query(query, TODAY), "en")
    assert [one.match for one in found] == [" ".join(text[start:end].split()) for (start, end), _ in spans]
    flat = " ".join(text.split())
    for one in found:
        assert " ".join(f"{one.left}{one.match}{one.right}".split()) in flat
        assert len(one.left) <= width
        assert len(one.right) <= width
