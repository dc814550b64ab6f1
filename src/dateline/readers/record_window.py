"""Split a web archive into records by their stated lengths or, if a length is false, by the start of the next record.

The bytes after a block show whether its length is right. If it is not, the start of the next record is searched for, in the block
and after it. So a false length does not affect other records, and no page contains a part of another record.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from dateline.readers.limits import CHUNK, BoundedStream

_LONGEST_START = 4_096
_CUT_OFF = "is cut off in the middle of this record; the part before was read"
_NO_LENGTH = "states no length; everything before the next record was read"
_FALSE_LENGTH = "states a false length; everything before the next record was read"
PASSED_TO_NEXT = "states a false length; reading continues at the next record"


@dataclass(slots=True)
class RecordWindow:
    """A stream with look-ahead; taking bytes from its front takes time in proportion to their number.

    The first group of `start` matches where a record begins. `ends` says by the bytes after a block whether it may end there.
    """

    stream: BoundedStream
    start: re.Pattern[bytes]
    ends: Callable[[bytes], bool]
    _buffer: bytearray = field(default_factory=bytearray)

    def take_line(self) -> bytes:
        """Take the next line, or a piece of a long line."""
        end = self._buffer.find(b"\n", 0, CHUNK) + 1
        if not end:
            self._fill(CHUNK)
            end = self._buffer.find(b"\n", 0, CHUNK) + 1
        return self._take(end or CHUNK)

    def take_block(self, length: int | None) -> tuple[bytes, str | None]:
        """Take the block of a record that states this length, and say what is wrong with it."""
        if length is None:
            return self._take_to_next(), _NO_LENGTH
        whole = self._fill(length + _LONGEST_START) >= length
        if whole and self.ends(bytes(self._buffer[length : length + _LONGEST_START])):
            return self._take(length), None
        if not whole and self._next_start(length) is None:
            return self._take(length), _CUT_OFF
        return self._take_to_next(), _FALSE_LENGTH

    def pass_over(self, length: int) -> str | None:
        """Skip `length` bytes, or fewer if a record begins among them; return what is wrong, if anything."""
        while length:
            size = min(length, CHUNK)
            self._fill(size + _LONGEST_START)
            at = self._next_start(size + _LONGEST_START)
            if at is not None and at < length:
                self._take(at)
                return PASSED_TO_NEXT
            taken = len(self._take(size))
            if not taken:
                return _CUT_OFF
            length -= taken
        return None

    def _take_to_next(self) -> bytes:
        """Take everything before the next record, and return at most the limit for one document."""
        block = bytearray()
        while self._fill(CHUNK + _LONGEST_START):
            at = self._next_start(CHUNK + _LONGEST_START)
            block += self._take(CHUNK if at is None else at)
            if at is not None:
                break
            del block[self.stream.limit :]
        return bytes(block).removesuffix(b"\r\n\r\n").removesuffix(b"\n\n")

    def _fill(self, size: int) -> int:
        """Buffer at least `size` bytes if there are as many; return the number buffered."""
        if len(self._buffer) < size:
            self._buffer += self.stream.read(size - len(self._buffer))
        return len(self._buffer)

    def _take(self, size: int) -> bytes:
        self._fill(size)
        piece = bytes(self._buffer[:size])
        del self._buffer[:size]
        return piece

    def _next_start(self, size: int) -> int | None:
        found = self.start.search(self._buffer, 0, size)
        return found.start(1) if found else None
