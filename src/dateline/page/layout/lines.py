"""The lines of a text as laid out: their words, the columns where they begin and end, and which continue the one before."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from dateline.page.layout.line_ends import beginning, ending
from dateline.text import normalise

_WIDE = re.compile(r"[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]")
_TAB = 8


@dataclass(slots=True)
class Lines:
    """The lines of a text that are not blank, as one list for each property.

    `texts` are in normal form; `given` are the same lines before quotation marks and the like were removed. `margins` are the
    columns before a line, `edges` the column that it reaches, `hanging` the spaces at its end, `blanks` the blank lines before it.
    `begins` and `ends` classify its first and last character (`line_ends.py`). `joined` is the text between a line and the one
    before if it continues that one, else None. `cell` is the columns of a wide character: 1 if the text was wrapped by characters.
    """

    given: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    margins: list[int] = field(default_factory=list)
    edges: list[int] = field(default_factory=list)
    blanks: list[int] = field(default_factory=list)
    hanging: list[int] = field(default_factory=list)
    begins: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    joined: list[str | None] = field(default_factory=list)
    wide: bool = False
    cell: int = 2

    def __len__(self) -> int:
        return len(self.texts)


def measure_lines(lines: Iterable[str], wide: bool) -> Lines:
    """Measure `lines`; `wide` if they have characters that take two columns."""
    texts: list[str] = []
    counts: list[int] = []
    spaced: list[tuple[int, str]] = []  # lines that are not in normal form
    blanks = 0
    for line in lines:
        text = normalise(line) if line else line
        if text:
            if text != line:
                spaced.append((len(texts), line))
            texts.append(text)
            counts.append(blanks)
            blanks = 0
        else:
            blanks += 1
    width = cells if wide else len
    margins, edges, hanging = [0] * len(texts), list(map(width, texts)), [0] * len(texts)
    for place, line in spaced:
        if "\t" in line:
            line = line.expandtabs(_TAB)
        shown = line.rstrip()
        bare = shown.lstrip()
        margins[place] = len(shown) - len(bare)
        edges[place] = margins[place] + width(bare)
        hanging[place] = len(line) - len(line.rstrip(" "))
    begins, ends = list(map(beginning, texts)), list(map(ending, texts))
    return Lines(texts, texts, margins, edges, counts, hanging, begins, ends, [None] * len(texts), wide)


def has_wide(text: str) -> bool:
    """Whether `text` has characters that take two columns."""
    return not text.isascii() and _WIDE.search(text) is not None


def is_wide(sign: str) -> bool:
    """Whether a character takes two columns, and its script has no spaces between words (so not Hangul)."""
    return sign > "\u10ff" and not "\uac00" <= sign <= "\ud7a3" and _WIDE.match(sign) is not None


def cells(text: str) -> int:
    """The columns that `text` takes."""
    return len(text) if text.isascii() else sum(1 + (unicodedata.east_asian_width(sign) in "WF") for sign in text)
