"""Find runs of words that begin with a capital; every name is in one. Scripts without capitals have none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from dateline.metadata.names.gazetteers import folded, words

_HEADING = 0.6
_SHORTEST_SENTENCE = 5
_REACH = 24
_OPENING = " \u00a0\"'„“”«»‘’(–—-"


class Run:
    """Adjacent words, as written. The text around them is read on first use, because most runs do not need it."""

    __slots__ = ("_before", "_found", "_keys", "words")

    def __init__(self, found: re.Match[str]) -> None:
        self._found = found
        self.words = tuple(found[0].split())
        self._keys: tuple[str, ...] | None = None
        self._before: str | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """The words, folded."""
        if self._keys is None:
            self._keys = tuple(map(folded, self.words))
        return self._keys

    @property
    def before(self) -> str:
        """The word before the run in its sentence, folded; "" if there is none."""
        if self._before is None:
            head, spaced = self._text_before()
            word = head[head.rfind(" ") + 1 :].lstrip(_OPENING) if spaced else ""
            self._before = folded(word) if word.replace("-", "").isalpha() else ""
        return self._before

    @property
    def after(self) -> str:
        """The beginning of the text after the run."""
        end = self._found.end()
        return self._found.string[end : end + _REACH]

    @property
    def opens(self) -> bool:
        """Whether the first word may have its capital only because it begins a sentence."""
        head, _ = self._text_before()
        return not head or head[-1] in ".!?:…"

    def _text_before(self) -> tuple[str, bool]:
        """Return the end of the text before the run, and whether a space or an opening mark separates them."""
        start = self._found.start()
        piece = self._found.string[max(0, start - _REACH) : start]
        head = piece.rstrip(_OPENING)
        return head, len(head) < len(piece)


def runs(text: str) -> Iterator[Run]:
    """Yield the runs of a text, without lines that are headings in title case."""
    pattern = _run_pattern()
    for line in text.split("\n"):
        if len(line) > 2 and not _is_heading(line):
            yield from map(Run, pattern.finditer(line))


def _is_heading(line: str) -> bool:
    """Whether a short line has a capital on most words, so that capitals do not mark names."""
    if len(line) > 120 or line[-1] in '.!?…”“"':
        return False
    long = [word for word in line.split() if len(word) > 3 and word[0].isalpha()]
    return len(long) >= _SHORTEST_SENTENCE and sum(word[0].isupper() for word in long) > _HEADING * len(long)


@cache
def _run_pattern() -> re.Pattern[str]:
    capital = f"[{_list_ranges([code for code in (*range(0x41, 0x590), *range(0x1E00, 0x1F00)) if chr(code).isupper()])}]"
    small = sorted((word for word in words().particles), key=len, reverse=True)
    rest = rf"(?:\.[ ]?(?:{capital}\.[ ]?)*(?={capital})|\w*(?:-\w+|['’](?={capital})\w+)*)"
    between = rf"[ \u00a0]?(?<=[ .\u00a0])(?:(?:{'|'.join(small)})[ ]){{0,2}}"
    # The pattern begins with the capital and looks behind it afterwards, so that the search jumps from capital to capital.
    return re.compile(rf"{capital}(?<![\w@#/].){rest}(?:{between}{capital}{rest})*")


def _list_ranges(codes: Sequence[int]) -> str:
    """Return code points as the inside of a character class."""
    parts: list[list[int]] = []
    for code in codes:
        if parts and parts[-1][1] == code - 1:
            parts[-1][1] = code
        else:
            parts.append([code, code])
    return "".join(chr(first) if first == last else f"{chr(first)}-{chr(last)}" for first, last in parts)
