"""What the engine holds of an article: its words, fields to ask for, keys to sort by, columns to count by. No texts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING

from dateline.search.analysis import exact_tokens, name_tokens, stem_language, stemmed_tokens
from dateline.search.periods import PERIODS, period_of_evidence
from dateline.types import ArchivedArticle, DateEvidence

if TYPE_CHECKING:
    from tantivy import Document, Schema

VERSION = 2
NAME_FIELDS = ("author", "source", "place", "agency", "tag")
COUNTED = ("author", "source", "place", "tag")
UNKNOWN = ""
UNKNOWN_LANGUAGE = "unknown"
_TIE_BITS = 20
_LAST = 1 << 62


def make_schema() -> Schema:
    """The engine's schema; a change to it needs a new VERSION, and every index is built anew."""
    from tantivy import SchemaBuilder

    builder = SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("title_stem", "body_stem", "title_exact", "body_exact", *NAME_FIELDS):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in ("stems", "dated"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("lang", *(f"{name}_name" for name in COUNTED)):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("first_day", "last_day"):
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in PERIODS:
        builder.add_integer_field(name, fast=True)
    for name in ("newest", "oldest"):
        builder.add_unsigned_field(name, fast=True)
    return builder.build()


def make_document(article_id: str, archived: ArchivedArticle) -> Document:
    """The engine's document for one article."""
    from tantivy import Document

    article, metadata = archived.article, archived.article.metadata
    body, title = article.body, metadata.title or ""
    document = Document()
    document.add_text("id", article_id)
    for name, text in (("title", title), ("body", body)):
        document.add_text(f"{name}_stem", " ".join(stemmed_tokens(text, metadata.language)))
        document.add_text(f"{name}_exact", " ".join(exact_tokens(text)))
    names = {
        "author": metadata.authors,
        "source": tuple(filter(None, (metadata.source, metadata.domain))),
        "place": tuple(filter(None, (metadata.place,))),
        "agency": tuple(filter(None, (metadata.agency,))),
        "tag": metadata.tags,
    }
    for field, values in names.items():
        document.add_text(field, name_tokens(values))
    counted = {**names, "source": (metadata.source,)}
    for field in COUNTED:
        for value in dict.fromkeys(filter(None, counted[field])) or (UNKNOWN,):
            document.add_text(f"{field}_name", value)
    document.add_text("lang", (metadata.language or UNKNOWN_LANGUAGE).lower())
    document.add_text("stems", stem_language(metadata.language))
    _add_date(document, article_id, metadata.published)
    return document


def _add_date(document: Document, article_id: str, published: DateEvidence | None) -> None:
    document.add_text("dated", "yes" if published else "no")
    tie = int.from_bytes(blake2b(article_id.encode(), digest_size=4).digest(), "big") >> (32 - _TIE_BITS)
    newest, oldest = tie, _LAST + tie
    if published:
        document.add_integer("first_day", published.first_day.toordinal())
        document.add_integer("last_day", published.last_day.toordinal())
        for by in PERIODS:
            if (number := period_of_evidence(published, by)) is not None:
                document.add_integer(by, number)
        newest = oldest = (_minutes(published) << _TIE_BITS) + tie
    document.add_unsigned("newest", newest)
    document.add_unsigned("oldest", oldest)


def _minutes(published: DateEvidence) -> int:
    """Minutes since the calendar began, by UTC where the zone is known; a day without a time counts from its start."""
    day: date = published.first_day
    minutes = day.toordinal() * 1440
    if published.precision == "instant":
        moment = datetime.fromisoformat(published.iso)
        zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        minutes = int((zoned - datetime(1, 1, 1, tzinfo=UTC)).total_seconds() // 60) + 1440
    return max(minutes, 1)
