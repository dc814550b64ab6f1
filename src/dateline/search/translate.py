"""Query tree → the engine's query, in whatever dialect the engine has. Words weigh, filters only decide.

A text is held in lanes (see `token_streams`), so that its word number n has the places from 3n on. What stands there hangs on
the text's language: a phrase is asked for once in each form that it has in the languages of the index.
What the engine cannot decide by these places (`decides` says no) becomes a query that finds too much, never too little.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import product
from math import log, prod
from typing import Generic

from dateline.errors import QueryError
from dateline.query import (
    CODES,
    NAMES,
    PLACES,
    ZONES,
    And,
    AtLeast,
    DateRange,
    Fuzzy,
    Known,
    Leaf,
    Location,
    MatchAll,
    Near,
    Not,
    NumberRange,
    OnePerStory,
    OnlyIds,
    Or,
    Phrase,
    Prefix,
    Query,
    Regex,
    Same,
    Term,
    Unknown,
    Wildcard,
    Word,
    list_words,
)
from dateline.search.answer_cache import remember
from dateline.search.dialect import Dialect, Placed, Q, Statistics
from dateline.search.exactness import is_exact
from dateline.search.normal_form import TURKISH, remove_accents, small
from dateline.search.patterns import escaped, search_pattern, word_pattern
from dateline.search.schema import ALWAYS, COPY, FIELDS_OF, MOST_OFTEN, OFTEN, UNKNOWN
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
from dateline.search.tokens import exact_tokens, folded_tokens, raw_tokens

_TITLE_BOOST = 5.0
"""Known items come first in 0.91 to 0.93 of cases, in 0.89 to 0.92 with 2; more than 5 gains nothing (benchmarks/known_item.py)."""
_TEXT = ("title", "body")
_MOST_WAYS = 16
_MOST_PATTERNS = 128
_MOST_TIMES = 50
_MOST_REMEMBERED = 1_000


def _fields_of(zone: str | None) -> tuple[str, ...]:
    """The fields that hold the texts of a zone; without one, those of title and body."""
    return FIELDS_OF.get(zone, (zone,)) if zone else _TEXT


def _is_of_phrases(query: Query) -> bool:
    if isinstance(query, Or):
        return all(map(_is_of_phrases, query.parts))
    return isinstance(query, Phrase) and query.field in (None, *ZONES)


class Translator(Generic[Q]):
    """Translates for one index as it is, into what its engine writes."""

    def __init__(self, dialect: Dialect[Q], held: Statistics) -> None:
        self.dialect = dialect
        self.held = held
        self.known: dict[tuple[str, str], int] = {}
        self._words: dict[Word, list[Q]] = {}

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages whose stems the index holds."""
        return self.held.stems or ("-",)

    def translate(self, query: Query) -> Q:
        """`query` for the engine."""
        match query:
            case MatchAll():
                return self.dialect.everything()
            case And(parts):
                if found := self._narrowed_phrase(parts):
                    return found
                return self._every(parts, self.translate)
            case Or(parts):
                return self._either([self.translate(part) for part in parts])
            case Not(part):
                return self.dialect.combine(must=[self.dialect.everything()], must_not=[self.translate(part)])
            case OnlyIds(part, ids):
                return self._chosen(self.translate(part), ids)
            case OnePerStory(part, ids, without):
                return self._one_of_each(self.translate(part), ids, without)
        return self._leaf(query)

    def _every(self, parts: Sequence[Query], translated: Callable[[Query], Q]) -> Q:
        must = [translated(part) for part in parts if not isinstance(part, Not)]
        must_not = [translated(part.part) for part in parts if isinstance(part, Not)]
        return self.dialect.combine(must or [self.dialect.everything()], must_not=must_not)

    def _narrowed_phrase(self, parts: Sequence[Query]) -> Q | None:
        """One phrase (or any of several) among filters as phrase and filters in each zone; None where there is anything else.

        In an AND with one that stands in either, the engine would look for the phrase in articles that no filter lets through.
        """
        phrases = [part for part in parts if _is_of_phrases(part)]
        filters = [
            part for part in parts if isinstance(part, DateRange) or getattr(part, "field", None) in (*NAMES, *CODES, *PLACES)
        ]
        if len(phrases) != 1 or not filters or len(filters) + 1 < len(parts):
            return None
        within = [self.translate(part) for part in filters]
        found = []
        for phrase in list_words(phrases[0]):
            refuse_repeats(phrase)
            found += [self._all([part, *within]) for part in self._in_texts(phrase)]
        return self._either(found)

    def _chosen(self, part: Q, ids: frozenset[str]) -> Q:
        return self._all([part, self._filter(self.dialect.any_term("id", sorted(ids)))])

    def _one_of_each(self, part: Q, ids: frozenset[str], without: frozenset[str]) -> Q:
        left_out = [self.dialect.term("copy", COPY)]
        if without:
            left_out.append(self.dialect.any_term("id", sorted(without)))
        if not ids:
            return self.dialect.combine([part], must_not=left_out)
        leads = self.dialect.combine([self.dialect.everything()], must_not=left_out)
        return self._all([part, self._filter(self._either([leads, self.dialect.any_term("id", sorted(ids))]))])

    def _leaf(self, query: Leaf) -> Q:
        match query:
            case DateRange(first, last, field):
                ends = (first.toordinal() if first else None, last.toordinal() if last else None)
                return self._filter(self._range(f"{field}_first", f"{field}_first" if field == "seen" else f"{field}_last", *ends))
            case Unknown(field):
                return self._filter(self._without(self.dialect.everything(), self.dialect.term("known", field)))
            case Known(field):
                return self._filter(self.dialect.term("known", field) if field not in ALWAYS else self.dialect.everything())
            case Location():
                from dateline.search.address_query import translate_location  # few queries name one

                return self._filter(translate_location(self.dialect, query))
            case NumberRange(field, least, most):
                return self._filter(self._range(field, field, least, most))
            case Regex(pattern, field):
                return self._filter(self._pattern(pattern, field))
            case Near() | Same() | AtLeast():
                return self._close(query)
        assert isinstance(query, Word)
        if not isinstance(query, Wildcard):
            refuse_repeats(query)
        if query.field in CODES:
            return self._filter(self._code(query))
        if query.field in NAMES:
            return self._filter(self._name(query, str(query.field)))
        return self._either(self._in_texts(query))

    # Words in a text

    def _in_texts(self, query: Word) -> list[Q]:
        """What finds a word in its zones: any of these."""
        found = self._words.get(query)
        if found is None:  # one search asks for the same words several times: for stories, hits, and why there are none
            places = _fields_of(query.field)
            found = [self._boosted(place, part) for place in places for part in self._in_text(query, place)]
            remember(self._words, query, found, _MOST_REMEMBERED)
        return found

    def _in_text(self, query: Word, place: str) -> list[Q]:
        """What finds a word in one zone: any of these."""
        match query:
            case Term(text):
                found = [part for form in self._keys(text) for part in self._meeting(place, form)]
                if (word := small(text)) == remove_accents(word):
                    return found
                # One that is typed with accents comes first where it stands with them.
                return [*found, *(self._sequence(place, form) for form in self._exact(text, minds_case=False))]
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

    def _like(self, field: str, pattern: str, query: Leaf) -> Q:
        """Any word of a field that a pattern describes as a whole."""
        try:
            return self.dialect.like(field, pattern)
        except ValueError as error:
            raise QueryError(f"'{query}' cannot be searched: {_reason(str(error))}") from error

    def _keys(self, text: str) -> list[tuple[Keys, ...]]:
        """The keys of a text's words, in each language where they are others."""
        words = exact_tokens(text)
        return sorted({tuple(make_keys(exact_tokens(text, code) if code == TURKISH else words, code)) for code in self.languages})

    def _exact(self, text: str, *, minds_case: bool = True) -> list[Placed]:
        """The marks of a phrase's words: of their exact form, and of the case of the letters of those that have a capital.

        Where these words stand in capitals, as in a headline, that is as well.
        """
        tokens = raw_tokens(text)
        asked = [(at, token) for at, token in enumerate(tokens) if minds_case and has_case(token)]
        found: set[Placed] = set()
        for code in self.languages:
            words = [(LANES * at + lane, mark) for at, (lane, mark) in enumerate(exact_mark(token, code) for token in tokens)]
            for marks in cases_of([token for _, token in asked], code):
                cases = [(LANES * at + CASE_LANE, mark) for (at, _), mark in zip(asked, marks, strict=True)]
                found.add(tuple(sorted([*words, *cases])))
        return sorted(found)

    def _meeting(self, field: str, words: Sequence[Keys], slop: int | None = None, weight: float | None = None) -> list[Q]:
        """Words that have one of these keys, one after the other; with `slop`, so far from each other."""
        places = [LANES * at if slop is None else 0 for at in range(len(words))]
        known: list[list[tuple[int, str]]] = []
        for place, keys in zip(places, words, strict=True):
            held = [(place + lane, mark) for key in keys for lane, mark in key_marks(key) if self._articles(field, mark)]
            if not held:
                return []
            known.append(held)
        if not known:
            return []
        if prod(map(len, known)) > _MOST_WAYS:
            patterns = [_patterns(marks) for marks in known]
            if prod(map(len, patterns)) > _MOST_PATTERNS:
                raise QueryError("so many words with accents, joined to one, have too many spellings; put them in quotation marks")
            return [self.dialect.sequence_like(field, way, slop or 0) for way in product(*patterns)]
        # In whatever form a word is held, it weighs the same.
        if weight is None:
            weight = sum(self._weight(sum(self._articles(field, mark) for _, mark in marks)) for marks in known)
        found = []
        for way in product(*known):
            own = sum(self._own_weight(field, mark) for _, mark in way)
            found.append(self._boost(self._sequence(field, way, slop or 0), weight / own))
        return found

    def _articles(self, field: str, mark: str) -> int:
        """How many articles have a mark in a zone."""
        found = self.known.get((field, mark))
        if found is None:
            found = self.held.frequency(field, mark)
            remember(self.known, (field, mark), found, _MOST_REMEMBERED)
        return found

    def _weight(self, articles: int) -> float:
        """What a word that so many articles have is worth (as BM25 has it)."""
        return _weight_among(articles, self.held.articles)

    def _own_weight(self, field: str, mark: str) -> float:
        """What the engine itself gives for a mark in a zone."""
        return _weight_among(self._articles(field, mark), self.held.having(field))

    def _sequence(self, field: str, words: Placed, slop: int = 0) -> Q:
        if not words:
            return self.dialect.nothing()
        if len(words) == 1:
            return self.dialect.term(field, words[0][1])
        return self.dialect.sequence(field, words, slop)

    # Words close to each other

    def _close(self, query: Near | Same | AtLeast) -> Q:
        if isinstance(query, AtLeast):
            if not is_exact(query):
                return self._leaf(Term(query.text, query.field))
            keys = {key for code in self.languages for key in make_key_sets(query.text, code)[0]}
            often = [f"{key}{OFTEN}{times}" for key in sorted(keys) for times in range(query.count, MOST_OFTEN + 1)]
            times_enough = self._filter(self.dialect.any_term("often", often))
            return self._all([self._leaf(Term(query.text)), times_enough])
        parts = query.parts if isinstance(query, Same) else (query.left, query.right)
        field = list_words(query)[0].field
        near = isinstance(query, Near) and is_exact(query)
        choices = []
        for place in _fields_of(field):
            if near and isinstance(query, Near):
                choices += [self._boosted(place, part) for part in self._within(query, place)]
            else:
                choices.append(self._all([self._either(self._in_any(list_words(part), place)) for part in parts]))
        return self._either(choices)

    def _in_any(self, words: Sequence[Word], place: str) -> list[Q]:
        return [found for word in words for found in self._in_text(word, place)]

    def _within(self, query: Near, place: str) -> list[Q]:
        """Pairs of single words whose places differ by no more than the distance, in whichever order."""
        slop = LANES * query.distance
        found = []
        for left, right in product(list_words(query.left), list_words(query.right)):
            if isinstance(left, Phrase):
                words = (raw_tokens(left.text)[0], raw_tokens(right.text)[0])
                exact = {tuple(exact_mark(word, code) for word in words) for code in self.languages}
                found += [self._sequence(place, pair, slop) for pair in sorted(exact)]
            else:
                pairs = {(*make_key_sets(left.text, code), *make_key_sets(right.text, code)) for code in self.languages}
                found += [part for pair in sorted(pairs) for part in self._meeting(place, pair, slop)]
        return found

    # Names, codes, numbers, days

    def _name(self, query: Word, field: str) -> Q:
        tokens = folded_tokens(query.text)
        if isinstance(query, Fuzzy) and tokens:
            return self.dialect.fuzzy(field, "", tokens[0], query.distance)
        if isinstance(query, Wildcard):
            return self._like(field, word_pattern(small(query.text)), query)
        if not isinstance(query, Prefix) or not tokens:
            return self._sequence(field, tuple(enumerate(tokens)))
        patterns = [*map(escaped, tokens[:-1]), escaped(tokens[-1]) + ".*"]
        if len(patterns) == 1:
            return self._like(field, patterns[0], query)
        return self.dialect.sequence_like(field, list(enumerate(patterns)))

    def _code(self, query: Word) -> Q:
        name = query.text.lower()
        if isinstance(query, Prefix | Wildcard):
            pattern = word_pattern(name) if isinstance(query, Wildcard) else escaped(name) + ".*"
            return self._like(str(query.field), pattern, query)
        return self.dialect.term(str(query.field), name)

    def _pattern(self, pattern: str, field: str) -> Q:
        typed = search_pattern(pattern, field)
        fields = [f"{field}_name", *(["domain_name"] if field == "source" else [])]
        try:
            found = [(self.dialect.like(name, typed, minds_case=False), self.dialect.term(name, UNKNOWN)) for name in fields]
            return self._either([self._without(*pair) for pair in found])
        except ValueError as error:
            raise QueryError(f"{field}:/{pattern}/ cannot be searched: {_reason(str(error))}") from error

    def _range(self, first: str, last: str, least: int | None, most: int | None) -> Q:
        if least is None and most is None:
            return self.dialect.between(first, 0, None)
        if first == last:
            return self.dialect.between(first, least, most)
        # Where both ends are given each column is held to both, which says no more and lets the engine look at far fewer articles.
        columns = [first] * (least is not None) + [last] * (most is not None)
        return self._all([self.dialect.between(column, least, most) for column in columns])

    # Putting together

    def _filter(self, query: Q) -> Q:
        return self.dialect.filter(query)

    def _boosted(self, place: str, query: Q) -> Q:
        return self._boost(query, _TITLE_BOOST if place == "title" else 1.0)

    def _boost(self, query: Q, by: float) -> Q:
        return query if by == 1.0 else self.dialect.boost(query, by)

    def _all(self, queries: Sequence[Q]) -> Q:
        return queries[0] if len(queries) == 1 else self.dialect.combine(queries)

    def _either(self, queries: Sequence[Q]) -> Q:
        if not queries:
            return self.dialect.nothing()
        return queries[0] if len(queries) == 1 else self.dialect.combine(should=queries)

    def _without(self, query: Q, left_out: Q) -> Q:
        return self.dialect.combine([query], must_not=[left_out])


def _weight_among(articles: int, everyone: int) -> float:
    least = min(articles, everyone)
    return log(1 + (everyone - least + 0.5) / (least + 0.5))


def _patterns(marks: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Marks as one pattern for each place."""
    found: dict[int, list[str]] = {}
    for place, mark in marks:
        found.setdefault(place, []).append(escaped(mark))
    return [(place, f"({'|'.join(some)})") for place, some in found.items()]


def refuse_repeats(query: Word) -> None:
    """QueryError where a word stands too often in one sequence: each time costs as much as a word of its own."""
    times = Counter(exact_tokens(query.text))
    if times and (often := max(times, key=times.__getitem__)) and times[often] > _MOST_TIMES:
        raise QueryError(
            f"'{often}' stands {times[often]} times in one sequence of words; at most {_MOST_TIMES} times can be searched"
        )


def _reason(message: str) -> str:
    if "size limit" in message:
        return "it is too wild; take fewer * and ?, or fewer or shorter repeats"
    lines = [line.strip() for line in message.splitlines() if line.strip(" ^")]
    return lines[-1].removeprefix("error: ").rstrip(")'") if lines else "it is no regular expression"
