"""Classify the end of a line and the beginning of the next, in any script, as evidence about the break between them."""

from __future__ import annotations

import re

CLOSERS = "\"'”’»«“›)]}）」』】》*_"
OPENERS = "\"'“‘„«»‹([{（「『【《¿¡*_"
_ENDS = frozenset(".!?…:;。！？：；؟۔।॥︒")
_GOES_ON = frozenset(",-–—‐、，،/&(（«„")
_CLOSING = frozenset(",.;:!?)]}%”»’、。，！？：；）」』】》،؟۔।")
_BRACKETS = frozenset(")]}”»’、。，！？：；）」』】》،؟۔।")
_MARK = re.compile(r"\[\d{1,3}\]")
_BULLET = re.compile(
    r"(?:[•●▪‣◦·○■□►▶➤✓*+~]|-(?!-)|[–—]|\(?(?:[A-Za-z]|[ivx]{2,4})\)|[a-z]\.|\[[ x]?\])(?=\s|$)|"
    r"#{1,6}\s(?!\d)|[=_*~-]{3,}|```|\(BUTTON\)|[♦★☆]"
)
_CALL = re.compile(r"\w\.\w+\(")
_NUMBER = re.compile(r"\(?([0-9]{1,3})[.)](?=\s|$)")

_JOINTS = """
the a an of in on at to for and or by with from as that than into its their his her our like including such about
The A An In At For And But With
der die das den dem des ein eine einen einem einer und oder im am an auf mit von vom zu zum zur für als nicht sich Die Der Das
le la les un une des du de et ou au aux en dans sur par pour avec que qui Le La Les
el los las del al y o con por para se su una El Los Las il lo gli i di della del dei delle e nel per che
os as do da dos das no na em um uma het een van op te voor met dat och att på av som för med til og å
в и на с по о к из за от для не что w i z na do się że
"""
JOINTS = frozenset(_JOINTS.split())
"""Words after which a sentence or a heading continues."""

LOWER, UPPER, FIGURE, CLOSE, LETTER, SIGN = range(6)
"""How a line begins: a small letter, a capital, a digit, a closing mark, a letter without case, or any other character."""

STOP, OPEN, PLAIN = range(3)
"""How a line ends: the end of a sentence, a mark that more text follows, or neither."""


def beginning(text: str) -> int:
    """Classify how `text` begins, after opening quotation marks and brackets."""
    first = text[0]
    if first.islower():
        return LOWER
    if first.isupper():
        return UPPER
    if first.isdigit():
        return FIGURE
    if first in _CLOSING and (first in _BRACKETS or not text[1:2].isalnum()) and text[1:2] not in ".[":
        return CLOSE
    if first == "[" and (mark := _MARK.match(text)):
        text = text[mark.end() :]
    first = text.lstrip(OPENERS)[:1]
    if first.islower():
        return LOWER
    if first.isupper() or first.istitle():
        return UPPER
    return FIGURE if first.isdigit() else LETTER if first.isalpha() else SIGN


def ending(text: str) -> int:
    """Classify how `text` ends, before closing quotation marks and brackets."""
    last = text[-1]
    if last.isalnum():
        return PLAIN
    if last in _ENDS:
        return STOP
    if last in _GOES_ON:
        return OPEN
    shown = text.rstrip(CLOSERS)[-1:]
    return STOP if shown in _ENDS else PLAIN


def is_item(text: str) -> bool:
    """Whether `text` begins like an item of a list without numbers, a Markdown heading, or a table row."""
    if text[0] == "|":
        return text.count("|") > 1
    return (not text[0].isalpha() or text[1:2] in (".", ")")) and _BULLET.match(text) is not None


def is_code(text: str) -> bool:
    """Whether `text` begins or ends like a line of code."""
    if text[-1] == ")" and _CALL.search(text):
        return True
    return text[-1] in "{}" or text[0] in "}<" or text[:2] in ("//", "/*")


def item_number(text: str) -> int | None:
    """The number at the start of `text` in the form of a list item; only its neighbours show whether it is one. None if absent."""
    if text[0] not in "0123456789(":
        return None
    match = _NUMBER.match(text)
    return int(match[1]) if match else None
