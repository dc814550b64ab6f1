"""Join text that was cut at links and emphasis, by tools that print every piece of a page on its own line.

Line width does not help here, only the words: a line that begins with a comma or in the middle of a sentence continues the one
before. Such lines are rare in other texts, so lines are joined only if some of them leave no doubt. Pieces connected only by a
lower-case letter are joined only if one of them is long, unlike the lines of a verse or the words of a menu.
"""

from __future__ import annotations

from dataclasses import dataclass

from dateline.page.layout.line_ends import CLOSE, JOINTS, LOWER, OPEN, PLAIN, STOP, ending, is_code, is_item, item_number
from dateline.page.layout.lines import Lines, is_wide

_LEAST = 2  # lines that leave no doubt, before any line is joined
_LONG = 60  # characters; a line this long is not a heading, a link or verse
_SHORT = 80
_STANZA, _WORDS = 4, 15
_BLANKS = 2  # most blank lines between two pieces, left by tags that were on separate lines
_SPACED = 3
_CREDIT = frozenset(("by", "von", "par", "por", "di", "da", "av", "af", "door", "via", "in"))
_OPENING = "(（[“„«‘¿¡/@#$€£"
_TIGHT = frozenset(",.;:!?)]…’”、。，！？：；）」』】》،؟")
_DASHES = frozenset("–—-")

_NO, _WEAK, _SURE = range(3)


@dataclass(slots=True)
class _Cuts:
    """The lines of a text; `spaced` if the pieces still have the spaces that were around them."""

    measured: Lines
    spaced: bool

    def evidence(self) -> int:
        """Count the lines that evidently continue the one before."""
        measured, count = self.measured, 0
        for place in range(1, len(measured)):
            if self.measured.ends[place - 1] == PLAIN and measured.joined[place] is None and measured.blanks[place] <= _BLANKS:
                if self.measured.begins[place] == CLOSE:
                    count += measured.texts[place][0] in _TIGHT
                elif self.measured.begins[place] == LOWER and (len(measured.texts[place - 1]) >= _LONG or self._is_chain(place)):
                    count += not measured.blanks[place] and not _is_credit(measured.texts[place])
        return count

    def _is_chain(self, place: int) -> bool:
        """Whether a long line that ends a sentence continues a short line that continues another."""
        measured = self.measured
        if len(measured.texts[place]) < _LONG or measured.ends[place] != STOP or place < 2:
            return False
        return measured.begins[place - 1] == LOWER and measured.ends[place - 2] == PLAIN and not measured.blanks[place - 1]

    def link(self, place: int) -> int:
        """How surely a line continues the one before: _NO, _WEAK or _SURE."""
        measured, begins, before = self.measured, self.measured.begins[place], self.measured.ends[place - 1]
        above, below = measured.texts[place - 1], measured.texts[place]
        if measured.joined[place] is not None:
            return _SURE
        if is_code(above) or is_code(below) or above[0] == below[0] == ":":
            return _NO
        if begins == CLOSE and below[0] in _TIGHT and measured.blanks[place] <= _BLANKS:
            return _SURE if before != STOP or above[-1] in '"”’»' else _NO
        if measured.blanks[place] or is_item(above):
            return _NO
        if below[0] in _DASHES and below[1:2] == " " and before == PLAIN and above[0] not in _DASHES:
            return _WEAK
        if is_item(below) or item_number(below) is not None:
            return _NO
        if self.spaced and self._has_space(place):
            return _SURE if before != STOP or measured.margins[place] == 1 else _NO
        if before == STOP:
            return _NO
        if begins == LOWER:
            return _NO if _is_credit(below) else _WEAK
        return self._link_to_name(place)

    def _link_to_name(self, place: int) -> int:
        """How surely a line that begins with a capital or a digit continues one that does not end a sentence."""
        above, below = self.measured.texts[place - 1], self.measured.texts[place]
        if self._is_inside(place):
            return _WEAK
        if self.measured.ends[place - 1] == OPEN:
            return _WEAK if len(above) >= _LONG else _NO
        word = above.rpartition(" ")[2]
        return _WEAK if word in JOINTS and word.islower() and len(below) <= _SHORT else _NO

    def _is_inside(self, place: int) -> bool:
        """Whether a line is in the middle of a sentence: the next line continues it, and the one before is unfinished."""
        measured, after = self.measured, place + 1
        if (
            after == len(measured)
            or measured.blanks[after]
            or self.measured.ends[place] != PLAIN
            or len(measured.texts[place]) > _SHORT
        ):
            return False
        goes_on = self.measured.begins[after] == CLOSE and measured.texts[after][0] in _TIGHT
        goes_on = goes_on or (self.measured.begins[after] == LOWER and not _is_credit(measured.texts[after]))
        above = measured.texts[place - 1]
        return goes_on and (
            len(above) >= _LONG or above.rpartition(" ")[2] in JOINTS or self.measured.begins[place - 1] in (LOWER, CLOSE)
        )

    def _has_space(self, place: int) -> bool:
        margin, hanging = self.measured.margins[place], self.measured.hanging[place - 1]
        return bool(hanging and not margin) or (margin == 1 and not hanging)


