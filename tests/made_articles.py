"""Articles made by hand, for tests of what comes after cleaning."""

from __future__ import annotations

from datetime import UTC, datetime

from dateline.types import ArchivedArticle, Change, CleanedArticle, DateEvidence, Line, Metadata

SEEN = datetime(2026, 1, 1, tzinfo=UTC)


def published(iso: str | None) -> DateEvidence | None:
    if iso is None:
        return None
    precision = {4: "year", 7: "month", 10: "day"}.get(len(iso), "instant")
    return DateEvidence(iso, precision, "published", "test", iso, 1.0)  # type: ignore[arg-type]


def change(number: int, body: str, *, day: str | None = None, **fields: object) -> Change:
    """Change `number`, which writes the article of that number."""
    metadata = Metadata(published=published(day), **{"language": "en", **fields})  # type: ignore[arg-type]
    article = CleanedArticle(f"b2:{number}", metadata, (Line(body, True, "body", "test"),), "test")
    name = f"id{number:04}"
    return Change(number, name, ArchivedArticle(name, 1, number, article, "test", None, SEEN))
