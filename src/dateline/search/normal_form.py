"""The normal form of words, from which all other forms are made, and spellings that mean the same.

`small` makes lower case and keeps accents, but removes differences of typography (ligatures, wide and narrow forms, Hebrew and
Arabic points, drawn-out letters). `remove_accents` also removes accents; `spelling_variants` writes them as people do whose
keyboard has none (ä as ae). The text of an article never changes: snippets show and mark its original letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

TURKISH = "tr"
DIVIDERS = " \u00a0\u2009\u202f'\u2019\u066c"
"""The spaces and apostrophes that may separate the digits of a number (12 500). The normal form has an apostrophe for each."""
# Ligatures, and letters in wide, narrow, joined and numbered forms; not superscripts and fractions, which mean something else.
_FORMS = re.compile(
    "[\u0132\u0133\u017f\u01c4-\u01cc\u01f1-\u01f3\u2160-\u217f\uf900-\ufaff\ufb00-\ufb06\ufb13-\ufb17\ufb1d-\ufbb1\ufbd3-\ufdfb"
    "\ufe70-\ufefc\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff66-\uffdc]"
)
# Hebrew points, Arabic vowel signs, and the tatweel that stretches a word.
_POINTS = re.compile(
    "[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06ed]"
)
# Persian and Urdu letters that Arabic writes differently: kaf, ya and ha.
_OTHERWISE = {
    "\u06a9": "\u0643",
    "\u06aa": "\u0643",
    "\u06cc": "\u064a",
    "\u0649": "\u064a",
    "\u06c1": "\u0647",
    "\u06be": "\u0647",
}
_ACCENT = re.compile("[\u0300-\u036f\u0483-\u0487\u0653-\u0655\u093c]")
# Letters whose accent is not a separate character; the Arabic ones after their hamza is removed.
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
_NASAL = re.compile("[ङञणनम]्(?=[क-ह])|ँ")  # Hindi writes a nasal as a diacritic or as a letter
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_NORDIC = str.maketrans({"å": "aa", "ø": "oe", "æ": "ae"})
_SLAVIC = str.maketrans({"đ": "dj"})
_SPELT: dict[str, tuple[dict[int, str], ...]] = {"de": (_UMLAUTS,), "en": (_UMLAUTS, _SLAVIC), "-": (_UMLAUTS, _SLAVIC)}
_SPELT |= {"da": (_NORDIC,), "no": (_NORDIC,)}


class _Letters(dict[int, str | None]):
    """A table for `str.translate` that computes the replacement of each character on first use."""

    def __init__(self, make_replacement: Callable[[str], str | None]) -> None:
        super().__init__()
        self._replace = make_replacement

    def __missing__(self, point: int) -> str | None:
        self[point] = found = self._replace(chr(point))
        return found


def normalise_letters(word: str) -> str:
    """`word` in its normal form, with its capitals."""
    if word.isascii():
        return word
    return unicodedata.normalize("NFC", word.translate(_NORMAL)) or word


def small(word: str, code: str = "-") -> str:
    """`word` in its normal form and in lower case, by the rules of the language with that code."""
    if word.isascii() and (code != TURKISH or "I" not in word):
        return word.lower().replace(" ", "'")
    word = normalise_letters(word).replace(" ", "'")
    if code == TURKISH:
        word = word.replace("İ", "i").replace("I", "ı")
    return word.lower().replace("i\u0307", "i")


def remove_accents(word: str) -> str:
    """A word in lower case without its accents."""
    return word if word.isascii() else _NASAL.sub("ं", word.translate(_PLAIN)) or word


def spelling_variants(word: str, code: str) -> str:
    """A word in lower case as it is spelled without accents in languages with such a custom (ä as ae)."""
    for table in _SPELT.get(code, (_SLAVIC,)):
        word = word.translate(table)
    return word


def is_in_capitals(word: str) -> bool:
    """Whether all letters of a word in its normal form are capitals."""
    return word == word.upper() and word != word.lower()


def _normalise(character: str) -> str | None:
    if _POINTS.match(character):
        return None
    if character in DIVIDERS:
        return "'"
    if character.isdecimal():
        return str(unicodedata.digit(character))
    if _FORMS.match(character):
        found = unicodedata.normalize("NFKC", character)
        character = found if all(one.isalnum() or unicodedata.combining(one) for one in found) else character
    return "".join(_OTHERWISE.get(one, one) for one in character)


def _remove_accent(character: str) -> str | None:
    if _ACCENT.match(character):
        return None
    if _WITH_ACCENTS.match(character):
        character = _ACCENT.sub("", unicodedata.normalize("NFD", character))
    return "".join(_BASE.get(one, one) for one in character)


_NORMAL, _PLAIN = _Letters(_normalise), _Letters(_remove_accent)
