"""Rows → articles, raw documents and changes. Long answers are read in chunks: memory stays flat, and writing can go on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from heapq import merge
from typing import TYPE_CHECKING, TypeVar

from dateline.errors import ArchiveDamaged, ArticleMissing
from dateline.store.annotations import with_annotations
from dateline.store.clusters import read_marks
from dateline.store.ledger import Ledger
from dateline.store.name_index import with_names
from dateline.store.raw_documents import STORED, SUPPORTED, RawDocuments
from dateline.store.rows import COLUMNS, to_metadata
from dateline.store.session import Row, Session
from dateline.store.superseded_lines import with_superseded_lines
from dateline.text import content_hash
from dateline.types.articles import ArchivedArticle, CleanedArticle, Line, Metadata

if TYPE_CHECKING:
    from dateline.types.documents import RawDocument
    from dateline.types.history import Change, KnownChange, Version

_T = TypeVar("_T")
_CHUNK = 500
_SHOWN_IDS = 5
_MISREAD = str.maketrans("oil", "011")  # Crockford's alphabet has none of these letters

_SELECT = (
    f"SELECT {', '.join(f'articles.{name}' for name in COLUMNS)}, ledger.lines, ledger.parts, ledger.removed, raw.hash "
    "FROM articles LEFT JOIN ledger ON ledger.article_id = articles.id LEFT JOIN raw ON raw.id = articles.raw"
)
# The sighting that made the version: cleaned again with the same cleaner, it gives the same article.
_RAW_OF = f"""
    SELECT raw.hash, media_type, sightings.origin, coalesce(identity, sightings.url), sightings.url, fetched, hints, {STORED}
    FROM sightings JOIN {SUPPORTED.strip().replace("raw LEFT", "raw ON raw.id = sightings.raw LEFT", 1)}
    WHERE sightings.article_id = ?1 AND sightings.version = coalesce(?2, (SELECT version FROM articles WHERE id = ?1))
    ORDER BY sightings.id LIMIT 1
"""

# With min(id), the other columns are those of the first sighting, which made the version.
_VERSIONS = """
    SELECT version, seen, origin, raw.hash, raw.size, count(*), (
        SELECT min(datetime(fetched)) FROM sightings AS other WHERE other.article_id = ?1 AND other.version = sightings.version
    ), json_extract(hints, '$.truncated') IS NOT NULL, min(sightings.id)
    FROM sightings JOIN raw ON raw.id = sightings.raw WHERE article_id = ?1 GROUP BY version ORDER BY version
