"""Records of common tools are understood without a field mapping."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from dateline.readers.fields import moment, read_record
from dateline.types.documents import RawDocument

URL = "https://mail.example/ferry"
TEXT = "Talks resumed on Tuesday.\nThe office said so."
NEWS_PLEASE = {
    "authors": ["Ann Lee", "Bo Dahl"],
    "date_download": "2024-05-03 12:00:00",
    "date_modify": "None",
    "date_publish": "2024-05-03 10:00:00",
    "description": "Talks are on again.",
    "filename": "ferry.json",
    "image_url": "https://mail.example/ferry.jpg",
    "language": "en",
    "localpath": None,
    "title": "Ferry talks",
    "title_page": None,
    "title_rss": None,
    "source_domain": "mail.example",
    "maintext": TEXT,
    "url": URL,
}
NEWSPAPER4K = {
    "url": URL,
    "read_more_link": "",
    "language": "en",
    "title": "Ferry talks",
    "top_image": "https://mail.example/ferry.jpg",
    "keywords": ["talks"],
    "meta_keywords": ["sea", "ferry"],
    "tags": [],
    "authors": ["Ann Lee"],
    "publish_date": "2024-05-03T10:00:00",
    "summary": "",
    "meta_description": "Talks are on again.",
    "meta_lang": "en",
    "meta_site_name": "The Lennox Mail",
    "canonical_link": URL,
    "text": TEXT,
}
FUNDUS = {
    "title": "Ferry talks",
    "body": {
        "summary": ["Talks are on again."],
        "sections": [{"headline": [], "paragraphs": ["Talks resumed."]}, {"headline": ["Next"], "paragraphs": ["More.", "Most."]}],
    },
    "authors": ["Ann Lee"],
    "publishing_date": "2024-05-03 10:00:00+02:00",
    "topics": ["sea", "ferry"],
    "html": {
        "requested_url": URL,
        "content": None,
        "crawl_date": "2024-05-03 12:00:00",
        "source_info": {"publisher": "The Lennox Mail"},
    },
}
TRAFILATURA = {
    "title": "Ferry talks",
    "author": "Ann Lee",
    "hostname": "mail.example",
    "date": "2024-05-03",
    "fingerprint": "ab12",
    "id": None,
    "license": None,
    "comments": "",
    "raw_text": TEXT,
    "text": TEXT,
    "language": None,
    "pagetype": "article",
    "source": URL,
    "source-hostname": "The Lennox Mail",
    "excerpt": "Talks are on again.",
    "categories": "Sea",
    "tags": "ferry;sea",
}
REAL_NEWS = {
    "url": URL,
    "url_used": URL,
    "title": "Ferry talks",
    "text": TEXT,
    "domain": "mail.example",
    "warc_date": "2019-04-18T20:14:41Z",
}
FINE_WEB = {
    "text": TEXT,
    "id": "<urn:uuid:1>",
    "dump": "CC-MAIN-2024-18",
    "url": URL,
    "date": "2024-05-03T12:00:00Z",
    "language": "en",
}
NEWS_API = {
    "source": {"id": None, "name": "The Lennox Mail"},
    "author": "Ann Lee",
    "title": "Ferry talks",
    "description": "Talks are on again.",
    "url": URL,
    "publishedAt": "2024-05-03T10:00:00Z",
    "content": TEXT,
}


@pytest.mark.parametrize(
    ("record", "hints"),
    [
        (NEWS_PLEASE, {"published": "2024-05-03 10:00:00", "captured": "2024-05-03 12:00:00", "source": "mail.example"}),
        (NEWSPAPER4K, {"published": "2024-05-03T10:00:00", "source": "The Lennox Mail", "description": "Talks are on again."}),
        (FUNDUS, {"published": "2024-05-03 10:00:00+02:00", "captured": "2024-05-03 12:00:00", "tags": "sea\nferry"}),
        (TRAFILATURA, {"published": "2024-05-03", "source": "The Lennox Mail", "authors": "Ann Lee", "section": "Sea"}),
        (REAL_NEWS, {"captured": "2019-04-18T20:14:41Z", "source": "mail.example"}),
        (FINE_WEB, {"captured": "2024-05-03T12:00:00Z", "language": "en"}),
        (NEWS_API, {"published": "2024-05-03T10:00:00Z", "source": "The Lennox Mail", "authors": "Ann Lee"}),
    ],
    ids=["news-please", "newspaper4k", "Fundus", "trafilatura", "RealNews", "FineWeb", "NewsAPI"],
)
def test_a_record_of_a_known_tool_is_understood(record: dict[str, Any], hints: dict[str, str]) -> None:
    document = read_record(record, "dump:1", None, "file:/dump")
    assert document.content.startswith(b"Talks")
    assert (document.url, document.identity) == (URL, URL)
    assert hints.items() <= document.hints.items()
    assert not set(document.hints.values()) & {"None", ""}


def test_a_crawl_date_is_not_the_publication_date() -> None:
    document = read_record(FINE_WEB, "dump:1", None, None)
    assert "published" not in document.hints
    assert document.fetched == datetime(2024, 5, 3, 12, tzinfo=UTC)


def test_the_sections_of_a_body_are_joined_in_order() -> None:
    document = read_record(FUNDUS, "dump:1", None, None)
    assert document.content.decode().split("\n\n") == ["Talks are on again.", "Talks resumed.", "Next", "More.", "Most."]


@pytest.mark.parametrize("text", ["2024-05-03T12:00:00Z", "2024-05-03 12:00:00", "1714737600", "1714737600000"])
def test_machine_timestamps_are_read(text: str) -> None:
    assert read_record({"text": "x", "crawl_date": text}, "dump:1", None, None).fetched == datetime(2024, 5, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize("text", ["yesterday", "2024-99-99", "9" * 14, ""])
def test_an_invalid_time_is_ignored(text: str) -> None:
    document = read_record({"text": "x", "crawl_date": text}, "dump:1", None, None)
    assert isinstance(document, RawDocument)
    assert document.fetched is None


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "9999-12-31", "0001-01-01"])
def test_a_capture_time_at_the_edge_of_the_calendar_is_ignored(text: str) -> None:
    assert moment(text) is None
    assert moment("2016-07-14") is not None
