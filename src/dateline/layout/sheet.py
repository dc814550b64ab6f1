"""The lines of a text as they stand on the sheet: their words, where they begin and end, and which go on from the one before."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from dateline.text import normalise

_WIDE = re.compile(r"[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]")
_TAB = 8


@dataclass(slots=True)
class Sheet:
    """The lines of a text that are not blank, in columns: one list for each thing that is known of them.

    `texts` are in normal form, `given` the same as they stood before a quotation mark or the like was taken off. `margins` are the
    columns before a line, `edges` the column that it reaches, `hanging` the spaces at its end, `blanks` the blank lines before it.
    `joined` has what stands between a line and the one before, where it goes on from that; None where it does not.
    """

    given: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    margins: list[int] = field(default_factory=list)
    edges: list[int] = field(default_factory=list)
    blanks: list[int] = field(default_factory=list)
    hanging: list[int] = field(default_factory=list)
    joined: list[str | None] = field(default_factory=list)
    wide: bool = False

    def __len__(self) -> int:
        return len(self.texts)


def read_sheet(lines: Iterable[str], wide: bool) -> Sheet:
    """`lines` as a sheet; `wide` where there are letters that take two columns."""
    sheet = Sheet(wide=wide)
    blanks = 0
    for line in lines:
        text = normalise(line) if line else line
        if not text:
            blanks += 1
            continue
        if "\t" in line:
            line = line.expandtabs(_TAB)
        shown = line.rstrip()
        size = len(shown)
        if shown != text:
            shown = shown.lstrip()
        sheet.texts.append(text)
        sheet.margins.append(size - len(shown))
        sheet.edges.append(size - len(shown) + cells(shown) if wide else size)
        sheet.blanks.append(blanks)
        sheet.hanging.append(len(line) - len(line.rstrip(" ")))
        blanks = 0
    sheet.given = sheet.texts
    sheet.joined = [None] * len(sheet)
    return sheet


def has_wide(text: str) -> bool:
    """Whether there are letters in `text` that take two columns."""
    return not text.isascii() and _WIDE.search(text) is not None


def is_wide(sign: str) -> bool:
    """Whether one sign takes two columns."""
    return sign > "\u10ff" and _WIDE.match(sign) is not None


def cells(text: str) -> int:
    """The columns that `text` takes."""
    return len(text) if text.isascii() else sum(1 + (unicodedata.east_asian_width(sign) in "WF") for sign in text)
