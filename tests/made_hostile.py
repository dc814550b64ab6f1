"""An article with terminal control characters in every field, as no ingest would make it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from dateline.text import content_hash
from dateline.types.articles import ArchivedArticle, CleanedArticle, DateEvidence, Line, LineOverrides, Metadata, SupersededLine
from dateline.types.documents import RawDocument
from dateline.types.history import ArticleRecord, Correction, Note, OwnTag, Sighting

EVIL = "\x1b]0;EVIL\x07\x1b[31m\x9b2J\x7f\x08\r\u202e\u2066\u200b\ufeff\u2028\U000e0041"
ACTS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\u2028\u2029\ufeff\U000e0000-\U000e007f\ud800-\udfff]"
)
NOW = datetime(2026, 1, 2, tzinfo=UTC)
STORY = f"The harbour council{EVIL} voted to close the ferry terminal of Halden{EVIL} after ninety years, the mayor said."
PAGE = f"Title{EVIL} of the ferry\n\nBy Ann{EVIL} Smith\n\n{STORY}\n\nShare{EVIL}\n"


def hostile_record(article_id: str, number: int) -> ArticleRecord:
    """Return an article with two versions, and with control characters in every field."""
    url = f"https://esc.example/{number}{EVIL}"
    seen = [
        RawDocument(f"{text}{number}".encode(), "text/plain", f"dump{EVIL}.jsonl:{number}", url, url, NOW, {"title": f"T{EVIL}"})
        for text in (STORY, PAGE)
    ]
    date = DateEvidence("2016-07-14", "day", "published", f"where{EVIL}", f"14 July{EVIL}", 0.9)
    clock = DateEvidence("2016-07-20", "day", "clock", f"where{EVIL}", EVIL, 0.5)
    fields = {name: f"{name}{EVIL}" for name in ("title", "source", "domain", "section", "place", "agency", "language")}
    several = {name: (f"{name}{EVIL}", f"more {name}{EVIL}") for name in ("authors", "tags", "related")}
    metadata = Metadata(published=date, updated=date, dates=(date, clock), **fields, **several)  # type: ignore[arg-type]
    lines = (Line(STORY, True, f"body{EVIL}", f"rule{EVIL}"), Line(f"Share{EVIL}", False, f"button{EVIL}", f"rule:{EVIL}"))
    article = CleanedArticle(content_hash(seen[1].content), metadata, lines, "1", f"kind{EVIL}")
    found = ArchivedArticle(article_id, 2, 0, article, f"dump{EVIL}:{number}", url, NOW, former=(SupersededLine(f"Once{EVIL}", 1),))
    sightings = tuple(Sighting(2 * number + at, at, NOW, document) for at, document in enumerate(seen, 1))
    annotations = (Correction("section", f"Section{EVIL}", NOW),), (OwnTag(f"own{EVIL}", True, NOW),), Note(f"Note{EVIL}", NOW)
    return ArticleRecord(found, sightings, LineOverrides(), *annotations)
