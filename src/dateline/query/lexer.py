"""The query string → tokens with their positions. Nothing typed is lost, or misread as an operator of an engine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dateline.errors import QueryError
from dateline.query.fields import DAYS, FIELDS, NUMBERS, PATTERNED, PLACES

Kind = Literal["word", "phrase", "regex", "open", "close", "not", "or", "and", "near", "same", "atleast", "field"]

KNOWN_FIELDS = frozenset({*FIELDS, *DAYS, *NUMBERS, "in", "version", "saved", "cluster"})

_CLOSERS = {'"': '"', "“": "”", "”": "”", "„": "“”", "«": "»", "»": "«", "「": "」", "＂": "＂"}
_STOP = re.compile(r"[\s()\"“”„«»「」＂\u3000]")
_FIELD = re.compile(r"([A-Za-z][A-Za-z_-]*):")
_ATLEAST = re.compile(r"atleast(\d{1,9}):", re.IGNORECASE)
_REGEX = re.compile(r"/((?:[^/\\]|\\.)+)/(?:i(?![^\s()]))?")
_ADDRESS = re.compile(r"[^\s\"“”„«»「」＂\u3000]+")
_RANGED = frozenset({*DAYS, *NUMBERS})
_NUMBER = re.compile(r"[1-9]\d{0,2}(?:[ \u00a0\u2009\u202f]\d{3})+(?![^\s)])")
_WORDLIKE = re.compile(r"[^\W_]")
_OPERATORS: dict[str, Kind] = {"OR": "or", "AND": "and", "NOT": "not", "|": "or", "||": "or", "&&": "and", "NEAR": "near"}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the query: its kind, its text, and its position [start, end)."""

    kind: Kind
    text: str
    start: int
    end: int


def tokenize(query: str) -> Iterator[Token]:
    """The tokens of `query`; QueryError if a quotation never ends."""
    at, length = 0, len(query)
    before: Token | None = None
    while at < length:
        character = query[at]
        if character.isspace():
            at += 1
            continue
        if character in "()":
            token = Token("open" if character == "(" else "close", character, at, at + 1)
        elif character in _CLOSERS:
            end = _closing(query, at)
            token = Token("phrase", query[at + 1 : end], at, end + 1)
        elif character in "-−" and at + 1 < length and not query[at + 1].isspace() and query[at + 1] not in ")-":
            token = Token("not", character, at, at + 1)
        elif character == "/" and before and before.end == at and before.kind == "field" and before.text.lower() in PATTERNED:
            token = _pattern(query, at)
        elif before and before.end == at and before.kind == "field" and before.text.lower() in PLACES:
            token = _address(query, at)
        else:
            token = _chunk(query, at)
            ranged = before and before.kind == "field" and before.text.lower() in _RANGED
            if token.kind == "word" and not ranged and (divided := _NUMBER.match(query, at)):
                token = Token("word", divided[0], at, divided.end())  # 12 500 is a number
        yield token
        before, at = token, token.end


def _chunk(query: str, at: int) -> Token:
    if least := _ATLEAST.match(query, at):
        return Token("atleast", least.group(1), at, least.end())
    field = _FIELD.match(query, at)
    if field and not query.startswith("//", field.end()):
        following = query[field.end() : field.end() + 1]
        if (following and not following.isspace() and following != ")") or field.group(1).lower() in KNOWN_FIELDS:
            return Token("field", field.group(1), at, field.end())
    stop = _STOP.search(query, at)
    end = stop.start() if stop else len(query)
    text = query[at:end]
    kind: Kind = "near" if text.startswith("NEAR/") else "same" if text.startswith("SAME/") else _OPERATORS.get(text, "word")
    return Token(kind, text, at, end)


def _pattern(query: str, at: int) -> Token:
    found = _REGEX.match(query, at)
    if not found:
        raise QueryError("this regular expression has no end; close it with /", query, at, at + 1)
    return Token("regex", found.group(1), at, found.end())


def _address(query: str, at: int) -> Token:
    """Everything up to the next space or quotation mark, without closing brackets at its end that it does not open."""
    found = _ADDRESS.match(query, at)
    text = found[0] if found else ""
    surplus = text.count(")") - text.count("(")
    kept = text.rstrip(")")
    text = text[: max(len(kept), len(text) - max(surplus, 0))]
    return Token("word", text, at, at + len(text)) if text else _chunk(query, at)


def _closing(query: str, at: int) -> int:
    closers = _CLOSERS[query[at]]
    ends = [place for closer in closers if (place := query.find(closer, at + 1)) >= 0]
    if not ends and query[at] != '"':
        # People mix quotation marks: “like this".
        plain = query.find('"', at + 1)
        ends = [plain] if plain >= 0 else []
    if not ends:
        raise QueryError("this quotation has no end; close it with the same quotation mark", query, at, at + 1)
    return min(ends)


def has_word(text: str) -> bool:
    """Whether `text` has a letter or digit to search for."""
    return bool(_WORDLIKE.search(text))
