"""Lines ⇄ the ledger's columns. The texts of kept lines stand only in the body, those of removed ones packed beside the verdicts.

The distinct verdicts (label and reason) of all articles have numbers, in the table `verdicts`. `lines` is a JSON array with a
number for each line in the order of the page: four times that of its verdict, plus 1 where a blank line stands before it, plus 2
where it was removed. Below zero is a kept line with a line break in it, which no body tells; its text is among the removed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from zlib import crc32

from dateline.errors import ArchiveDamaged
from dateline.store.codec import Codec
from dateline.store.database import Session
from dateline.store.rows import plain, to_json
from dateline.types import Line, join_lines

GAP, REMOVED = 1, 2
_SHIFT = 2

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
    codec: Codec
    _numbers: dict[Verdict, int] = field(default_factory=dict)
    _verdicts: dict[int, Verdict] = field(default_factory=dict)

    def values(self, lines: Sequence[Line]) -> tuple[str, bytes, int]:
        """The columns `lines`, `removed` and `body_checksum`."""
        items, texts = [], []
        for line in lines:
            number = self._number((plain(line.label), plain(line.reason))) << _SHIFT | line.gap | (not line.keep) << 1
            told = line.keep and "\n" in line.text  # no reader makes such a line; were one to come, the body could not tell its end
            items.append(-number if told else number)
            if told or not line.keep:
                texts.append(line.text)
        body = plain(join_lines(line for line in lines if line.keep))
        return to_json(items), self.codec.pack(to_json(texts).encode()), checksum(body)

    def lines(self, body: str, numbers: str, removed: object) -> tuple[Line, ...]:
        """The lines of an article from its body and its ledger; ArchiveDamaged where they do not fit together."""
        try:
            return join(body, self._items(json.loads(numbers), iter(json.loads(self.codec.unpack(removed)))))
        except (ValueError, LookupError, TypeError, StopIteration, RuntimeError) as error:
            raise ArchiveDamaged(f"its ledger does not fit its body ({error})") from error

    def forget(self) -> None:
        """Know no numbers any longer: those given since the last commit went with the batch."""
        self._numbers, self._verdicts = {}, {}

    def _items(self, numbers: Sequence[int], texts: Iterator[str]) -> Iterator[Item]:
        for number in numbers:
            bits = abs(number)
            verdict = self._verdicts.get(bits >> _SHIFT) or self._read(bits >> _SHIFT)
            keep = not bits & REMOVED
            yield verdict, bool(bits & GAP), keep, next(texts) if number < 0 or not keep else None

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


def join(body: str, items: Iterable[Item]) -> tuple[Line, ...]:
    """The lines of an article from its body and the `items` of its ledger; ValueError where they do not fit together."""
    lines: list[Line] = []
    position, first = 0, True
    for (label, reason), gap, keep, told in items:
        text = told
        if keep:
            if not first:
                position = _after_break(body, position, gap)
            if text is None:
                text = body[position : _line_end(body, position)]
            position, first = position + len(text), False
        if not isinstance(text, str):
            raise ValueError("a removed line has no text")
        lines.append(Line(text, keep, label, reason, gap))
    if position != len(body):
        raise ValueError(f"the body has {len(body) - position} characters more")
    return tuple(lines)


def _after_break(body: str, position: int, gap: bool) -> int:
    expected = "\n\n" if gap else "\n"
    if not body.startswith(expected, position):
        raise ValueError(f"no line break at character {position}")
    return position + len(expected)


def _line_end(body: str, position: int) -> int:
    end = body.find("\n", position)
    return len(body) if end < 0 else end
