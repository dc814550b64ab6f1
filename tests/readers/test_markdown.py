"""Markdown: the hints in its header, and where the article begins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Read = Callable[..., list[Any]]

SERVICE = """Title: Night ferry to stop - Port Lennox Mail

URL Source: https://mail.example/ferry

Published Time: 2020-01-11T09:15:00Z

Markdown Content:
[Skip to content](https://mail.example/#main)

# Night ferry to stop

The night ferry will stop in March, the harbour office said.
"""
FRONT_MATTER = """---
title: "Night ferry to stop"
date: 2020-01-11
authors:
  - Ann Lee
  - Tom Reed
tags: [ferries, 'harbour']
url: https://mail.example/ferry
---

The night ferry will stop in March, the harbour office said.
"""


@pytest.mark.parametrize("name", ["ferry.md", "ferry", "ferry.txt"])
def test_the_header_of_a_reader_service_becomes_hints(read: Read, name: str) -> None:
    """Under any file name, and with the content unchanged."""
    (document,) = read(SERVICE.encode(), name)
    assert (document.media_type, document.url, document.content) == (
        "text/markdown",
        "https://mail.example/ferry",
        SERVICE.encode(),
    )
    assert document.hints == {
        "title": "Night ferry to stop - Port Lennox Mail",
        "published": "2020-01-11T09:15:00Z",
        "body": "7-12",
    }


def test_front_matter_becomes_hints(read: Read) -> None:
    """Lists are read in both notations."""
    (document,) = read(FRONT_MATTER.encode(), "ferry.md")
    assert document.identity == "https://mail.example/ferry"
    assert document.hints == {
        "title": "Night ferry to stop",
        "published": "2020-01-11",
        "authors": "Ann Lee\nTom Reed",
        "tags": "ferries\nharbour",
        "body": "9-11",
    }


@pytest.mark.parametrize(
    "text", ["# Ferry\n\nTalks resumed.\n", "---\nno header\n", "Title: only\n\nTalks.\n", "---\n---\nTalks.\n"]
)
def test_markdown_without_a_header_is_read_whole(read: Read, text: str) -> None:
    """A line of dashes begins a header only if the header also ends."""
    (document,) = read(text.encode(), "ferry.md")
    assert document.media_type == "text/markdown"
    assert not {"title", "published"} & set(document.hints)


def test_a_text_that_only_begins_with_a_title_is_not_markdown(read: Read) -> None:
    """Mail and agency texts can begin in this way too."""
    (document,) = read(b"Title: Ferry talks\nBy Ann Lee\n\nTalks resumed.\n", "ferry.txt")
    assert document.media_type == "text/plain"
