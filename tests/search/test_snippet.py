"""Snippets show the hits, and nothing that is not in the text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.query import And, Phrase, Prefix, Query, Term, parse_query
from dateline.search.normal_form import small
from dateline.search.snippet import article_snippet, make_snippet
from dateline.search.text_matcher import TextMatcher
from dateline.types.answers import Snippet
from dateline.types.articles import Metadata
from made_articles import full_change

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
        ("ferry~ collided", ["collided"]),
        ("feries~", ["ferries"]),
        ("l?ght", ["light"]),
        ("ferry NEAR/5 light", ["ferries", "light"]),
        ("ferry NEAR/2 light", []),
        ("ferry SAME/SENTENCE light", ["ferries", "light"]),
        ("ferry SAME/SENTENCE again", []),
        ('"Two ferries"', []),
        ('"Then two"', ["Then two"]),
        ('"then two"', ["Then two"]),
        ('"then two Ferries"', []),
        ("title:ferry", []),
    ],
)
def test_a_snippet_marks_the_matches_of_the_query(query: str, words: list[str]) -> None:
    assert marked(snippet(LONG, query)) == words


def test_without_a_hit_the_beginning_is_shown() -> None:
    found = snippet(LONG, "date:unknown")
    assert found.text.startswith("Nothing happened on the quay.")
    assert found.spans == ()


def test_a_snippet_is_cut_at_spaces_and_its_cuts_are_marked() -> None:
    found = snippet(LONG, "ferry")
    assert found.text.startswith("… ")
    assert found.text.endswith(" …")
    assert set(found.text.split()) <= {*LONG.split(), "…"}
    assert len(found.text) <= 120 + 4


def test_chinese_words_are_marked() -> None:
    assert marked(snippet("河口镇的老码头改建成图书馆。", "码头", "zh")) == ["码头"]


def test_a_hit_in_a_caption_or_a_removed_line_is_shown_from_there() -> None:
    metadata = Metadata(title="Quay", language="en")
    article = full_change(1, LONG, metadata, removed=(("caption", "The light at dawn"), ("share", "Share it"))).article
    assert article
    query = parse_query("dawn in:caption", date(2026, 1, 1))
    assert article_snippet(article, query) == Snippet("The light at dawn", ((13, 17),))
    assert article_snippet(article, parse_query("removed:share", date(2026, 1, 1))).text == "The light at dawn Share it"


def test_line_breaks_become_spaces_and_marks_stay_on_their_words() -> None:
    found = make_snippet("One.\n\nTwo ferries\nleft.", Term("ferry"), "en")
    assert (found.text, marked(found)) == ("One. Two ferries left.", ["ferries"])


QUERIES = st.sampled_from([Term("ab"), Phrase("a b"), Prefix("a"), And((Term("a"), Phrase("b c")))])


@given(st.text(alphabet="abc dé.市\n\u0301\U0001f600", max_size=400), QUERIES, st.integers(20, 120))
def test_spans_are_inside_the_text_and_in_order(text: str, query: Query, width: int) -> None:
    found = make_snippet(text, query, "en", width)
    reached = 0
    for start, end in found.spans:
        assert reached <= start < end <= len(found.text)
        reached = end
    assert len(found.text) <= width + 4


@given(st.text(alphabet="aAbé_ -.\n\u0301İΣσ市หก\u0e31", max_size=40), st.lists(st.integers(0, 12), max_size=6))
def test_the_places_of_words_are_found_in_the_text(text: str, numbers: list[int]) -> None:
    """Spans are found without splitting the rest of a long text into tokens."""
    reading = TextMatcher(text, None)
    assert reading.exact == [small(word) for word in reading.raw]
    runs = [(number, number) for number in sorted(set(numbers)) if number < len(reading.raw)]
    assert reading.spans(runs) == [reading.places[number] for number, _ in runs]
    if runs:
        first, last = runs[0][0], runs[-1][0]
        assert reading.spans([(first, last)]) == [(reading.places[first][0], reading.places[last][1])]
