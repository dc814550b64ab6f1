"""Text with a blank line between all its lines, as scans of printed pages give it: only several blank lines end a paragraph."""

from __future__ import annotations

from dataclasses import replace

from dateline.page.layout.line_ends import LOWER, STOP
from dateline.page.layout.lines import Lines
from dateline.page.layout.wrapping import mark_wraps

_FEW, _SHARE = 3, 0.25


def remove_double_spacing(measured: Lines) -> Lines:
    """Remove the blank lines between all lines of a text if it proves to be wrapped text without them."""
    gaps = [blanks for blanks in measured.blanks[1:] if blanks]
    if len(gaps) < 2 * _FEW or 10 * len(gaps) < 9 * (len(measured) - 1):
        return measured
    within = [place for place in range(1, len(measured)) if measured.blanks[place] == 1]
    soft = sum(measured.begins[place] == LOWER and measured.ends[place - 1] != STOP for place in within)
    if soft < max(_FEW, _SHARE * len(within)):
        return measured
    narrowed = replace(measured, blanks=[max(blanks - 1, 0) for blanks in measured.blanks], joined=[None] * len(measured))
    mark_wraps(narrowed)
    if sum(glue is not None for glue in narrowed.joined) < _SHARE * len(within):
        return measured
    narrowed.blanks[0] = measured.blanks[0]
    return narrowed
