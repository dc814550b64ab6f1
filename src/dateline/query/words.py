"""A typed word → what it means: plain, prefix, pattern or fuzzy; and words joined by NEAR or SAME."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.errors import QueryError
from dateline.query.fields import CODES, ZONES
from dateline.query.lexer import Token
from dateline.query.rewrite import list_words
from dateline.query.tree import And, Fuzzy, Near, Or, Phrase, Prefix, Query, Same, Term, Unit, Wildcard, Word

MOST_WORDS_APART = 1000
_LEAST_LETTERS = 2
_PATTERN = re.compile(r"\?*+[\w*][\w*?]*+$")
_FUZZY = re.compile(r"(.*\w)~(\d*)$", re.DOTALL)
_SHORTEST = {1: 3, 2: 5}
_NEAR = re.compile(r"NEAR(?:/(\d{1,6}))?$")
_UNITS: dict[str, Unit] = {"SENTENCE": "sentence", "PARAGRAPH": "paragraph"}


def parse_word(token: Token, field: str | None, query: str) -> Query:
    """What one word means, including its symbols * ? ~."""
    text = token.text
    if fuzzy := _FUZZY.match(text):
        return _fuzzy(token, fuzzy.group(1), int(fuzzy.group(2) or 1), field, query)
    stem = text.rstrip("*")
    if "*" not in stem and not ("?" in stem.rstrip("?") and _PATTERN.match(stem)):
        if stem == text:
            return Term(text, field)
        _need_letters(stem, token, query, "before the *")
        return Prefix(stem, field)
    if not _PATTERN.match(text):
        raise QueryError("* and ? stand for letters of one word; remove the other signs in it", query, token.start, token.end)
    _need_letters(text, token, query, "beside * and ?")
    return Wildcard(text, field)


def join_near(parts: Sequence[Query | None], signs: Sequence[Token], query: str) -> Query:
    """Parts joined by NEAR or SAME; QueryError if they cannot be joined."""
    kinds = {sign.kind for sign in signs} | {sign.text for sign in signs if sign.kind == "same"}
    if len(kinds) > (2 if signs[0].kind == "same" else 1):
        raise QueryError("NEAR and SAME cannot follow each other; ask for each pair", query, signs[0].start, signs[-1].end)
    checked = [_check_operand(part, sign, query) for part, sign in zip(parts, (signs[0], *signs), strict=True)]
    _check_same_field(checked, signs[0], query)
    if signs[0].kind == "same":
        name = signs[0].text.partition("/")[2]
        if name not in _UNITS:
            raise QueryError(f"SAME/ knows SENTENCE and PARAGRAPH, not '{name}'", query, signs[0].start, signs[0].end)
        return Same(tuple(checked), _UNITS[name])
    pairs = tuple(Near(left, right, _distance(sign, query)) for left, sign, right in zip(checked, signs, checked[1:], strict=False))
    return pairs[0] if len(pairs) == 1 else And(pairs)


def _fuzzy(token: Token, word: str, distance: int, field: str | None, query: str) -> Query:
    place = (query, token.start, token.end)
    if distance not in _SHORTEST:
        raise QueryError("~ allows 1 or 2 errors, not more", *place)
    if not word.isalnum():
        raise QueryError("~ works on one word of letters and digits", *place)
    if len(word) < _SHORTEST[distance]:
        raise QueryError(f"~{distance} needs a word of at least {_SHORTEST[distance]} letters", *place)
    if field in CODES:
        raise QueryError(f"{field}: has codes, which must be written exactly", *place)
    return Fuzzy(word, distance, field)


def _need_letters(text: str, token: Token, query: str, where: str) -> None:
    if sum(sign.isalnum() for sign in text) < _LEAST_LETTERS and text.isascii():
        raise QueryError(f"write at least {_LEAST_LETTERS} letters {where}", query, token.start, token.end)


def _check_operand(part: Query | None, sign: Token, query: str) -> Query:
    if part is None:
        raise QueryError(f"{sign.text} needs a word on both sides", query, sign.start, sign.end)
    options = part.parts if isinstance(part, Or) else (part,)
    if not all(isinstance(one, Term | Phrase | Prefix | Wildcard | Fuzzy) for one in options):
        wanted = "words, phrases, or (words OR phrases)"
        raise QueryError(f"{sign.text} joins {wanted}; put anything else outside of it", query, sign.start, sign.end)
    return part


def _check_same_field(parts: Sequence[Query], sign: Token, query: str) -> None:
    words: list[Word] = [word for part in parts for word in list_words(part)]
    fields = {word.field for word in words}
    if len(fields) > 1:
        raise QueryError(f"{sign.text} needs both sides in the same field", query, sign.start, sign.end)
    if not fields <= {None, *ZONES}:
        raise QueryError(f"{sign.text} works in texts, not in names", query, sign.start, sign.end)


def _distance(sign: Token, query: str) -> int:
    found = _NEAR.match(sign.text)
    if not found or not 1 <= int(found.group(1) or 10) <= MOST_WORDS_APART:
        raise QueryError(f"NEAR/ takes a number of words from 1 to {MOST_WORDS_APART}: NEAR/5", query, sign.start, sign.end)
    return int(found.group(1) or 10)
