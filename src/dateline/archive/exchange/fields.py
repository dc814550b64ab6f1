"""The columns of an export in rows: an article's facts and its clean text."""

from __future__ import annotations

from typing import Any

from dateline.types.articles import ArchivedArticle

Row = dict[str, Any]


def article_row(found: ArchivedArticle) -> Row:
    """Return an article as a row: authors, tags and names as lists, dates cut at their precision."""
    known = found.article.metadata
    published, updated = known.published, known.updated
    return {
        "id": found.id,
        "title": known.title,
        "published": published.iso if published else None,
        "published_precision": published.precision if published else None,
        "published_confidence": published.confidence if published else None,
        "updated": updated.iso if updated else None,
        "source": known.source,
        "domain": known.domain,
        "authors": list(known.authors),
        "place": known.place,
        "agency": known.agency,
        "section": known.section,
        "tags": list(known.tags),
        "people": list(known.people),
        "places": list(known.places),
        "organisations": list(known.organisations),
        "language": known.language,
        "kind": found.article.kind,
        "url": found.url,
        "origin": found.origin,
        "seen": found.seen,
        "version": found.version,
        "text": found.article.body,
    }


COLUMNS = (
    *("id", "title", "published", "published_precision", "published_confidence", "updated", "source", "domain", "authors"),
    *(
        "place",
        "agency",
        "section",
        "tags",
        "people",
        "places",
        "organisations",
        "language",
        "kind",
        "url",
        "origin",
        "seen",
        "version",
        "text",
    ),
)
