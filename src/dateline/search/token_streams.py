"""Token streams: what an index holds of the words of a text.

They stand in three lanes side by side. The first has a word's *stem*, folded and marked with its language, so that a
word only meets forms of its own language; the second its *exact* form, in small letters with its accents; the third the *case* of
its letters where one is a capital ("^C" for the first). Most words are their own stem: these have one mark for both ("en:sail"),
nothing in the second lane; the others have two ("en~~~ferri", "=ferries").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache

from dateline.search.normal_form import small
from dateline.search.stems import CASE_LANE, EXACT, EXTRA, LANES, NOTHING, STEM, case_mark, second_key, stem_marks, stem_of
from dateline.search.tokens import TokenCache, raw_tokens, stem_language

_LINES = 5_000  # half a kilobyte each
_LONG_LINE = 120  # characters; longer ones are seldom the same on two pages
_GAP = f" {f'{NOTHING} ' * LANES}"


def make_text_streams(texts: Iterable[Iterable[str]], language: str | None) -> str:
    """Texts, as their tokens, as index tokens between spaces; with a gap between texts that no phrase can cross."""
    lanes = _all_lanes(stem_language(language)).__getitem__
    return _GAP.join([" ".join(map(lanes, tokens)) for tokens in texts])


def make_line_streams(lines: Iterable[str], language: str | None) -> str:
    """The same for whole lines. What stands around stories stands on page after page, so that most lines are remembered."""
    known = _all_lines(stem_language(language))
    return _GAP.join([known[line] if len(line) < _LONG_LINE else known.made(line) for line in lines])


def key_counts(lanes: Iterable[str]) -> Counter[str]:
    """How often words with each key occur in texts that are in lanes: counted there, a word need not be looked up once more."""
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
def _all_lanes(code: str) -> TokenCache:
    return TokenCache(lambda token: _streams_of(token, code))


@cache
def _all_lines(code: str) -> TokenCache:
    lanes = _all_lanes(code).__getitem__
    return TokenCache(lambda line: " ".join(map(lanes, raw_tokens(line))), _LINES)


def _streams_of(token: str, code: str) -> str:
    word = small(token, code)
    stem, extra = stem_of(word, code), second_key(word, code)
    itself, others = stem_marks(stem)
    marks = f"{itself} {NOTHING}" if stem == f"{code}:{word}" else f"{others} {EXACT}{word}"
    return f"{marks} {case_mark(token, extra) if extra or token != word else NOTHING}"
