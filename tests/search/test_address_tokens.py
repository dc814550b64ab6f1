"""An article is found by its address, domain, origin or id, in any spelling."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import pytest

from dateline.query import parse_query
from dateline.search.index import Index
from dateline.types.answers import Window
from dateline.types.articles import Metadata
from dateline.types.history import Change
from made_articles import full_change

TODAY = date(2026, 11, 21)
STORIES = [
    full_change(
        1,
        "One.",
        Metadata(domain="harbour-post.example"),
        place=("https://www.harbour-post.example:443/2016/Ferry%20strike.html?id=5&utm_source=feed#top", "dump.zip!/2016/a.html"),
    ),
    full_change(
        2, "Two.", Metadata(domain="post.example"), place=("http://post.example/2016/ferry-strike", "C:\\texts\\2016\\b.txt")
    ),
    full_change(3, "Three.", Metadata(domain="news.post.example"), place=("https://news.post.example/story/1", "dump.jsonl:12")),
    full_change(4, "Four.", Metadata(domain="post.example.net"), place=("https://post.example.net/#/story/12", "dump.jsonl:120")),
    full_change(5, "Five.", Metadata(), place=(None, "/home/ada/Über uns/wiki (draft).txt")),
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("url:harbour-post.example/2016", [1]),
        ("url:https://harbour-post.example/2016/ferry%20strike.html?fbclid=xyz", [1]),
        ('url:"http://www.harbour-post.example/2016/Ferry strike.html"', [1]),
        ("url:post.example", [2, 3]),
        ("url:http://post.example/", [2]),
        ("url:post.example/story/1", [3]),
        ("url:/story/12", [4]),
        ("url:ferry*", [1, 2]),
        ("url:ferry-strike", [2]),
        ("url:*/ferry-*", [2]),
        ("url:(post.example/2016 OR post.example.net)", [2, 4]),
        ("(url:https://post.example/2016)", [2]),
        ("url:unknown", [5]),
        ("-url:*", [5]),
        ("domain:post.example", [2, 3]),
        ("domain:POST", [2, 3, 4]),
        ("domain:*.example", [1, 2, 3]),
        ("domain:harbour*", [1]),
        ("domain:https://www.post.example/", [2, 3]),
        ("domain:post.example.net", [4]),
        ("origin:dump.zip", [1]),
        ("origin:2016/a.html", [1]),
        ("origin:*.html", [1]),
        (r"origin:C:\texts\2016\*.txt", [2]),
        ("origin:dump.jsonl", [3, 4]),
        ("origin:dump.jsonl:12", [3]),
        ("origin:wiki(draft).txt", [5]),
        ("origin:'/home/ada'", [5]),
        ('origin:"uber uns"', [5]),
        ("id:id000", [1, 2, 3, 4, 5]),
        ("id:ID0002*", [2]),
    ],
)
def test_an_article_is_found_by_address_domain_origin_or_id(
    fill: Callable[[Iterable[Change]], Index], text: str, found: list[int]
) -> None:
    query = parse_query(text, TODAY)
    ids = fill(STORIES).search(query, Window(limit=None)).ids
    assert sorted(int(name[2:]) for name, _ in ids) == found
    assert str(parse_query(str(query), TODAY)) == str(query)


def test_alphabetical_orders_ignore_case_accents_and_quotes_and_end_with_the_unknown(
    fill: Callable[[Iterable[Change]], Index],
) -> None:
    titles = ["Zebra", "„Äpfel“", "apricot", None, "Apple"]
    index = fill(full_change(number, "x", Metadata(title=title, source=title)) for number, title in enumerate(titles, 1))
    for sort in ("title", "source"):
        ids = index.search(parse_query("*", TODAY), Window(limit=None, sort=sort)).ids  # type: ignore[arg-type]
        assert [name for name, _ in ids] == ["id0002", "id0005", "id0003", "id0001", "id0004"]