"""


REPAIR = "'dateline repair' repairs it, if necessary from a copy or the original file"


def find_id(session: Session, prefix: str) -> str:
    """The id of the one article whose id begins with `prefix`; a complete id always wins."""
    sql = "SELECT id FROM articles WHERE id >= ? AND id < ? ORDER BY id LIMIT ?"
    return only_id(prefix, lambda start, most: [str(name) for (name,) in session.rows(sql, (start, start + "~", most))])


def only_id(prefix: str, listed: Callable[[str, int], Sequence[str]]) -> str:
    """As `find_id`; `listed` returns the first ids that begin with a text, at most the given number."""
    start = prefix.strip().lower().translate(_MISREAD)
    found = listed(start, _SHOWN_IDS + 1) if start else []
    if not found:
        raise ArticleMissing(f"there is no article {prefix!r}; 'dateline search' shows ids")
    if len(found) > 1 and found[0] != start:
        shown = ", ".join(found[:_SHOWN_IDS]) + (" …" if len(found) > _SHOWN_IDS else "")
        raise ArticleMissing(f"several articles begin with {prefix!r}: {shown}; type more of the id")
    return found[0]


def read_many(session: Session, ledger: Ledger, ids: Sequence[str], damaged: list[str] | None = None) -> Iterator[ArchivedArticle]:
    """The articles that exist among `ids`, in no order.

    If a ledger is damaged, `damaged` reports it and the article has only its text; without that list, ArchiveDamaged is raised.
    """
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        rows = session.rows(f"{_SELECT} WHERE articles.id IN ({', '.join('?' * len(chunk))})", chunk)
        yield from _complete(session, ledger, rows, damaged)


def read_past_damage(read: Callable[[Sequence[str]], Iterable[_T]], ids: Sequence[str], damaged: list[str]) -> Iterator[_T]:
    """What `read` returns for `ids`, without damaged articles, which `damaged` reports."""
    try:
        found = list(read(ids))
    except ArchiveDamaged as error:
        if len(ids) > 1:
            for one in ids:
                yield from read_past_damage(read, [one], damaged)
        else:
            message = str(error)
            damaged.append(message if ids[0] in message else f"article {ids[0]}: {message}")
    else:
        yield from found


def read_ids(session: Session) -> Iterator[str]:
    """The ids of all articles, in order."""
    last = ""
    while chunk := session.rows("SELECT id FROM articles WHERE id > ? ORDER BY id LIMIT ?", (last, _CHUNK)):
        yield from (row[0] for row in chunk)
        last = chunk[-1][0]


def read_raw(session: Session, raws: RawDocuments, article_id: str, version: int | None) -> RawDocument:
    """The raw document of a version (None: the newest) of an article."""
    from dateline.types.documents import RawDocument

    row = session.row(_RAW_OF, (article_id, version))
    if row is None:
        wanted = "article" if version is None else f"version {version} of an article"
        raise ArticleMissing(f"there is no {wanted} {article_id}")
    raw_id, media_type, origin, identity, url, fetched, hints, *stored = row
    try:
        unpacked = raws.unpack(*stored)
        if content_hash(unpacked) != raw_id:
            raise ArchiveDamaged("its raw document does not have the bytes that it was made from")
    except ArchiveDamaged as error:
        raise ArchiveDamaged(f"{session.path}: article {article_id}: {error} (it is {raw_id}); {REPAIR}") from error
    moment = datetime.fromisoformat(fetched) if fetched else None
    return RawDocument(unpacked, media_type, origin, identity, url, moment, json.loads(hints) if hints else {})


def read_versions(session: Session, article_id: str) -> tuple[Version, ...]:
    """The versions of an article, the oldest first."""
    from dateline.types.history import Version

    rows = session.rows(_VERSIONS, (article_id,))
    if not rows:
        raise ArticleMissing(f"there is no article {article_id}")
    return tuple(
        Version(number, datetime.fromisoformat(seen), origin, raw_id, size, count, _utc(fetched), bool(truncated))
        for number, seen, origin, raw_id, size, count, fetched, truncated, _ in rows
    )


def _utc(moment: str | None) -> datetime | None:
    return datetime.fromisoformat(moment).replace(tzinfo=UTC) if moment else None


def read_changes(
    session: Session, ledger: Ledger, number: int, damaged: list[str] | None = None, known: Mapping[str, int] | None = None
) -> Iterator[Change | KnownChange]:
    """The changes after `number`, in order; `damaged` as for `read_many`.

    `known` maps ids to changes: the text of an article whose last change is known is not read.
    """
    from dateline.types.history import Change, KnownChange

    known_changes = known or {}
    while True:
        rows = session.rows("SELECT id, change FROM articles WHERE change > ? ORDER BY change LIMIT ?", (number, _CHUNK))
        unchanged = [name for name, change in rows if known_changes.get(name) == change]
        marks, skipped = read_marks(session, unchanged), set(unchanged)
        texts = {one.id: one for one in read_many(session, ledger, [name for name, _ in rows if name not in skipped], damaged)}
        written = [
            KnownChange(change, name, marks.get(name)) if name in skipped else Change(change, name, texts[name])
            for name, change in rows
            if name in skipped or name in texts
        ]
        end = rows[-1][1] if len(rows) == _CHUNK else None
        sql = "SELECT change, article_id FROM deletions WHERE change > ? AND (? IS NULL OR change <= ?) ORDER BY change"
        deleted = [Change(change, article_id, None) for change, article_id in session.rows(sql, (number, end, end))]
        yield from merge(written, deleted, key=lambda change: change.number)
        if end is None:
            return
        number = end


def _complete(session: Session, ledger: Ledger, rows: Sequence[Row], damaged: list[str] | None = None) -> Iterator[ArchivedArticle]:
    """The articles of `rows`, with superseded lines, corrected names, annotations and cluster marks."""
    marks = read_marks(session, [row[0] for row in rows])
    articles = list(with_superseded_lines(session, [_to_article(session, ledger, row, damaged) for row in rows]))
    for article in with_annotations(session, list(with_names(session, articles))):
        yield replace(article, cluster=marks[article.id]) if article.id in marks else article


def _to_article(session: Session, ledger: Ledger, values: Row, damaged: list[str] | None) -> ArchivedArticle:
    row = dict(zip(COLUMNS, values, strict=False))
    numbers, parts, removed, raw_id = values[len(COLUMNS) :]
    try:
        lines = ledger.lines(row["body"], numbers, parts, removed)
        metadata = to_metadata(row, lines)
    except (ArchiveDamaged, ValueError, TypeError, LookupError) as error:
        message = f"{session.path}: article {row['id']}: {error}; {REPAIR}"
        if damaged is None:
            raise ArchiveDamaged(message) from error
        damaged.append(message)
        lines, metadata = _from_text(row)
    article = CleanedArticle(raw_id, metadata, lines, row["cleaner"], row["kind"])
    seen = datetime.fromisoformat(row["seen"])
    return ArchivedArticle(row["id"], row["version"], row["change"], article, row["origin"], row["url"], seen)


def _from_text(row: Mapping[str, object]) -> tuple[tuple[Line, ...], Metadata]:
    """The lines and the simple fields of an article with a damaged ledger."""
    lines, gap = [], False
    for text in str(row["body"] or "").split("\n"):
        if text:
            lines.append(Line(text, True, "body", "damaged", gap))
        gap = not text
    title, source, language = (str(row[name]) if row[name] else None for name in ("title", "source", "language"))
    return tuple(lines), Metadata(title=title, source=source, language=language)
