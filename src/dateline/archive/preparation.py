"""Prepare documents: turn them into articles as store and index take them. All of it is pure, so that any worker can do it.

The one writer is left with what depends on the archive: places, numbers and the SQL statements.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from dateline.archive.worker_pool import clean_chunks
from dateline.cleaning import Cleaner
from dateline.search.entry import Fields, make_fields
from dateline.store.codec import Codec
from dateline.store.dictionaries import Dictionary
from dateline.store.prepared_article import Prepared, prepare_all
from dateline.store.rows import plain, plain_or_none
from dateline.types.articles import ArchivedArticle, CleanedArticle
from dateline.types.documents import CleanedDocument, Failure, RawDocument

_NEVER = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class PreparationSettings:
    """What preparation needs: a cleaner (None: only built-in knowledge), and the archive's dictionary for removed lines."""

    cleaner: Cleaner | None = None
    dictionary: Dictionary = field(default_factory=Dictionary)
    codec: Codec = field(default_factory=Codec, compare=False)


class PreparedDocument(NamedTuple):
    """An article as the store writes it, and as the index takes it if it is new (None if the index must read it from the store)."""

    stored: Prepared
    fields: Fields | None


def clean_and_prepare(
    preparation: PreparationSettings, documents: Sequence[RawDocument | CleanedDocument]
) -> list[PreparedDocument | Failure]:
    """Prepare each of `documents`, and clean it first if that is not done; a Failure for one that cannot be cleaned."""
    cleaned = iter(clean_chunks(preparation.cleaner, [one for one in documents if isinstance(one, RawDocument)]))
    articles = [one.article if isinstance(one, CleanedDocument) else next(cleaned) for one in documents]
    return prepare_articles(preparation, [one if isinstance(one, RawDocument) else one.document for one in documents], articles)


def prepare_articles(
    preparation: PreparationSettings, documents: Sequence[RawDocument], cleaned: Sequence[CleanedArticle | Failure]
) -> list[PreparedDocument | Failure]:
    """Prepare the articles that were cleaned from `documents`."""
    pairs = [(one, raw.content) for one, raw in zip(cleaned, documents, strict=True) if isinstance(one, CleanedArticle)]
    prepared = iter(prepare_all(pairs, preparation.dictionary, preparation.codec))
    return [
        PreparedDocument(next(prepared), _index_fields(one, raw)) if isinstance(one, CleanedArticle) else one
        for one, raw in zip(cleaned, documents, strict=True)
    ]


def _index_fields(article: CleanedArticle, raw: RawDocument) -> Fields | None:
    """Return the index fields of an article that is new in its archive."""
    try:
        "".join(_texts(article)).encode()
    except UnicodeEncodeError:  # the store will escape what SQLite cannot store
        return None
    return make_fields(ArchivedArticle("", 1, 0, article, plain(raw.origin), plain_or_none(raw.url), _NEVER))


def _texts(article: CleanedArticle) -> Iterator[str]:
    known = article.metadata
    yield from (line.text for line in article.lines)
    yield from (text for text in (known.title, known.source, known.domain, known.section, known.place, known.agency) if text)
    yield from (known.language or "", *known.authors, *known.tags, *known.people, *known.places, *known.organisations)
