"""Read the value of one field of a record: text inside nested JSON, numeric times, lists in one cell, HTML entities."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

from dateline.text.decoding import decode

NAME_KEYS = ("name", "rendered", "title", "label", "value", "domain", "text", "url", "id", "publisher")
_EMPTY_VALUES = ("none", "null", "nan", "nat", "n/a", "undefined")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
_LAYERS = 2  # feeds escape text that is already escaped
_TAG = re.compile(r"</?(?:p|b|i|a|em|br|strong|span|div)\b[^<>]*>", re.IGNORECASE)
_EPOCH_TIME = re.compile(r"(\d{10})(?:\d{3}|\d{6}|\d{9})?(?:\.\d+)?")
_SPREADSHEET_DAY = re.compile(r"([2-6]\d{4})(?:\.\d+)?")
_SHEETS_BEGIN = date(1899, 12, 30)
_QUOTED = re.compile(r"""\s*+(?:[\["']\s*+)?(?:'((?:[^'\\]|\\.)*+)'|"((?:[^"\\]|\\.)*+)")\s*+(?:[,;\]]|$)""")
_LISTED = re.compile(r"[;|\n、،]")
_COMMAS = re.compile(r"[,，]")
_PARTS = ("summary", "headline", "paragraphs", "sections", "rendered", "text", "content")


def body_of(value: Any) -> str:
    """The text of a story in a string, bytes, a list of paragraphs, or an object around one of these."""
    if isinstance(value, str):
        return "" if value.strip().lower() in _EMPTY_VALUES else value
    if isinstance(value, bytes):
        return decode(value)[0]
    if isinstance(value, list):
        return "\n\n".join(filter(None, map(body_of, value))) if all(isinstance(part, str | Mapping) for part in value) else ""
    if isinstance(value, Mapping):
        parts = (value.get(name) for name in _PARTS)
        return "\n\n".join(filter(None, (body_of(part) for part in parts if isinstance(part, str | list))))
    return ""


def hint_of(value: Any) -> str:
    """A value as a hint: an object as its name, several values on separate lines, entities decoded."""
    if isinstance(value, str):
        text = plain(replace_surrogates(value)).strip()
        return "" if text.lower() in _EMPTY_VALUES else text
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return str(value) if value == value else ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        keys = [key for key in value if isinstance(key, str) and key.startswith("$")]
        if len(keys) == len(value) == 1:  # {"$date": …}, {"$numberLong": …}: JSON as MongoDB writes it
            return hint_of(value[keys[0]])
        named = (value[key] for key in NAME_KEYS if not isinstance(value.get(key), Mapping | list | None))
        return next(filter(None, map(hint_of, named)), "")
    if isinstance(value, list):
        return "\n".join(filter(None, (" ".join(hint_of(part).split()) for part in value if not isinstance(part, list))))
    return ""


def plain(text: str) -> str:
    """`text` with its entities decoded; not for markup."""
    for _ in range(_LAYERS):
        if not _ENTITY.search(text):
            break
        text = unescape(text)
    return text


def without_tags(text: str) -> str:
    """A short text without its tags, for fields that some systems fill with markup."""
    return " ".join(_TAG.sub("", text).split()) if "<" in text else text


def time_of(text: str) -> str:
    """A numeric time (seconds or smaller units since 1970, or spreadsheet days) as seconds or an ISO date; other text as it is."""
    if counted := _EPOCH_TIME.fullmatch(text):
        return counted[1]
    if serial := _SPREADSHEET_DAY.fullmatch(text):
        return (_SHEETS_BEGIN + timedelta(days=int(serial[1]))).isoformat()
    return text


def in_utc(text: str) -> str:
    """A time with the zone UTC, for a field that is in UTC by its name."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return text
    return text if found.tzinfo or len(text) <= len("2016-07-14") else found.replace(tzinfo=UTC).isoformat()


def listed(text: str) -> str:
    """The values listed in one cell, on separate lines. The cell has semicolons, bars or commas, or a list in the form of code."""
    if "\n" in text:
        return text
    if text[:1] in "[(\"'" and text[-1:] in "])\"'":
        found = _parse_code_list(text[1:-1] if text[0] in "[(" else text)
        if found:
            return "\n".join(found)
    separators = _LISTED if _LISTED.search(text) else _COMMAS
    return "\n".join(filter(None, (part.strip() for part in separators.split(text))))


def replace_surrogates(text: str) -> str:
    """`text` without lone surrogates, which JSON can express and UTF-8 cannot."""
    return _LONE_SURROGATE.sub("\ufffd", text)


def _parse_code_list(text: str) -> list[str]:
    """The quoted texts of a list in the syntax of Python or JSON; [] if it is not such a list."""
    found, at = [], 0
    while at < len(text):
        quoted = _QUOTED.match(text, at)
        if quoted is None:
            return []
        found.append((quoted[1] if quoted[1] is not None else quoted[2]).strip())
        at = quoted.end()
    return [value for value in found if value]
