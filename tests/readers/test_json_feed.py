"""JSON Feed, versions 1 and 1.1."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from dateline.types.documents import Failure, Skipped

Read = Callable[..., list[Any]]
FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "The Lennox Mail",
    "language": "en",
    "authors": [{"name": "The desk"}],
    "items": [
        {
            "id": "1",
            "url": "https://mail.example/ferry",
            "title": "Ferry talks",
            "content_html": "<p>Talks <b>resumed</b>.</p>",
            "date_published": "2024-05-03T10:00:00Z",
            "date_modified": "2024-05-04T10:00:00Z",
            "authors": [{"name": "Ann Lee"}],
            "tags": ["sea", "ferry"],
        },
        {"id": "2", "content_text": "A storm took the roof."},
        {"id": "3", "title": "Only a headline", "url": "https://mail.example/x"},
        {"id": "4", "summary": "In short: talks."},
        "no item",
    ],
}


@pytest.mark.parametrize("name", ["feed.json", "feed", "feed.jsonl"])
@pytest.mark.parametrize("indent", [None, 2])
def test_items_become_documents_with_hints(read: Read, name: str, indent: int | None) -> None:
    ferry, storm, headline, short, bare = read(json.dumps(FEED, indent=indent).encode(), name)
    assert (ferry.content, ferry.media_type, ferry.url) == (
        b"<p>Talks <b>resumed</b>.</p>",
        "text/html",
        "https://mail.example/ferry",
    )
    assert ferry.hints == {
        "title": "Ferry talks",
        "published": "2024-05-03T10:00:00Z",
        "updated": "2024-05-04T10:00:00Z",
        "authors": "Ann Lee",
        "source": "The Lennox Mail",
        "tags": "sea\nferry",
        "language": "en",
    }
    assert (storm.content, storm.hints["authors"], storm.identity.rsplit("#")[1]) == (b"A storm took the roof.", "The desk", "id=2")
    assert isinstance(headline, Skipped)
    assert short.content == b"In short: talks."
    assert isinstance(bare, Failure)


def test_a_truncated_feed_is_one_failure(read: Read) -> None:
    (failure,) = read(json.dumps(FEED).encode()[:300], "feed.json")
    assert "not valid JSON" in failure.reason


def test_an_empty_feed_is_reported_as_empty(read: Read) -> None:
    (skipped,) = read(b'{"version": "https:\\/\\/jsonfeed.org\\/version\\/1", "items": []}')
    assert skipped.reason == "a feed without entries"
