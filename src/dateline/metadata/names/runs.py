"""Text → runs of words that begin with a capital, of which all names are made. Scripts without capitals have none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from dateline.metadata.names.gazetteers import folded, words

_HEADING = 0.6
_SHORTEST_SENTENCE = 5
_REACH = 24
_OPENING = " \u00a0\"'„“”«»‘’(–—-"


class Run(NamedTuple):
    """Words that stand together: as written, folded, and what stands before and behind them.

    `before` is the word before it in its sentence, folded (""), `after` the text behind it. `opens` tells that its first word has its capital perhaps
    only as it begins a sentence.
    """

    words: tuple[str, ...]
    keys: tuple[str, ...]
    before: str
    after: str
    opens: bool


def runs(text: str) -> Iterator[Run]:
    """The runs of a text; lines that are headings with capitals throughout are left out."""
    for line in text.split("\n"):
        if len(line) > 2 and not _is_heading(line):
            yield from _runs_of(line)


def _runs_of(line: str) -> Iterator[Run]:
    pattern = _pattern()
    for found in pattern.finditer(line):
        start, end = found.span()
        written = tuple(found[0].split())
        piece = line[max(0, start - _REACH) : start]
        head = piece.rstrip(_OPENING)
        before = head[head.rfind(" ") + 1 :].lstrip(_OPENING) if len(head) < len(piece) else ""
        yield Run(
            written,
            tuple(map(folded, written)),
            folded(before) if before.replace("-", "").isalpha() else "",
            line[end : end + _REACH],
            not head or head[-1] in ".!?:…",
        )


def _is_heading(line: str) -> bool:
    """Whether a short line has a capital on nearly each word, so that capitals say nothing."""
    if len(line) > 120 or line[-1] in '.!?…”“"':
        return False
    long = [word for word in line.split() if len(word) > 3 and word[0].isalpha()]
    return len(long) >= _SHORTEST_SENTENCE and sum(word[0].isupper() for word in long) > _HEADING * len(long)


@cache
def _pattern() -> re.Pattern[str]:
    capital = f"[{_ranges([code for code in (*range(0x41, 0x590), *range(0x1E00, 0x1F00)) if chr(code).isupper()])}]"
    small = sorted((word for word in words().particles), key=len, reverse=True)
    rest = rf"(?:\.[ ]?(?:{capital}\.[ ]?)*(?={capital})|\w*(?:-\w+|['’](?={capital})\w+)*)"
    between = rf"[ \u00a0]?(?<=[ .\u00a0])(?:(?:{'|'.join(small)})[ ]){{0,2}}"
    # The capital comes first, before it is looked at what stands before it: so the search goes from capital to capital.
    return re.compile(rf"{capital}(?<![\w@#/].){rest}(?:{between}{capital}{rest})*")


def _ranges(codes: Sequence[int]) -> str:
    """Code points as the inside of a character class."""
    parts: list[list[int]] = []
    for code in codes:
        if parts and parts[-1][1] == code - 1:
            parts[-1][1] = code
        else:
            parts.append([code, code])
    return "".join(chr(first) if first == last else f"{chr(first)}-{chr(last)}" for first, last in parts)
