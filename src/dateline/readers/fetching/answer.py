"""The answer of a server: status, headers and the decompressed body, with limits on their size."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPResponse

from dateline.errors import FetchError
from dateline.readers.fetching.address import Address

_CHUNK = 65_536
_MOST_UNPACKED = 500  # times the size sent, as for packages
_FREELY_UNPACKED = 1024 * 1024
_MEDIA = re.compile(r"\s*([\w.+-]{1,100}/[\w.+-]{1,100})")
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:+-]{1,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer from `url`, the last address after redirects. `moved` is the new address if all redirects were permanent."""

    url: str
    status: int
    content: bytes
    media_type: str
    charset: str | None
    fetched: datetime
    etag: str | None = None
    modified: str | None = None
    moved: str | None = None

    @property
    def unchanged(self) -> bool:
        """Whether the page is unchanged since the etag or time in the request."""
        return self.status == 304


def read_answer(address: Address, response: HTTPResponse, most: int, moved: str | None) -> Answer:
    """Read the answer with its body; raise FetchError if it is larger than `most` bytes."""
    content = b"" if response.status == 304 else read_body(response, most)
    stated = response.getheader("Content-Type") or ""
    media, charset = _MEDIA.match(stated), _CHARSET.search(stated)
    return Answer(
        str(address),
        response.status,
        content,
        media[1].lower() if media else "",
        charset[1].lower() if charset else None,
        datetime.now(UTC).replace(microsecond=0),
        _safe_header(response, "ETag"),
        _safe_header(response, "Last-Modified"),
        moved,
    )


def read_body(response: HTTPResponse, most: int, *, cut: bool = False) -> bytes:
    """Read and decompress the body of `response`. Beyond `most` bytes, raise FetchError, or with `cut` return the beginning."""
    stated = response.length
    if stated is not None and stated > most and not cut:
        raise _too_large(most)
    packing = (response.getheader("Content-Encoding") or "identity").strip().lower()
    unpack = _UNPACKERS.get(packing)
    if unpack is None:
        raise FetchError(f"was sent in the encoding {packing[:40]!r}, which Dateline did not ask for; save the page with a browser")
    parts, size = [], 0
    for piece in unpack(_read_pieces(response, most, cut)):
        parts.append(piece)
        size += len(piece)
        if size > most and not cut:
            raise _too_large(most)
        if size > most:
            break
    return b"".join(parts)[:most]


def retry_after(response: HTTPResponse, now: datetime) -> float | None:
    """The seconds that a server asks clients to wait; None if it does not."""
    text = (response.getheader("Retry-After") or "").strip()
    if re.fullmatch(r"\d{1,9}", text):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


def _safe_header(response: HTTPResponse, name: str) -> str | None:
    """The value of a header if it can safely be sent back unchanged, else None."""
    value = response.getheader(name)
    return value if value and len(value) <= 1000 and value.isascii() and value.isprintable() else None


def _read_pieces(response: HTTPResponse, most: int, cut: bool) -> Iterator[bytes]:
    size = 0
    while piece := response.read(_CHUNK):
        size += len(piece)
        yield piece
        if size > most:
            if cut:
                return
            raise _too_large(most)
    if response.length:
        raise FetchError("broke off before its end; 'dateline retry' tries again")


def _inflate(pieces: Iterator[bytes], window: Callable[[bytes], int]) -> Iterator[bytes]:
    unpacker, given, got = None, 0, 0
    for piece in pieces:
        given += len(piece)
        while piece:
            if unpacker is None:
                unpacker = zlib.decompressobj(window(piece))
            try:
                out = unpacker.decompress(piece, _CHUNK)
            except zlib.error as error:
                raise FetchError("was sent damaged (it cannot be unpacked); 'dateline retry' tries again") from error
            got += len(out)
            if got > _FREELY_UNPACKED + _MOST_UNPACKED * given:
                raise FetchError(f"unpacks to more than {_MOST_UNPACKED} times its size, like pages that are made to fill a disk")
            if out:
                yield out
            if unpacker.eof:
                piece, unpacker = unpacker.unused_data, None
                if not piece.startswith(b"\x1f\x8b"):
                    return  # data that some servers send after the end is not part of the page
            else:
                piece = unpacker.unconsumed_tail
    if unpacker is not None and not unpacker.eof:
        raise FetchError("broke off before its end; 'dateline retry' tries again")


def _deflate_window(start: bytes) -> int:
    """The window size for `deflate`, which is zlib or raw depending on the server; the first two bytes show which."""
    wrapped = len(start) > 1 and start[0] & 15 == 8 and (start[0] << 8 | start[1]) % 31 == 0
    return 15 if wrapped else -15


_UNPACKERS: dict[str, Callable[[Iterator[bytes]], Iterator[bytes]]] = {
    "identity": lambda pieces: pieces,
    "": lambda pieces: pieces,
    "gzip": lambda pieces: _inflate(pieces, lambda start: 31),
    "x-gzip": lambda pieces: _inflate(pieces, lambda start: 31),
    "deflate": lambda pieces: _inflate(pieces, _deflate_window),
}


def _too_large(most: int) -> FetchError:
    size = f"{most / 1024 / 1024:.0f} MB" if most >= 1024 * 1024 else f"{most:,} bytes"
    return FetchError(f"is larger than {size}, the limit for one answer; --max-size allows more")
