"""Pages saved by browsers: MHTML, SingleFile, and the comment of older browsers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from dateline.types.documents import Failure

Read = Callable[..., list[Any]]
MHTML = b"""From: <Saved by Blink>\r
Snapshot-Content-Location: https://mail.example/ferry\r
Subject: =?utf-8?Q?Ferry=20talks=20=E2=80=94=20The=20Lennox=20Mail?=\r
Date: Fri, 3 May 2024 10:00:00 -0000\r
MIME-Version: 1.0\r
Content-Type: multipart/related;\r
\ttype="text/html";\r
\tboundary="----MultipartBoundary--x----"\r
\r
------MultipartBoundary--x----\r
Content-Type: text/html\r
Content-ID: <frame-1@mhtml.blink>\r
Content-Transfer-Encoding: quoted-printable\r
Content-Location: https://mail.example/ferry\r
\r
<!DOCTYPE html><html><head><title>Ferry</title></head><body><p>Talks resumed =E2=\r
=80=94 at last.</p></body></html>\r
\r
------MultipartBoundary--x----\r
Content-Type: image/png\r
Content-Transfer-Encoding: base64\r
Content-Location: https://mail.example/logo.png\r
\r
iVBORw0KGgo=\r
\r
------MultipartBoundary--x------\r
"""
SINGLE_FILE = b"""<!DOCTYPE html> <html lang=en><!--
 Page saved with SingleFile
 url: https://mail.example/ferry
 saved date: Fri May 03 2024 10:00:00 GMT+0200 (Central European Summer Time)
--><meta charset=utf-8><title>Ferry</title><body><p>Talks resumed.</p>"""


@pytest.mark.parametrize("name", ["Ferry.mhtml", "Ferry.mht", "Ferry", "Ferry.eml", "Ferry.html"])
def test_the_page_in_an_mhtml_file_has_its_address_and_capture_time(read: Read, name: str) -> None:
    (document,) = read(MHTML, name)
    assert document.content.decode().endswith("<p>Talks resumed — at last.</p></body></html>\r\n")
    assert (document.media_type, document.url, document.identity) == ("text/html", *["https://mail.example/ferry"] * 2)
    assert document.fetched is not None
    assert document.hints["title"] == "Ferry talks — The Lennox Mail"
    assert document.hints["captured"].startswith("2024-05-03T10:00:00")
    assert "published" not in document.hints


def test_a_truncated_mhtml_file_yields_the_page_if_it_came_before_the_cut(read: Read) -> None:
    assert read(MHTML[: MHTML.index(b"image/png")])[0].url == "https://mail.example/ferry"
    (failure,) = read(MHTML[: MHTML.index(b"Content-Type: text/html\r\nContent-ID")])
    assert isinstance(failure, Failure)
    assert "holds no page" in failure.reason


def test_a_single_file_page_has_its_address_and_capture_time(read: Read) -> None:
    (document,) = read(SINGLE_FILE, "Ferry.html")
    assert (document.content, document.media_type) == (SINGLE_FILE, "text/html")
    assert (document.url, document.identity) == ("https://mail.example/ferry", "https://mail.example/ferry")
    assert document.fetched == datetime(2024, 5, 3, 10, tzinfo=timezone(timedelta(hours=2))).astimezone(UTC)
    assert document.hints == {"captured": "2024-05-03T10:00:00+02:00"}


@pytest.mark.parametrize("date", ["Fri Mai 03 2024 10:00:00 GMT+0200", "Fri May 99 2024 10:00:00 GMT+0200", "yesterday"])
def test_an_invalid_date_is_ignored(read: Read, date: str) -> None:
    (document,) = read(SINGLE_FILE.replace(b"Fri May 03 2024 10:00:00 GMT+0200", date.encode()))
    assert (document.url, document.fetched, document.hints) == ("https://mail.example/ferry", None, {})


def test_the_comment_in_a_saved_page_gives_its_address(read: Read) -> None:
    page = b"<!DOCTYPE html>\n<!-- saved from url=(0026)https://mail.example/ferry -->\n<html><p>Talks resumed.</p></html>"
    assert read(page, "Ferry.html")[0].url == "https://mail.example/ferry"
