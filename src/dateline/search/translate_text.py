"""Words in texts → the engine's query: single words, phrases, patterns, words close to each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import product
from math import log, prod

from dateline.errors import QueryError
from dateline.query import Fuzzy, Near, Phrase, Term, Wildcard, Word, list_words
from dateline.search.answer_cache import remember
from dateline.search.dialect import Dialect, Placed, Q, Statistics
from dateline.search.normal_form import TURKISH, remove_accents, small
from dateline.search.patterns import escaped, word_pattern
from dateline.search.schema import FIELDS_OF
from dateline.search.stems import (
    CASE_LANE,
    EXACT,
    EXACT_LANE,
    LANES,
    Keys,
    cases_of,
    exact_mark,
    key_marks,
    make_key_sets,
    make_keys,
    word_marks,
)
from dateline.search.text_matcher import has_case
from dateline.search.tokens import exact_tokens, raw_tokens
from dateline.search.translate_filters import FilterTranslator

_TITLE_BOOST = 5.0
"""Known items come first in 0.91 to 0.93 of cases; with 2 in 0.89 to 0.92. More than 5 gains nothing (benchmarks/known_item.py)."""
_TEXT = ("title", "body")
_MOST_WAYS = 16
_MOST_PATTERNS = 128
_MOST_TIMES = 50
_MOST_REMEMBERED = 1_000


def fields_of_zone(zone: str | None) -> tuple[str, ...]:
    """The fields with the texts of a zone; without a zone, those of title and body."""
    return FIELDS_OF.get(zone, (zone,)) if zone else _TEXT


class TextTranslator(FilterTranslator[Q]):
    """Translate words in texts, for one index in its present state."""

    def __init__(self, dialect: Dialect[Q], statistics: Statistics) -> None:
        super().__init__(dialect)
        self.statistics = statistics
        self.known: dict[tuple[str, str], int] = {}
        self._words: dict[Word, list[Q]] = {}

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages whose stems the index contains."""
        return self.statistics.stems or ("-",)

    def _in_texts(self, query: Word) -> list[Q]:
        """Queries that find a word in its zones; any of them is enough."""
        found = self._words.get(query)
        if found is None:  # one search needs the same words several times: for stories, for hits, to explain an empty result
            places = fields_of_zone(query.field)
            found = [self._boosted(place, part) for place in places for part in self._in_text(query, place)]
            remember(self._words, query, found, _MOST_REMEMBERED)
        return found

    def _in_text(self, query: Word, place: str) -> list[Q]:
        """Queries that find a word in one zone; any of them is enough."""
        match query:
            case Term(text):
                found = [part for form in self._keys(text) for part in self._match_keys(place, form)]
                if (word := small(text)) == remove_accents(word):
                    return found
                # A word typed with accents ranks higher where the text has the accents too.
                return [*found, *(self._sequence(place, form) for form in self._exact(text, match_case=False))]
            case Phrase(text):
                return [self._sequence(place, form) for form in self._exact(text)]
            case Fuzzy(text, distance):
                marks = word_marks(self.languages)
                return [self.dialect.fuzzy(place, mark, small(text), distance) for mark in marks]
            case Wildcard(text):
                return [self._like(place, self._any_mark + word_pattern(small(text)), query)]
        *whole, start = exact_tokens(query.text) or [""]
        if not start:
            return []
        if not whole:
            return [self._like(place, self._any_mark + word_pattern(start + "*"), query)]
        before = [[(at, escaped(mark)) for at, mark in form] for form in self._exact(" ".join(whole))]
        ends = [
            (LANES * len(whole) + (EXACT_LANE if mark == EXACT else 0), escaped(mark) + word_pattern(start + "*"))
            for mark in word_marks(self.languages)
        ]
        return [self.dialect.sequence_like(place, [*words, end]) for words in before for end in ends]

    @property
    def _any_mark(self) -> str:
        return f"({'|'.join(map(escaped, word_marks(self.languages)))})"

    def _keys(self, text: str) -> list[tuple[Keys, ...]]:
        """The keys of a text's words, in every language, without repeats."""
        words = exact_tokens(text)
        return sorted({tuple(make_keys(exact_tokens(text, code) if code == TURKISH else words, code)) for code in self.languages})

    def _exact(self, text: str, *, match_case: bool = True) -> list[Placed]:
        """The marks of a phrase's words: their exact form, and the case of the words with a capital.

        Words that are all in capitals, as in a headline, match too.
        """
        tokens = raw_tokens(text)
        cased = [(at, token) for at, token in enumerate(tokens) if match_case and has_case(token)]
        found: set[Placed] = set()
        for code in self.languages:
            words = [(LANES * at + lane, mark) for at, (lane, mark) in enumerate(exact_mark(token, code) for token in tokens)]
            for marks in cases_of([token for _, token in cased], code):
                cases = [(LANES * at + CASE_LANE, mark) for (at, _), mark in zip(cased, marks, strict=True)]
                found.add(tuple(sorted([*words, *cases])))
        return sorted(found)

    def _match_keys(self, field: str, words: Sequence[Keys], slop: int | None = None, weight: float | None = None) -> list[Q]:
        """Queries for consecutive words that each have one of these keys; with `slop`, for words at most that far apart."""
        places = [LANES * at if slop is None else 0 for at in range(len(words))]
        known: list[list[tuple[int, str]]] = []
        for place, keys in zip(places, words, strict=True):
            present = [(place + lane, mark) for key in keys for lane, mark in key_marks(key) if self._articles(field, mark)]
            if not present:
                return []
            known.append(present)
        if not known:
            return []
        if prod(map(len, known)) > _MOST_WAYS:
            patterns = [_patterns(marks) for marks in known]
            if prod(map(len, patterns)) > _MOST_PATTERNS:
                raise QueryError("these joined words with accents have too many spellings; put them in quotation marks")
            return [self.dialect.sequence_like(field, variant, slop or 0) for variant in product(*patterns)]
        # A word has the same weight in each of its forms.
        if weight is None:
            weight = sum(self._weight(sum(self._articles(field, mark) for _, mark in marks)) for marks in known)
        found = []
        for variant in product(*known):
            own = sum(self._own_weight(field, mark) for _, mark in variant)
            found.append(self._boost(self._sequence(field, variant, slop or 0), weight / own))
        return found

    def _articles(self, field: str, mark: str) -> int:
        """The number of articles with a mark in a zone."""
        found = self.known.get((field, mark))
        if found is None:
            found = self.statistics.frequency(field, mark)
            remember(self.known, (field, mark), found, _MOST_REMEMBERED)
        return found

    def _weight(self, articles: int) -> float:
        """The weight (inverse document frequency of BM25) of a word that this many articles have."""
        return _weight_among(articles, self.statistics.articles)

    def _own_weight(self, field: str, mark: str) -> float:
        """The weight that the engine itself gives a mark in a zone."""
        return _weight_among(self._articles(field, mark), self.statistics.document_count(field))

    def _any_in_text(self, words: Sequence[Word], place: str) -> list[Q]:
        return [found for word in words for found in self._in_text(word, place)]

    def _near_pairs(self, query: Near, place: str) -> list[Q]:
        """Pairs of single words that are at most the distance apart, in any order."""
        slop = LANES * query.distance
        found = []
        for left, right in product(list_words(query.left), list_words(query.right)):
            if isinstance(left, Phrase):
                words = (raw_tokens(left.text)[0], raw_tokens(right.text)[0])
                exact = {tuple(exact_mark(word, code) for word in words) for code in self.languages}
                found += [self._sequence(place, pair, slop) for pair in sorted(exact)]
            else:
                pairs = {(*make_key_sets(left.text, code), *make_key_sets(right.text, code)) for code in self.languages}
                found += [part for pair in sorted(pairs) for part in self._match_keys(place, pair, slop)]
        return found

    def _boosted(self, place: str, query: Q) -> Q:
        return self._boost(query, _TITLE_BOOST if place == "title" else 1.0)


def _weight_among(articles: int, everyone: int) -> float:
    least = min(articles, everyone)
    return log(1 + (everyone - least + 0.5) / (least + 0.5))


def _patterns(marks: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """The marks as one pattern for each position."""
    found: dict[int, list[str]] = {}
    for place, mark in marks:
        found.setdefault(place, []).append(escaped(mark))
    return [(place, f"({'|'.join(some)})") for place, some in found.items()]


def refuse_repeats(query: Word) -> None:
    """Raise QueryError if a word occurs too often in one sequence: each repeat costs as much as another word."""
    times = Counter(exact_tokens(query.text))
    if times and (often := max(times, key=times.__getitem__)) and times[often] > _MOST_TIMES:
        raise QueryError(
            f"'{often}' occurs {times[often]} times in one sequence of words; at most {_MOST_TIMES} times can be searched"
        )
