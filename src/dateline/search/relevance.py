"""Rank by relevance: add the weights of a query's words in titles and bodies to the engine's query.

Nothing here changes which articles match. If all words must occur (AND), a title has the weight that `translate` gives it, and more
if it has all words. If any of several words is enough (OR), titles with one or two of them by chance would outrank good bodies. So
a title then weighs more, the more of the words it has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest
from math import ceil

from dateline.query import And, OnePerStory, OnlyIds, Or, Query, Term
from dateline.search.dialect import Placed, Q
from dateline.search.normal_form import remove_accents, small
from dateline.search.stems import Keys, key_marks
from dateline.search.translate import Translator
from dateline.search.translate_text import refuse_repeats
from dateline.search.weights import weighs

_WHOLE_TITLE_BOOST = 1.0
"""Added to a title's weight. Of 975 known items 3 to 10 more come first, in each way of halving; a fifth of it gives 3 to 8."""
_SEVERAL = 2
_MOST_TITLES = 1_000  # the engine reads the article of each

_ANY_TITLE_BOOST = 0.5
_COVERED = (0.5, 0.75, 1.0)
_COVERED_BOOST = 1.5
"""A title weighs 0.5 with one word of an OR, 2 with half of them, 3.5 with three quarters, 5 with all (benchmarks/meaning.py)."""


class RankingTranslator(Translator[Q]):
    """A translator that also ranks."""

    def ranking(self, query: Query) -> Q:
        """Translate `query` for a search that ranks. It has extra parts that only raise the scores of some matches."""
        match query:
            case OnlyIds(part, ids):
                return self._limit_to_ids(self.ranking(part), ids)
            case OnePerStory(part, ids, without):
                return self._limit_to_stories(self.ranking(part), ids, without)
            case Or(parts) if are_plain(parts):
                return self._any_of([part for part in parts if isinstance(part, Term)])
            case And(parts) if [_is_any_of(part) for part in parts if weighs(part)] == [True]:
                return self._translate_and(parts, lambda part: self.ranking(part) if _is_any_of(part) else self.translate(part))
            case And(parts) if (whole := self._all_in_title(parts)) is not None:
                return self.dialect.combine([self.translate(query)], should=[whole])
        return self.translate(query)

    def _all_in_title(self, parts: Sequence[Query]) -> Q | None:
        """A boost for articles with all words of an AND in the title; None if very many titles have each of the words."""
        words = [replace(part, field="title") for part in parts if isinstance(part, Term) and part.field is None]
        if len(words) < _SEVERAL or min(map(self._count_titles, words)) > _MOST_TITLES:
            return None
        return self._boost(self._all([self._any(self._in_texts(word)) for word in words]), _WHOLE_TITLE_BOOST)

    def _count_titles(self, word: Term) -> int:
        """The number of titles, at most, with the rarest part of a word."""
        forms = self._keys(word.text)
        counts = [
            [sum(self._articles("title", mark) for key in keys for _, mark in key_marks(key)) for keys in form] for form in forms
        ]
        return sum(min(parts, default=0) for parts in counts)

    # Any of several words

    def _any_of(self, words: Sequence[Term]) -> Q:
        """A query for any of these words, in a title or a body."""
        titles, bodies = self._parts_of_any(words)
        return self._any([*titles, *bodies])

    def _parts_of_any(self, words: Sequence[Term]) -> tuple[list[Q], list[Q]]:
        """The queries for these words in titles, and those in bodies."""
        bodies = [part for word in words for part in self._even_queries(word, "body")]
        titles = [self._any(found) for word in words if (found := self._even_queries(word, "title"))]
        boosts = []
        for least in (ceil(share * len(words)) for share in _COVERED):
            if least <= len(titles):
                covered = self.dialect.combine(should=titles, least=least)
                boosts.append(self._boost(covered, _COVERED_BOOST))
        return [*(self._boost(title, _ANY_TITLE_BOOST) for title in titles), *boosts], bodies

    def _even_queries(self, word: Term, place: str) -> list[Q]:
        """The queries for a word in one zone, with the same weight in each language.

        Otherwise a word that is frequent in one language would outweigh all others in the few articles of another that have it.
        """
        refuse_repeats(word)
        weight = self._even_weight(word, place)
        found = [part for form in self._keys(word.text) for part in self._match_keys(place, form, weight=weight)]
        if (text := small(word.text)) == remove_accents(text):
            return found
        return [*found, *self._even_sequences(place, self._exact(word.text, match_case=False))]

    def _even_weight(self, word: Term, place: str) -> float:
        """The weight of a word over all languages."""
        forms = zip_longest(*self._keys(word.text), fillvalue=())
        return sum(self._weight(self._count_articles(place, position)) for position in forms)

    def _count_articles(self, place: str, forms: Sequence[Keys]) -> int:
        """The number of articles, at most, with one of these keys in a zone."""
        marks = {mark for keys in forms for key in keys for _, mark in key_marks(key)}
        return sum(self._articles(place, mark) for mark in marks)

    def _even_sequences(self, place: str, forms: Sequence[Placed]) -> list[Q]:
        """The queries for sequences of marks that a zone can contain, all with the same weight."""
        present = [form for form in forms if all(self._articles(place, mark) for _, mark in form)]
        weight = sum(
            self._weight(sum(self._articles(place, mark) for _, mark in set(marks))) for marks in zip(*present, strict=False)
        )
        own = [sum(self._own_weight(place, mark) for _, mark in form) for form in present]
        return [self._boost(self._sequence(place, form), weight / each) for form, each in zip(present, own, strict=True) if each]


def are_plain(parts: Sequence[Query]) -> bool:
    """Whether these are several plain words of the text."""
    return len(parts) >= _SEVERAL and all(isinstance(part, Term) and part.field is None for part in parts)


def _is_any_of(part: Query) -> bool:
    return isinstance(part, Or) and are_plain(part.parts)
