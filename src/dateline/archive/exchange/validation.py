"""Read values from JSON that somebody else wrote: each is checked, and a ReadError names the field."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from dateline.errors import ReadError
from dateline.text import normalise

_LARGEST = 1 << 53
Record = dict[str, Any]


def text(record: Record, name: str) -> str:
    """Return the text in a field."""
    value = _value(record, name)
    if not isinstance(value, str):
        raise wrong_value(name, "text", value)
    return value


def text_or_none(record: Record, name: str) -> str | None:
    """Return the text in a field that may be null."""
    return None if _value(record, name) is None else text(record, name)


def line(record: Record, name: str) -> str:
    """Return the text in a field, in the normal form that everything in an archive has."""
    return normalise(text(record, name))


def line_or_none(record: Record, name: str) -> str | None:
    """Do the same for a field that may be null."""
    return (line(record, name) or None) if _value(record, name) is not None else None


def texts(record: Record, name: str) -> tuple[str, ...]:
    """Return the texts in a field, each in normal form."""
    value = _value(record, name)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise wrong_value(name, "a list of texts", value)
    return tuple(filter(None, map(normalise, value)))


def number(record: Record, name: str) -> int:
    """Return the number, 1 or more, in a field."""
    value = _value(record, name)
    if not isinstance(value, int) or not 0 < value < _LARGEST:
        raise wrong_value(name, "a whole number from 1", value)
    return int(value)


def flag(record: Record, name: str) -> bool:
    """Return the true or false in a field."""
    value = _value(record, name)
    if not isinstance(value, bool):
        raise wrong_value(name, "true or false", value)
    return value


def fraction(record: Record, name: str) -> float:
    """Return the number from 0 to 1 in a field."""
    value = _value(record, name)
    if not isinstance(value, int | float) or not 0 <= value <= 1:
        raise wrong_value(name, "a number from 0 to 1", value)
    return float(value)


def timestamp(record: Record, name: str) -> datetime:
    """Return the time in a field; UTC if it names no time zone."""
    value = text(record, name)
    try:
        found = datetime.fromisoformat(value)
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        found.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise wrong_value(name, "a time in ISO 8601", value) from error
    return found


def moment_or_none(record: Record, name: str) -> datetime | None:
    """Return the time in a field that may be null."""
    return None if _value(record, name) is None else timestamp(record, name)


def mapping(record: Record, name: str) -> dict[str, str]:
    """Return the names in a field, with a text for each."""
    value = nested(record, name)
    if not all(isinstance(item, str) for item in value.values()):
        raise wrong_value(name, "names with texts", value)
    return value


def nested(record: Record, name: str) -> Record:
    """Return the object in a field."""
    value = _value(record, name)
    if not isinstance(value, dict):
        raise wrong_value(name, "an object", value)
    return value


def nested_list(record: Record, name: str) -> list[Record]:
    """Return the objects in a field."""
    value = _value(record, name)
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise wrong_value(name, "a list of objects", value)
    return value


def wrong_value(name: str, expected: str, value: object) -> ReadError:
    """Return the error for a field with another value than `expected`."""
    shown = repr(value)
    return ReadError(f"field {name!r} should be {expected}, not {shown if len(shown) < 40 else shown[:37] + '…'}")


def _value(record: Record, name: str) -> Any:
    if name not in record:
        raise ReadError(f"lacks the field {name!r} of a Dateline export")
    return record[name]
