"""Values ⇄ rows, as pure functions. Values come back equal; only lone surrogates, which SQLite cannot store, are escaped."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from dateline.types.articles import CleanedArticle, DateEvidence, Line, Metadata

# The columns of `articles` that come from cleaning, in the order of `article_values`.
DERIVED = (
    "title",
    "published",
    "source",
    "authors",
    "place",
    "agency",
    "section",
    "tags",
    "related",
    "language",
    "kind",
    "words",
    "body",
    "domain",
    "published_first",
    "published_last",
    "precision",
    "confidence",
    "updated",
    "dates",
    "people",
    "places",
    "organisations",
)

NAMED = DERIVED[-3:]
"""The columns of people, places and organisations; NULL if the article was not searched for them."""

BODY = DERIVED.index("body")
"""The index of the body in DERIVED."""

KIND = DERIVED.index("kind")
"""The index of the kind in DERIVED."""

COLUMNS = ("id", *DERIVED, "url", "origin", "seen", "version", "raw", "cleaner", "change", "came")

INSERT_ARTICLE = f"INSERT INTO articles ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_SURROGATE = re.compile("[\ud800-\udfff]")
_LISTED, _PUBLISHED, _UPDATED = 1, 2, 4  # why a date is in `dates`; _LISTED alone is not written


def plain(text: str) -> str:
    """`text` as SQLite can store it: a lone surrogate (from an oddly named file) is escaped, so that names stay distinct."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode()
    return text


def plain_or_none(text: str | None) -> str | None:
    """As `plain`; None stays None."""
    return None if text is None else plain(text)


def to_json(value: object) -> str:
    """`value` as compact JSON; lone surrogates in its texts are escaped as by `plain`."""
    text = _JSON.encode(value)
    return _SURROGATE.sub(lambda one: f"\\\\u{ord(one[0]):04x}", text) if _SURROGATE.search(text) else text


def to_moment(moment: datetime) -> str:
    """A time as it is stored: in UTC, to the second."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def article_values(article: CleanedArticle) -> tuple[object, ...]:
    """The values of the DERIVED columns."""
    from dateline.metadata.names.found import finds_names  # a search writes no article

    known, body = article.metadata, plain(article.body)
    published, named = known.published, (known.people, known.places, known.organisations)
    is_searched = any(named) or finds_names(article.cleaner)
    return (
        plain_or_none(known.title),
        published.iso if published else None,
        plain_or_none(known.source),
        to_json(known.authors),
        plain_or_none(known.place),
        plain_or_none(known.agency),
        plain_or_none(known.section),
        to_json(known.tags),
        to_json(_line_numbers(known.related, article.lines)),
        plain_or_none(known.language),
        plain(article.kind),
        len(body.split()),
        body,
        plain_or_none(known.domain),
        published.first_day.isoformat() if published else None,
        published.last_day.isoformat() if published else None,
        published.precision if published else None,
        published.confidence if published else None,
        known.updated.iso if known.updated else None,
        to_json(_date_items(known)),
        *(to_json(names) if is_searched else None for names in named),
    )


def to_metadata(row: dict[str, Any], lines: Sequence[Line]) -> Metadata:
    """The metadata in a row of `articles` with these `lines`; LookupError if the row refers to a line that is missing."""
    marked = [(DateEvidence(*item[:6]), item[6] if len(item) > 6 else _LISTED) for item in json.loads(row["dates"])]
    return Metadata(
        title=row["title"],
        published=next((date for date, mark in marked if mark & _PUBLISHED), None),
        updated=next((date for date, mark in marked if mark & _UPDATED), None),
        dates=tuple(date for date, mark in marked if mark & _LISTED),
        authors=tuple(json.loads(row["authors"])),
        source=row["source"],
        domain=row["domain"],
        section=row["section"],
        place=row["place"],
        agency=row["agency"],
        tags=tuple(json.loads(row["tags"])),
        related=tuple(one if isinstance(one, str) else lines[one - 1].text for one in json.loads(row["related"])),
        language=row["language"],
        people=tuple(json.loads(row["people"] or "[]")),
        places=tuple(json.loads(row["places"] or "[]")),
        organisations=tuple(json.loads(row["organisations"] or "[]")),
    )


def _line_numbers(texts: Sequence[str], lines: Sequence[Line]) -> list[int | str]:
    """`texts` as numbers (from 1) of lines with the same text; a text without such a line stays a text."""
    wanted, places = set(texts), dict[str, int]()
    if wanted:
        for number, line in enumerate(lines, 1):
            if line.text in wanted:
                places.setdefault(line.text, number)
    return [places.get(text, text) for text in texts]


def _date_items(known: Metadata) -> list[list[object]]:
    marked: list[tuple[DateEvidence, int]] = [(date, _LISTED) for date in known.dates]
    for date, mark in ((known.published, _PUBLISHED), (known.updated, _UPDATED)):
        if date is None:
            continue
        place = next((i for i, (other, _) in enumerate(marked) if other == date), None)
        if place is None:
            marked.append((date, mark))
        else:
            marked[place] = (date, marked[place][1] | mark)
    return [_date_item(date, mark) for date, mark in marked]


def _date_item(date: DateEvidence, mark: int) -> list[object]:
    item = [date.iso, date.precision, date.role, date.where, date.text, date.confidence]
    return item if mark == _LISTED else [*item, mark]


def name_number(name: str) -> int:
    """A short number that finds the sightings of a name; names can be long."""
    from hashlib import blake2b  # a search does not need it, and it loads a whole library of ciphers

    return int.from_bytes(blake2b(name.encode(), digest_size=6).digest(), "big")
