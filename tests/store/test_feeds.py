"""Subscribed feeds in the archive file, and which pages were fetched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from dateline.store import Store
from dateline.store.feeds import Subscription
from dateline.store.placement_types import Placement
from dateline.text import content_hash
from dateline.types.articles import CleanedArticle
from dateline.types.documents import RawDocument

AT = datetime(2024, 5, 3, 9, 30, tzinfo=UTC)
FEED = Subscription(
    "https://mail.example/rss", "The Mail", "News/Local", True, AT, '"7"', "Fri, 03 May 2024 10:00:00 GMT", AT, "fetched", 2, AT
)


def test_a_feed_is_read_back_as_it_was_stored(store: Store, path: Path) -> None:
    bare = Subscription("https://post.example/feed", added=AT.astimezone(timezone(timedelta(hours=3))))
    for feed in (FEED, bare):
        store.keep_feed(feed)
    store.close()
    with Store.open(path, create=False) as again:
        assert again.feeds() == (bare, FEED), "those without a folder first"


def test_a_feed_is_stored_once_and_dropped_once(store: Store) -> None:
    store.keep_feed(FEED)
    store.keep_feed(replace(FEED, failures=0, due=None))
    assert [feed.failures for feed in store.feeds()] == [0]
    assert store.drop_feed(FEED.url)
    assert not store.drop_feed(FEED.url)


def test_fetched_pages_are_distinguished_from_entries_of_the_same_address(
    store: Store, document: Callable[..., RawDocument], cleaned: Callable[..., CleanedArticle]
) -> None:
    """Only a document fetched from its own address counts as the page."""
    url = "https://mail.example/ferry"
    entry = replace(document(identity=url, origin="https://mail.example/rss"), fetched=AT)
    store.add(entry, content_hash(entry.content), Placement("new"), cleaned(entry), AT)
    assert store.fetched([url]) == {}
    for day in (1, 2):
        page = replace(document(f"Ferry line\nDay {day}.\nShare 1", url, url), fetched=AT + timedelta(days=day))
        store.add(page, content_hash(page.content), store.locate(page, content_hash(page.content)), cleaned(page), AT)
    assert store.fetched([url, "https://mail.example/other"]) == {url: AT + timedelta(days=2)}
