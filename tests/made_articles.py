"""Articles made by hand, for tests of what comes after cleaning."""

from __future__ import annotations

from datetime import UTC, datetime

from dateline.types.articles import ArchivedArticle, CleanedArticle, ClusterMark, DateEvidence, Line, Metadata, SupersededLine
from dateline.types.history import Change

SEEN = datetime(2026, 1, 1, tzinfo=UTC)
STORM = """Storm takes the roof off the market hall

A storm tore the roof off the market hall on Saturday night and threw it into the harbour, the fire brigade said.

Nobody was hurt, but the traders have lost most of what they had stored for the winter, and the hall will stay closed.

Related stories
Bridge toll to rise
"""


def published(iso: str | None, confidence: float = 1.0, role: str = "published") -> DateEvidence | None:
    if iso is None:
        return None
    precision = {4: "year", 7: "month", 10: "day"}.get(len(iso), "instant")
    return DateEvidence(iso, precision, role, "test", iso, confidence)  # type: ignore[arg-type]


def change(number: int, body: str, *, day: str | None = None, lead: int | None = None, **fields: object) -> Change:
    """Return change `number`, which writes the article with that number."""
    return full_change(number, body, Metadata(published=published(day), **{"language": "en", **fields}), lead=lead)  # type: ignore[arg-type]


def full_change(
    number: int,
    body: str,
    metadata: Metadata,
    *,
    removed: tuple[tuple[str, str], ...] = (),
    captions: tuple[str, ...] = (),
    seen: datetime = SEEN,
    kind: str = "article",
    note: str | None = None,
    lead: int | None = None,
    former: tuple[str, ...] = (),
    place: tuple[str | None, str] = (None, "test"),
) -> Change:
    """Return a change with complete metadata, `removed` lines (label and text) and kept `captions`.

    `lead` is the number of its lead copy, `former` its superseded lines, `place` its address and its origin.
    """
    kept = tuple(Line(paragraph, True, "body", "test") for paragraph in body.split("\n\n"))
    kept += tuple(Line(text, True, "caption", "test") for text in captions)
    taken = tuple(Line(text, False, label, "test") for label, text in removed)
    name = f"id{number:04}"
    article = CleanedArticle(f"b2:{number}", metadata, kept + taken, "test", kind)
    mark = None if lead is None else ClusterMark(f"id{lead:04}", 2, 1.0)
    older = tuple(SupersededLine(text, 1) for text in former)
    return Change(
        number, name, ArchivedArticle(name, 1 + bool(older), number, article, place[1], place[0], seen, mark, note, older)
    )
