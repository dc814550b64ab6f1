"""Sitemaps and OPML are not taken for stories."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dateline.types import Skipped

Read = Callable[..., list[Any]]
NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://mail.example/ferry</loc><news:news><news:publication><news:name>The Lennox Mail</news:name></news:publication>
<news:publication_date>2024-05-03</news:publication_date><news:title>Ferry talks resume</news:title></news:news></url></urlset>"""


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (NEWS, "a sitemap"),
        ("<sitemapindex><sitemap><loc>https://mail.example/1.xml</loc></sitemap></sitemapindex>", "a sitemap"),
        (
            '<?xml version="1.0"?>\n<!-- mine -->\n<opml version="2.0"><body><outline xmlUrl="https://mail.example/rss"/></body></opml>',
            "OPML",
        ),
    ],
)
@pytest.mark.parametrize("name", ["list.xml", "list.txt", "list.opml", "list"])
def test_lists_of_addresses_are_passed_over_with_a_word(read: Read, content: str, word: str, name: str) -> None:
    (skipped,) = read(content.encode(), name)
    assert isinstance(skipped, Skipped)
    assert word in skipped.reason
