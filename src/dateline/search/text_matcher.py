"""Match the words of a query in one text, word by word: their positions, and whether they are as close as the query requires.

Snippets use this to mark hits, and the post-filter uses it to decide what an engine cannot.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache
from operator import eq, itemgetter
from typing import TypeVar

from dateline.query import And, AtLeast, Fuzzy, Near, OnePerStory, OnlyIds, Or, Phrase, Prefix, Query, Same, Term, Wildcard, Word
from dateline.search.normal_form import small
from dateline.search.patterns import word_pattern
from dateline.search.spelling import errors_between
from dateline.search.stems import Keys, cases_of, find_case, intersect_keys, make_key_sets, make_keys
from dateline.search.tokens import exact_tokens, raw_tokens, small_tokens, stem_language, token_places

_T = TypeVar("_T")
Run = tuple[int, int]
"""The positions of the first and the last word of a hit."""


class TextMatcher:
    """The words of one text. Each form of them is made on first use."""

    def __init__(self, text: str, language: str | None) -> None:
        self.text = text
        self.language = language

    @cached_property
    def places(self) -> list[tuple[int, int]]:
        """The spans of the words, in characters."""
        return token_places(self.text)

    @cached_property
    def raw(self) -> list[str]:
        """The words as written."""
        return raw_tokens(self.text)

    @cached_property
    def exact(self) -> list[str]:
        """The words in normal form and lower case."""
        return small_tokens(self.raw, self.language)

    @cached_property
    def forms(self) -> list[str]:
        """The distinct words in lower case."""
        return list(set(self.exact))

    def where(self, forms: Iterable[str]) -> list[Run]:
        """The runs of words that have one of these forms in lower case."""
        wanted = set(forms)
        return [(at, at) for at, word in enumerate(self.exact) if word in wanted] if wanted else []

    @cached_property
    def keys(self) -> list[Keys]:
        """The keys by which words match."""
        return make_keys(self.exact, self.language)

    def spans(self, runs: Sequence[Run]) -> list[tuple[int, int]]:
        """The spans of `runs`, which are in order and do not overlap, in characters. The text is read only up to the last run."""
        found, reached, end = [], 0, 0
        for first, last in runs:
            for word in self.raw[reached:first]:
                end = self.text.index(word, end) + len(word)  # no character between two words can start a word
            start = self.text.index(self.raw[first], end)
            for word in self.raw[first : last + 1]:
                end = self.text.index(word, end) + len(word)
            reached = last + 1
            found.append((start, end))
        return found

    @cached_property
    def sentences(self) -> list[int]:
        """The number of each word's sentence."""
        from dateline.search.sentences import sentence_numbers

        return sentence_numbers(self.text, self.places, self.language)

    @cached_property
    def paragraphs(self) -> list[int]:
        """The number of each word's paragraph."""
        from dateline.search.sentences import paragraph_numbers

        return paragraph_numbers(self.text, self.places)


def word_runs(word: Word, text: TextMatcher) -> list[Run]:
    """Find the runs of a word, phrase or pattern in `text`."""
    match word:
        case Term(written):
            wanted = make_key_sets(written, text.language)
            return _words_with_keys(wanted[0], text) if len(wanted) == 1 else _sequences(wanted, text.keys, intersect_keys)
        case Phrase(written):
            cased = [(at, token) for at, token in enumerate(raw_tokens(written)) if has_case(token)]
            return _sequences(exact_tokens(written, text.language), text.exact, eq, lambda start: _case_matches(cased, text, start))
        case Fuzzy(written, distance):
            wrong = small(written)
            return text.where(form for form in text.forms if errors_between(wrong, form, distance) <= distance)
        case Wildcard(written):
            return text.where(filter(_compiled(word_pattern(small(written))).fullmatch, text.forms))
    # A prefix: all tokens except the last are whole words.
    *whole, start = exact_tokens(word.text) or [""]
    ends = text.where(filter(_compiled(word_pattern(start + "*")).fullmatch, text.forms)) if start else []
    return [(at - len(whole), at) for at, _ in ends if at >= len(whole) and text.exact[at - len(whole) : at] == whole]


