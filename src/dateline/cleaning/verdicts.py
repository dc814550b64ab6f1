"""The verdicts on one page: its lines and what was decided on each so far, shared by the passes of the cleaner.

The first verdict on a line is final: passes run from the most certain to the least, and each judges only lines that are still open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from dateline.cleaning.line_form import is_long_prose, is_prose, script
from dateline.types.articles import Line
from dateline.types.pages import Page

_LINE = tuple.__new__  # makes a named tuple in half the time that a call of its class takes


class Verdict(NamedTuple):
    """Keep or drop for a line, with a label and a reason."""

    keep: bool
    label: str
    reason: str


@dataclass(slots=True)
class PageVerdicts:
    """A page and the verdicts on its lines. `title` is the index of the title's line, None if no line shows it."""

    page: Page
    title: int | None
    of_lines: list[Verdict | None] = field(init=False)
    prose: list[bool] = field(init=False)
    long_prose: list[bool] = field(init=False)
    script: str | None = field(init=False)

    def __post_init__(self) -> None:
        texts = [line.text for line in self.page.lines]
        self.of_lines = [None] * len(texts)
        self.prose = [is_prose(text) for text in texts]
        self.long_prose = [prose and is_long_prose(text) for text, prose in zip(texts, self.prose, strict=True)]
        self.script = script(
            " ".join(text for text, prose in zip(texts, self.prose, strict=True) if prose)[:4000] or " ".join(texts)[:4000]
        )

    def text(self, index: int) -> str:
        """The text of line `index`."""
        return self.page.lines[index].text

    def gap(self, index: int) -> bool:
        """Whether a blank line is before line `index`."""
        return self.page.lines[index].gap

    def __len__(self) -> int:
        return len(self.of_lines)

    def is_open(self, index: int) -> bool:
        """Whether line `index` exists and has no verdict yet."""
        return 0 <= index < len(self.of_lines) and self.of_lines[index] is None

    def open_lines(self, start: int = 0, stop: int | None = None) -> Iterator[int]:
        """Yield the indices in [start, stop) without a verdict; verdicts may be added during the loop."""
        for index in range(max(start, 0), len(self) if stop is None else min(stop, len(self))):
            if self.of_lines[index] is None:
                yield index

    def drop(self, index: int, label: str, reason: str) -> None:
        """Drop line `index`, if it is still open."""
        if self.is_open(index):
            self.of_lines[index] = Verdict(False, label, reason)

    def keep(self, index: int, label: str, reason: str) -> None:
        """Keep line `index`, if it is still open."""
        if self.is_open(index):
            self.of_lines[index] = Verdict(True, label, reason)

    def label(self, index: int) -> str | None:
        """The label of line `index` so far; None if it is open or not on the page."""
        verdict = self.of_lines[index] if 0 <= index < len(self.of_lines) else None
        return verdict.label if verdict else None

    def first_open_prose(self) -> int | None:
        """Return the first open prose line after the title, where the story begins."""
        after = -1 if self.title is None else self.title
        return next((index for index in self.open_lines(after + 1) if self.prose[index]), None)

    def last_open(self, flags: Iterable[bool]) -> int | None:
        """Return the last open line that is flagged."""
        return max((index for index, flag in enumerate(flags) if flag and self.of_lines[index] is None), default=None)

    def lines(self) -> tuple[Line, ...]:
        """Return the finished lines; a line without a verdict stays as body."""
        default = Verdict(True, "body", "rule:unopposed")
        made: list[Line] = []
        for line, verdict in zip(self.page.lines, self.of_lines, strict=True):
            keep, label, reason = verdict or default
            text, gap, _, kind, level, _, _, parts = line
            made.append(_LINE(Line, (text, keep, label, reason, gap, parts, kind, level)))
        return tuple(made)
