"""The lines that paragraphs were joined from ⇄ a short record of where each paragraph was cut.

There is an item for each joined paragraph: its index among the lines (from 0), then the length of each part in characters. A space
between two parts does not count. A negative length is a part that ended in a hyphen which is not in the text. A string is a
quotation mark (such as "> ") that comes before each part after it. If a paragraph cannot be recorded in this way, null comes after
the index, and then the parts in full.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from dateline.types.articles import Line

Item = list[Any]

_MARKS = re.compile(r"(?:>[ ]?)+")


def parts_record(lines: Iterable[Line]) -> list[Item]:
    """Where the paragraphs among `lines` were cut; nothing for paragraphs of one line."""
    return [[place, *_cuts(line.text, line.parts)] for place, line in enumerate(lines) if line.parts]


def with_parts(lines: Sequence[Line], items: Iterable[Item]) -> tuple[Line, ...]:
    """`lines` with the parts that `items` record; ValueError, LookupError or TypeError if they do not match."""
    found = list(lines)
    for place, *cuts in items:
        if not isinstance(place, int) or place < 0:
            raise ValueError("a paragraph has no place")
        found[place] = found[place]._replace(parts=_parts(found[place].text, cuts))
    return tuple(found)


def _cuts(text: str, parts: Sequence[str]) -> list[int | str | None]:
    cuts: list[int | str | None] = []
    at, before = 0, ""
    for part in parts:
        mark = _MARKS.match(part)
        prefix = mark[0] if mark and not text.startswith(part, at) else ""
        if prefix != before:
            cuts.append(prefix)
            before = prefix
        bare = part[len(prefix) :]
        hyphen = not text.startswith(bare, at) and bare.endswith("-")
        size = len(bare) - hyphen
        cuts.append(-size if hyphen else size)
        at += size
        at += text[at : at + 1] == " "
    try:
        is_complete = _parts(text, cuts) == tuple(parts)
    except ValueError:
        is_complete = False
    return cuts if is_complete else [None, *parts]


def _parts(text: str, cuts: Sequence[Any]) -> tuple[str, ...]:
    if cuts and cuts[0] is None:
        if not all(isinstance(part, str) for part in cuts[1:]):
            raise ValueError("a line of a paragraph is not a text")
        return tuple(cuts[1:])
    parts: list[str] = []
    at, before = 0, ""
    for cut in cuts:
        if isinstance(cut, str):
            before = cut
            continue
        size = abs(cut)
        parts.append(before + text[at : at + size] + ("-" if cut < 0 else ""))
        at += size
        at += text[at : at + 1] == " "
    if at != len(text):
        raise ValueError("the lines of a paragraph are not as long as it is")
    return tuple(parts)
