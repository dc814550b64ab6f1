"""Text cut at links and emphasis, as tools leave it that print every piece of a page on a line of its own.

No width tells here, only the words: a line that begins with a comma or in the middle of a sentence goes on from the one before.
Such lines are rare in any other text, so nothing is joined where there are not some that leave no doubt. Pieces that hang together
only by small letters are joined where one of them is long, as the lines of a verse or the words of a menu are not.
"""

from __future__ import annotations

from dataclasses import dataclass

from dateline.page.layout.line_ends import CLOSE, JOINTS, LOWER, OPEN, PLAIN, STOP, ending, is_code, is_item, item_number
from dateline.page.layout.lines import Lines, is_wide

_LEAST = 2  # lines that leave no doubt, before any is joined
_LONG = 60  # characters of a line that is no heading, link or verse
_SHORT = 80
_STANZA, _WORDS = 4, 15
_BLANKS = 2  # blank lines that may stand between two pieces, where the tags between them stood on lines of their own
_SPACED = 3
_CREDIT = frozenset(("by", "von", "par", "por", "di", "da", "av", "af", "door", "via", "in"))
_OPENING = "(（[“„«‘¿¡/@#$€£"
_TIGHT = frozenset(",.;:!?)]…’”、。，！？：；）」』】》،؟")
_DASHES = frozenset("–—-")

_NO, _WEAK, _SURE = range(3)


@dataclass(slots=True)
class _Cuts:
    """A sheet, `spaced` where pieces still have the spaces that stood round them."""

    sheet: Lines
    spaced: bool

    def evidence(self) -> int:
        """How many lines evidently go on from the one before."""
        sheet, count = self.sheet, 0
        for place in range(1, len(sheet)):
            if self.sheet.ends[place - 1] == PLAIN and sheet.joined[place] is None and sheet.blanks[place] <= _BLANKS:
                if self.sheet.begins[place] == CLOSE:
                    count += sheet.texts[place][0] in _TIGHT
                elif self.sheet.begins[place] == LOWER and (len(sheet.texts[place - 1]) >= _LONG or self._is_chain(place)):
                    count += not sheet.blanks[place] and not _is_credit(sheet.texts[place])
        return count

    def _is_chain(self, place: int) -> bool:
        """Whether a long line that ends a sentence goes on from a short one that goes on from another."""
        sheet = self.sheet
        if len(sheet.texts[place]) < _LONG or sheet.ends[place] != STOP or place < 2:
            return False
        return sheet.begins[place - 1] == LOWER and sheet.ends[place - 2] == PLAIN and not sheet.blanks[place - 1]

    def link(self, place: int) -> int:
        """How surely a line goes on from the one before."""
        sheet, begins, before = self.sheet, self.sheet.begins[place], self.sheet.ends[place - 1]
        above, below = sheet.texts[place - 1], sheet.texts[place]
        if sheet.joined[place] is not None:
            return _SURE
        if is_code(above) or is_code(below) or above[0] == below[0] == ":":
            return _NO
        if begins == CLOSE and below[0] in _TIGHT and sheet.blanks[place] <= _BLANKS:
            return _SURE if before != STOP or above[-1] in '"”’»' else _NO
        if sheet.blanks[place] or is_item(above):
            return _NO
        if below[0] in _DASHES and below[1:2] == " " and before == PLAIN and above[0] not in _DASHES:
            return _WEAK
        if is_item(below) or item_number(below) is not None:
            return _NO
        if self.spaced and self._has_space(place):
            return _SURE if before != STOP or sheet.margins[place] == 1 else _NO
        if before == STOP:
            return _NO
        if begins == LOWER:
            return _NO if _is_credit(below) else _WEAK
        return self._link_to_name(place)

    def _link_to_name(self, place: int) -> int:
        """How surely a line that begins with a capital or a figure goes on from one that ends no sentence."""
        above, below = self.sheet.texts[place - 1], self.sheet.texts[place]
        if self._is_inside(place):
            return _WEAK
        if self.sheet.ends[place - 1] == OPEN:
            return _WEAK if len(above) >= _LONG else _NO
        word = above.rpartition(" ")[2]
        return _WEAK if word in JOINTS and word.islower() and len(below) <= _SHORT else _NO

    def _is_inside(self, place: int) -> bool:
        """Whether a line that ends no sentence stands in one, since the words after it go on and those before did not end."""
        sheet, after = self.sheet, place + 1
        if after == len(sheet) or sheet.blanks[after] or self.sheet.ends[place] != PLAIN or len(sheet.texts[place]) > _SHORT:
            return False
        goes_on = self.sheet.begins[after] == CLOSE and sheet.texts[after][0] in _TIGHT
        goes_on = goes_on or (self.sheet.begins[after] == LOWER and not _is_credit(sheet.texts[after]))
        above = sheet.texts[place - 1]
        return goes_on and (
            len(above) >= _LONG or above.rpartition(" ")[2] in JOINTS or self.sheet.begins[place - 1] in (LOWER, CLOSE)
        )

    def _has_space(self, place: int) -> bool:
        margin, hanging = self.sheet.margins[place], self.sheet.hanging[place - 1]
        return bool(hanging and not margin) or (margin == 1 and not hanging)


