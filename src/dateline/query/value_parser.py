"""What comes after a field, or alone in a query: words, quotations, patterns, days, numbers, parts of an article."""

from __future__ import annotations

import re
from datetime import date
from unicodedata import normalize

from dateline.errors import QueryError
from dateline.query.dates import DateSyntaxError
from dateline.query.fields import DAYS, NUMBERS, PLACES, UNNAMED, ZONES
from dateline.query.lexer import Token, has_word, tokenize
from dateline.query.ranges import RangeSyntaxError, parse_day_range, parse_number_range
from dateline.query.saved_queries import SavedQueries
from dateline.query.tree import AtLeast, CopiesOf, Known, Location, MatchAll, Phrase, Query, Regex, Term, Unknown
from dateline.query.words import parse_word

MOST_TIMES = 99
_ID = re.compile(r"[0-9A-Za-z]{1,64}")
_STARRED = re.compile(r"[\w*?]++")
_LONGEST_REGEX = 200
_PLACES = {**{zone: zone for zone in ZONES}, "tag": "tag", "tags": "tag"}
_VERSIONS: dict[str, tuple[str | None, ...]] = {"latest": (None,), "all": (None, "older")}


class ValueParser:
    """The tokens of a query that are left, and the meaning of single ones, with or without a field."""

    def __init__(self, text: str, today: date, known_queries: SavedQueries) -> None:
        self.text = text
        self.today = today
        self.known_queries = known_queries
        self.left = list(tokenize(text))

    def copies(self, token: Token) -> Query:
        """An article with its copies, as requested by cluster:."""
        if not _ID.fullmatch(token.text):
            raise self.error("cluster: takes the id of an article; 'dateline search' shows ids", token)
        return CopiesOf(token.text.lower())

    def phrase(self, token: Token, field: str | None) -> Query | None:
        """Words in quotation marks."""
        if field == "cluster":
            return self.copies(token)
        if field in DAYS or field in NUMBERS:
            return self.range_of(token.text, token, str(field))
        if not has_word(token.text):
            return None
        if field in PLACES:
            return self.placed(token, field)
        if starred := next(filter(_is_starred, token.text.split()), None):
            advice = f"write {starred} NEAR/2 the other words, or leave the sign out"
            raise self.error(f"in quotation marks, * and ? do not stand for letters; {advice}", token)
        return Phrase(to_quotable(token.text), field)

    def word(self, token: Token, field: str | None) -> Query | None:
        """One word, or the symbol for any value or none."""
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
        """The location of an article: an address, a host, a path, an id."""
        if field == "id" and not _ID.fullmatch(token.text.rstrip("*")):
            raise self.error("id: takes the id of an article or the beginning of one; 'dateline search' shows ids", token)
        return Location(to_quotable(token.text), field)

    def regex(self, token: Token, field: str | None) -> Query:
        """A regular expression between slashes."""
        if len(token.text) > _LONGEST_REGEX:
            raise self.error(f"a regular expression of more than {_LONGEST_REGEX} characters is too long", token)
        return Regex(token.text, str(field))

    def atleast(self, token: Token, field: str | None) -> Query:
        """A word with the number of times that it must occur."""
        follows = self.left.pop(0) if self.left and self.left[0].start == token.end else None
        if follows is None or follows.kind != "word" or not has_word(follows.text) or not follows.text.strip("*?~") == follows.text:
            raise self.error(f"atleast{token.text}: needs one word right after the colon", token)
        if field is not None and field not in ZONES:
            raise self.error(f"atleast{token.text}: counts words of a text, not of {field}:", token)
        if not 1 <= int(token.text) <= MOST_TIMES:
            raise self.error(f"atleast takes a number from 1 to {MOST_TIMES}", token)
        return AtLeast(int(token.text), follows.text, field) if int(token.text) > 1 else Term(follows.text, field)

    def place(self, token: Token) -> tuple[str | None, ...]:
        """The parts of an article that in: or version: names."""
        value = self.left.pop(0) if self.left and self.left[0].start == token.end and self.left[0].kind == "word" else None
        names = value.text.lower().split(",") if value else []
        if token.text.lower() == "version":
            if len(names) != 1 or names[0] not in _VERSIONS:
                raise self.error(
                    "version: takes all or latest; 'dateline versions ID' lists the versions of an article", value or token
                )
            return _VERSIONS[names[0]]
        wrong = [name for name in names if name not in _PLACES]
        if not value or wrong:
            problem = f"in: knows no '{wrong[0]}'; it takes" if wrong else "in: needs"
            raise self.error(f"{problem} title, body, caption, removed, older or tags", value or token)
        return tuple(dict.fromkeys(_PLACES[name] for name in names))

    def range_of(self, text: str, token: Token, field: str) -> Query:
        """A range of days or numbers, possibly open at an end."""
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
        """A QueryError that points at `token`."""
        return QueryError(message, self.text, token.start, token.end)


def _is_starred(word: str) -> bool:
    """Whether * or ? in `word` would stand for letters outside quotation marks."""
    return _STARRED.fullmatch(word) is not None and has_word(word) and ("*" in word or "?" in word.rstrip("?"))


def to_quotable(text: str) -> str:
    """`text` as it can be put in quotation marks."""
    return normalize("NFC", " ".join(text.replace('"', " ").split()))
