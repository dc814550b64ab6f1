"""Stems, the keys by which words match, and their marks (index terms).

Stems depend on accents: lycées and lycees have different stems. So a word with accents has two *keys*: its stem, and the stem of
the word typed without accents. The second key of a Korean noun is the noun without its particle. Two words match if they have a
key in common. A second key that differs from the first is indexed together with the case: "C%%%fr:lyce".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from dateline.search.korean import KOREAN, without_particle
from dateline.search.normal_form import is_in_capitals, normalise_letters, remove_accents, small, spelling_variants
from dateline.search.symbol_words import strip_symbols
from dateline.search.tokens import STEMMERS, exact_tokens, stem_language

if TYPE_CHECKING:
    from tantivy import TextAnalyzer

LANES = 3
EXACT_LANE, CASE_LANE = 1, 2
EXACT, CASE = "=", "^"
EXTRA = "%%%"  # as far from the mark of a word as STEM
STEM = "~~~"  # three typing errors away from the mark of a word, so that a fuzzy search for words never matches a stem
NOTHING = "_"

Keys = tuple[str, ...]
"""The keys by which a word matches: one or two."""

_LEAST_CAPITALS = 4  # letters; fewer capitals are an acronym rather than a dateline
_STEMS = 20_000  # cached stems, in addition to cached tokens: more help little and take more memory


def stems_of(tokens: Iterable[str], language: str | None) -> list[str]:
    """The marked stems of tokens in lower case."""
    code = stem_language(language)
    return [stem_of(token, code) for token in tokens]


def make_key_sets(text: str, language: str | None) -> list[Keys]:
    """The keys of each token of `text`."""
    return make_keys(exact_tokens(text, language), language)


def make_keys(tokens: Iterable[str], language: str | None) -> list[Keys]:
    """The keys of each token, for tokens in lower case."""
    code = stem_language(language)
    return [_keys(token, code) for token in tokens]


def find_case(token: str, code: str) -> str:
    """The mark for the case of a token and for its second key; NOTHING for lower case and one key.

    The lower-case form and the case together give the token back, except if a word with two keys has capitals inside.
    """
    return case_mark(token, second_key(small(token, code), code))


def cases_of(tokens: Sequence[str], code: str) -> list[list[str]]:
    """The case marks that a sequence of tokens may have: its own, or those of all capitals, as in a headline.

    A short word alone has only its own: "Who" is not WHO.
    """
    own = [find_case(token, code) for token in tokens]
    if sum(map(len, tokens)) < _LEAST_CAPITALS:
        return [own]
    return [own, [case_mark(normalise_letters(token).upper(), second_key(small(token, code), code)) for token in tokens]]


def word_marks(codes: Iterable[str]) -> tuple[str, ...]:
    """The prefixes of marks for whole words, in texts whose stems have these codes."""
    return (EXACT, *(f"{code}:" for code in codes))


def exact_mark(token: str, code: str) -> tuple[int, str]:
    """The lane and the mark of the exact form of a word, in a text whose stems have this code."""
    word = small(token, code)
    stem = stem_of(word, code)
    return (0, stem) if stem == f"{code}:{word}" else (EXACT_LANE, EXACT + word)


def stem_marks(stem: str) -> tuple[str, str]:
    """The two marks in the first lane for a stem: that of the word that is its own stem, and that of all other words."""
    code, _, surface = stem.partition(":")
    return stem, f"{code}{STEM}{surface}"


@lru_cache(maxsize=_STEMS)
def key_marks(key: str) -> tuple[tuple[int, str], ...]:
    """The lanes and marks of words that have this key as their stem or as their second key."""
    itself, others = stem_marks(key)
    return (0, itself), (0, others), *((CASE_LANE, f"{case}{EXTRA}{key}") for case in ("", "C", "U"))


def intersect_keys(one: Keys, other: Keys) -> bool:
    """Whether words with these keys match."""
    return one == other or (len(one) + len(other) > 2 and not set(one).isdisjoint(other))


def case_mark(token: str, extra: str | None) -> str:
    """The mark for the case of a token, with its second key if it has one."""
    token = normalise_letters(token)
    if token == token.lower():
        case = ""
    elif token[0] != token[0].lower() and token[1:] == token[1:].lower():
        case = "C"
    else:
        case = "U" if is_in_capitals(token) else "" if extra else token
    return f"{case}{EXTRA}{extra}" if extra else f"{CASE}{case}" if case else NOTHING


@lru_cache(maxsize=_STEMS)
def _keys(word: str, code: str) -> Keys:
    extra = second_key(word, code)
    return (stem_of(word, code), extra) if extra else (stem_of(word, code),)


def second_key(word: str, code: str) -> str | None:
    """The second key of a word in lower case: its stem without accents, else its stem with accents spelled out (ä as ae)."""
    if word.isascii():
        return None
    if code == KOREAN and (noun := without_particle(word)):
        return f"{code}:{noun}"
    stem, bare = stem_of(word, code), remove_accents(word)
    for other in (bare, remove_accents(spelling_variants(word, code))):
        if other != word and (found := stem_of(other, code)) != stem:
            return found
    return None


@lru_cache(maxsize=_STEMS)
def stem_of(word: str, code: str) -> str:
    """The marked stem of a word in lower case."""
    if not word.isalnum():
        word = strip_symbols(word, code)
    found = _analyzer(STEMMERS.get(code)).analyze(word)
    return f"{code}:{found[0] if found and not found[0].isspace() else word}"


@cache
def _analyzer(stemmer: str | None) -> TextAnalyzer:
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    builder = TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.lowercase())
    if stemmer:
        builder = builder.filter(Filter.stemmer(stemmer))
    return builder.filter(Filter.ascii_fold()).build()
