"""Streams with limits: memory never holds more than the limit for one document, and a package cannot unpack without end.

Each byte that comes out of a package is counted against the bytes of the file that a user gave, however deep it is packed.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from dateline.errors import DatelineError, ReadError

MAX_BYTES = 64 * 1024 * 1024
CHUNK = 65_536
_HEAD = 8_192
_FREE = 64 * 1024 * 1024  # any small file may unpack to this much
_LEAST = 1_000
_RATIO = 500  # none of 975 news pages packs to less than a 15th (xz); 60 copies of one page with small changes pack to a 500th


class UnpackBomb(DatelineError):
    """A package unpacks to far more than news ever does. It is not a ReadError, because no reader may continue with the rest."""


@dataclass(slots=True)
class UnpackBudget:
    """Counts the bytes of one file, reporting each count to `tell`, and the bytes unpacked from it; `broken` if reading failed."""

    given: int = 0
    unpacked: int = 0
    broken: bool = False
    free: int = _FREE
    tell: Callable[[int], None] | None = None

    def count_input(self, size: int) -> None:
        """Count bytes of the file itself."""
        self.given += size
        if self.tell:
            self.tell(size)

    def count_member(self) -> None:
        """Count an item found in a package as `_LEAST` bytes, so that very many tiny ones reach the limit too."""
        if self.unpacked:
            self.count_output(_LEAST)

    def count_output(self, size: int) -> None:
        """Count bytes unpacked from a package, if possible before unpacking them; raise UnpackBomb if there are too many."""
        self.unpacked += size
        if self.unpacked > self.free + _RATIO * self.given:
            raise UnpackBomb(
                f"unpacks to more than {_RATIO} times its size, like files that are made to fill a disk; "
                "unpack it yourself if you know what it is"
            )


class CountedStream(io.RawIOBase):
    """A stream that counts its bytes and lets callers look at its beginning before they read it."""

    def __init__(self, stream: BinaryIO | io.RawIOBase, count: Callable[[int], None], *, seekable: bool = True) -> None:
        super().__init__()
        self._stream = stream
        self._count = count
        self._seekable = seekable and stream.seekable()
        self._ahead = b""

    def head(self) -> bytes:
        """The first bytes: some thousands, or all there are. Call it before reading anything."""
        start = self._stream.tell() if self._seekable else 0
        head = b""
        while len(head) < _HEAD and (piece := self._take(CHUNK)):
            head += piece
        if self._seekable:
            self._stream.seek(start)
        else:
            self._count(len(head))
            self._ahead = head
        return head

    def _take(self, size: int) -> bytes:
        piece: bytes = getattr(self._stream, "read1", self._stream.read)(size) or b""
        return piece

    def readable(self) -> bool:
        """Always true."""
        return True

    def seekable(self) -> bool:
        """Whether the stream can go back."""
        return self._seekable

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go to another position."""
        if not self._seekable:
            raise io.UnsupportedOperation("not seekable")
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        """The position of the next byte to read."""
        if not self._seekable:
            raise io.UnsupportedOperation("not seekable")
        return self._stream.tell()

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # the only kind that BufferedReader passes
        """Fill as much of `buffer` as is available at once."""
        if self._ahead:
            piece, self._ahead = self._ahead[: len(buffer)], self._ahead[len(buffer) :]
        else:
            piece = self._take(len(buffer))
            self._count(len(piece))
        buffer[: len(piece)] = piece
        return len(piece)


class BoundedStream(io.BufferedReader):
    """A stream that never returns more than `limit` bytes in one piece; it raises ReadError instead and stays usable."""

    def __init__(self, stream: BinaryIO | io.RawIOBase, limit: int) -> None:
        super().__init__(stream, CHUNK)  # type: ignore[arg-type]  # any stream with readinto will do
        self.limit = limit

    def read(self, size: int | None = -1, /) -> bytes:
        """Read at most `size` bytes; without a size all bytes, or ReadError if they exceed the limit."""
        if size is not None and size >= 0:
            return super().read(size)
        content = super().read(self.limit + 1)
        if len(content) > self.limit:
            raise ReadError(f"is larger than {megabytes(self.limit)}, the limit for one document; split it")
        return content

    def readline(self, size: int | None = -1, /) -> bytes:
        """Read the next line; skip a line over the limit, in small pieces, and raise ReadError."""
        if size is not None and size >= 0:
            return super().readline(size)
        line = super().readline(self.limit + 1)
        if len(line) <= self.limit:
            return line
        length = len(line)
        while not line.endswith(b"\n") and (line := super().readline(CHUNK)):
            length += len(line)
        raise ReadError(f"the line holds {megabytes(length)}, more than the {megabytes(self.limit)} that one document may")


class Unpacked(io.RawIOBase):
    """The unpacked bytes of a package, piece by piece. At the first ReadError the stream ends, and `fault` gives the reason."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self.fault: str | None = None
        self.error: ReadError | None = None
        self._pieces = pieces
        self._rest = memoryview(b"")

    def begin(self) -> bool:
        """Whether there is anything to read."""
        if not self._rest:
            try:
                self._rest = memoryview(next(self._pieces, b""))
            except ReadError as error:
                self.fault, self.error = str(error), error
        return bool(self._rest)

    def readable(self) -> bool:
        """Always true."""
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # the only kind that BufferedReader passes
        """Fill as much of `buffer` as is available at once."""
        self.begin()
        piece, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)


def megabytes(size: int) -> str:
    """A size in words for users."""
    return f"{size / 1024 / 1024:.0f} MB" if size >= 1024 * 1024 else f"{size} bytes"


def bounded(stream: BinaryIO) -> BoundedStream:
    """`stream` with a limit, if it has none yet, so that `peek` can look at its beginning."""
    return stream if isinstance(stream, BoundedStream) else BoundedStream(stream, MAX_BYTES)
