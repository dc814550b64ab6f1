"""Roles: what a line says of the person it names, such as editor, staff writer, or who took the pictures."""

from __future__ import annotations

import re
from functools import cache

from dateline.metadata.vocabulary import vocabulary
from dateline.text import fold

MOST_WORDS = 14
"""So many words a name has with its role, without "by"."""
_APART_SIGN = re.compile(r"[,;|/•·⋅&＆、，.]")
_APART = str.maketrans(dict.fromkeys(",;|/•·⋅&＆、，", " ") | {".": None})
_OTHERS = re.compile(  # who read, checked, drew or translated what others wrote
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
    """`text` without those who read, checked, drew or translated what others wrote."""
    return _OTHERS.sub("", text) if _names_others(text) else text


def _names_others(text: str) -> bool:
    """The cheap test before `_OTHERS`."""
    return any(map(text.lower().__contains__, _OTHERS_WORDS))


def may_name_role(text: str) -> bool:
    """The cheap test before: whether a word of `text` is the last of a role's, and there are no more words than a byline has."""
    if text.count(" ") >= MOST_WORDS and len(text.split()) > MOST_WORDS and not _names_others(text):
        return False
    folded = fold(text)
    return not _role_words().isdisjoint((folded.translate(_APART) if _APART_SIGN.search(folded) else folded).split())


@cache
def _role_words() -> frozenset[str]:
    """The last words of the roles: a line without any of them names no role."""
    return frozenset(role.translate(_APART).split()[-1] for role in vocabulary().roles)


def is_role(text: str) -> bool:
    """Whether `text` is a role, or names one more closely: "editor", "Travel News Reporter", "Landespolitische Korrespondentin"."""
    words = fold(text).replace(".", "").split()
    if fold(text) in vocabulary().roles:
        return True
    return 1 < len(words) <= 5 and words[-1] in _roles_of_one_word() and not any(mark in text for mark in "|/•·")


@cache
def _roles_of_one_word() -> frozenset[str]:
    return frozenset(role for role in vocabulary().roles if " " not in role and len(role) > 4)


def strip_role(text: str) -> str:
    """`text` without what it says of the person; "" where it is a role alone."""
    folded = fold(text)
    for role in vocabulary().roles:
        if folded == role:
            return ""
    return strip_degree(text).strip()


def strip_degree(text: str) -> str:
    """`text` without the degree or office that stands behind a name."""
    return _TITLE_AT_END.sub("", text)
