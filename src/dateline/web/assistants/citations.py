"""Citations of articles: the id, the address, and the date with its evidence."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.archive.archive import Archive
from dateline.render.article_record import known_evidence_record
from dateline.render.json import Record
from dateline.types.articles import ArchivedArticle, Metadata
from dateline.web.urls import safe_external_url

ARTICLE = "dateline://article/"
"""The prefix of an article's resource URI, before its id."""


def citation(article_id: str, url: str | None, metadata: Metadata) -> Record:
    """A citation; an address that is not http or https is left out."""
    return {
        "id": article_id,
        "resource": ARTICLE + article_id,
        "url": safe_external_url(url),
        "title": metadata.title,
        "source": metadata.source,
        "published": known_evidence_record(metadata.published),
    }


def cite(found: ArchivedArticle) -> Record:
    """The citation of an article."""
    return citation(found.id, found.url, found.article.metadata)


def citations(archive: Archive, ids: Iterable[str]) -> list[Record]:
    """The citations of articles, each once."""
    return [cite(found) for found in archive.read(dict.fromkeys(ids))]
