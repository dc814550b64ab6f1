"""The names that distinguish events: names that were detected, and words that similar articles always write with a capital.

Name detection is precise but misses many names: a village that no gazetteer has, a surname alone. A word that is never in lower
case in some hundred similar articles is a name, also at the start of a sentence or in a headline. In German this includes nouns;
most of these occur in many articles and so weigh little.
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
_WORDS_READ = 100
"""The number of words read of an article: with whole texts, long articles share names that have nothing to do with the event."""
_LEAST_LETTERS = 3
_SHARED_LETTERS = 6
"""The number of letters that two forms of a name share: Dortmund and Dortmunder."""
_MOST_LOWER_CASE = 0.1
"""A word is not a name if the articles with its lower-case form are more than this share of those with a capital."""


class Cases(NamedTuple):
    """The words at the beginning of an article: those with a capital, those in lower case, and those of detected names."""

    capital: frozenset[str]
    small: frozenset[str]
    found: frozenset[str]


def read_cases(metadata: Metadata, body: str) -> Cases:
    """Read the words of an article that may be names, without those of its publisher, and without days and months."""
    left_out = {*_calendar(), *(word for name in own_names(metadata) for word, _ in _words(name))}
    read = set(_words(beginning(metadata.title, body, _WORDS_READ)))
    place = {word for word, _ in _words(metadata.place or "")}
    names = {word for name in (*metadata.people, *metadata.places, *metadata.organisations) for word, _ in _words(name)}
    seen = {word for word, _ in read}
    return Cases(
        frozenset(word for word, capital in read if capital) - left_out,
        frozenset(word for word, capital in read if not capital),
        frozenset(((names & seen) | place) - left_out),
    )


def choose_names(articles: Iterable[Cases]) -> list[frozenset[str]]:
    """The names in each of some similar articles, each cut to its first letters."""
    articles = list(articles)
    capital = Counter(word for one in articles for word in one.capital)
    small = Counter(word for one in articles for word in one.small)
    names = {word for word, number in capital.items() if small[word] <= _MOST_LOWER_CASE * number}
    return [frozenset(word[:_SHARED_LETTERS] for word in (one.capital & names) | one.found) for one in articles]


def _words(text: str) -> Iterable[tuple[str, bool]]:
    for found in _WORD.finditer(text):
        word = _POSSESSIVE.sub("", fold(found[0]))
        if len(word) >= _LEAST_LETTERS:
            yield word, found[0][0].isupper()


@cache
def _calendar() -> frozenset[str]:
    return frozenset(word for table in (months(), weekdays()) for name in table for word in name.split())
