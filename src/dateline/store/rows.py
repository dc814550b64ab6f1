"""Values ⇄ rows, as pure functions. What goes in comes out equal; only lone surrogates, which SQLite cannot hold, are spelt out.

The texts of kept lines stand only in the body. The ledger of an article is two JSON arrays: `verdicts`, its distinct
[label, reason] pairs, and `lines`, one item per line in the order of the page: a number for a kept line, [number, text] for a
removed one. The number is twice the place of the verdict, plus one where a blank line stands before the line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any
from zlib import crc32

from dateline.errors import ArchiveDamaged
from dateline.types import CleanedArticle, DateEvidence, Line, Metadata, join_lines

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
)

COLUMNS = ("id", *DERIVED, "url", "origin", "seen", "version", "raw", "cleaner", "change", "came")

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_LISTED, _PUBLISHED, _UPDATED = 1, 2, 4  # why a date stands in `dates`; a plain listed one carries no number


def plain(text: str) -> str:
    """`text` as SQLite can hold it: a lone surrogate (from an oddly named file) becomes its escape, so that names stay apart."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode()
    return text


def plain_or_none(text: str | None) -> str | None:
    """As `plain`, for a text that may be unknown."""
    return None if text is None else plain(text)


def to_json(value: object) -> str:
    """`value` as compact JSON."""
    return plain(_JSON.encode(value))


def article_values(article: CleanedArticle) -> tuple[object, ...]:
    """The values of the DERIVED columns."""
    known, body = article.metadata, plain(article.body)
    published = known.published
    return (
        plain_or_none(known.title),
        published.iso if published else None,
        plain_or_none(known.source),
        to_json(known.authors),
        plain_or_none(known.place),
        plain_or_none(known.agency),
        plain_or_none(known.section),
        to_json(known.tags),
        to_json(known.related),
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
    )


def checksum(body: str) -> int:
    """A number by which a body that was edited by hand is noticed."""
    return crc32(body.encode())


def ledger_values(lines: Sequence[Line]) -> tuple[str, str, int]:
    """The ledger's columns `verdicts`, `lines` and `body_checksum`."""
    verdicts: dict[tuple[str, str], int] = {}
    items: list[object] = []
    for line in lines:
        number = 2 * verdicts.setdefault((line.label, line.reason), len(verdicts)) + line.gap
        if not line.keep:
            items.append((number, line.text))
        elif "\n" in line.text:  # no reader makes such a line; were one to come, the body could not tell where it ends
            items.append((number, line.text, "kept"))
        else:
            items.append(number)
    body = plain(join_lines(line for line in lines if line.keep))
    return to_json(list(verdicts)), to_json(items), checksum(body)


def to_metadata(row: dict[str, Any]) -> Metadata:
    """The metadata in a row of `articles`."""
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
        related=tuple(json.loads(row["related"])),
        language=row["language"],
    )


def to_lines(body: str, verdicts: str, lines: str) -> tuple[Line, ...]:
    """The lines of an article from its body and its ledger; ArchiveDamaged where they do not fit together."""
    try:
        return tuple(_joined(body, json.loads(verdicts), json.loads(lines)))
    except (ValueError, LookupError, TypeError) as error:
        raise ArchiveDamaged(f"its ledger does not fit its body ({error})") from error


def _joined(body: str, verdicts: list[list[str]], items: list[Any]) -> Iterator[Line]:
    position, first = 0, True
    for item in items:
        number: int = item if isinstance(item, int) else item[0]
        told: list[str] = [] if isinstance(item, int) else item[1:]
        label, reason = verdicts[number >> 1]
        gap, keep = bool(number & 1), len(told) != 1
        if keep:
            if not first:
                position = _after_break(body, position, gap)
            text = told[0] if told else body[position : _line_end(body, position)]
            position, first = position + len(text), False
        else:
            text = told[0]
        yield Line(text, keep, label, reason, gap)
    if position != len(body):
        raise ValueError(f"the body has {len(body) - position} characters more")


def _after_break(body: str, position: int, gap: bool) -> int:
    expected = "\n\n" if gap else "\n"
    if not body.startswith(expected, position):
        raise ValueError(f"no line break at character {position}")
    return position + len(expected)


def _line_end(body: str, position: int) -> int:
    end = body.find("\n", position)
    return len(body) if end < 0 else end


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
