"""Token streams: the forms of a text's words that an index contains.

There are three parallel streams (lanes). The first has the *stem* of a word, folded and prefixed with its language, so that a word
only matches forms of its own language. The second has its *exact* form, in lower case with accents. The third has its *case* if it
has a capital ("^C" for a capital first letter). Most words are their own stem: these have one mark for both forms ("en:sail") and
nothing in the second stream. Other words have two marks ("en~~~ferri", "=ferries").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache

from dateline.search.normal_form import small
from dateline.search.stems import CASE_LANE, EXACT, EXTRA, LANES, NOTHING, STEM, case_mark, second_key, stem_marks, stem_of
from dateline.search.tokens import TokenCache, raw_tokens, stem_language

_LINES = 5_000  # cached lines, half a kilobyte each
_LONG_LINE = 120  # characters; longer lines seldom repeat on another page
_GAP = f" {f'{NOTHING} ' * LANES}"


def make_text_streams(texts: Iterable[Iterable[str]], language: str | None) -> str:
    """Make the marks of texts, given as tokens, separated by spaces, with a gap between texts so that no phrase spans two texts."""
    lanes = _streams_cache(stem_language(language)).__getitem__
    return _GAP.join([" ".join(map(lanes, tokens)) for tokens in texts])


def make_line_streams(lines: Iterable[str], language: str | None) -> str:
    """Make the same for whole lines. Boilerplate repeats from page to page, so most lines are cached."""
    known = _lines_cache(stem_language(language))
    return _GAP.join([known[line] if len(line) < _LONG_LINE else known.made(line) for line in lines])


def key_counts(lanes: Iterable[str]) -> Counter[str]:
    """Count the words with each key in texts that are already token streams, which needs no second look-up of a word."""
    found: Counter[str] = Counter()
    for text in lanes:
        marks = text.split(" ")
        for mark, times in Counter(marks[::LANES]).items():
            found[mark.replace(STEM, ":", 1)] += times
        if EXTRA in text:
            found.update(mark.partition(EXTRA)[2] for mark in marks[CASE_LANE::LANES] if EXTRA in mark)
    del found[NOTHING], found[""]
    return found


@cache
def _streams_cache(code: str) -> TokenCache:
    return TokenCache(lambda token: _make_streams(token, code))


@cache
def _lines_cache(code: str) -> TokenCache:
    lanes = _streams_cache(code).__getitem__
    return TokenCache(lambda line: " ".join(map(lanes, raw_tokens(line))), _LINES)


def _make_streams(token: str, code: str) -> str:
    word = small(token, code)
    stem, extra = stem_of(word, code), second_key(word, code)
    itself, others = stem_marks(stem)
    marks = f"{itself} {NOTHING}" if stem == f"{code}:{word}" else f"{others} {EXACT}{word}"
    return f"{marks} {case_mark(token, extra) if extra or token != word else NOTHING}"
