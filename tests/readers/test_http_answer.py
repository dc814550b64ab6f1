"""HTTP answers in web archives: chunks are joined and bodies decompressed, up to where they are cut off."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard

from dateline.errors import ReadError
from dateline.readers.http_answer import HttpAnswer, parse_answer

BODY = "".join(f"<p>Paragraph {one} tells of the harbour, the ferry and {one * 7919} lamps.</p>" for one in range(9_000)).encode()


def raw_deflate(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(content) + packer.flush()


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "Deflate": raw_deflate,
    "br": brotli.compress,
    "zstd": zstandard.compress,
}


def chunked(content: bytes, size: int = 1000, extension: str = "") -> bytes:
    pieces = [content[at : at + size] for at in range(0, len(content), size)]
    return b"".join(f"{len(one):x}{extension}\r\n".encode() + one + b"\r\n" for one in pieces) + b"0\r\n\r\n"


def answer(body: bytes, *headers: str, end: str = "\r\n") -> HttpAnswer:
    head = end.join(["HTTP/1.1 200 OK", "Content-Type: text/html", *headers, "", ""])
    return parse_answer(head.encode() + body, 10_000_000)


@pytest.mark.parametrize("coding", PACKED)
@pytest.mark.parametrize("in_chunks", [False, True])
def test_compressed_bodies_are_decompressed(coding: str, in_chunks: bool) -> None:
    packed = PACKED[coding](BODY)
    headers = [f"Content-Encoding: {coding}", *(["Transfer-Encoding: chunked"] if in_chunks else [])]
    found = answer(chunked(packed) if in_chunks else packed, *headers)
    assert (found.body, found.problem) == (BODY, None)
    cut = packed[: len(packed) // 2]
    partly = answer(chunked(cut)[:-9] if in_chunks else cut, *headers)
    assert partly.problem
    assert partly.body
    assert BODY.startswith(partly.body)


@pytest.mark.parametrize("extension", ["", ";name=value", " ", ';x="a b"'])
def test_the_framing_of_chunks_is_removed(extension: str) -> None:
    framed = chunked(BODY, 37, extension)
    assert answer(framed, "Transfer-Encoding: chunked").body == BODY
    assert answer(framed.replace(b"0\r\n\r\n", b"0\r\nExpires: never\r\n\r\n"), "Transfer-Encoding: chunked").body == BODY
    cut = answer(framed[:-60], "Transfer-Encoding: chunked")
    assert cut.problem
    assert BODY.startswith(cut.body)


_LIES = ("content-encoding: gzip", "transfer-encoding: chunked", "content-encoding: br", "content-encoding: utf-8")


@pytest.mark.parametrize("header", _LIES)
def test_a_body_that_contradicts_its_header_stays_unchanged(header: str) -> None:
    name, value = header.split(": ")
    assert answer(BODY, header) == HttpAnswer(200, {"content-type": "text/html", name: value}, BODY)


def test_several_content_codings_are_undone_in_the_right_order() -> None:
    twice = brotli.compress(gzip.compress(BODY))
    assert answer(twice, "Content-Encoding: gzip, br").body == BODY
    assert answer(twice, "Content-Encoding: gzip", "Content-Encoding: br").body == BODY


@pytest.mark.parametrize("start", ["HTTP/2 200", "HTTP/1.0 200 Fine", "HTTP/1.1 200"])
def test_bare_line_feeds_and_unusual_status_lines_are_accepted(start: str) -> None:
    found = parse_answer(f"{start}\nContent-Type: text/html;\n charset=utf-8\n\n".encode() + BODY, 10_000_000)
    assert (found.status, found.body, found.headers["content-type"]) == (200, BODY, "text/html;")


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "deflate"])
def test_a_decompression_bomb_is_refused(coding: str) -> None:
    with pytest.raises(ReadError, match="unpacks to more"):
        answer(PACKED[coding](b" " * 30_000_000), f"Content-Encoding: {coding}")


def test_bytes_that_are_not_an_http_answer_are_an_error() -> None:
    with pytest.raises(ReadError, match="no readable answer"):
        parse_answer(b"<html>", 100)
