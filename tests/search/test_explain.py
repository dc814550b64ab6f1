"""A query in plain words, and why it found nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import pytest

from dateline.query import Query, parse_query
from dateline.search.explain import explain_no_results, explain_query
from dateline.search.index import Index
from dateline.search.post_filter import post_filter
from dateline.search.suggest import suggestions
from dateline.types.articles import Metadata
from dateline.types.history import Change
from made_articles import change, full_change

TODAY = date(2026, 11, 21)


def why(index: Index, text: str) -> tuple[str, ...]:
    def count(query: Query) -> int:
        stored = {one.article_id: one.article for one in STORIES if one.article}
        return index.count(post_filter(query, index, lambda ids: [stored[name] for name in ids]))

    return explain_no_results(parse_query(text, TODAY), count, lambda leaf: suggestions(leaf, index))


def test_a_query_is_shown_as_a_tree_with_its_dates() -> None:
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


def test_parts_that_never_match_together_are_shown_with_their_counts(fill: Callable[[Iterable[Change]], Index]) -> None:
    index = fill([change(1, "The ferry sails.", day="2016-07-14"), change(2, "A storm.", day="2017-01-01")])
    first, second = why(index, "ferry date:2017")
    assert first == "Each part has hits, but no article has all: 'ferry': 1; the time from 2017-01-01 to 2017-12-31: 1."
    assert "Without 'ferry' there is 1 hit" in second


def test_words_only_in_removed_lines_or_older_versions_are_offered_as_a_query(
    fill: Callable[[Iterable[Change]], Index],
) -> None:
    index = fill(
        [
            full_change(1, "The ferry sails.", Metadata(language="en"), removed=(("prompt", "Subscribe to our letter"),)),
            full_change(2, "Four were hurt.", Metadata(language="en"), former=("Nobody was hurt, said the mayor.",)),
        ]
    )
    assert "1 in removed lines: subscribe in:removed" in why(index, "subscribe")
    assert "1 in removed lines: ferry subscribe in:title,body,removed" in why(index, "ferry subscribe")
    assert "1 in older versions: nobody mayor in:older" in why(index, "nobody mayor")
    assert "1 in removed lines: (subscribe OR sign) in:removed" in why(index, "subscribe OR sign")
    assert not [line for line in why(index, "title:subscribe") if " in " in line]


def test_a_word_that_is_an_address_or_an_origin_is_offered_as_such(fill: Callable[[Iterable[Change]], Index]) -> None:
    index = fill([full_change(1, "The ferry sails.", Metadata(), place=("https://post.example/ferry", "dump/a.txt"))])
    assert "Did you mean: url:http://post.example/ferry (1 hit)?" in why(index, "http://post.example/ferry")
    assert "Did you mean: origin:dump/a.txt (1 hit)?" in why(index, "dump/a.txt")


def test_an_empty_archive_names_the_command_that_fills_it(fill: Callable[[Iterable[Change]], Index]) -> None:
    assert "dateline ingest" in why(fill([]), "*")[0]


STORIES = [
    change(1, "The ferries sail from the harbour to Halden.", source="Harbour Post", authors=("Marit Solheim",), day="2016-07-14"),
    change(2, "A harbour and a harbor; Apple sold cider. Ferry, ferry.", source="Valley Wire", title="Storm", day="2017-01-01"),
    change(3, "Another harbour. The ferries wait.", day="2018-01-01", tags=("sea ice",)),
]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("habour", "harbour (3 hits)"),
        ("hrabour", "harbour (3 hits)"),
        ("Haldn ferries", "halden ferries (1 hit)"),
        ("source:harbuor", "source:harbour (1 hit)"),
        ('author:"marit solhiem"', 'author:"marit solheim" (1 hit)'),
        ("tag:icee", "tag:ice (1 hit)"),
        ('"apple Sold"', '"apple sold" (1 hit)'),
        ('"Apple cider"', "apple cider (1 hit)"),
        ('"sial from"', '"sail from" (1 hit)'),
        ("sail NEAR/2 harbour", "sail harbour (1 hit)"),
        ("cider SAME/SENTENCE ferry", "cider ferry (1 hit)"),
        ("atleast3:ferry", "ferry (3 hits)"),
        ("habour OR zzzz", "harbour OR zzzz (3 hits)"),
        ("ferry -(habuor) haldn", "ferry -habuor halden (1 hit)"),
    ],
)
def test_a_probable_correction_is_offered(fill: Callable[[Iterable[Change]], Index], text: str, meant: str) -> None:
    """Corrections come from the words and names of the archive, and always have hits."""
    assert f"Did you mean: {meant}?" in why(fill(STORIES), text)


@pytest.mark.parametrize(
    "text", ["xylophone", "source:xylophone", "lang:xx", "date:1999", "title:/x/", "words:>999", '"xylophone sonata"']
)
def test_no_correction_is_offered_if_no_word_is_similar(fill: Callable[[Iterable[Change]], Index], text: str) -> None:
    notes = why(fill(STORIES), text)
    assert notes
    assert not any("mean" in note for note in notes)


def test_a_corrected_part_is_offered_if_the_whole_query_still_has_no_hits(fill: Callable[[Iterable[Change]], Index]) -> None:
    assert "Did you mean cider (1 hit) for cidr?" in why(fill(STORIES), "cidr date:2018")
