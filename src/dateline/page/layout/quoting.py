"""Remove the marks (`>`) from quoted text, and separate quoted lines from the others by a blank line."""

from __future__ import annotations

import re

from dateline.page.layout.line_ends import beginning, ending
from dateline.page.layout.lines import Lines

_MARKS = re.compile(r"(?:>[ ]?)+")
_LEAST = 2


def remove_quote_marks(measured: Lines) -> Lines:
    """Remove the quotation marks if whole passages have them; a mark without text counts as a blank line."""
    if sum(text[0] == ">" for text in measured.texts) < _LEAST:
        return measured
    marks = [_MARKS.match(text) for text in measured.texts]
    if not _has_quoted_passages(measured, marks):
        return measured
    kept = Lines(given=[], wide=measured.wide)
    blanks, depth = 0, 0
    for place, (text, mark) in enumerate(zip(measured.texts, marks, strict=True)):
        blanks += measured.blanks[place]
        bare = text[mark.end() :] if mark else text
        if not bare:
            blanks += 1
            continue
        deep = mark[0].count(">") if mark else 0
        kept.given.append(text)
        kept.texts.append(bare)
        kept.margins.append(0 if mark else measured.margins[place])
        kept.edges.append(measured.edges[place] - measured.margins[place] - mark.end() if mark else measured.edges[place])
        kept.blanks.append(max(blanks, 1) if deep != depth and kept.blanks else blanks)
        kept.hanging.append(measured.hanging[place])
        kept.joined.append(None)
        blanks, depth = 0, deep
    kept.begins, kept.ends = list(map(beginning, kept.texts)), list(map(ending, kept.texts))
    return kept


def _has_quoted_passages(measured: Lines, marks: list[re.Match[str] | None]) -> bool:
    """Whether neighbouring lines both have a mark and text after it, so that it is more than a `>` here and there."""
    quoted = [mark is not None and mark.end() < len(text) for text, mark in zip(measured.texts, marks, strict=True)]
    return any(quoted[place] and quoted[place - 1] and not measured.blanks[place] for place in range(1, len(measured)))
