"""Recognise the roles of people in a line, such as editor, staff writer or photographer."""

from __future__ import annotations

import re
from functools import cache

from dateline.metadata.vocabulary import vocabulary
from dateline.text import fold

MOST_WORDS = 14
"""The most words of a name with its role, in a byline without "by"."""
_SEPARATORS = re.compile(r"[,;|/•·⋅&＆、，.]")
_WITHOUT_SEPARATORS = str.maketrans(dict.fromkeys(",;|/•·⋅&＆、，", " ") | {".": None})
_OTHERS = re.compile(  # people who edited, reviewed, illustrated or translated what others wrote
    r"(?<=\w)[\s|,;:/–·•(⋅-]*+\b(?:fact[\s-]?check(?:ed|ing)?|(?:(?:medically|expert|technically|clinically)\s)?reviewed|edited|editing|photograph(?:s|ed|y)?|"
    r"photos?|illustrat(?:ed|ions?)|translated|additional reporting|redigiert|fotos?|übersetzt|traduit|traducido)\s?(?:by|von|par|por|di|:)\s(?s:.*)$",
    re.IGNORECASE,
)
_OTHERS_WORDS = (
    "check",
    "review",
    "edit",
    "photo",
    "foto",
    "illustrat",
    "translated",
    "reporting",
    "redigiert",
    "übersetzt",
    "tradu",
)
_TITLE_AT_END = re.compile(
    r"(?:,|(?<!\s)\s)\s*+(?:ph\.?\s?d|m\.?d|r\.?d\.?n?|r\.?n|jd|mba|mph|cfp®?|cpa|dds|esq|e-ryt \d+)\.?$", re.IGNORECASE
)


def strip_others(text: str) -> str:
    """Return `text` without the people who edited, reviewed, illustrated or translated what others wrote."""
    return _OTHERS.sub("", text) if _names_others(text) else text


def _names_others(text: str) -> bool:
    """The prefilter for `_OTHERS`."""
    return any(map(text.lower().__contains__, _OTHERS_WORDS))


def may_name_role(text: str) -> bool:
    """The prefilter for roles: whether a word of `text` is the last word of a role, and `text` is short enough for a byline."""
    if text.count(" ") >= MOST_WORDS and len(text.split()) > MOST_WORDS and not _names_others(text):
        return False
    folded = fold(text)
    return not _role_words().isdisjoint((folded.translate(_WITHOUT_SEPARATORS) if _SEPARATORS.search(folded) else folded).split())


@cache
def _role_words() -> frozenset[str]:
    """Return the last words of the roles; a line without any of them contains no role."""
    return frozenset(role.translate(_WITHOUT_SEPARATORS).split()[-1] for role in vocabulary().roles)


def is_role(text: str) -> bool:
    """Whether `text` is a role, or qualifies one: "editor", "Travel News Reporter", "Landespolitische Korrespondentin"."""
    words = fold(text).replace(".", "").split()
    if fold(text) in vocabulary().roles:
        return True
    return 1 < len(words) <= 5 and words[-1] in _roles_of_one_word() and not any(mark in text for mark in "|/•·")


@cache
def _roles_of_one_word() -> frozenset[str]:
    return frozenset(role for role in vocabulary().roles if " " not in role and len(role) > 4)


def strip_role(text: str) -> str:
    """Return `text` without the degree or office after a name; "" if it is only a role."""
    folded = fold(text)
    for role in vocabulary().roles:
        if folded == role:
            return ""
    return strip_degree(text).strip()


def strip_degree(text: str) -> str:
    """Return `text` without the degree or office after a name."""
    return _TITLE_AT_END.sub("", text)
