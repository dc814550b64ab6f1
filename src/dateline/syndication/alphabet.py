"""How each character counts in a word: one byte of flags and a lower-case form for every character of the basic plane.

Characters beyond it (emoji, rare ideographs) count as gaps between words.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

LETTER, DIGIT, CAPITAL, ALONE, STOP = 1, 2, 4, 8, 16
"""Flags: part of a word; a digit; a capital; a letter that is a word (scripts without spaces); the end of a sentence or a quote."""

_SIZE = 0x10000
_STOPS = '\n.!?…:"“”„«»‹›。！？：؟।「」『』'
_UNSPACED = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF))


class Alphabet(NamedTuple):
    """Tables indexed by code point; the last entry is for all characters beyond the basic plane."""

    marks: NDArray[np.uint8]
    lower: NDArray[np.uint64]


@cache
def alphabet() -> Alphabet:
    """Return the tables; the first call builds them (50 ms)."""
    marks = np.zeros(_SIZE, np.uint8)
    lower = np.arange(_SIZE, dtype=np.uint64)
    for code in range(_SIZE - 1):
        letter = chr(code)
        category = unicodedata.category(letter)
        if category[0] in "LNM":
            marks[code] = LETTER | DIGIT * (category[0] == "N") | CAPITAL * (category in ("Lu", "Lt"))
            lower[code] = ord(letter.lower()[0])
        elif letter in _STOPS:
            marks[code] = STOP
    for first, last in _UNSPACED:
        here = marks[first : last + 1]
        here[here & LETTER > 0] |= ALONE
    return Alphabet(marks, lower)
