"""One normal form of words before anything else is made of them, and the spellings that mean the same.

`small` is what a word is wherever it stands: small letters, accents kept, without what only its print or its typist decided
(ligatures, wide and narrow forms, points above and below, drawn-out letters). `plain` has no accents either, `spelt_out` writes
them as one does who has no such keys (ä as ae). A text itself is never changed: what is shown and marked are its own letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

TURKISH = "tr"
DIVIDERS = " \u00a0\u2009\u202f'\u2019\u066c"
"""The spaces and apostrophes that may divide a number (12 500), which are one by normal form: the apostrophe."""
# Ligatures, and letters in wide, narrow, joined and numbered forms; not superscripts and fractions, which say something else.
_FORMS = re.compile(
    "[\u0132\u0133\u017f\u01c4-\u01cc\u01f1-\u01f3\u2160-\u217f\uf900-\ufaff\ufb00-\ufb06\ufb13-\ufb17\ufb1d-\ufbb1\ufbd3-\ufdfb"
    "\ufe70-\ufefc\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff66-\uffdc]"
)
# Hebrew points, Arabic vowel signs, and the stroke that draws a word out.
_POINTS = re.compile(
    "[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06ed]"
)
# The letters of Persian and Urdu that Arabic writes otherwise: kaf, ya and ha.
_OTHERWISE = {
    "\u06a9": "\u0643",
    "\u06aa": "\u0643",
    "\u06cc": "\u064a",
    "\u0649": "\u064a",
    "\u06c1": "\u0647",
    "\u06be": "\u0647",
}
_ACCENT = re.compile("[\u0300-\u036f\u0483-\u0487\u0653-\u0655\u093c]")
# Letters whose accent is part of them; the Arabic ones after their hamza is gone.
_BASE = {
    "đ": "d",
    "ð": "d",
    "ø": "o",
    "ł": "l",
    "ı": "i",
    "ħ": "h",
    "ŋ": "n",
    "ŧ": "t",
    "æ": "ae",
    "œ": "oe",
    "ß": "ss",
    "þ": "th",
    "ё": "е",
    "ѐ": "е",
    "ѝ": "и",
    "ґ": "г",
    "ς": "σ",
    "\u0671": "\u0627",
    "\u0629": "\u0647",
}
_WITH_ACCENTS = re.compile("[à-ɏͰ-Ͽḁ-ỿἀ-῿آأؤإئ]")
_NASAL = re.compile("[ङञणनम]्(?=[क-ह])|ँ")  # Hindi writes a nasal as a sign or as a letter
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_NORDIC = str.maketrans({"å": "aa", "ø": "oe", "æ": "ae"})
_SLAVIC = str.maketrans({"đ": "dj"})
_SPELT: dict[str, tuple[dict[int, str], ...]] = {"de": (_UMLAUTS,), "en": (_UMLAUTS, _SLAVIC), "-": (_UMLAUTS, _SLAVIC)}
_SPELT |= {"da": (_NORDIC,), "no": (_NORDIC,)}


class _Letters(dict[int, str | None]):
    """A table for `str.translate` that learns what becomes of each character when it first meets it."""

    def __init__(self, become: Callable[[str], str | None]) -> None:
        super().__init__()
        self._become = become

    def __missing__(self, point: int) -> str | None:
        self[point] = found = self._become(chr(point))
        return found


def normalise_letters(word: str) -> str:
    """`word` in its normal form, with the capitals it has."""
    if word.isascii():
        return word
    return unicodedata.normalize("NFC", word.translate(_NORMAL)) or word


def small(word: str, code: str = "-") -> str:
    """`word` in its normal form and in small letters, as the language of that code makes them."""
    if word.isascii() and (code != TURKISH or "I" not in word):
        return word.lower().replace(" ", "'")
    word = normalise_letters(word).replace(" ", "'")
    if code == TURKISH:
        word = word.replace("İ", "i").replace("I", "ı")
    return word.lower().replace("i\u0307", "i")


def remove_accents(word: str) -> str:
    """A word in small letters without its accents."""
    return word if word.isascii() else _NASAL.sub("ं", word.translate(_PLAIN)) or word


def spelling_variants(word: str, code: str) -> str:
    """A word in small letters as one writes it who has no keys for its accents, where that is the custom."""
    for table in _SPELT.get(code, (_SLAVIC,)):
        word = word.translate(table)
    return word


def is_in_capitals(word: str) -> bool:
    """Whether all letters of a word in its normal form are capitals."""
    return word == word.upper() and word != word.lower()


def _normal(sign: str) -> str | None:
    if _POINTS.match(sign):
        return None
    if sign in DIVIDERS:
        return "'"
    if sign.isdecimal():
        return str(unicodedata.digit(sign))
    if _FORMS.match(sign):
        found = unicodedata.normalize("NFKC", sign)
        sign = found if all(one.isalnum() or unicodedata.combining(one) for one in found) else sign
    return "".join(_OTHERWISE.get(one, one) for one in sign)


def _bare(sign: str) -> str | None:
    if _ACCENT.match(sign):
        return None
    if _WITH_ACCENTS.match(sign):
        sign = _ACCENT.sub("", unicodedata.normalize("NFD", sign))
    return "".join(_BASE.get(one, one) for one in sign)


_NORMAL, _PLAIN = _Letters(_normal), _Letters(_bare)
