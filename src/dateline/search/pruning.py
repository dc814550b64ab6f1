"""Find the best of very many matches without scoring each.

An article with a frequent word in its title scores higher than any that has it only in the text, and such titles are few. So these
articles are scored first. If enough of them score higher than any text can, they are the best of all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import log

from dateline.query import OnePerStory, OnlyIds, Or, Query, Term
from dateline.search.dialect import Dialect, Q, Statistics
from dateline.search.normal_form import remove_accents, small
from dateline.search.relevance import RankingTranslator, are_plain
from dateline.search.stems import key_marks
from dateline.search.tokens import exact_tokens
from dateline.search.weights import Leaders

_LEAST = 10_000
"""If fewer articles match, scoring all takes less time than searching twice."""
_MOST_PARTS = 8
# The factor of a word's frequency in BM25 approaches k1 + 1 and never reaches it; the engine computes in 32-bit floats.
_SATURATION = 2.2 * 1.0001


class PruningTranslator(RankingTranslator[Q]):
    """A translator that also finds the matches that may be best. This is used if at least `least` texts have the words."""

    def __init__(self, dialect: Dialect[Q], statistics: Statistics, least: int = _LEAST) -> None:
        super().__init__(dialect, statistics)
        self._least = least

    def leaders(self, query: Query) -> Leaders[Q] | None:
        """The matches that have a word in their titles; None if they would not help or decide nothing."""
        match query:
            case OnlyIds(part, ids):
                found = self.leaders(part)
                return found and Leaders(self._limit_to_ids(found.query, ids), found.ceiling)
            case OnePerStory(part, ids, without):
                found = self.leaders(part)
                return found and Leaders(self._limit_to_stories(found.query, ids, without), found.ceiling)
            case Term(_, None) if self._is_worthwhile([query]):
                return self._make_leaders(
                    self._in_texts(replace(query, field="title")), self._in_text(query, "body"), self._ceiling(query)
                )
            case Or(parts) if are_plain(parts) and self._is_worthwhile(words := [part for part in parts if isinstance(part, Term)]):
                ceiling = sum(self._ceiling(word, self._even_weight(word, "body")) for word in words)
                return self._make_leaders(*self._parts_of_any(words), ceiling)
        return None

    def _make_leaders(self, titles: Sequence[Q], bodies: Sequence[Q], ceiling: float) -> Leaders[Q] | None:
        if not titles or len(bodies) > _MOST_PARTS:
            return None
        query = self._any(titles)
        for part in bodies:  # one by one: with several together, the engine would read every article that has one of them
            query = self.dialect.combine([query], should=[part])
        return Leaders(query, ceiling)

    def _is_worthwhile(self, words: Sequence[Term]) -> bool:
        if not all(len(exact_tokens(word.text)) == 1 and (text := small(word.text)) == remove_accents(text) for word in words):
            return False
        forms = [[keys for (keys,) in self._keys(word.text)] for word in words]
        texts, titles = (sum(self._count_articles(zone, of_word) for of_word in forms) for zone in ("body", "title"))
        return texts >= max(self._least, 2 * titles)

    def _ceiling(self, word: Term, weight: float | None = None) -> float:
        """The highest score of a word in a text. An article has one language, so only the forms of one language add up."""
        most = 0.0
        for (keys,) in self._keys(word.text):
            counts = [articles for key in keys for _, mark in key_marks(key) if (articles := self._articles("body", mark))]
            whole = self._weight(sum(counts)) if weight is None else weight
            most = max(most, sum(whole / self._weight(articles) * self._engine_weight(articles) for articles in counts))
        return most * _SATURATION

    def _engine_weight(self, articles: int) -> float:
        """The weight that the engine gives a mark; the engine also counts replaced articles."""
        every = sum(self._articles("stems", code) for code in self.languages)
        return log(1 + (every - articles + 0.5) / (articles + 0.5))
