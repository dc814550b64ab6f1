"""Snippets show the hits, and nothing that is not in the text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.query import And, Phrase, Prefix, Query, Term, parse_query
from dateline.search.snippet import make_snippet
from dateline.types import Snippet

LONG = "Nothing happened on the quay. " * 30 + "Then two ferries collided near the old light. " + "Nothing happened again. " * 30


def marked(snippet: Snippet) -> list[str]:
    return [snippet.text[start:end] for start, end in snippet.spans]


def snippet(text: str, query: str, language: str | None = "en", width: int = 120) -> Snippet:
    return make_snippet(text, parse_query(query, date(2026, 1, 1)), language, width)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("ferry", ["ferries"]),
        ('"two ferries"', ["two ferries"]),
        ("coll*", ["collided"]),
        ("ferry light", ["ferries", "light"]),
        ("zeppelin OR ferry", ["ferries"]),
        ("ferry -light", ["ferries"]),
        ("ferry source:quay", ["ferries"]),
    ],
)
def test_the_window_shows_what_was_asked_for(query: str, words: list[str]) -> None:
    assert marked(snippet(LONG, query)) == words


def test_without_a_hit_the_beginning_is_shown() -> None:
    found = snippet(LONG, "date:unknown")
    assert found.text.startswith("Nothing happened on the quay.")
    assert found.spans == ()


def test_words_are_cut_at_spaces_and_cuts_are_shown() -> None:
    found = snippet(LONG, "ferry")
    assert found.text.startswith("… ")
    assert found.text.endswith(" …")
    assert set(found.text.split()) <= {*LONG.split(), "…"}
    assert len(found.text) <= 120 + 4


def test_chinese_words_are_marked() -> None:
    assert marked(snippet("河口镇的老码头改建成图书馆。", "码头", "zh")) == ["码头"]


QUERIES = st.sampled_from([Term("ab"), Phrase("a b"), Prefix("a"), And((Term("a"), Phrase("b c")))])


@given(st.text(alphabet="abc dé.市\n\u0301\U0001f600", max_size=400), QUERIES, st.integers(20, 120))
def test_spans_lie_within_the_text_in_order(text: str, query: Query, width: int) -> None:
    found = make_snippet(text, query, "en", width)
    reached = 0
    for start, end in found.spans:
        assert reached <= start < end <= len(found.text)
        reached = end
    assert len(found.text) <= width + 4