def mark_cut_lines(measured: Lines) -> None:
    """Mark the lines that continue the one before because the text was cut there."""
    cuts = _Cuts(measured, _is_spaced(measured))
    if cuts.evidence() < _LEAST and not cuts.spaced:
        return
    chain: list[tuple[int, int]] = []
    for place in range(1, len(measured) + 1):
        link = cuts.link(place) if place < len(measured) else _NO
        if link:
            chain.append((place, link))
        elif chain:
            _join(measured, chain, spaced=cuts.spaced)
            chain = []


def _join(measured: Lines, chain: list[tuple[int, int]], *, spaced: bool) -> None:
    first, last = chain[0][0] - 1, chain[-1][0]
    prose = _is_prose(measured.texts[first : last + 1])
    for place, link in chain:
        if measured.joined[place] is None and (prose or link == _SURE):
            measured.joined[place] = _glue(measured, place, spaced=spaced)


def _is_prose(texts: list[str]) -> bool:
    """Whether pieces form a paragraph, rather than a menu or a verse, whose lines are all about equally long."""
    sizes = list(map(len, texts))
    if max(sizes) >= _LONG:
        return True
    verse = len(sizes) >= _STANZA and min(sizes) >= _WORDS
    return sum(sizes) >= _LONG and not verse and any(ending(text) == STOP or ". " in text for text in texts)


def _is_spaced(measured: Lines) -> bool:
    """Whether pieces still have the spaces that were around them: a line begins or ends with one, and its neighbours do not."""
    leading = trailing = 0
    for place in range(1, len(measured)):
        if not measured.blanks[place]:
            leading += measured.margins[place] == 1 and not measured.margins[place - 1]
            trailing += bool(measured.hanging[place - 1] and not measured.hanging[place])
    return leading >= _SPACED and trailing >= _SPACED


def _is_credit(text: str) -> bool:
    """Whether a line in lower case is more likely a name than prose: a byline, a credit, an address, a brand."""
    word, _, rest = text.partition(" ")
    if word in _CREDIT:
        return not rest or rest[0].isupper()
    return not word.islower() or "/" in word or "@" in word or "." in word[:-1]


def _glue(measured: Lines, place: int, *, spaced: bool) -> str:
    above, below = measured.texts[place - 1], measured.texts[place]
    if spaced and not measured.blanks[place]:
        return " " if measured.hanging[place - 1] or measured.margins[place] else ""
    if below[0] in _TIGHT or above[-1] in _OPENING or (above[-1] == '"' and above[-2:-1] in ("", " ")):
        return ""
    return "" if is_wide(above[-1]) and is_wide(below[0]) else " "
