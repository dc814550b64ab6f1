"""Lines ⇄ the ledger's columns. The texts of kept lines stand only in the body, those of removed ones packed beside the verdicts.

The distinct verdicts (label and reason) of all articles have numbers, in the table `verdicts`. `lines` is a JSON array with a
number for each line in the order of the page: four times that of its verdict, plus 1 where a blank line stands before it, plus 2
where it was removed. Below zero is a kept line with a line break in it, which no body tells; its text is among the removed. These
stand in `removed` as the kept ones in the body, with a blank line where the page had one: a raw document finds them in one piece.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from zlib import crc32

from dateline.errors import ArchiveDamaged
from dateline.store.database import Session
from dateline.store.dictionaries import Dictionaries
from dateline.store.rows import plain, to_json
from dateline.types import Line, join_lines

GAP, REMOVED = 1, 2
_SHIFT = 2
_SPELT = re.compile(r"\\(.)")

Verdict = tuple[str, str]
Item = tuple[Verdict, bool, bool, str | None]
"""A line without what the body tells: its verdict, a blank line before it, whether it was kept, its text if it is not there."""


def checksum(body: str) -> int:
    """A number by which a body that was edited by hand is noticed."""
    return crc32(body.encode())


@dataclass(slots=True)
class Ledger:
    """Reads and writes ledgers; knows the numbers of the verdicts. A number once given stays."""

    session: Session
    dictionaries: Dictionaries
    _numbers: dict[Verdict, int] = field(default_factory=dict)
    _verdicts: dict[int, Verdict] = field(default_factory=dict)

    def values(self, lines: Sequence[Line]) -> tuple[str, bytes, int]:
        """The columns `lines`, `removed` and `body_checksum`."""
        items, apart = list[int](), list[Line]()
        for line in lines:
            number = self._number((plain(line.label), plain(line.reason))) << _SHIFT | line.gap | (not line.keep) << 1
            told = line.keep and "\n" in line.text  # no reader makes such a line; were one to come, the body could not tell its end
            items.append(-number if told else number)
            if told or not line.keep:
                apart.append(line)
        body = plain(join_lines(line for line in lines if line.keep))
        return to_json(items), self.dictionaries.pack(removed_text(apart).encode()), checksum(body)

    def lines(self, body: str, numbers: str, removed: object) -> tuple[Line, ...]:
        """The lines of an article from its body and its ledger; ArchiveDamaged where they do not fit together."""
        try:
            return join(body, self._items(json.loads(numbers), self.dictionaries.unpack(removed).decode()))
        except (ValueError, LookupError, TypeError) as error:
            raise ArchiveDamaged(f"its ledger does not fit its body ({error})") from error

    def agree(self, held: Sequence[object], new: Sequence[object]) -> bool:
        """Whether two pairs of `removed` and `body_checksum` say the same, however they are packed."""
        try:
            return held[1] == new[1] and self.dictionaries.unpack(held[0]) == self.dictionaries.unpack(new[0])
        except ArchiveDamaged:
            return False

    def forget(self) -> None:
        """Know no numbers any longer: those given since the last commit went with the batch."""
        self._numbers, self._verdicts = {}, {}

    def _items(self, numbers: Sequence[int], removed: str) -> Iterator[Item]:
        texts = _Texts(removed)
        for number in numbers:
            bits = abs(number)
            verdict = self._verdicts.get(bits >> _SHIFT) or self._read(bits >> _SHIFT)
            gap, keep = bool(bits & GAP), not bits & REMOVED
            yield verdict, gap, keep, _read_out(texts.next(gap)) if number < 0 or not keep else None
        texts.end()

    def _number(self, verdict: Verdict) -> int:
        number = self._numbers.get(verdict)
        if number is None:
            sql = "SELECT id FROM verdicts WHERE label = ? AND reason = ?"
            number = self.session.number(sql, verdict)
            if not number:
                self.session.run("INSERT INTO verdicts (label, reason) VALUES (?, ?)", verdict)
                number = self.session.number("SELECT last_insert_rowid()")
            self._numbers[verdict], self._verdicts[number] = number, verdict
        return number

    def _read(self, number: int) -> Verdict:
        for label, reason in self.session.rows("SELECT label, reason FROM verdicts WHERE id = ?", (number,)):
            self._verdicts[number] = (label, reason)
        return self._verdicts[number]


def removed_text(lines: Iterable[Line]) -> str:
    """The texts of removed lines, as `removed` has them. A line break within a line is spelt out, and then the backslash too."""
    return join_lines(replace(line, text=_spelt_out(plain(line.text))) for line in lines)


def join(body: str, items: Iterable[Item]) -> tuple[Line, ...]:
    """The lines of an article from its body and the `items` of its ledger; ValueError where they do not fit together."""
    lines: list[Line] = []
    texts = _Texts(body)
    for (label, reason), gap, keep, told in items:
        text = texts.next(gap, told) if keep else told
        if not isinstance(text, str):
            raise ValueError("a removed line has no text")
        lines.append(Line(text, keep, label, reason, gap))
    texts.end()
    return tuple(lines)


@dataclass(slots=True)
class _Texts:
    """Reads a text line by line."""

    text: str
    position: int = 0
    first: bool = True

    def next(self, gap: bool, told: str | None = None) -> str:
        """The next line, with a blank line before it where there is a `gap`; it is `told` where it may have line breaks within."""
        if not self.first:
            expected = "\n\n" if gap else "\n"
            if not self.text.startswith(expected, self.position):
                raise ValueError(f"no line break at character {self.position}")
            self.position += len(expected)
        if told is None:
            end = self.text.find("\n", self.position)
            told = self.text[self.position : end if end >= 0 else len(self.text)]
        self.position, self.first = self.position + len(told), False
        return told

    def end(self) -> None:
        """ValueError where there is more."""
        if self.position != len(self.text):
            raise ValueError(f"the text has {len(self.text) - self.position} characters more")


def _spelt_out(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _read_out(text: str) -> str:
    return _SPELT.sub(lambda one: "\n" if one[1] == "n" else one[1], text) if "\\" in text else text
