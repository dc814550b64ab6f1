"""Corrections of single fields by a person. They override everything that was read from the document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from dateline.errors import DatelineError
from dateline.metadata.iso_dates import parse_iso
from dateline.metadata.outlets import load_outlets
from dateline.text import normalise
from dateline.types.articles import DateEvidence, DateRole, Metadata

FIELDS = ("title", "published", "updated", "source", "authors", "place", "agency", "section", "tags", "language")
"""The fields that can be corrected."""

_LISTS = ("authors", "tags")
_DATES: dict[str, DateRole] = {"published": "published", "updated": "updated"}
_PERSON = "person"


def check_value(field: str, value: str) -> str:
    """Return `value` as it is stored: one line for each of several values, a date cut at its precision, "" for unknown."""
    if field not in FIELDS:
        raise DatelineError(f"'{field}' cannot be corrected; these can: {', '.join(FIELDS)}")
    if field in _LISTS:
        return "\n".join(filter(None, map(normalise, value.split("\n"))))
    text = normalise(value)
    if field == "language" and text:
        return _check_language(text)
    if field in _DATES and text:
        return _parse_date(field, text).iso
    return text


def apply_corrections(metadata: Metadata, corrections: Mapping[str, str]) -> Metadata:
    """Return `metadata` with the fields that a person has set; dates that were read stay in the evidence."""
    if not corrections:
        return metadata
    values: dict[str, Any] = {}
    for field, value in corrections.items():
        if field in _LISTS:
            values[field] = tuple(value.split("\n")) if value else ()
        elif field not in _DATES:
            values[field] = value or None
        else:
            values[field] = _parse_date(field, value) if value else None
    dates = tuple(values[field] for field in _DATES if values.get(field))
    if values.get("source", metadata.source) != metadata.source:
        known = load_outlets().find(values["source"] or "")
        values["domain"] = next(iter(known.domains), None) if known else None
    return replace(metadata, **values, dates=(*dates, *metadata.dates))


def check_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Return `tags` as they are stored. Raises DatelineError for a tag without a letter or digit, which no search could find."""
    found = tuple(map(normalise, tags))
    for tag in found:
        if not any(map(str.isalnum, tag)):
            raise DatelineError(f"'{tag}' is not a tag; a tag needs a letter or a digit")
    return found


def _check_language(text: str) -> str:
    code = text.lower().replace("_", "-").partition("-")[0]
    if not (code.isascii() and code.isalpha() and len(code) in (2, 3)):
        raise DatelineError(f"'{text}' is not the code of a language; write two or three letters, such as en, de or pt")
    return code


def _parse_date(field: str, text: str) -> DateEvidence:
    found = parse_iso(text)
    if found is None and len(text) == 4 and text.isdigit():
        return DateEvidence(text, "year", _DATES[field], _PERSON, text, 1.0)
    if found is None:
        raise DatelineError(f"'{text}' is not a date; write 2016-07-14, 2016-07, 2016 or 2016-07-14T10:42+02:00")
    return DateEvidence(found.iso, found.precision, _DATES[field], _PERSON, text, 1.0)
