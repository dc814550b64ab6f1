"""Text layout for a terminal: pieces with roles, wrapped at words.

No line is wider than the given width; a word that is longer than a line is cut.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple, Self

from dateline.text import shown

Role = Literal["", "title", "date", "source", "id", "match", "faint", "kept", "dropped", "put", "cut", "label", "warning"]

_TOKEN = re.compile(r"\s+|\S+")
_EMPHASIS = "**"
_EMPHASISED = frozenset({"match", "put", "cut"})


class _Piece(NamedTuple):
    text: str
    role: Role


class Span(_Piece):
    """Text on one line with a role; control characters in it are made visible."""

    __slots__ = ()

    def __new__(cls, text: str, role: Role = "") -> Self:
        """Make a piece of `text` with control characters made visible."""
        return super().__new__(cls, shown(text), role)


Lines = Iterator[list[Span]]


def measure_width(text: str) -> int:
    """The number of terminal cells of `text`: two for a wide character, none for a combining mark."""
    text = shown(text)
    if text.isascii():
        return len(text)
    return sum(_cells_of(letter) for letter in text)


def pad(text: str, width: int) -> str:
    """`text`, padded with spaces to `width` cells."""
    text = shown(text)
    return text + " " * max(0, width - measure_width(text))


def truncate(text: str, width: int) -> str:
    """`text`, cut to `width` cells, with an ellipsis if it was cut."""
    text = shown(text)
    if measure_width(text) <= width:
        return text
    while measure_width(text) >= width:
        text = text[: max(0, len(text) - max(1, (measure_width(text) - width) // 2))]
    return text + "…"


def plain(line: Iterable[Span], *, emphasis: bool = False) -> str:
    """The text of a line without roles; with `emphasis`, matches are between asterisks, for output without colours."""
    return "".join(
        f"{_EMPHASIS}{piece.text}{_EMPHASIS}" if emphasis and piece.role in _EMPHASISED else piece.text for piece in line
    )


def marked(text: str, spans: Iterable[tuple[int, int]], role: Role = "match", other: Role = "") -> list[Span]:
    """`text` in pieces: the `spans` with `role`, the rest with `other`; spans that only a space separates are joined."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif start < end:
            joined.append((start, end))
    pieces: list[Span] = []
    at = 0
    for start, end in joined:
        pieces += [Span(text[at:start], other), Span(text[start:end], role)]
        at = end
    return [piece for piece in (*pieces, Span(text[at:], other)) if piece.text]


def wrap(line: Iterable[Span], width: int, indent: str = "", head: Sequence[Span] = ()) -> Lines:
    """`line` broken at spaces into lines of at most `width` cells, each after `indent`; the first is after `head`, if given."""
    for at, row in enumerate(_rows(line, max(8, width - measure_width(indent)))):
        front = head if head and at == 0 else [Span(indent)]
        yield [*(piece for piece in front if piece.text), *row]


def _rows(line: Iterable[Span], room: int) -> Lines:
    row: list[Span] = []
    used = 0
    for text, role in _tokens(line):
        size = measure_width(text)
        if used + size > room and row:
            yield _joined(row)
            row, used = [], 0
        if text.isspace():
            if row:
                row.append(Span(" ", role))
                used += 1
            continue
        while size > room:
            start = _fitting(text, room)
            yield [Span(start, role)]
            text = text[len(start) :]
            size = measure_width(text)
        row.append(Span(text, role))
        used += size
    if row:
        yield _joined(row)


def _tokens(line: Iterable[Span]) -> Iterator[tuple[str, Role]]:
    for piece in line:
        for found in _TOKEN.finditer(piece.text):
            yield found[0], piece.role


def _joined(row: list[Span]) -> list[Span]:
    """A row with adjacent pieces of the same role joined, and without spaces at the end."""
    while row and row[-1].text.isspace():
        row.pop()
    joined: list[Span] = []
    for piece in row:
        if joined and joined[-1].role == piece.role:
            joined[-1] = Span(joined[-1].text + piece.text, piece.role)
        else:
            joined.append(piece)
    return joined


def _fitting(text: str, room: int) -> str:
    used = 0
    for at, letter in enumerate(text):
        used += _cells_of(letter)
        if used > room:
            return text[: max(1, at)]
    return text


def _cells_of(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
