"""Read what browsers and SingleFile write into a saved page: its address and the time of saving."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

_START = 16_384
_SINGLE_FILE = re.compile(rb"<!--\s*Page saved with SingleFile\s*+(.{0,4000}?)-->", re.DOTALL)
_ADDRESS = re.compile(rb"^[^\S\n]*+url:\s*+(https?://\S{1,4000}+)[^\S\n]*+$", re.MULTILINE)
_SAVED = re.compile(
    rb"^[^\S\n]*+saved date:\s*+\w++ (\w+) (\d\d?) (\d{4}) (\d\d):(\d\d):(\d\d) GMT([+-])(\d\d)(\d\d)", re.MULTILINE
)
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d{1,5}\)(https?://[^\s>]{1,4000})\s*-->")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def saved_from(content: bytes) -> tuple[str | None, datetime | None]:
    """The original address of a saved page and the time of saving, each None if the page does not state it."""
    head = content[:_START]
    note = _SINGLE_FILE.search(head)
    if note:
        address = _ADDRESS.search(note[1])
        return (address[1].decode("utf-8", "replace") if address else None), _parse_time(note[1])
    address = _SAVED_FROM.search(head)
    return (address[1].decode("utf-8", "replace") if address else None), None


def _parse_time(note: bytes) -> datetime | None:
    match = _SAVED.search(note)
    if match is None:
        return None
    month, day, year, hour, minute, second, sign, hours, minutes = (part.decode("ascii", "replace") for part in match.groups())
    try:
        zone = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == "-" else 1)
        clock = (int(hour), int(minute), int(second))
        return datetime(int(year), _MONTHS.index(month) + 1, int(day), *clock, tzinfo=timezone(zone))
    except ValueError:
        return None
