"""A newsroom generated from a seed: any number of clean articles of 500 sources over ten years, with natural word frequencies.

A word of rank r is about r times rarer than the first (Zipf's law); sources and authors also have unequal sizes. These articles do
not pass the cleaner; they are for measuring search.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from dateline.text import content_hash
from dateline.types.articles import CleanedArticle, DateEvidence, Line, Metadata

SOURCES = 500
DAYS = 3_650
FIRST = date(2012, 1, 1)
VOCABULARY = 300_000
_EXPONENT = 1.05
_AUTHORS = 5_000
_BATCH = 1_000
_ONSETS = ("b", "br", "c", "d", "dr", "f", "g", "h", "k", "l", "m", "n", "p", "pl", "r", "s", "st", "t", "tr", "v", "w", "z")
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ou")
_ENDS = ("n", "r", "s", "t", "l", "m", "d", "k")


@dataclass(frozen=True)
class Story:
    """One generated article, with the fields that peers need."""

    id: str
    title: str
    body: str
    source: str
    day: date | None
    article: CleanedArticle


class Newsroom:
    """Writes stories; `words` is the vocabulary, the most frequent first."""

    def __init__(self, seed: int = 11, length: int = 250) -> None:
        self.random = np.random.default_rng(seed)
        self.length = length
        self.words = self._vocabulary()
        self._chances = _zipf(VOCABULARY, _EXPONENT)
        self._source_chances = _zipf(SOURCES, 0.7)
        self._author_chances = _zipf(_AUTHORS, 0.5)
        names = [word.capitalize() for word in self.words[2_000 : 2_000 + SOURCES + _AUTHORS]]
        self.sources = [f"{name} Post" for name in names[:SOURCES]]
        self.authors = [f"{name} {names[at % SOURCES]}son" for at, name in enumerate(names[SOURCES:])]

    def stories(self, number: int) -> Iterator[Story]:
        """Yield this many stories."""
        for start in range(0, number, _BATCH):
            yield from self._batch(start, min(_BATCH, number - start))

    def _batch(self, start: int, size: int) -> Iterator[Story]:
        lengths = 30 + self.random.gamma(4, self.length / 4, size).astype(int)
        ranks = np.searchsorted(self._chances, self.random.random(int(lengths.sum()) + 8 * size))
        sources = np.searchsorted(self._source_chances, self.random.random(size))
        authors = np.searchsorted(self._author_chances, self.random.random(size))
        days = self.random.integers(0, DAYS, size)
        at = 0
        for number in range(size):
            words = [self.words[rank] for rank in ranks[at : at + 8 + lengths[number]]]
            at += 8 + int(lengths[number])
            day = None if number % 20 == 0 else FIRST + timedelta(days=int(days[number]))
            yield self._story(start + number, words, self.sources[sources[number]], self.authors[authors[number]], day)

    def _story(self, number: int, words: list[str], source: str, author: str, day: date | None) -> Story:
        title = " ".join(words[:8]).capitalize()
        sentences = [" ".join(words[at : at + 17]).capitalize() + "." for at in range(8, len(words), 17)]
        paragraphs = [" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)]
        published = DateEvidence(day.isoformat(), "day", "published", "markup", "", 0.9) if day else None
        metadata = Metadata(
            title=title, published=published, authors=(author,), source=source, tags=tuple(words[8:10]), language="en"
        )
        lines = tuple(Line(paragraph, True, "body", "made") for paragraph in paragraphs)
        body = "\n\n".join(paragraphs)
        return Story(f"{number:08}", title, body, source, day, CleanedArticle(content_hash(body.encode()), metadata, lines, "made"))

    def _vocabulary(self) -> list[str]:
        found: dict[str, None] = {}
        while len(found) < VOCABULARY:
            size = int(self.random.integers(1, 5))
            onsets, vowels = self.random.integers(0, len(_ONSETS), size), self.random.integers(0, len(_VOWELS), size)
            end = _ENDS[int(self.random.integers(0, len(_ENDS)))]
            found["".join(_ONSETS[one] + _VOWELS[two] for one, two in zip(onsets, vowels, strict=True)) + end] = None
        return sorted(found, key=len)


def _zipf(number: int, exponent: float) -> np.ndarray:
    chances = np.cumsum(1 / np.arange(1, number + 1) ** exponent)
    return chances / chances[-1]
