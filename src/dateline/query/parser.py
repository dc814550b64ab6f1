"""Tokens → tree, by recursive descent: OR binds least, then words side by side (AND), then NOT.

query  := either
either := both ("OR" both)*
both   := close ("AND"? close | "in:" places | "version:" ("all" | "latest"))*
close  := item (("NEAR/n" | "SAME/SENTENCE" | "SAME/PARAGRAPH") item)*
item   := ("NOT" | "-") item | "(" either ")" | field ":" value | "atleastN:" word | word | "phrase"
value  := item | /regular expression/ | days | numbers
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from unicodedata import normalize

from dateline.errors import QueryError
from dateline.query.dates import DateSyntaxError, parse_days
from dateline.query.fields import DAYS, NUMBERS, PLACES, UNNAMED, ZONES
from dateline.query.lexer import KNOWN_FIELDS, Token, has_word, tokenize
from dateline.query.ranges import RangeSyntaxError, parse_day_range, parse_number_range
from dateline.query.rewrite import in_fields, list_leaves, list_words
from dateline.query.saved_queries import SavedQueries, SavedQueryError
from dateline.query.tree import (
    And,
    AtLeast,
    CopiesOf,
    DateRange,
    Fuzzy,
    Known,
    Leaf,
    Location,
    MatchAll,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Regex,
    Same,
    Term,
    Unknown,
    Wildcard,
)
from dateline.query.words import join_near, parse_word
from dateline.text import visible

MOST_TIMES = 99
_ID = re.compile(r"[0-9A-Za-z]{1,64}")
_DEEPEST = 60
_LONGEST = 20_000
_MOST_PATTERNS = 50
_STARRED = re.compile(r"[\w*?]++")
_LONGEST_REGEX = 200
_PLACES = {**{zone: zone for zone in ZONES}, "tag": "tag", "tags": "tag"}
_VERSIONS: dict[str, tuple[str | None, ...]] = {"latest": (None,), "all": (None, "older")}


def parse_query(text: str, today: date, saved: Mapping[str, str] | None = None) -> Query:
    """The tree of what was typed, relative dates counted from `today`; an empty query means every article.

    `saved` are the texts of saved searches by name, each put in where `saved:name` stands.
    """
    found = _parsed(text, today, SavedQueries(saved or {}), 0)
    _refuse_too_many(found)
    return found


def _parsed(text: str, today: date, known_queries: SavedQueries, depth: int) -> Query:
    if len(text) > _LONGEST:
        raise QueryError(f"a query of more than {_LONGEST:,} signs is too long")
    parser = _Parser(normalize("NFC", visible(text)), today, known_queries)
    if not parser.left:
        return MatchAll()
    found = parser.either(None, depth)
    if parser.left:
        raise QueryError("this bracket closes nothing; take it away or open one before", parser.text, parser.left[0].start)
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
    saved: Mapping[str, str] | None = None,
) -> Query:
    """The tree of `text` narrowed by options, as if they had been typed as date:, source: and author:."""
    parts: list[Query] = []
    typed = parse_query(text, today, saved)
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


def _refuse_too_many(query: Query) -> None:
    patterns = close = 0
    for leaf in list_leaves(query):
        patterns += sum(isinstance(word, Prefix | Wildcard | Fuzzy) for word in list_words(leaf)) + isinstance(leaf, Regex)
        close += isinstance(leaf, Near | Same | AtLeast)
    if patterns > _MOST_PATTERNS:
        raise QueryError(f"a query of more than {_MOST_PATTERNS} words with * ? ~ or regular expressions asks too much at once")
    if close > _MOST_PATTERNS:
        raise QueryError(f"a query of more than {_MOST_PATTERNS} parts with NEAR, SAME or atleast asks too much at once")


class _Parser:
    def __init__(self, text: str, today: date, known_queries: SavedQueries) -> None:
        self.text = text
        self.today = today
        self.known_queries = known_queries
        self.left = list(tokenize(text))

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
        places: tuple[str | None, ...] = ()
        while self.left and self.left[0].kind not in ("or", "close"):
            sign = self.left[0]
            if sign.kind == "field" and sign.text.lower() in ("in", "version") and field is None:
                if places:
                    raise self.error("one in: or version: is enough; in:title,older means either", sign)
                inside, places = sign, self.place(self.left.pop(0))
                continue
            if sign.kind == "and":
                self.left.pop(0)
                if not parts or not self.left or self.left[0].kind in ("or", "and", "close"):
                    raise QueryError(
                        "AND needs a word on both sides; for the word 'and' itself write it small", self.text, sign.start, sign.end
                    )
                continue
            part = self.close(field, depth)
            if part is not None:
                parts.append(part)
        if places:
            found = [in_fields(part, places) for part in parts]
            if found == parts and places != (None,):
                raise self.error(f"{inside.text}: says where the words beside it must stand; there is none without a field", inside)
            if any(isinstance(leaf, Near | Same | AtLeast) and not _in_texts(leaf) for part in found for leaf in list_leaves(part)):
                raise self.error("NEAR, SAME and atleast work within texts, not in tags", inside)
            parts = found
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
            case "regex":
                return self.regex(token, field)
            case "atleast":
                return self.atleast(token, field)
            case "near" | "same":
                raise self.error(f"{token.text} needs a word on both sides", token)
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
            from difflib import get_close_matches

            near = get_close_matches(field, sorted(KNOWN_FIELDS), 1, 0.7)
            hint = f"did you mean {near[0]}:?" if near else f"fields are {', '.join(sorted(KNOWN_FIELDS))}."
            raise self.error(
                f"there is no field '{token.text}'; {hint} To search for the words themselves put them in quotes", token
            )
        if field in ("in", "version"):
            raise self.error(f"{field}: stands beside the words it speaks of, without a sign before it", token)
        if outer is not None:
            raise self.error(f"{field}: cannot stand inside {outer}:", token)
        follows = self.left[0] if self.left else None
        if follows is None or follows.start != token.end or follows.kind in ("close", "or", "and", "near", "same"):
            raise self.error(f"{field}: needs a value right after the colon", token)
        if field == "saved":
            return self.saved(self.left.pop(0), depth)
        if field in DAYS or field in NUMBERS:
            return self.ranged(field)
        return self.item(field, depth + 1)

    def saved(self, name: Token, depth: int) -> Query:
        """The tree of the saved search of that name."""
        try:
            with self.known_queries.open(name.text) as text:
                return _parsed(text, self.today, self.known_queries, depth + 1)
        except SavedQueryError as error:
            raise self.error(str(error), name) from error
        except QueryError as error:
            raise self.error(f"in saved:{name.text}: {error.args[0]}", name) from error

    def copies(self, token: Token) -> Query:
        if not _ID.fullmatch(token.text):
            raise self.error("cluster: takes the id of an article, as 'dateline search' shows it", token)
        return CopiesOf(token.text.lower())

    def phrase(self, token: Token, field: str | None) -> Query | None:
        if field == "cluster":
            return self.copies(token)
        if field in DAYS or field in NUMBERS:
            return self.range_of(token.text, token, str(field))
        if not has_word(token.text):
            return None
        if field in PLACES:
            return self.placed(token, field)
        if starred := next(filter(_is_starred, token.text.split()), None):
            way = f"ask for {starred} NEAR/2 the other words, or leave the sign out"
            raise self.error(f"a quotation is exact, so that * and ? stand for no letters in it; {way}", token)
        return Phrase(_quotable(token.text), field)

    def word(self, token: Token, field: str | None) -> Query | None:
        if field == "cluster":
            return self.copies(token)
        if field in DAYS or field in NUMBERS:
            return self.range_of(token.text, token, str(field))
        if token.text == "*":
            return MatchAll() if field is None else Known(field)
        if field in UNNAMED and token.text.lower() == "unknown":
            return Unknown(field)
        if field in PLACES:
            return self.placed(token, field) if has_word(token.text) else None
        return parse_word(token, field, self.text) if has_word(token.text) else None

    def placed(self, token: Token, field: str) -> Query:
        if field == "id" and not _ID.fullmatch(token.text.rstrip("*")):
            raise self.error("id: takes the id of an article or its beginning, as 'dateline search' shows it", token)
        return Location(_quotable(token.text), field)

    def regex(self, token: Token, field: str | None) -> Query:
        if len(token.text) > _LONGEST_REGEX:
            raise self.error(f"a regular expression of more than {_LONGEST_REGEX} signs is too long", token)
        return Regex(token.text, str(field))

    def atleast(self, token: Token, field: str | None) -> Query:
        follows = self.left.pop(0) if self.left and self.left[0].start == token.end else None
        if follows is None or follows.kind != "word" or not has_word(follows.text) or not follows.text.strip("*?~") == follows.text:
            raise self.error(f"atleast{token.text}: needs one word right after the colon", token)
        if field is not None and field not in ZONES:
            raise self.error(f"atleast{token.text}: counts words of a text, not of {field}:", token)
        if not 1 <= int(token.text) <= MOST_TIMES:
            raise self.error(f"atleast takes a number from 1 to {MOST_TIMES}", token)
        return AtLeast(int(token.text), follows.text, field) if int(token.text) > 1 else Term(follows.text, field)

    def close(self, field: str | None, depth: int) -> Query | None:
        """An item, or several held together by NEAR or SAME."""
        parts = [self.item(field, depth)]
        signs: list[Token] = []
        while self.left and self.left[0].kind in ("near", "same"):
            signs.append(self.left.pop(0))
            if not self.left or self.left[0].kind in ("or", "and", "close", "near", "same"):
                raise self.error(f"{signs[-1].text} needs a word on both sides", signs[-1])
            parts.append(self.item(field, depth))
        return join_near(parts, signs, self.text) if signs else parts[0]

    def place(self, token: Token) -> tuple[str | None, ...]:
        """The parts of an article that in: or version: names."""
        value = self.left.pop(0) if self.left and self.left[0].start == token.end and self.left[0].kind == "word" else None
        names = value.text.lower().split(",") if value else []
        if token.text.lower() == "version":
            if len(names) != 1 or names[0] not in _VERSIONS:
                raise self.error("version: takes all or latest; 'dateline versions ID' lists those of one article", value or token)
            return _VERSIONS[names[0]]
        wrong = [name for name in names if name not in _PLACES]
        if not value or wrong:
            said = f"in: knows no '{wrong[0]}'; it takes" if wrong else "in: needs"
            raise self.error(f"{said} title, body, caption, removed, older or tags", value or token)
        return tuple(dict.fromkeys(_PLACES[name] for name in names))

    def ranged(self, field: str) -> Query | None:
        # Everything up to the next space belongs to the range: 2016-07..2016-08, >=2016, -7d would be other tokens elsewhere.
        first = self.left.pop(0)
        if first.kind == "open":
            return self.group(first, field, 1)
        if first.kind == "phrase":
            return self.range_of(first.text, first, field)
        end = first.end
        while self.left and self.left[0].start == end and self.left[0].kind in ("word", "field", "phrase"):
            end = self.left.pop(0).end
        whole = Token("word", self.text[first.start : end], first.start, end)
        return self.range_of(whole.text, whole, field)

    def range_of(self, text: str, token: Token, field: str) -> Query:
        try:
            if field in NUMBERS:
                return parse_number_range(text, field)
            if text.strip().lower() == "unknown" and field != "seen":
                return Unknown(field)
            if text.strip() == "*" and field != "seen":
                return Known(field)
            return parse_day_range(text, field, self.today)
        except (DateSyntaxError, RangeSyntaxError) as error:
            raise self.error(str(error), token) from error

    def error(self, message: str, token: Token) -> QueryError:
        return QueryError(message, self.text, token.start, token.end)


def _in_texts(leaf: Leaf) -> bool:
    return all(word.field in (None, *ZONES) for word in list_words(leaf))


def _date_range(date_from: str | None, date_to: str | None, today: date) -> DateRange:
    try:
        start = parse_days(date_from, today)[0] if date_from else None
        end = parse_days(date_to, today)[1] if date_to else None
    except DateSyntaxError as error:
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


def _is_starred(word: str) -> bool:
    """Whether the signs of `word` would stand for letters outside of a quotation."""
    return _STARRED.fullmatch(word) is not None and has_word(word) and ("*" in word or "?" in word.rstrip("?"))


def _quotable(text: str) -> str:
    return normalize("NFC", " ".join(text.replace('"', " ").split()))
