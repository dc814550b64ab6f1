"""Tokens → tree, by recursive descent: OR binds least, then words side by side (AND), then NOT.

query  := either
either := both ("OR" both)*
both   := item ("AND"? item)*
item   := ("NOT" | "-") item | "(" either ")" | field ":" value | word | word* | "phrase"
value  := word | word* | "phrase" | "(" either ")" | days
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches

from dateline.errors import QueryError
from dateline.query.dates import DateTrouble, parse_days
from dateline.query.lexer import KNOWN_FIELDS, Token, has_word, tokens
from dateline.query.tree import And, DateRange, MatchAll, Not, Or, Phrase, Prefix, Query, Term, UnknownDate

_DEEPEST = 60
_LEAST_PREFIX = 2


def parse_query(text: str, today: date) -> Query:
    """The tree of what was typed, relative dates counted from `today`; an empty query means every article."""
    parser = _Parser(text, today)
    if not parser.left:
        return MatchAll()
    found = parser.either(None, 0)
    if parser.left:
        raise QueryError("this bracket closes nothing; take it away or open one before", text, parser.left[0].start)
    if found is None:
        raise QueryError("there is no word to search for, only signs", text, 0, len(text.rstrip()))
    return found


def build_query(
    text: str,
    *,
    today: date,
    date_from: str | None = None,
    date_to: str | None = None,
    sources: Sequence[str] = (),
    authors: Sequence[str] = (),
) -> Query:
    """The tree of `text` narrowed by options, as if they had been typed as date:, source: and author:."""
    parts: list[Query] = []
    typed = parse_query(text, today)
    if typed != MatchAll():
        parts.extend(typed.parts if isinstance(typed, And) else [typed])
    if date_from or date_to:
        parts.append(_date_range(date_from, date_to, today))
    for field, names in (("source", sources), ("author", authors)):
        choices: list[Query] = [Phrase(_quotable(name), field) for name in names if has_word(name)]
        if names and not choices:
            raise QueryError(f"--{field} needs a name")
        if choices:
            parts.append(choices[0] if len(choices) == 1 else Or(tuple(choices)))
    if not parts:
        return MatchAll()
    return parts[0] if len(parts) == 1 else And(tuple(parts))


class _Parser:
    def __init__(self, text: str, today: date) -> None:
        self.text = text
        self.today = today
        self.left = list(tokens(text))

    def either(self, field: str | None, depth: int) -> Query | None:
        parts = [self.both(field, depth)]
        while self.left and self.left[0].kind == "or":
            sign = self.left.pop(0)
            part = self.both(field, depth)
            if parts[-1] is None or part is None:
                raise QueryError(
                    "OR needs a word on both sides; for the word 'or' itself write it small", self.text, sign.start, sign.end
                )
            parts.append(part)
        found = [part for part in parts if part is not None]
        return _joined(Or, found)

    def both(self, field: str | None, depth: int) -> Query | None:
        parts: list[Query] = []
        while self.left and self.left[0].kind not in ("or", "close"):
            sign = self.left[0]
            if sign.kind == "and":
                self.left.pop(0)
                if not parts or not self.left or self.left[0].kind in ("or", "and", "close"):
                    raise QueryError(
                        "AND needs a word on both sides; for the word 'and' itself write it small", self.text, sign.start, sign.end
                    )
                continue
            part = self.item(field, depth)
            if part is not None:
                parts.append(part)
        return _joined(And, parts)

    def item(self, field: str | None, depth: int) -> Query | None:
        token = self.left.pop(0)
        if depth > _DEEPEST:
            raise QueryError(f"brackets and minus signs are nested more than {_DEEPEST} deep", self.text, token.start)
        match token.kind:
            case "not":
                return self.negation(token, field, depth)
            case "open":
                return self.group(token, field, depth)
            case "field":
                return self.scoped(token, field, depth)
            case "phrase":
                return self.phrase(token, field)
        return self.word(token, field)

    def negation(self, token: Token, field: str | None, depth: int) -> Query | None:
        if not self.left or self.left[0].kind in ("or", "and", "close"):
            raise QueryError(f"{token.text} needs something after it to leave out", self.text, token.start, token.end)
        part = self.item(field, depth + 1)
        return None if part is None else Not(part)

    def group(self, token: Token, field: str | None, depth: int) -> Query | None:
        found = self.either(field, depth + 1)
        if not self.left:
            raise QueryError("this bracket is never closed", self.text, token.start)
        closing = self.left.pop(0)
        if found is None:
            raise QueryError("there is nothing to search for in these brackets", self.text, token.start, closing.end)
        return found

    def scoped(self, token: Token, outer: str | None, depth: int) -> Query | None:
        field = token.text.lower()
        if field not in KNOWN_FIELDS:
            near = get_close_matches(field, sorted(KNOWN_FIELDS), 1, 0.7)
            hint = f"did you mean {near[0]}:?" if near else f"fields are {', '.join(sorted(KNOWN_FIELDS))}"
            raise QueryError(
                f"there is no field '{token.text}'; {hint} To search for the words themselves put them in quotes",
                self.text,
                token.start,
                token.end,
            )
        if outer is not None:
            raise QueryError(f"{field}: cannot stand inside {outer}:", self.text, token.start, token.end)
        follows = self.left[0] if self.left else None
        if follows is None or follows.start != token.end or follows.kind not in ("word", "phrase", "open", "not", "field"):
            raise QueryError(f"{field}: needs a value right after the colon", self.text, token.start, token.end)
        if field == "date":
            return self.days(token)
        return self.item(field, depth + 1)

    def phrase(self, token: Token, field: str | None) -> Query | None:
        if field == "date":
            return self.range_of(token.text, token)
        if not has_word(token.text):
            return None
        return Phrase(_quotable(token.text), field)

    def word(self, token: Token, field: str | None) -> Query | None:
        if field == "date":
            return self.range_of(token.text, token)
        if token.text == "*" and field is None:
            return MatchAll()
        if not has_word(token.text):
            return None
        stem = token.text.rstrip("*")
        if "*" in stem:
            raise QueryError("* can only stand at the end of a word", self.text, token.start, token.end)
        if stem == token.text:
            return Term(token.text, field)
        if sum(sign.isalnum() for sign in stem) < _LEAST_PREFIX and stem.isascii():
            raise QueryError(f"write at least {_LEAST_PREFIX} letters before the *", self.text, token.start, token.end)
        return Prefix(stem, field)

    def days(self, token: Token) -> Query:
        # Everything up to the next space belongs to the date: 2016-07..2016-08, >=2016, -7d would be other tokens elsewhere.
        if self.left[0].kind == "open":
            opening = self.left.pop(0)
            found = self.group(opening, "date", 1)
            if found is None:
                raise QueryError("date: needs a date in its brackets", self.text, token.start, token.end)
            return found
        first = self.left.pop(0)
        if first.kind == "phrase":
            return self.range_of(first.text, first)
        end = first.end
        while self.left and self.left[0].start == end and self.left[0].kind in ("word", "field", "phrase"):
            end = self.left.pop(0).end
        whole = Token("word", self.text[first.start : end], first.start, end)
        return self.range_of(whole.text, whole)

    def range_of(self, text: str, token: Token) -> Query:
        word = text.strip().lower()
        if word == "unknown":
            return UnknownDate()
        try:
            return _range(word, self.today)
        except DateTrouble as error:
            raise QueryError(str(error), self.text, token.start, token.end) from error


def _range(word: str, today: date) -> DateRange:
    for sign, keep in ((">=", "from"), ("<=", "to"), (">", "after"), ("<", "before")):
        if word.startswith(sign):
            first, last = parse_days(word.removeprefix(sign), today)
            return _compared(keep, first, last)
    if ".." in word:
        left, right = word.split("..", 1)
        if not left.strip() and not right.strip(". "):
            raise DateTrouble("a range needs a date on one side at least: 2016-07.. or ..2016-08")
        start = parse_days(left, today)[0] if left.strip() else None
        end = parse_days(right, today)[1] if right.strip() else None
        if start and end and start > end:
            raise DateTrouble(f"this range ends before it begins; write {right.strip()}..{left.strip()}")
        return DateRange(start, end)
    return DateRange(*parse_days(word, today))


def _compared(keep: str, first: date, last: date) -> DateRange:
    try:
        match keep:
            case "from":
                return DateRange(first, None)
            case "to":
                return DateRange(None, last)
            case "after":
                return DateRange(date.fromordinal(last.toordinal() + 1), None)
        return DateRange(None, date.fromordinal(first.toordinal() - 1))
    except ValueError as error:
        raise DateTrouble("there is no day beyond that one in the calendar") from error


def _date_range(date_from: str | None, date_to: str | None, today: date) -> DateRange:
    try:
        start = parse_days(date_from, today)[0] if date_from else None
        end = parse_days(date_to, today)[1] if date_to else None
    except DateTrouble as error:
        raise QueryError(str(error)) from error
    if start and end and start > end:
        raise QueryError(f"--from {date_from} lies after --to {date_to}")
    return DateRange(start, end)


def _joined(kind: type[And] | type[Or], parts: list[Query]) -> Query | None:
    if not parts:
        return None
    if len(parts) == 1:
        return parts[0]
    return kind(tuple(parts))


def _quotable(text: str) -> str:
    return " ".join(text.replace('"', " ").split())
