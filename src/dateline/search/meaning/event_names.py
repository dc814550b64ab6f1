"""The names by which events are told apart: names that were found, and words that similar articles write with a capital.

The finder of names is precise and misses many: a village that no gazetteer has, a surname alone. That a word is never written small
in some hundred similar articles shows that it is a name, where it starts a sentence or stands in a headline too. In German that
takes in nouns; most of these stand in many articles, and so weigh little.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from dateline.metadata.names.find import own_names
from dateline.metadata.vocabulary import months, weekdays
from dateline.search.meaning.embedder import beginning
from dateline.text import fold
from dateline.types.articles import Metadata

_WORD = re.compile(r"[^\W\d_]++(?:['’-][^\W\d_]++)*+")
_POSSESSIVE = re.compile(r"['’]s\Z")
_OPENING = 100
"""Words of an article that are looked at: with whole texts, long articles share names that are no matter of the event."""
_LEAST = 3
_STEM = 6
"""Letters that two forms of a name have in common: Dortmund and Dortmunder."""
_SMALL = 0.1
"""A word that is written small in so many of the articles that have it with a capital is no name."""


class Cases(NamedTuple):
    """The words at the beginning of an article: those with a capital, those without, and those of the names that were found."""

    capital: frozenset[str]
    small: frozenset[str]
    found: frozenset[str]


def read_cases(metadata: Metadata, body: str) -> Cases:
    """The words of an article that may be names; those of who published it, days and months are none."""
    left_out = {*_calendar(), *(word for name in own_names(metadata) for word, _ in _words(name))}
    read = set(_words(beginning(metadata.title, body, _OPENING)))
    place = {word for word, _ in _words(metadata.place or "")}
    names = {word for name in (*metadata.people, *metadata.places, *metadata.organisations) for word, _ in _words(name)}
    seen = {word for word, _ in read}
    return Cases(
        frozenset(word for word, capital in read if capital) - left_out,
        frozenset(word for word, capital in read if not capital),
        frozenset(((names & seen) | place) - left_out),
    )


def choose_names(articles: Iterable[Cases]) -> list[frozenset[str]]:
    """The names in each of some articles that are alike, each cut to its first letters."""
    articles = list(articles)
    capital = Counter(word for one in articles for word in one.capital)
    small = Counter(word for one in articles for word in one.small)
    names = {word for word, number in capital.items() if small[word] <= _SMALL * number}
    return [frozenset(word[:_STEM] for word in (one.capital & names) | one.found) for one in articles]


def _words(text: str) -> Iterable[tuple[str, bool]]:
    for found in _WORD.finditer(text):
        word = _POSSESSIVE.sub("", fold(found[0]))
        if len(word) >= _LEAST:
            yield word, found[0][0].isupper()


@cache
def _calendar() -> frozenset[str]:
    return frozenset(word for table in (months(), weekdays()) for name in table for word in name.split())
