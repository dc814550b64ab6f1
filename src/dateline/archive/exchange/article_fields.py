"""Read a cleaned article from a record that somebody may have changed since it was written: every field is checked."""

from __future__ import annotations

from typing import cast, get_args

from dateline.archive.exchange import validation
from dateline.archive.exchange.validation import Record
from dateline.errors import ReadError
from dateline.store.ledger_record import to_lines
from dateline.text import normalise
from dateline.types.articles import CleanedArticle, DateEvidence, DateRole, Line, Metadata, Precision


def to_cleaned(record: Record) -> CleanedArticle:
    """Return the article in `record`; raise ReadError if a field is invalid, or if the ledger does not fit the text."""
    ledger = validation.nested(record, "ledger")
    try:
        lines = to_lines(validation.text(record, "text"), ledger.get("verdicts"), ledger.get("lines"), ledger.get("parts", ()))
    except (ValueError, LookupError, TypeError) as error:
        raise ReadError(f"its ledger does not fit its body ({error})") from error
    if not all(isinstance(part, str) for line in lines for part in (line.text, line.label, line.reason)):
        raise ReadError("its ledger has a value that is not a text")
    lines = tuple(_to_line(line) for line in lines if normalise(line.text))
    made = (validation.line(record, "cleaner"), validation.line(record, "kind"))
    return CleanedArticle(validation.text(record, "raw_id"), _to_metadata(record), lines, *made)


def _to_line(line: Line) -> Line:
    text, label, reason = (normalise(text) for text in (line.text, line.label, line.reason))
    return line._replace(text=text, label=label, reason=reason, parts=tuple(map(normalise, line.parts)))


def _to_metadata(record: Record) -> Metadata:
    return Metadata(
        title=validation.line_or_none(record, "title"),
        published=_evidence_or_none(record, "published_evidence"),
        updated=_evidence_or_none(record, "updated_evidence"),
        dates=tuple(map(_to_evidence, validation.nested_list(record, "dates"))),
        authors=validation.texts(record, "authors"),
        source=validation.line_or_none(record, "source"),
        domain=validation.line_or_none(record, "domain"),
        section=validation.line_or_none(record, "section"),
        place=validation.line_or_none(record, "place"),
        agency=validation.line_or_none(record, "agency"),
        tags=validation.texts(record, "tags"),
        related=validation.texts(record, "related"),
        language=validation.line_or_none(record, "language"),
        people=_names(record, "people"),
        places=_names(record, "places"),
        organisations=_names(record, "organisations"),
    )


def _names(record: Record, field: str) -> tuple[str, ...]:
    return validation.texts(record, field) if field in record else ()  # older exports lack these fields


def _evidence_or_none(record: Record, name: str) -> DateEvidence | None:
    return None if record.get(name) is None else _to_evidence(validation.nested(record, name))


def _to_evidence(record: Record) -> DateEvidence:
    precision, role = validation.text(record, "precision"), validation.text(record, "role")
    if precision not in get_args(Precision) or role not in get_args(DateRole):
        raise ReadError(f"has a date with the unknown precision {precision!r} or role {role!r}")
    iso, where, shown = (validation.line(record, name) for name in ("iso", "where", "text"))
    found = DateEvidence(
        iso, cast("Precision", precision), cast("DateRole", role), where, shown, validation.fraction(record, "confidence")
    )
    try:
        _ = found.first_day, found.last_day
    except (ValueError, OverflowError) as error:
        raise validation.wrong_value("iso", "a date in ISO 8601", iso) from error
    return found
