"""Lines ⇄ the ledger's columns. The body contains the texts of kept lines, and `removed` those of removed lines, packed.

The distinct verdicts of all articles (label, reason) have numbers, in the table `verdicts`; a verdict includes the form of its line
(what the markup made of it, "" for a paragraph). `lines` is a JSON array with a number for each line in the order of the page: four
times the number of its verdict, plus 1 if a blank line comes before it, plus 2 if it was removed. A negative number is a kept line
that contains a line break: the body cannot show where it ends, so its text is in `removed` too. `removed` is laid out like the
body, with a blank line where the page had one, so that delta compression finds the lines in one piece. `parts` is a packed JSON
array of the lines that paragraphs were joined from (`paragraph_parts.py`), NULL if no lines were joined.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from zlib import crc32

from dateline.errors import ArchiveDamaged
from dateline.store.codec import Codec
from dateline.store.dictionaries import Dictionaries
from dateline.store.paragraph_parts import parts_record, with_parts
from dateline.store.rows import plain, to_json
from dateline.store.session import Session
from dateline.types.articles import Line, LineKind

GAP, REMOVED = 1, 2
_BROKEN = 4  # a kept line that contains a line break; its number is negative
_SHIFT = 2
_ESCAPE = re.compile(r"\\(.)")

Values = tuple[str, bytes | None, bytes, int]
"""The columns `lines`, `parts`, `removed` and `body_checksum`."""
Verdict = tuple[str, str, str]
"""A label, a reason, and the form of the line: "", "heading 2", "item 1", "row"…"""
Item = tuple[Verdict, bool, bool, str | None]
"""A line without what the body has: its verdict, a blank line before it, whether it was kept, its text if the body lacks it."""


_KINDS: tuple[LineKind, ...] = ("paragraph", "heading", "item", "quotation", "row", "caption", "code")
_MAX_LEVEL = 9  # deeper lists are stored at this level


def _form_name(kind: LineKind, level: int) -> str:
    return (f"{kind} {level}" if level else kind) if level or kind != "paragraph" else ""


_FORMS = {_form_name(kind, level): (kind, level) for kind in _KINDS for level in range(_MAX_LEVEL + 1)}


def form_of(line: Line) -> str:
    """What the markup made of `line`, as it is stored: "heading 2", "item 1", "row"…, or "" for a paragraph."""
    return _form_name(line.kind, min(line.level, _MAX_LEVEL)) if line.level or line.kind != "paragraph" else ""


def checksum(body: str) -> int:
    """A checksum that detects a body that was edited by hand."""
    return crc32(body.encode())


class LedgerText(NamedTuple):
    """A ledger before its verdicts have the numbers of an archive.

    `verdicts` has the distinct verdicts of its lines, with their bits; `lines` has the index of a verdict for each line; `parts` is
    packed as it is stored; `removed` is the text of the removed lines.
    """

    verdicts: tuple[tuple[Verdict, int], ...]
    lines: tuple[int, ...]
    parts: bytes | None
    removed: bytes
    checksum: int


def make_ledger_text(lines: Sequence[Line], body: str, codec: Codec) -> LedgerText:
    """The ledger of an article with this body."""
    verdicts, numbers, parts = dict[tuple[Verdict, int], int](), list[int](), list[str]()
    for line in lines:
        text, bits = line.text, int(line.gap)
        if not line.keep:
            bits |= REMOVED
        elif "\n" in text:  # no reader makes such a line, but the body could not show its end
            bits |= _BROKEN
        numbers.append(verdicts.setdefault(((line.label, line.reason, form_of(line)), bits), len(verdicts)))
        if bits > GAP:
            if parts:
                parts.append("\n\n" if line.gap else "\n")
            parts.append(escape_line(plain(text)))
    joined = codec.pack(to_json(record).encode()) if (record := parts_record(lines)) else None
    return LedgerText(tuple(verdicts), tuple(numbers), joined, "".join(parts).encode(), checksum(body))


@dataclass(slots=True)
class Ledger:
    """Reads and writes ledgers, and numbers verdicts. A number, once given, never changes."""

    session: Session
    dictionaries: Dictionaries
    _numbers: dict[Verdict, int] = field(default_factory=dict)
    _verdicts: dict[int, Verdict] = field(default_factory=dict)

    def values(self, lines: Sequence[Line], body: str) -> Values:
        """The ledger columns of an article with this body."""
        account = make_ledger_text(lines, body, self.dictionaries.codec)
        return self.numbered(account, self.dictionaries.pack(account.removed))

    def numbered(self, account: LedgerText, removed: bytes) -> Values:
        """The ledger columns of `account`; its `removed` lines are packed already."""
        known = self._numbers
        numbers = []
        for verdict, bits in account.verdicts:
            number = (known.get(verdict) or self._find_or_add(verdict)) << _SHIFT | bits & (GAP | REMOVED)
            numbers.append(str(-number if bits & _BROKEN else number))
        return f"[{','.join([numbers[at] for at in account.lines])}]", account.parts, removed, account.checksum

    def lines(self, body: str, numbers: str, parts: object, removed: object) -> tuple[Line, ...]:
        """The lines of an article from its body and its ledger; ArchiveDamaged if they do not match."""
        try:
            lines = join(body, self._items(json.loads(numbers), self.dictionaries.unpack(removed).decode()))
            return lines if parts is None else _with_parts(lines, json.loads(self.dictionaries.codec.unpack(parts)))
        except (ValueError, LookupError, TypeError) as error:
            raise ArchiveDamaged(f"its ledger does not fit its body ({error})") from error

    def agree(self, stored: Sequence[object], new: Sequence[object]) -> bool:
        """Whether two pairs of `removed` and `body_checksum` are equal, however they are packed."""
        try:
            return stored[1] == new[1] and self.dictionaries.unpack(stored[0]) == self.dictionaries.unpack(new[0])
        except ArchiveDamaged:
            return False

    def forget(self) -> None:
        """Forget all numbers of verdicts: a rollback removed those given since the last commit."""
        self._numbers, self._verdicts = {}, {}

    def _items(self, numbers: Sequence[int], removed: str) -> Iterator[Item]:
        texts, verdicts = TextReader(removed), self._verdicts
        for number in numbers:
            bits = abs(number)
            verdict = verdicts.get(bits >> _SHIFT) or self._read_verdict(bits >> _SHIFT)
            gap, keep = bits & GAP == GAP, not bits & REMOVED
            yield verdict, gap, keep, None if keep and number > 0 else _unescape_line(texts.next(gap))
        texts.end()

    def _find_or_add(self, verdict: Verdict) -> int:
        row = (plain(verdict[0]), plain(verdict[1]), verdict[2])
        number = self.session.number("SELECT id FROM verdicts WHERE label = ? AND reason = ? AND form = ?", row)
        if not number:
            self.session.run("INSERT INTO verdicts (label, reason, form) VALUES (?, ?, ?)", row)
            number = self.session.number("SELECT last_insert_rowid()")
        self._numbers[verdict], self._verdicts[number] = number, row
        return number

    def _read_verdict(self, number: int) -> Verdict:
        for label, reason, form in self.session.rows("SELECT label, reason, form FROM verdicts WHERE id = ?", (number,)):
            self._verdicts[number] = (label, reason, form)
        return self._verdicts[number]


def join(body: str, items: Iterable[Item]) -> tuple[Line, ...]:
    """The lines of an article from its body and the `items` of its ledger; ValueError if they do not match."""
    lines: list[Line] = []
    texts = TextReader(body)
    for (label, reason, form), gap, keep, known_text in items:
        text = texts.next(gap, known_text) if keep else known_text
        if not isinstance(text, str):
            raise ValueError("a removed line has no text")
        lines.append(Line(text, keep, label, reason, gap, (), *_FORMS[form]) if form else Line(text, keep, label, reason, gap))
    texts.end()
    return tuple(lines)


def _with_parts(lines: tuple[Line, ...], items: list[list[object]]) -> tuple[Line, ...]:
    try:
        return with_parts(lines, items)
    except ValueError:  # a paragraph was edited by hand; `verify` reports it by the checksum
        return lines


class TextReader:
    """Reads a text line by line."""

    __slots__ = ("_first", "_place", "_text")

    def __init__(self, text: str) -> None:
        self._text, self._place, self._first = text, 0, True

    def next(self, gap: bool, known_text: str | None = None) -> str:
        """The next line, after a blank line if there is a `gap`. `known_text` is its text if it may contain line breaks."""
        text, place = self._text, self._place
        if self._first:
            self._first = False
        elif text.startswith("\n\n" if gap else "\n", place):
            place += 2 if gap else 1
        else:
            raise ValueError(f"no line break at character {place}")
        if known_text is None:
            end = text.find("\n", place)
            self._place = len(text) if end < 0 else end
            return text[place : self._place]
        self._place = place + len(known_text)
        return known_text

    def end(self) -> None:
        """Raise ValueError if there is more text."""
        if self._place != len(self._text):
            raise ValueError(f"the text has {len(self._text) - self._place} characters more")


def escape_line(text: str) -> str:
    """A removed line as it is written to `removed`: a line break in it is escaped, and then backslashes too."""
    return text.replace("\\", "\\\\").replace("\n", "\\n") if "\\" in text or "\n" in text else text


def _unescape_line(text: str) -> str:
    return _ESCAPE.sub(lambda one: "\n" if one[1] == "n" else one[1], text) if "\\" in text else text
