"""ARC, the format before WARC: pages have their address and capture time, and truncated pages are marked."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from dateline.types.documents import Failure, RawDocument, Skipped

Read = Callable[..., list[Any]]
BODY = b"<!doctype html><title>Ferry</title><p>Talks resumed on Tuesday, and the ferry will sail again.</p>"
FIRST = b"filedesc://crawl.arc 0.0.0.0 20160714104200 text/plain 75\n1 0 InternetArchive\n"
HEAD = FIRST + b"URL IP-address Archive-date Content-type Archive-length\n\n"


def page(url: str = "https://mail.example/ferry", body: bytes = BODY, *, later_form: bool = False, status: str = "200 OK") -> bytes:
    answer = f"HTTP/1.0 {status}\r\nContent-Type: text/html\r\n\r\n".encode() + body
    more = "200 - - 1234 crawl.arc " if later_form else ""
    return f"{url} 198.51.100.7 20160714104200 text/html {more}{len(answer)}\n".encode() + answer + b"\n"


@pytest.mark.parametrize("later_form", [False, True])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_page_has_its_address_and_capture_time(read: Read, later_form: bool, pack: Callable[[bytes], bytes]) -> None:
    parts = [HEAD, page(later_form=later_form), page("https://mail.example/toll", later_form=later_form)]
    found = read(b"".join(map(pack, parts)), "crawl.bin")
    assert [one.url for one in found] == ["https://mail.example/ferry", "https://mail.example/toll"]
    assert {one.content for one in found} == {BODY}
    assert found[0].fetched == datetime(2016, 7, 14, 10, 42, tzinfo=UTC)


def test_a_record_that_is_not_a_page_is_skipped(read: Read) -> None:
    (skipped,) = read(HEAD + page(status="404 Not Found"))
    assert isinstance(skipped, Skipped)
    (none,) = read(HEAD + b"dns:mail.example 198.51.100.7 20160714104200 text/dns 4\nabcd\n")
    assert isinstance(none, Skipped)


def test_a_truncated_page_is_marked_and_a_wrong_length_affects_only_its_page(read: Read) -> None:
    document, failure = read(HEAD + page()[:-30])
    assert isinstance(document, RawDocument)
    assert isinstance(failure, Failure)
    assert "cut off" in document.hints["truncated"]
    found = read(HEAD + page().replace(b" 142\n", b" 120\n") + page("https://mail.example/toll"))
    assert [one.url for one in found if isinstance(one, RawDocument)][-1] == "https://mail.example/toll"


@pytest.mark.parametrize("later_form", [False, True])
@pytest.mark.parametrize("length", [b"120", b"150", b"300", b"900", b"99999999999"])
def test_a_false_length_is_reported_and_does_not_affect_the_next_page(read: Read, length: bytes, later_form: bool) -> None:
    other = page("https://mail.example/toll", later_form=later_form)
    found = read(HEAD + page(later_form=later_form).replace(b" 142\n", b" " + length + b"\n") + other)
    pages = [one for one in found if isinstance(one, RawDocument)]
    assert (pages[-1].url, pages[-1].content) == ("https://mail.example/toll", BODY)
    assert len(pages) == 1 or pages[0].content.rstrip() == BODY
    assert any("false length" in one.reason for one in found if isinstance(one, Failure))