def matching_runs(query: Query, text: TextMatcher) -> list[Run]:
    """Find the runs of words that fulfil `query`: for NEAR only those that are near, for AtLeast only if there are enough."""
    match query:
        case Term() | Phrase() | Prefix() | Wildcard() | Fuzzy():
            return word_runs(query, text)
        case Or(parts) | And(parts):
            return sorted({run for part in parts for run in matching_runs(part, text)})
        case Near(left, right, distance):
            return _near(matching_runs(left, text), matching_runs(right, text), distance)
        case Same(parts, unit):
            return _in_same_part(
                [matching_runs(part, text) for part in parts], text.sentences if unit == "sentence" else text.paragraphs
            )
        case AtLeast(count, written):
            runs = word_runs(Term(written), text)
            return runs if len(runs) >= count else []
        case OnlyIds(part) | OnePerStory(part):
            return matching_runs(part, text)
    return []


def has_case(text: str) -> bool:
    """Whether a phrase, or a word of one, has a capital, so that its case must match."""
    return text != text.lower()


def _case_matches(cased: Sequence[tuple[int, str]], text: TextMatcher, start: int) -> bool:
    """Whether the words from `start` have the required capitals, or are all in capitals, as in a headline."""
    code = stem_language(text.language)
    return [find_case(text.raw[start + at], code) for at, _ in cased] in cases_of([token for _, token in cased], code)


def _words_with_keys(keys: Keys, text: TextMatcher) -> list[Run]:
    """The words with these keys. An English key starts with the same letter as its words, so other words are skipped."""
    maybe = set(text.raw)
    if all(key.startswith("en:") for key in keys):
        firsts = {letter for key in keys for letter in (key[3], key[3].upper())}
        maybe = {word for word in maybe if word[0] in firsts or not word[0].isascii()}
    forms = dict(zip(maybe, make_keys(small_tokens([*maybe], text.language), text.language), strict=True))
    matching = {word for word, found in forms.items() if intersect_keys(found, keys)}
    return [(at, at) for at, word in enumerate(text.raw) if word in matching] if matching else []


def _sequences(
    wanted: Sequence[_T], have: list[_T], same: Callable[[_T, _T], bool], fits: Callable[[int], bool] = lambda start: True
) -> list[Run]:
    """Find the runs of `wanted` in the words of a text whose start `fits` accepts; the runs do not overlap."""
    length = len(wanted)
    if not length:
        return []
    first, whole = wanted[0], list(wanted)
    runs, reached = [], 0
    for at, token in enumerate(have):
        if same(token, first) and at >= reached and (length == 1 or _is_at(whole, have, at, same)) and fits(at):
            runs.append((at, at + length - 1))
            reached = at + length if length > 1 else 0
    return runs


def _is_at(whole: Sequence[_T], have: Sequence[_T], start: int, same: Callable[[_T, _T], bool]) -> bool:
    """Whether `whole` is at a position. It stops at the first difference, as a text may repeat the first word very often."""
    return start + len(whole) <= len(have) and all(same(have[start + at], word) for at, word in enumerate(whole))


def _near(left: Sequence[Run], right: Sequence[Run], distance: int) -> list[Run]:
    found: set[Run] = set()
    for first, second in ((left, right), (right, left)):
        starts = [run[0] for run in second]
        reached = 0  # the number of runs in `second` that were added: each is added once, however many runs it is near
        for run in sorted(first, key=itemgetter(1)):
            begin, end = bisect_left(starts, run[1] + 1), bisect_right(starts, run[1] + distance)
            if begin < end:
                found.add(run)
                found.update(second[max(begin, reached) : end])
                reached = max(reached, end)
    return sorted(found)


def _in_same_part(parts: Sequence[Sequence[Run]], numbers: Sequence[int]) -> list[Run]:
    inside = [[run for run in runs if numbers[run[0]] == numbers[run[1]]] for runs in parts]
    common = set.intersection(*({numbers[run[0]] for run in runs} for runs in inside))
    return sorted({run for runs in inside for run in runs if numbers[run[0]] in common})


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.DOTALL)
