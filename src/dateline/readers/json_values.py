"""Split a text of many JSON values into the values, one at a time: elements of an array, or objects one after the other.

Only one value is in memory. After a broken value, reading continues at the next one that begins with the same field as the first
value, so that a bad record affects only itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dateline.errors import ReadError
from dateline.readers.limits import megabytes

_SEPARATORS = re.compile(r"[\s,\ufeff]*")
_FIRST_FIELD = re.compile(r'\{\s*("(?:[^"\\]|\\.){0,200}")\s*:')
_NEAR_END = 32  # an error this close to the end of the text so far may only mean that the text is incomplete


@dataclass(slots=True)
class JsonValues:
    """Reads values from pieces of text. After the first value, `is_array` is True if the values are in an array."""

    pieces: Iterator[str]
    limit: int
    is_array: bool = False
    _text: str = ""
    _at: int = 0
    _ended: bool = False
    _first_field: str | None = None

    def __iter__(self) -> Iterator[Any | ReadError]:
        self._skip_separators()
        if self._current() == "[":
            self.is_array = True
            self._at += 1
        while True:
            self._skip_separators()
            if not self._current():
                if self.is_array:
                    yield ReadError("the array is not closed; the end of the file is missing")
                return
            if self.is_array and self._current() == "]":
                self._at += 1
                self._skip_separators()
                if self._current() == "[":
                    self._at += 1
                    continue
                if self._current():
                    yield ReadError("there is more after the end of the array; it was not read")
                return
            value = self._read_value()
            yield value
            if isinstance(value, ReadError) and not self._skip_to_record():
                return

    def _current(self) -> str:
        return self._text[self._at : self._at + 1]

    def _skip_separators(self) -> None:
        while True:
            match = _SEPARATORS.match(self._text, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._text) or not self._read_more():
                return

    def _read_more(self) -> bool:
        """Append the next piece and drop the text already read; return False at the end."""
        piece = next(self.pieces, None)
        if piece is None:
            self._ended = True
            return False
        self._text = self._text[self._at :] + piece
        self._at = 0
        return True

    def _read_value(self) -> Any | ReadError:
        if self._first_field is None:
            match = _FIRST_FIELD.match(self._text, self._at)
            self._first_field = match[1] if match else None
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if self._ended or not self._is_cut(error):
                    return ReadError(f"not valid JSON ({error.msg})")
                if len(self._text) - self._at > self.limit:
                    return ReadError(f"the record holds more than the {megabytes(self.limit)} that one document may")
                self._grow()
            except RecursionError:
                return ReadError("not a record: nested too deeply")
            except ValueError as error:  # a number of thousands of digits
                return ReadError(f"not valid JSON ({error})")
            else:
                if isinstance(value, int | float) and end > len(self._text) - _NEAR_END and not self._ended:
                    self._grow()  # more digits may come
                    continue
                self._at = end
                return value

    def _is_cut(self, error: json.JSONDecodeError) -> bool:
        """Whether the error only means that the value continues in the next piece."""
        return error.msg.startswith("Unterminated string") or error.pos >= len(self._text) - _NEAR_END

    def _grow(self) -> None:
        """Double the text of the current value, so that no text is parsed more than a few times."""
        wanted = 2 * (len(self._text) - self._at)
        parts = [self._text[self._at :]]
        size = len(parts[0])
        while size <= wanted:
            piece = next(self.pieces, None)
            if piece is None:
                self._ended = True
                break
            parts.append(piece)
            size += len(piece)
        self._text, self._at = "".join(parts), 0

    def _skip_to_record(self) -> bool:
        """Skip to the next value that begins like the first one; return False if there is none."""
        if self._first_field is None:
            return False
        start = _record_start(self._first_field)
        self._at += 1
        while True:
            match = start.search(self._text, self._at)
            if match:
                self._at = match.end()
                return True
            self._at = max(self._at, len(self._text) - len(self._first_field) - 1_000)
            if not self._read_more():
                return False


def _record_start(field: str) -> re.Pattern[str]:
    """The pattern of the text before a record that begins with `field`."""
    return re.compile(r"[,}]\s*+(?=\{\s*+" + re.escape(field) + r"\s*+:)")


_DECODER = json.JSONDecoder()
