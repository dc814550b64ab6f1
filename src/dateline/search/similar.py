"""Find similar articles: those that have the key words of an article.

A word weighs more if the article has it often and few other articles have it. The index ranks by these words. The similarity of two
articles is then the share of the weights that belongs to words of both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from math import log

from dateline.query import And, MatchAll, Not, OnlyIds, Or, Query, Term
from dateline.search.hits import make_hit
from dateline.search.index import Index, Stories
from dateline.search.stories import find_story_articles
from dateline.search.terms import Reader, words_of
from dateline.search.text_matcher import TextMatcher, word_runs
from dateline.types.answers import Hit, Window
from dateline.types.articles import ArchivedArticle

_KEY_WORDS = 25
_LEAST_SHARED = 3
_LEAST_SIMILARITY = 0.1
_COMPARED = 5
"""The number of top articles of the index that are compared for each similar article wanted."""


@dataclass(frozen=True, slots=True)
class Similar:
    """A similar article: the hit, whose score is the similarity (0 to 1), and the words that both articles have."""

    hit: Hit
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyWords:
    """The key words of an article, each with its weight, heaviest first."""

    words: tuple[tuple[str, float], ...]

    def query(self, without: frozenset[str]) -> Query:
        """The query for articles with any of the words, except those `without`."""
        terms = tuple(Term(word) for word, _ in self.words)
        return And((Or(terms) if len(terms) > 1 else terms[0], Not(OnlyIds(MatchAll(), without))))

    def shared(self, other: ArchivedArticle) -> tuple[str, ...]:
        """The words that `other` has too, in any form."""
        known = other.article.metadata
        texts = [TextMatcher(text, known.language) for text in (known.title or "", other.article.body)]
        return tuple(word for word, _ in self.words if any(word_runs(Term(word), text) for text in texts))

    def likeness(self, shared: Iterable[str]) -> float:
        """The share of the `shared` words in the weight of all words, from 0 to 1."""
        weights = dict(self.words)
        return sum(weights[word] for word in shared) / sum(weights.values())

    def are_enough(self, shared: Sequence[str]) -> bool:
        """Whether the `shared` words are enough to call an article similar."""
        return len(shared) >= min(_LEAST_SHARED, len(self.words)) and self.likeness(shared) >= _LEAST_SIMILARITY


def key_words(index: Index, article: ArchivedArticle) -> KeyWords:
    """Find the words that distinguish an article from all others."""
    stems: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = {}
    for (stem, form), times in words_of(article).items():
        stems[stem] += times
        forms.setdefault(stem, Counter())[form] += times
    archive = index.count(MatchAll())
    weights: dict[str, float] = {}
    for stem, in_archive in zip(stems, index.frequencies(stems), strict=True):
        form = min(forms[stem], key=lambda form: (-forms[stem][form], form))
        if in_archive < archive:
            weights[form] = (1 + log(stems[stem])) * log(archive / max(1, in_archive))
    return KeyWords(tuple(nsmallest(_KEY_WORDS, weights.items(), key=lambda pair: (-pair[1], pair[0]))))


def find_similar(
    index: Index, article: ArchivedArticle, without: frozenset[str], read: Reader, most: int, *, all_copies: bool
) -> tuple[Similar, ...]:
    """Find the articles most similar to `article`, best first, except those `without`; ties keep the index's order."""
    known = key_words(index, article)
    if not known.words:
        return ()
    query = known.query(without)
    stories = Stories() if all_copies else index.stories(query)
    ranked = index.search(find_story_articles(query, stories), Window(limit=_COMPARED * most))
    found = []
    for other in read([article_id for article_id, _ in ranked.ids]):
        shared = known.shared(other)
        if known.are_enough(shared):
            shared_words = Or(tuple(map(Term, (*shared, shared[0]))))
            found.append(Similar(make_hit(other, known.likeness(shared), shared_words, stories.copies(other.cluster)), shared))
    found.sort(key=lambda one: -one.hit.score)
    return tuple(found[:most])
