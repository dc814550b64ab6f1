"""Tokens → tree, by recursive descent. OR binds least, then words next to each other (AND), then NOT.

query  := either
either := both ("OR" both)*
both   := close ("AND"? close | "in:" places | "version:" ("all" | "latest"))*
close  := item (("NEAR/n" | "SAME/SENTENCE" | "SAME/PARAGRAPH") item)*
item   := ("NOT" | "-") item | "(" either ")" | field ":" value | "atleastN:" word | word | "phrase"
value  := item | /regular expression/ | days | numbers
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from unicodedata import normalize

from dateline.errors import QueryError
from dateline.query.fields import DAYS, NUMBERS, ZONES
from dateline.query.lexer import KNOWN_FIELDS, Token
from dateline.query.rewrite import in_fields, list_leaves, list_words
from dateline.query.saved_queries import SavedQueries, SavedQueryError
from dateline.query.tree import And, AtLeast, Fuzzy, Leaf, MatchAll, Near, Not, Or, Prefix, Query, Regex, Same, Wildcard
from dateline.query.value_parser import ValueParser
from dateline.query.words import join_near
from dateline.text import visible

_DEEPEST = 60
_LONGEST = 20_000
_MOST_PATTERNS = 50


def parse_query(text: str, today: date, saved: Mapping[str, str] | None = None) -> Query:
    """The tree of what was typed; relative dates count from `today`. An empty query means every article.

    `saved` has the texts of saved searches by name; each replaces its `saved:name`.
    """
    found = _parse(text, today, SavedQueries(saved or {}), 0)
    _refuse_too_many(found)
    return found


def _parse(text: str, today: date, known_queries: SavedQueries, depth: int) -> Query:
    if len(text) > _LONGEST:
        raise QueryError(f"a query of more than {_LONGEST:,} characters is too long")
    parser = _Parser(normalize("NFC", visible(text)), today, known_queries)
    if not parser.left:
        return MatchAll()
    found = parser.either(None, depth)
    if parser.left:
        raise QueryError("no bracket is open here; remove this one or open one before it", parser.text, parser.left[0].start)
    if found is None:
        raise QueryError("there is no word to search for, only punctuation", text, 0, len(text.rstrip()))
    return found


def _refuse_too_many(query: Query) -> None:
    patterns = close = 0
    for leaf in list_leaves(query):
        patterns += sum(isinstance(word, Prefix | Wildcard | Fuzzy) for word in list_words(leaf)) + isinstance(leaf, Regex)
        close += isinstance(leaf, Near | Same | AtLeast)
    if patterns > _MOST_PATTERNS:
        raise QueryError(f"a query can have at most {_MOST_PATTERNS} words with * ? ~ and regular expressions")
    if close > _MOST_PATTERNS:
        raise QueryError(f"a query can have at most {_MOST_PATTERNS} parts with NEAR, SAME or atleast")


class _Parser(ValueParser):
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
        return _join(Or, found)

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
                        "AND needs a word on both sides; for the word 'and' itself, write it in small letters",
                        self.text,
                        sign.start,
                        sign.end,
                    )
                continue
            part = self.close(field, depth)
            if part is not None:
                parts.append(part)
        if places:
            found = [in_fields(part, places) for part in parts]
            if found == parts and places != (None,):
                raise self.error(f"{inside.text}: says where the words beside it must be; there is no word without a field", inside)
            if any(
                isinstance(leaf, Near | Same | AtLeast) and not _is_in_texts(leaf) for part in found for leaf in list_leaves(part)
            ):
                raise self.error("NEAR, SAME and atleast work in texts, not in tags", inside)
            parts = found
        return _join(And, parts)

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
            raise QueryError(f"{token.text} needs a word after it to leave out", self.text, token.start, token.end)
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
                f"there is no field '{token.text}'; {hint} To search for the words themselves, put them in quotation marks", token
            )
        if field in ("in", "version"):
            raise self.error(f"{field}: goes beside the words that it applies to, without a sign before it", token)
        if outer is not None:
            raise self.error(f"{field}: cannot be inside {outer}:", token)
        follows = self.left[0] if self.left else None
        if follows is None or follows.start != token.end or follows.kind in ("close", "or", "and", "near", "same"):
            raise self.error(f"{field}: needs a value right after the colon", token)
        if field == "saved":
            return self.saved(self.left.pop(0), depth)
        if field in DAYS or field in NUMBERS:
            return self.ranged(field)
        return self.item(field, depth + 1)

    def saved(self, name: Token, depth: int) -> Query:
        """The tree of the saved search with that name."""
        try:
            with self.known_queries.open(name.text) as text:
                return _parse(text, self.today, self.known_queries, depth + 1)
        except SavedQueryError as error:
            raise self.error(str(error), name) from error
        except QueryError as error:
            raise self.error(f"in saved:{name.text}: {error.args[0]}", name) from error

    def close(self, field: str | None, depth: int) -> Query | None:
        """An item, or several joined by NEAR or SAME."""
        parts = [self.item(field, depth)]
        signs: list[Token] = []
        while self.left and self.left[0].kind in ("near", "same"):
            signs.append(self.left.pop(0))
            if not self.left or self.left[0].kind in ("or", "and", "close", "near", "same"):
                raise self.error(f"{signs[-1].text} needs a word on both sides", signs[-1])
            parts.append(self.item(field, depth))
        return join_near(parts, signs, self.text) if signs else parts[0]

    def ranged(self, field: str) -> Query | None:
        # Everything up to the next space belongs to the range; elsewhere 2016-07..2016-08, >=2016 and -7d are other tokens.
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


def _is_in_texts(leaf: Leaf) -> bool:
    return all(word.field in (None, *ZONES) for word in list_words(leaf))


def _join(kind: type[And] | type[Or], parts: list[Query]) -> Query | None:
    if not parts:
        return None
    if len(parts) == 1:
        return parts[0]
    return kind(tuple(parts))
