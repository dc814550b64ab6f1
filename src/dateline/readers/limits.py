"""Streams with limits: no more than one document may hold is ever in memory, and what is packed may not unpack without end.

Every byte that comes out of a package is counted against the bytes of the file that a user gave, however deep it is packed.
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
_FREE = 64 * 1024 * 1024  # a small file may unpack to this much, whatever it says of itself
_LEAST = 1_000
_RATIO = 500  # of 975 news pages none packs to less than a 15th (xz); sixty copies of one with small changes pack to a 500th


class UnpackBomb(DatelineError):
    """A package unpacks to far more than news ever does. No reader can carry on with the rest, so it is no ReadError."""


@dataclass(slots=True)
class UnpackBudget:
    """Counts what one file gives (and `tell`s of it) and what is unpacked from it; `broken` if the system would not read on."""

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
        """Count what was found in a package: each, however small, costs those that come after it as much as some bytes."""
        if self.unpacked:
            self.count_output(_LEAST)

    def count_output(self, size: int) -> None:
        """Count bytes that come out of a package, best before they are made; raises UnpackBomb where they are too many."""
        self.unpacked += size
        if self.unpacked > self.free + _RATIO * self.given:
            raise UnpackBomb(
                f"unpacks to more than {_RATIO} times its size, like files that are made to fill a disk; "
                "unpack it yourself if you know what it is"
            )


class CountedStream(io.RawIOBase):
    """A stream whose bytes are counted, and whose beginning can be looked at before it is read."""

    def __init__(self, stream: BinaryIO | io.RawIOBase, count: Callable[[int], None], *, seekable: bool = True) -> None:
        super().__init__()
        self._stream = stream
        self._count = count
        self._seekable = seekable and stream.seekable()
        self._ahead = b""

    def head(self) -> bytes:
        """The first bytes, some thousands or all there are; to be called before anything is read."""
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
        """Always."""
        return True

    def seekable(self) -> bool:
        """Whether one may go back."""
        return self._seekable

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go to another place."""
        if not self._seekable:
            raise io.UnsupportedOperation("not seekable")
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        """The place where the next byte is read."""
        if not self._seekable:
            raise io.UnsupportedOperation("not seekable")
        return self._stream.tell()

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # the only kind that BufferedReader hands over
        """Fill as much of `buffer` as can be had at once."""
        if self._ahead:
            piece, self._ahead = self._ahead[: len(buffer)], self._ahead[len(buffer) :]
        else:
            piece = self._take(len(buffer))
            self._count(len(piece))
        buffer[: len(piece)] = piece
        return len(piece)


class BoundedStream(io.BufferedReader):
    """A stream that never hands over more than `limit` bytes in one piece, but raises ReadError and stays usable."""

    def __init__(self, stream: BinaryIO | io.RawIOBase, limit: int) -> None:
        super().__init__(stream, CHUNK)  # type: ignore[arg-type]  # any stream with readinto will do
        self.limit = limit

    def read(self, size: int | None = -1, /) -> bytes:
        """At most `size` bytes; all of them, if the limit allows, without a size."""
        if size is not None and size >= 0:
            return super().read(size)
        content = super().read(self.limit + 1)
        if len(content) > self.limit:
            raise ReadError(f"is larger than {megabytes(self.limit)}, the limit for one document; split it")
        return content

    def readline(self, size: int | None = -1, /) -> bytes:
        """The next line; a line over the limit is skipped, in small pieces, before the ReadError."""
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
    """What comes out of a package, piece by piece. Where a piece cannot be had (a ReadError), it ends, and `fault` says why."""

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
        """Always."""
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # the only kind that BufferedReader hands over
        """Fill as much of `buffer` as can be had at once."""
        self.begin()
        piece, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)


def megabytes(size: int) -> str:
    """A size as people say it."""
    return f"{size / 1024 / 1024:.0f} MB" if size >= 1024 * 1024 else f"{size} bytes"


def bounded(stream: BinaryIO) -> BoundedStream:
    """`stream` with a limit, if it has none yet; its beginning can be looked at with `peek`."""
    return stream if isinstance(stream, BoundedStream) else BoundedStream(stream, MAX_BYTES)
