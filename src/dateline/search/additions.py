"""Find what each report adds to those before it: names, figures, and the sentence with the most new words.

A name or figure is new if no earlier text contains it, also where name detection missed it there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import groupby

from dateline.metadata.vocabulary import months
from dateline.search.sentences import sentence_numbers
from dateline.text import fold
from dateline.types.articles import ArchivedArticle
from dateline.types.events import Addition

_WORD = re.compile(r"\w++(?:[.,:'’-]\w++)*+")
_FIGURE = re.compile(
    r"(?P<sign>[$€£¥]\s?)?(?<![\w.,:])"
    r"(?P<number>\d{1,3}(?:[ .,\u00a0\u202f]\d{3}){1,4}+(?:[.,]\d{1,9}+)?|\d{1,15}+(?:[.,]\d{1,9}+)?)"
    r"(?P<unit>\s?%|[a-z]{1,2}\b)?(?![\w:])"
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_CLOCK = frozenset({"am", "pm", "h"})
_MOST_ITEMS = 5
_LEAST_WORDS, _MOST_WORDS = 6, 60
_LEAST_LETTERS = 4
"""Shorter words carry little meaning."""
_HALF = 0.5


def find_additions(articles: Sequence[ArchivedArticle]) -> list[Addition]:
    """Find what each article has that no earlier one has. The first adds nothing."""
    found: list[Addition] = []
    before: set[str] = set()
    for number, one in enumerate(articles):
        known, body = one.article.metadata, one.article.body
        text = f"{known.title or ''}\n{body}"
        if number:
            found.append(
                Addition(
                    tuple(name for name in known.people if _last_word(name) not in before)[:_MOST_ITEMS],
                    _new_names(known.places, before),
                    _new_names(known.organisations, before),
                    tuple(figure for figure, digits in figures(text) if digits not in before)[:_MOST_ITEMS],
                    _newest_sentence(body, known.language, before),
                )
            )
        else:
            found.append(Addition())
        named = (*known.people, *known.places, *known.organisations)
        before |= {fold(word) for some in (text, *named) for word in _words(some)}
        before |= {digits for _, digits in figures(text)}
    return found


def figures(text: str) -> Iterator[tuple[str, str]]:
    """Yield each figure of a text with the word after it, and its digits; years, days, times and single digits are left out."""
    for match in _FIGURE.finditer(text):
        number, start, end = match["number"], match.start(), match.end()
        before, behind = text[max(0, start - 20) : start].split()[-1:], text[end : end + 30]
        following = re.match(r"[ \u00a0]([^\W\d_]+)", behind)
        neighbours = {fold(word.strip(".,")) for word in (*before, *([following[1]] if following else []))}
        whole = bool(match["sign"] or match["unit"])
        if (
            match["unit"] in _CLOCK
            or neighbours & (months().keys() | _CLOCK)
            or (not whole and (len(number) == 1 or _YEAR.fullmatch(number)))
        ):
            continue
        word = f" {following[1]}" if following and not match["sign"] else ""
        yield match[0].strip() + word, re.sub(r"\D", "", number)


def _words(text: str) -> list[str]:
    return [part for match in _WORD.finditer(text) for part in {match[0], *re.findall(r"\w+", match[0])}]


def _last_word(name: str) -> str:
    return fold((_words(name) or [""])[-1])


def _new_names(names: Iterable[str], before: Set[str]) -> tuple[str, ...]:
    return tuple(name for name in names if not {fold(word) for word in _words(name)} <= before)[:_MOST_ITEMS]


def _newest_sentence(body: str, language: str | None, before: Set[str]) -> str | None:
    """The sentence with the most new words; None if in no sentence at least half of the words are new."""
    places = [match.span() for match in _WORD.finditer(body)]
    best, most = None, 0
    numbered = zip(sentence_numbers(body, places, language), places, strict=True)
    sentences = [[place for _, place in some] for _, some in groupby(numbered, key=lambda pair: pair[0])]
    for sentence, after in zip(sentences, [*sentences[1:], []], strict=True):
        meaningful = [word for start, end in sentence if len(word := fold(body[start:end])) >= _LEAST_LETTERS or word.isdecimal()]
        new = len({word for word in meaningful if word not in before})
        if _LEAST_WORDS <= len(sentence) <= _MOST_WORDS and new > most and new >= _HALF * len(meaningful):
            best, most = (sentence[0][0], after[0][0] if after else len(body)), new
    return None if best is None else " ".join(_with_quote(body, *best).split())


def _with_quote(body: str, start: int, end: int) -> str:
    """A sentence with its opening quotation mark, without that of the next sentence."""
    while start and body[start - 1] in "\"'“„«‘(¿¡":
        start -= 1
    return body[start:end].rstrip().rstrip("“„«‘(¿¡").rstrip()
