"""A query in plain words, and why it found nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from dateline.query import parse_query
from dateline.search.base import Index
from dateline.search.explain import explain_query, explain_zero
from dateline.types import Change
from made_articles import change

TODAY = date(2026, 11, 21)


def why(index: Index, text: str) -> tuple[str, ...]:
    return explain_zero(parse_query(text, TODAY), index.count)


def test_the_tree_is_shown_with_its_days() -> None:
    text = explain_query(parse_query('ferry (source:bbc OR title:"old light") -harb* date:7d', TODAY))
    assert text.splitlines() == [
        "all of",
        "  text: the word ferry, in any form",
        "  any of",
        "    source: the word bbc",
        "    title: exactly “old light”",
        "  none of",
        "    text: a word that begins with harb",
        "  published from 2026-11-15 to 2026-11-21",
    ]


def test_the_part_that_matches_nothing_is_named(fill: Callable[[Iterable[Change]], Index]) -> None:
    index = fill([change(1, "The ferry sails.", day="2016-07-14")])
    assert why(index, "ferry zeppelin") == ("'zeppelin' matches nothing here.", "'ferry' alone has 1 hit.")
    assert why(index, "zeppelin") == ("'zeppelin' matches nothing here.",)


def test_parts_that_never_meet_are_told_with_their_counts(fill: Callable[[Iterable[Change]], Index]) -> None:
    index = fill([change(1, "The ferry sails.", day="2016-07-14"), change(2, "A storm.", day="2017-01-01")])
    first, second = why(index, "ferry date:2017")
    assert first == "Each part has hits, but no article has all: 'ferry': 1; the time from 2017-01-01 to 2017-12-31: 1."
    assert "Without 'ferry' there is 1 hit" in second


def test_an_empty_archive_says_how_to_fill_it(fill: Callable[[Iterable[Change]], Index]) -> None:
    assert "dateline ingest" in why(fill([]), "*")[0]
