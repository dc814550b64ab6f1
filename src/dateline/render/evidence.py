"""The evidence for an article's metadata: where each field was found, all candidate dates, and which were chosen."""

from __future__ import annotations

from collections.abc import Mapping

from dateline.metadata.batch_metadata import BY_HAND
from dateline.render.article_record import evidence_record
from dateline.render.json import Record
from dateline.render.layout import Lines, Role, Span, measure_width, pad, wrap
from dateline.types.articles import ArchivedArticle, DateEvidence, Metadata

_MIN_TEXT = 12
_FIELDS = ("title", "authors", "source", "section", "place", "agency", "tags")


def field_lines(metadata: Metadata, origins: Mapping[str, str], width: int) -> Lines:
    """The known fields except dates, each with where it was found."""
    for name in _FIELDS:
        value = getattr(metadata, name)
        shown = "; ".join(value) if isinstance(value, tuple) else value
        if shown:
            where = origins.get(name)
            pieces = [Span(f"{name.capitalize()}: {shown}", "title"), *([Span(f", by {where}", "faint")] if where else [])]
            yield from wrap(pieces, width)


def date_lines(metadata: Metadata, width: int) -> Lines:
    """The chosen dates, each with where it was found."""
    for name, chosen in (("Published", metadata.published), ("Updated", metadata.updated)):
        text = f"{name}: {chosen.iso} ({chosen.precision}), {_found_by(chosen)}" if chosen else f"{name}: unknown"
        yield from wrap([Span(text, "title")], width)


def evidence_lines(
    found: ArchivedArticle, origins: Mapping[str, str], corrections: Mapping[str, str], by_hand: Mapping[str, str], width: int
) -> Lines:
    """The fields, the chosen dates, all candidate dates (the best first), the batch metadata, and a person's corrections."""
    metadata = found.article.metadata
    yield from field_lines(metadata, list_field_origins(origins, corrections), width)
    yield from date_lines(metadata, width)
    if metadata.published is None:
        yield from wrap([Span(_explain_undated(metadata.dates), "faint")], width)
    if metadata.dates:
        yield []
        yield from _table(found, width)
    if by_hand:
        yield []
        for name, value in by_hand.items():
            shown = value.replace("\n", "; ")
            yield from wrap([Span(f"{BY_HAND.capitalize()}: {name} {shown}", "label")], width)
    if corrections:
        yield []
        for name, value in corrections.items():
            shown = value.replace("\n", "; ") or "unknown"
            yield from wrap([Span(f"A person set {name}: {shown}", "label")], width)


def evidence_report(
    found: ArchivedArticle, origins: Mapping[str, str], corrections: Mapping[str, str], by_hand: Mapping[str, str]
) -> Record:
    """The evidence as JSON."""
    metadata = found.article.metadata
    return {
        "id": found.id,
        "published": metadata.published.iso if metadata.published else None,
        "updated": metadata.updated.iso if metadata.updated else None,
        "dates": [{**evidence_record(one), "chosen": _chosen_as(found, one)} for one in metadata.dates],
        "origins": list_field_origins(origins, corrections),
        "read": dict(origins),
        "by_hand": dict(by_hand),
        "corrections": dict(corrections),
    }


def list_field_origins(origins: Mapping[str, str], corrections: Mapping[str, str]) -> dict[str, str]:
    """Where each field was found; "person" if a person set it."""
    return {**origins, **{name: "person" for name in corrections if name in _FIELDS}}


def _table(found: ArchivedArticle, width: int) -> Lines:
    dates = found.article.metadata.dates
    days = max(measure_width(one.iso) for one in dates)
    places = max(measure_width(one.where) for one in dates)
    for one in dates:
        chosen = _chosen_as(found, one)
        role: Role = "kept" if chosen else ""
        head = [
            Span("* " if chosen else "  ", "kept"),
            Span(pad(one.iso, days) + "  ", role),
            Span(pad(one.role, len("published")) + "  ", "label"),
            Span(f"{one.confidence:>4.0%}  ", "faint"),
            Span(pad(one.where, places) + "  "),
        ]
        used = sum(measure_width(piece.text) for piece in head)
        if width - used < _MIN_TEXT:
            yield from wrap(head, width)
        else:
            yield from wrap([Span(one.text, "faint")], width, " " * used, head)


def _found_by(chosen: DateEvidence) -> str:
    return chosen.where if chosen.where == BY_HAND else f"by {chosen.where}"


def _chosen_as(found: ArchivedArticle, one: DateEvidence) -> str | None:
    metadata = found.article.metadata
    return "published" if one == metadata.published else "updated" if one == metadata.updated else None


def _explain_undated(dates: tuple[DateEvidence, ...]) -> str:
    roles = {one.role for one in dates}
    if not roles:
        return "There is no date in the document."
    reasons = {
        "clock": "the clock of a page only shows that the story is not later",
        "seen": "the day of capture only shows that the story is not later",
        "mention": "dates in the story are about events",
        "updated": "the date of an update is not the date of publication",
        "published": "the dates given for publication are too uncertain",
    }
    return "None of these dates is the date of publication: " + "; ".join(reasons[role] for role in sorted(roles)) + "."
