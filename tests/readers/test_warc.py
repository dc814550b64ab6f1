"""Web archives: pages have address and capture time, other records are skipped, and a broken record affects only itself."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import zstandard

from dateline.page.read import read_page
from dateline.readers import open_documents
from dateline.types.documents import Failure, RawDocument, Skipped

Read = Callable[..., list[Any]]
URL = "https://mail.example/ferry"
BODY = b"<!doctype html><title>Ferry</title><p>Talks resumed on Tuesday.</p>"


def record(
    kind: str, block: bytes, content_type: str = "application/http; msgtype=response", *, url: str = URL, more: str = ""
) -> bytes:
    """Return a record as crawlers write it."""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-05-03T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:2c2b5d0e-6d1a-4c39-9f0e-0c7f3a3a0001>\r\nContent-Type: {content_type}\r\n"
        f"Content-Length: {len(block)}\r\n{more}\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def answer(body: bytes = BODY, status: str = "200 OK", media: str = "text/html; charset=utf-8", more: str = "") -> bytes:
    """Return an answer of a web server."""
    return f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n{more}\r\n".encode() + body


INFO = record("warcinfo", b"software: test\r\n", "application/warc-fields")
REQUEST = record("request", b"GET /ferry HTTP/1.1\r\nHost: mail.example\r\n\r\n", "application/http; msgtype=request")
PAGE = record("response", answer())


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.bin", "crawl.txt"])
def test_a_page_has_its_address_and_capture_time(read: Read, name: str) -> None:
    (document,) = read(INFO + REQUEST + PAGE, name)
    assert isinstance(document, RawDocument)
    assert (document.content, document.media_type) == (BODY, "text/html; charset=utf-8")
    assert (document.url, document.identity, document.origin.rsplit("/", 1)[1]) == (URL, URL, f"{name}:3")
    assert document.fetched == datetime(2024, 5, 3, 10, tzinfo=UTC)
    assert document.hints == {"captured": "2024-05-03T10:00:00Z"}


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
@pytest.mark.parametrize("each", [True, False])
def test_archives_compressed_as_a_whole_or_record_by_record_are_read(
    read: Read, pack: Callable[[bytes], bytes], each: bool
) -> None:
    parts = [INFO, PAGE, REQUEST, PAGE]
    content = b"".join(map(pack, parts)) if each else pack(b"".join(parts))
    assert [found.content for found in read(content, "crawl.warc.gz")] == [BODY, BODY]


def test_texts_of_a_wet_file_are_read_with_their_language(read: Read) -> None:
    text = "Переговоры продолжатся на этой неделе.".encode()
    (document,) = read(record("conversion", text, "text/plain", more="WARC-Identified-Content-Language: rus,eng\r\n"), "a.warc.wet")
    assert (document.content, document.media_type, document.url) == (text, "text/plain", URL)
    assert document.hints["language"] == "rus"


def test_a_resource_is_the_page_itself(read: Read) -> None:
    (document,) = read(record("resource", BODY, "text/html"))
    assert document.content == BODY


def test_the_charset_of_the_server_is_used_if_the_page_names_none(read: Read) -> None:
    """A few bytes do not reveal which Cyrillic code page they are in."""
    body = "<html><body><p>Мост</p></body></html>".encode("koi8-r")
    (document,) = read(record("response", answer(body, media="text/html; charset=KOI8-R")))
    assert document.content == body
    assert read_page(document).lines[0].text == "Мост"


@pytest.mark.parametrize(
    ("body", "more"),
    [
        (gzip.compress(BODY), "Content-Encoding: gzip\r\n"),
        (b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY), "Transfer-Encoding: chunked\r\n"),
        (b"5\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n" % (BODY[:5], len(BODY) - 5, BODY[5:]), "Transfer-Encoding: chunked\r\n"),
        (BODY, "Content-Encoding: gzip\r\n"),
        (BODY, "Transfer-Encoding: chunked\r\n"),
        (BODY, "Content-Encoding: nonsense\r\n"),
    ],
    ids=["gzip", "chunked", "two chunks", "plain but labelled gzip", "whole but labelled chunked", "unknown"],
)
def test_bodies_encoded_by_the_server_are_decoded(read: Read, body: bytes, more: str) -> None:
    (document,) = read(record("response", answer(body, more=more)))
    assert document.content == BODY


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (record("response", answer(status="404 Not Found")), "answered 404"),
        (record("response", answer(status="301 Moved", more="Location: /x\r\n")), "answered 301"),
        (record("response", answer(b"\x89PNG\r\n\x1a\n", media="image/png")), "no page but image/png"),
        (record("response", answer(b"{}", media="application/json")), "no page but application/json"),
        (record("revisit", b""), "revisit"),
        (record("continuation", b"xyz"), "continuation"),
        (INFO + REQUEST, "holds no pages"),
    ],
)
def test_records_that_are_not_pages_are_skipped_with_a_reason(read: Read, content: bytes, reason: str) -> None:
    (skipped,) = read(content)
    assert isinstance(skipped, Skipped)
    assert reason in skipped.reason


def test_a_truncated_archive_yields_its_pages_and_the_part_before_the_cut(read: Read) -> None:
    whole, part, failure = read((PAGE + PAGE)[:-20])
    assert (whole.content, part.content) == (BODY, BODY[:-16])
    assert "cut off" in failure.reason


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (PAGE.replace(b"Content-Length: ", b"Content-Length: -"), ["states no length"]),
        (PAGE.replace(b"Content-Length", b"Content-Size"), ["states no length"]),
        (b"something else\n" * 3, ["42 bytes that are not a record"]),
        (PAGE.replace(b"</p>", b"</p>" + b"x" * 50), ["false length"]),
        (PAGE + b"something else\n" * 3, ["42 bytes that are not a record"]),
    ],
)
def test_reading_continues_after_a_broken_record(read: Read, broken: bytes, words: list[str]) -> None:
    found = read(PAGE + broken + PAGE)
    assert found[0].content == found[-1].content == BODY
    reasons = [one.reason for one in found if isinstance(one, Failure)]
    assert all(any(word in reason for reason in reasons) for word in words)


def test_a_record_over_the_size_limit_fails_and_the_next_is_read() -> None:
    content = record("response", answer(b"<p>" + b"x" * 100_000)) + PAGE
    found = list(open_documents(["-"], stdin=io.BytesIO(content), max_bytes=50_000))
    assert isinstance(found[0], Failure)
    assert isinstance(found[1], RawDocument)


def test_a_stated_length_over_the_limit_is_a_failure(read: Read) -> None:
    (failure,) = read(PAGE.replace(b"Content-Length: ", b"Content-Length: 99999999"))
    assert "more than the 64 MB" in failure.reason


def test_a_decompression_bomb_in_an_answer_is_a_failure(read: Read) -> None:
    body = gzip.compress(b"<p>" + b" " * 50_000_000)
    (failure,) = read(record("response", answer(body, more="Content-Encoding: gzip\r\n")))
    assert isinstance(failure, Failure)
    assert "unpacks to more than" in failure.reason


@pytest.mark.parametrize("head", ["Content-Encoding: " + "deflate," * 3_000, "Content-Encoding: deflate\r\n" * 2_000])
def test_a_page_with_thousands_of_content_codings_is_not_unpacked(read: Read, head: str) -> None:
    """Each layer would need its own buffer."""
    (failure,) = read(record("response", answer(b"<p>x", more=head.rstrip() + "\r\n")))
    assert isinstance(failure, Failure)
    assert "packed too many times" in failure.reason


@pytest.mark.parametrize(
    "content", [PAGE[:-20], record("response", answer(), more="WARC-Truncated: length\r\n")], ids=["record", "capture"]
)
def test_a_truncated_page_is_marked(read: Read, content: bytes) -> None:
    """So that it never replaces a complete one."""
    found = [one for one in read(content) if isinstance(one, RawDocument)]
    assert found[0].hints["truncated"] in ("length", "is cut off in the middle of this record; the part before was read")


@pytest.mark.parametrize("broken", ["damaged", "junk"])
def test_records_after_a_broken_part_of_a_compressed_archive_are_read(read: Read, broken: str) -> None:
    parts = [gzip.compress(one) for one in (INFO, PAGE, record("response", answer(b"<p>" + bytes(range(32, 127)) * 9)), PAGE)]
    parts[2] = b"no part of it" * 9 if broken == "junk" else parts[2][:40] + b"\xff" * 40 + parts[2][80:]
    found = read(b"".join(parts), "crawl.warc.gz")
    pages = [one.content for one in found if isinstance(one, RawDocument) and "truncated" not in one.hints]
    assert pages == [BODY, BODY]
    assert any(isinstance(one, Failure) for one in found)


def stated(length: int) -> bytes:
    """Return the page in a record whose stated length is wrong by `length`."""
    right = PAGE[PAGE.index(b"Content-Length: ") + 16 :].split(b"\r\n")[0]
    return PAGE.replace(b"Content-Length: " + right, b"Content-Length: %d" % (int(right) + length))


@pytest.mark.parametrize("off", [-40, -5, -1, 5, 60, 300, 900, 100_000, 99_000_000_000])
def test_a_false_length_is_reported_and_does_not_affect_other_pages(read: Read, off: int) -> None:
    found = read(INFO + PAGE + stated(off) + PAGE + PAGE)
    pages = [one.content for one in found if isinstance(one, RawDocument)]
    assert pages[0] == pages[-1] == pages[-2] == BODY
    assert all(page == BODY for page in pages)
    assert ["false length" in one.reason for one in found if isinstance(one, Failure)] == [True]
    assert len(pages) == 4 or off > 64_000_000


@pytest.mark.parametrize("kind", ["request", "metadata"])
def test_a_false_length_of_another_record_does_not_affect_pages(read: Read, kind: str) -> None:
    found = read(
        PAGE + record(kind, b"GET / HTTP/1.1\r\n\r\n").replace(b"Content-Length: 18", b"Content-Length: 700") + PAGE + PAGE
    )
    assert [one.content for one in found if isinstance(one, RawDocument)] == [BODY] * 3
    assert any("false length" in one.reason for one in found if isinstance(one, Failure))


def test_a_page_about_web_archives_stays_whole(read: Read) -> None:
    body = b"<p>A record begins so:</p><pre>\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\n\r\n</pre>"
    first, second = read(record("response", answer(body)) + PAGE)
    assert (first.content, second.content) == (body, BODY)


def test_a_length_beyond_the_end_is_cut_at_the_next_record(read: Read) -> None:
    found = read(stated(5_000_000) * 40)
    assert [one.content for one in found if isinstance(one, RawDocument)][:-1] == [BODY] * 39
    assert "cut off" in found[-1].reason
