"""Test the form of a text: whether it can be the name of a person, a team or an outlet, or names nobody."""

from __future__ import annotations

import re

from dateline.metadata.roles import strip_degree
from dateline.metadata.vocabulary import given_names, months, vocabulary
from dateline.text import fold

NOBODY = frozenset({"staff", "staff report", "staff reports"})
"""Texts in the place of a name that are not names."""
_ORGANISATION = re.compile(
    r"\b(?:staff|team|desk|editors|editorial(?: board)?|newsroom|redaktion|redazione|rédaction|redacción|redação|redakcja|redakce|редакция|tim|web desk|bureau|agencies)\b",
    re.IGNORECASE,
)
_INNER_CAPITAL = re.compile(r"(?<=[a-zß-ÿ])[A-ZÀ-Þ]")
_CASED = re.compile(r"[A-Za-zÀ-ɏͰ-ӿ]")
_NATIVE = re.compile(r"^[^\W\d_A-Za-z][^\d.!?。।]*+$")
_TITLES = re.compile(r"^(?:dr|prof|mr|mrs|ms|sir|rev|fr|hon|gen|lt|col|capt|sgt|drs?|dipl|ing)\.?\s", re.IGNORECASE)


def is_person_name(text: str) -> bool:
    """Whether `text` has the form of one person's name: two to five capitalised words and nothing else."""
    text = strip_degree(_TITLES.sub("", text.strip()))
    plain = 4 <= len(text) <= 48 and not any(mark.isdigit() for mark in text) and text[-1].isalpha()
    if not plain and not re.search(r"[A-Z]\.$|Jr\.$|Sr\.$", text):
        return False
    tokens = text.split()
    if not 2 <= len(tokens) <= 6 or len(text) > 48 or any(mark in text for mark in ':;!?/|…"“”()[]@#_&%'):
        return False
    given = len(tokens) == 2 and fold(tokens[0]) in given_names()  # April and Will are given names too
    if any(fold(token).strip(".,") in vocabulary().not_names for token in tokens[given:]) or any("," in token for token in tokens):
        return False
    if fold(text) in vocabulary().updated or fold(text) in vocabulary().published:
        return False
    proper = [token for token in tokens if fold(token).rstrip(".") not in vocabulary().particles]
    return (
        len(proper) >= 1
        and len(tokens) - len(proper) <= 3
        and all(is_capitalised(token) for token in proper)
        and is_capitalised(tokens[-1])
    )


def is_outlet_name(text: str) -> bool:
    """Whether `text` has the form of an outlet's name: a known outlet, or capitalised words that end in one such as "Times"."""
    words = text.split()
    if not 2 <= len(words) <= 5 or len(text) > 48:
        return False
    named = all(is_capitalised(word) or fold(word) in vocabulary().particles for word in words)
    return named and (is_outlet(text) or fold(words[-1]) in vocabulary().outlet_words)


def is_team(text: str) -> bool:
    """Whether `text` is the name of a team or desk: "Harbour Post Team", "The Newsroom Editors"; a single word is not."""
    return 1 < len(text.split()) <= 5 and text[:1].isupper() and names_organisation(text)


def names_organisation(text: str) -> bool:
    """Whether `text` contains a word for a team or desk."""
    return _ORGANISATION.search(text) is not None


def names_nobody(text: str) -> bool:
    """Whether `text` contains a word that no name contains, or stands for no person ("Staff")."""
    known = vocabulary()
    words = fold(text).split()
    nobody = fold(text) in NOBODY or fold(text) in known.roles or is_widget(text) or fold(text) in months()
    return nobody or (not is_team(text) and any(word.strip(".,") in known.not_names for word in words))


def is_widget(text: str) -> bool:
    """Whether `text` contains only words of dates and reading times."""
    words = [word for word in re.split(r"[\s:,.()]+", fold(text)) if word and not word.isdigit()]
    known = vocabulary()
    return (
        fold(text) in known.updated
        or fold(text) in known.published
        or all(word in known.neutral or word in known.published or word in known.updated for word in words)
    )


def is_outlet(text: str) -> bool:
    """Whether `text` is the name of a known outlet, or a web address in place of a name."""
    from dateline.metadata.outlets import load_outlets

    return load_outlets().find(text) is not None or bool(re.fullmatch(r"[\w-]+\.(?:com|org|net|de|co\.uk|fr|it|es|in|id|ru)", text))


def is_capitalised(token: str) -> bool:
    """Whether a word of a name begins with a capital, also after an apostrophe or a short particle."""
    if len(_INNER_CAPITAL.findall(token)) > 1:  # several words that a page ran together
        return False
    letters = token.lstrip("'’‘\"“(")
    if not letters:
        return False
    if letters[0].isupper():
        return True
    match = re.match(r"(?:d|l|al|el|o|ad|an|ar|as|ash|at)['’-]", letters)
    return bool(match) and len(letters) > match.end() and letters[match.end()].isupper() if match else False


def is_name_without_case(text: str) -> bool:
    """Whether `text` can be a name in a script without capitals."""
    return not _CASED.search(text) and bool(_NATIVE.match(text)) and len(text.split()) <= 5 and len(text) <= 40
