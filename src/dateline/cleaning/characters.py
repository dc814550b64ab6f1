"""Turn the characters of pages into arrays: their code points, their kinds, and where words begin and end."""

from __future__ import annotations

import unicodedata
from functools import cache

import numpy as np

from dateline.cleaning.line_arrays import Array

ALNUM, DIGIT, UPPER, SPACE, WIDE, END, QUOTE, SIGN = (1 << bit for bit in range(8))
"""The kinds of characters."""
_COUNTED = (ALNUM, DIGIT, UPPER, END, QUOTE, SIGN, WIDE)
_ENDS = frozenset(".!?…。！？؟।॥።．")
_QUOTES = frozenset("\"'”’»«“)]）」』‘„")
_SIGNS = frozenset("|·»›•©/\\>:：@#")


@cache
def character_kinds() -> Array:
    """Return for each code point of the basic plane the kinds of the character, as bits."""
    table = np.zeros(1 << 16, np.uint8)
    for point in range(1 << 16):
        char = chr(point)
        kind = ALNUM if char.isalnum() or unicodedata.category(char) in ("Mn", "Mc") else 0
        kind |= DIGIT if char.isdigit() else 0
        kind |= UPPER if char.isupper() else 0
        kind |= SPACE if char.isspace() else 0
        kind |= END if char in _ENDS else 0
        kind |= QUOTE if char in _QUOTES else 0
        kind |= SIGN if char in _SIGNS else 0
        if 0x3040 <= point <= 0x30FF or 0x3400 <= point <= 0x9FFF or 0xF900 <= point <= 0xFAFF or 0x0E00 <= point <= 0x0E7F:
            kind |= WIDE | ALNUM
        table[point] = kind
    return table


def lower_case(text: str) -> str:
    """Return `text` in lower case, each character in its place."""
    low = text.lower()
    return low if len(low) == len(text) else text  # the lower case of a few letters is longer


def code_points(text: str) -> Array:
    """Return the code points of `text`; a character beyond the basic plane counts as one Han character."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return np.where(points < 1 << 16, points, 0x4E00)


def find_words(kinds: Array) -> tuple[Array, Array]:
    """Return where the words begin and end; a character of a script without spaces is a word."""
    letter, wide = (kinds & ALNUM) > 0, (kinds & WIDE) > 0
    no = np.zeros(1, bool)
    before, wide_before = np.concatenate([no, letter[:-1]]), np.concatenate([no, wide[:-1]])
    after, wide_after = np.concatenate([letter[1:], no]), np.concatenate([wide[1:], no])
    return np.flatnonzero(letter & (~before | wide | wide_before)), np.flatnonzero(letter & (~after | wide | wide_after)) + 1


def count_kinds(kinds: Array, line_of: Array, count: int) -> dict[int, Array]:
    """Count the characters of each kind in each line."""
    kind_of, codes = _kind_codes()
    found = np.bincount(line_of * len(kind_of) + codes[kinds], minlength=count * len(kind_of)).reshape(count, len(kind_of))
    return {kind: found[:, (kind_of & kind) > 0].sum(1).astype(np.float32) for kind in _COUNTED}


@cache
def _kind_codes() -> tuple[Array, Array]:
    """Return the values in the table of kinds, and the place of each value among them."""
    present = np.unique(character_kinds())
    codes = np.zeros(256, np.intp)
    codes[present] = np.arange(len(present))
    return present, codes
