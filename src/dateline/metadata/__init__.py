"""What a page says about itself: title, dates, authors, source, place, tags, language; each as typed, unknown where unsaid."""

from __future__ import annotations

from dateline.metadata.byline import Byline, is_person_name, parse_byline
from dateline.metadata.dateparse import FoundDate, recognise_dates
from dateline.metadata.place import Dateline, parse_dateline
from dateline.metadata.reading import read_metadata, redated
from dateline.metadata.stamps import looks_like_clock, looks_like_timestamp
from dateline.metadata.title import FoundTitle, find_title

__all__ = [
    "Byline",
    "Dateline",
    "FoundDate",
    "FoundTitle",
    "find_title",
    "is_person_name",
    "looks_like_clock",
    "looks_like_timestamp",
    "parse_byline",
    "parse_dateline",
    "read_metadata",
    "recognise_dates",
    "redated",
]