def mark_cut_lines(sheet: Lines) -> None:
    """Mark the lines that go on from the one before because the text was cut there."""
    cuts = _Cuts(sheet, _is_spaced(sheet))
    if cuts.evidence() < _LEAST and not cuts.spaced:
        return
    chain: list[tuple[int, int]] = []
    for place in range(1, len(sheet) + 1):
        link = cuts.link(place) if place < len(sheet) else _NO
        if link:
            chain.append((place, link))
        elif chain:
            _join(sheet, chain, spaced=cuts.spaced)
            chain = []


def _join(sheet: Lines, chain: list[tuple[int, int]], *, spaced: bool) -> None:
    first, last = chain[0][0] - 1, chain[-1][0]
    prose = _is_prose(sheet.texts[first : last + 1])
    for place, link in chain:
        if sheet.joined[place] is None and (prose or link == _SURE):
            sheet.joined[place] = _glue(sheet, place, spaced=spaced)


def _is_prose(texts: list[str]) -> bool:
    """Whether pieces make a paragraph, rather than a menu or a verse, whose lines are all about as long."""
    sizes = list(map(len, texts))
    if max(sizes) >= _LONG:
        return True
    verse = len(sizes) >= _STANZA and min(sizes) >= _WORDS
    return sum(sizes) >= _LONG and not verse and any(ending(text) == STOP or ". " in text for text in texts)


def _is_spaced(sheet: Lines) -> bool:
    """Whether pieces still have the spaces that stood round them: a line begins or ends with one, while its neighbours do not."""
    leading = trailing = 0
    for place in range(1, len(sheet)):
        if not sheet.blanks[place]:
            leading += sheet.margins[place] == 1 and not sheet.margins[place - 1]
            trailing += bool(sheet.hanging[place - 1] and not sheet.hanging[place])
    return leading >= _SPACED and trailing >= _SPACED


def _is_credit(text: str) -> bool:
    """Whether a line in small letters rather names somebody or something: a byline, a credit, an address, a brand."""
    word, _, rest = text.partition(" ")
    if word in _CREDIT:
        return not rest or rest[0].isupper()
    return not word.islower() or "/" in word or "@" in word or "." in word[:-1]


def _glue(sheet: Lines, place: int, *, spaced: bool) -> str:
    above, below = sheet.texts[place - 1], sheet.texts[place]
    if spaced and not sheet.blanks[place]:
        return " " if sheet.hanging[place - 1] or sheet.margins[place] else ""
    if below[0] in _TIGHT or above[-1] in _OPENING or (above[-1] == '"' and above[-2:-1] in ("", " ")):
        return ""
    return "" if is_wide(above[-1]) and is_wide(below[0]) else " "
