"""Parse a web server's answer as web archives store it: status, headers, and the body without chunk framing and compression.

Archives store answers in every state: with or without chunk framing whatever the header states, already decompressed under the
original headers, cut off anywhere. A body is read as far as it goes. If it is not in the coding that a header states, it is kept.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dateline.errors import ReadError
from dateline.readers.limits import CHUNK, megabytes

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})\b[^\n]*\n?")
_END_OF_HEAD = re.compile(rb"\n\r?\n")
_LONGEST_HEAD = 128 * 1024
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\n]{0,1000})?\r?\n")
_LINE_END = re.compile(rb"\r?\n")
_LONGEST_SIZE_LINE = 1_100
_MOST_CODINGS = 8
_CUT = "is cut off in the middle of its packed data; the part before was read"
_CUT_CHUNK = "is cut off in the middle of its chunks; the part before was read"
_RAW, _GZIP = -15, 31


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """The answer of a web server; `problem` says which part of its body is missing."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    problem: str | None = None


def parse_answer(block: bytes, most: int) -> HttpAnswer:
    """Parse the answer in `block`; raise ReadError if it is not an answer, or decompresses to more than `most` bytes."""
    status = _STATUS.match(block)
    if not status:
        raise ReadError("has no readable answer of a web server")
    end = _END_OF_HEAD.search(block, status.end() - 1, _LONGEST_HEAD)
    head, body = (block[status.end() : end.start() + 1], block[end.end() :]) if end else (block[status.end() :], b"")
    headers = dict(_parse_headers(head))
    codings = _split_codings(headers.get("content-encoding", "")) + _split_codings(headers.get("transfer-encoding", ""))
    if len(codings) > _MOST_CODINGS:
        raise ReadError("is packed too many times, like pages that are made to fill the memory")
    problem = None
    for coding in reversed(codings):
        decoded, fault = _decode(body, coding, most)
        if decoded is not None:
            body, problem = decoded, problem or fault
    return HttpAnswer(int(status[1]), headers, body, problem)


def _parse_headers(head: bytes) -> Iterator[tuple[str, str]]:
    """The headers by lower-case name; the values of a name that occurs on several lines are joined."""
    found: dict[str, list[str]] = {}
    last = ""
    for line in head.split(b"\n"):
        text = line.rstrip(b"\r").decode("utf-8", "replace")
        if text[:1] in (" ", "\t") and last:
            found[last].append(text.strip())
            continue
        name, colon, value = text.partition(":")
        if colon:
            last = name.strip().lower()
            found.setdefault(last, []).append(value.strip())
    for name, values in found.items():
        yield name, ", ".join(values) if name.endswith("-encoding") else values[0]


def _split_codings(stated: str) -> list[str]:
    return [name for one in stated.split(",") if (name := one.strip().lower())]


def _decode(body: bytes, coding: str, most: int) -> tuple[bytes | None, str | None]:
    """Decode `body`, and say which part is missing; None if it is not in that coding."""
    if coding == "chunked":
        return _join_chunks(body)
    if coding in ("gzip", "x-gzip"):
        return _inflate(body, (_GZIP,), most)
    if coding in ("deflate", "x-deflate"):
        return _inflate(body, (zlib.MAX_WBITS, _RAW), most)
    if coding == "zstd":
        return _collect(_zstd_pieces(body), most)
    if coding == "br":
        return _collect(_brotli_pieces(body), most)
    return None, None  # identity, and unknown codings


def _join_chunks(body: bytes) -> tuple[bytes | None, str | None]:
    found: list[bytes] = []
    at = 0
    while size := _CHUNK_SIZE.match(body, at, at + _LONGEST_SIZE_LINE):
        length = int(size[1], 16)
        if not length:
            return b"".join(found), None
        piece = body[size.end() : size.end() + length]
        found.append(piece)
        if len(piece) < length:
            return b"".join(found), _CUT_CHUNK
        at = size.end() + length
        if end := _LINE_END.match(body, at):
            at = end.end()
    if not found:
        return None, None  # the chunk framing was removed before
    return b"".join(found), _CUT_CHUNK


def _inflate(body: bytes, forms: Iterable[int], most: int) -> tuple[bytes | None, str | None]:
    for form in forms:
        content, fault = _collect(_zlib_pieces(body, form), most)
        if content:
            return content, fault
    return None, None


def _collect(pieces: Iterator[bytes], most: int) -> tuple[bytes | None, str | None]:
    """All the output of `pieces`, and whether something is missing; None if there is no output."""
    found: list[bytes] = []
    size, fault = 0, None
    try:
        for piece in pieces:
            found.append(piece)
            size += len(piece)
            if size > most:
                raise ReadError(f"unpacks to more than {megabytes(most)}, like pages that are made to fill a disk")
    except (OSError, EOFError, ValueError, zlib.error):
        fault = _CUT
    return (b"".join(found), fault) if found else (None, None)


def _zlib_pieces(body: bytes, form: int) -> Iterator[bytes]:
    while body:
        decoder = zlib.decompressobj(form)
        rest = body
        while rest and not decoder.eof:
            yield decoder.decompress(rest, CHUNK)
            rest = decoder.unconsumed_tail
        yield decoder.flush()
        if not decoder.eof:
            raise EOFError
        body = decoder.unused_data if form == _GZIP and decoder.unused_data.startswith(b"\x1f\x8b") else b""


def _zstd_pieces(body: bytes) -> Iterator[bytes]:
    from zstandard import ZstdDecompressor, ZstdError

    decoder = ZstdDecompressor(max_window_size=128 * 1024 * 1024).decompressobj()
    try:
        for start in range(0, len(body), 512):
            yield decoder.decompress(body[start : start + 512])
            if decoder.eof:
                return
    except ZstdError as error:
        raise OSError from error
    raise EOFError


def _brotli_pieces(body: bytes) -> Iterator[bytes]:
    from brotli import Decompressor, error

    decoder = Decompressor()
    try:
        yield decoder.process(body, output_buffer_limit=CHUNK)
        while not decoder.is_finished() and (piece := decoder.process(b"", output_buffer_limit=CHUNK)):
            yield piece
    except error as fault:
        raise OSError(str(fault)) from fault
    if not decoder.is_finished():
        raise EOFError
