"""Words of a query in one text, read word by word: where they stand, and whether they stand as close as was asked for.

This is the reading that marks hits in a text, and that decides what an engine cannot.
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
"""The numbers of the first and the last word of a hit."""


class TextMatcher:
    """One text taken apart into words, as far as somebody asks."""

    def __init__(self, text: str, language: str | None) -> None:
        self.text = text
        self.language = language

    @cached_property
    def places(self) -> list[tuple[int, int]]:
        """Where the words stand."""
        return token_places(self.text)

    @cached_property
    def raw(self) -> list[str]:
        """The words as they are written."""
        return raw_tokens(self.text)

    @cached_property
    def exact(self) -> list[str]:
        """The words in normal form and small letters."""
        return small_tokens(self.raw, self.language)

    @cached_property
    def forms(self) -> list[str]:
        """The words in small letters, each once."""
        return list(set(self.exact))

    def where(self, forms: Iterable[str]) -> list[Run]:
        """Where words stand that have one of these forms in small letters."""
        wanted = set(forms)
        return [(at, at) for at, word in enumerate(self.exact) if word in wanted] if wanted else []

    @cached_property
    def keys(self) -> list[Keys]:
        """The keys by which words meet."""
        return make_keys(self.exact, self.language)

    def spans(self, runs: Sequence[Run]) -> list[tuple[int, int]]:
        """Where `runs`, in order and apart from each other, begin and end: found word by word, no further than the last of them."""
        found, reached, end = [], 0, 0
        for first, last in runs:
            for word in self.raw[reached:first]:
                end = self.text.index(word, end) + len(word)  # nothing between two words is what a word begins with
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
    """Where in `text` a word, phrase or pattern stands."""
    match word:
        case Term(written):
            wanted = make_key_sets(written, text.language)
            return _of_one_key(wanted[0], text) if len(wanted) == 1 else _sequences(wanted, text.keys, intersect_keys)
        case Phrase(written):
            minded = [(at, token) for at, token in enumerate(raw_tokens(written)) if has_case(token)]
            return _sequences(exact_tokens(written, text.language), text.exact, eq, lambda start: _has_case(minded, text, start))
        case Fuzzy(written, distance):
            wrong = small(written)
            return text.where(form for form in text.forms if errors_between(wrong, form, distance) <= distance)
        case Wildcard(written):
            return text.where(filter(_compiled(word_pattern(small(written))).fullmatch, text.forms))
    # A beginning: all tokens but the last one are whole words.
    *whole, start = exact_tokens(word.text) or [""]
    ends = text.where(filter(_compiled(word_pattern(start + "*")).fullmatch, text.forms)) if start else []
    return [(at - len(whole), at) for at, _ in ends if at >= len(whole) and text.exact[at - len(whole) : at] == whole]


def held_runs(query: Query, text: TextMatcher) -> list[Run]:
    """Where the words of `query` stand that count for it: near others only where they are near, as often as they must be."""
    match query:
        case Term() | Phrase() | Prefix() | Wildcard() | Fuzzy():
            return word_runs(query, text)
        case Or(parts) | And(parts):
            return sorted({run for part in parts for run in held_runs(part, text)})
        case Near(left, right, distance):
            return _near(held_runs(left, text), held_runs(right, text), distance)
        case Same(parts, unit):
            return _together([held_runs(part, text) for part in parts], text.sentences if unit == "sentence" else text.paragraphs)
        case AtLeast(count, written):
            runs = word_runs(Term(written), text)
            return runs if len(runs) >= count else []
        case OnlyIds(part) | OnePerStory(part):
            return held_runs(part, text)
    return []


def has_case(text: str) -> bool:
    """Whether a word of a phrase, or one of its words, asks for the case of its letters: it does by having a capital."""
    return text != text.lower()


def _has_case(minded: Sequence[tuple[int, str]], text: TextMatcher, start: int) -> bool:
    """Whether the words from a place have the capitals that are asked for, or all have nothing but capitals, as in a headline."""
    code = stem_language(text.language)
    return [find_case(text.raw[start + at], code) for at, _ in minded] in cases_of([token for _, token in minded], code)


def _of_one_key(keys: Keys, text: TextMatcher) -> list[Run]:
    """The words of these keys. No English key begins with another letter than its words, and the others need no look."""
    maybe = set(text.raw)
    if all(key.startswith("en:") for key in keys):
        firsts = {letter for key in keys for letter in (key[3], key[3].upper())}
        maybe = {word for word in maybe if word[0] in firsts or not word[0].isascii()}
    forms = dict(zip(maybe, make_keys(small_tokens([*maybe], text.language), text.language), strict=True))
    meeting = {word for word, found in forms.items() if intersect_keys(found, keys)}
    return [(at, at) for at, word in enumerate(text.raw) if word in meeting] if meeting else []


def _sequences(
    wanted: Sequence[_T], have: list[_T], same: Callable[[_T, _T], bool], fits: Callable[[int], bool] = lambda start: True
) -> list[Run]:
    """Where `wanted` stands among the words that a text has and `fits` says yes of its start, apart from each other."""
    length = len(wanted)
    if not length:
        return []
    first, whole = wanted[0], list(wanted)
    runs, reached = [], 0
    for at, token in enumerate(have):
        if same(token, first) and at >= reached and (length == 1 or _stands_at(whole, have, at, same)) and fits(at):
            runs.append((at, at + length - 1))
            reached = at + length if length > 1 else 0
    return runs


def _stands_at(whole: Sequence[_T], have: Sequence[_T], start: int, same: Callable[[_T, _T], bool]) -> bool:
    """Whether `whole` stands at a place; told at the first word that differs, as a text may begin it very often."""
    return start + len(whole) <= len(have) and all(same(have[start + at], word) for at, word in enumerate(whole))


def _near(left: Sequence[Run], right: Sequence[Run], distance: int) -> list[Run]:
    found: set[Run] = set()
    for first, second in ((left, right), (right, left)):
        starts = [run[0] for run in second]
        reached = 0  # so many of the second are looked at: each is taken once, however many of the first it is near to
        for run in sorted(first, key=itemgetter(1)):
            begin, end = bisect_left(starts, run[1] + 1), bisect_right(starts, run[1] + distance)
            if begin < end:
                found.add(run)
                found.update(second[max(begin, reached) : end])
                reached = max(reached, end)
    return sorted(found)


def _together(parts: Sequence[Sequence[Run]], numbers: Sequence[int]) -> list[Run]:
    inside = [[run for run in runs if numbers[run[0]] == numbers[run[1]]] for runs in parts]
    held = set.intersection(*({numbers[run[0]] for run in runs} for runs in inside))
    return sorted({run for runs in inside for run in runs if numbers[run[0]] in held})


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.DOTALL)
