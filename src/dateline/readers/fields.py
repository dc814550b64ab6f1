"""What the fields of a news record mean, whoever named them: the usual names are known, so that no mapping is needed.

Among them are those of news-please, newspaper4k, Fundus, trafilatura, CC-News, RealNews, C4 and FineWeb, of NewsAPI, the Guardian's
and Elasticsearch's answers, of schema.org and JSON Feed. Upper case, spaces and hyphens make no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from dateline.decoding import decode
from dateline.errors import ReadError
from dateline.readers.sniff import has_markup
from dateline.types.documents import RawDocument

HTML = ("html", "raw_html", "content_html", "html_content", "body_html", "rawhtml", "page_source", "article_html", "page_html")
TEXT = (
    "text", "content", "body", "articlebody", "article_body", "maintext", "main_text", "article", "full_text", "fulltext",
    "plain_text", "plaintext", "raw_text", "clean_text", "cleaned_text", "article_text", "content_text", "news_text", "bodytext",
    "body_text", "article_content", "news_content", "news", "story", "document",
)  # fmt: skip
URL = (
    "url", "link", "permalink", "source_url", "article_url", "canonical_url", "canonical_link", "canonical", "responded_url",
    "requested_url", "uri", "href", "web_url", "weburl", "page_url", "news_url", "target_uri", "warc_target_uri", "guid", "id",
    "source",
)  # fmt: skip
ID = (
    "id",
    "_id",
    "guid",
    "uuid",
    "article_id",
    "articleid",
    "doc_id",
    "docid",
    "document_id",
    "record_id",
    "story_id",
    "stories_id",
)
HINTS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "headline", "head_line", "name", "article_title", "news_title", "webtitle", "title_page", "title_rss"),
    "published": (
        "published", "date", "date_publish", "publish_date", "published_date", "published_at", "publishedat", "publishing_date",
        "pubdate", "pub_date", "publication_date", "publicationdate", "date_published", "datepublished", "datetime",
        "publish_time", "published_time", "publication_time", "webpublicationdate", "posted_at", "date_posted", "created_at",
    ),
    "updated": (
        "updated", "date_modify", "date_modified", "datemodified", "modified", "modified_date", "updated_at", "updatedat",
        "last_modified", "lastmodified", "lastmod",
    ),
    "captured": (
        "captured", "captured_at", "date_download", "download_date", "date_downloaded", "downloaded_at", "crawl_date", "crawled_at",
        "date_crawled", "crawl_time", "scraped_at", "scrape_date", "fetched", "fetched_at", "fetch_time", "retrieved_at",
        "warc_date", "timestamp",
    ),
    "authors": ("authors", "author", "byline", "creator", "author_name", "author_names", "writer", "writers"),
    "source": (
        "source", "publisher", "source_name", "outlet", "site_name", "sitename", "meta_site_name", "site", "publication",
        "newspaper", "media_name", "provider", "source_hostname", "hostname", "source_domain", "domain", "host",
    ),
    "section": ("section", "category", "categories", "article_section", "articlesection", "sectionname", "section_name", "rubric"),
    "tags": ("tags", "keywords", "topics", "meta_keywords", "tag", "topic", "subjects"),
    "language": ("language", "lang", "inlanguage", "language_code", "meta_lang"),
    "description": (
        "description", "summary", "abstract", "excerpt", "subtitle", "lead", "standfirst", "short_description", "meta_description",
        "trailtext", "deck", "dek",
    ),
}  # fmt: skip
"""The names of each hint, the more telling first. `captured` is when a tool fetched the page, no date of the story."""

_PARTS = ("_source", "fields", "extracted", "article", "data", "attributes")
_KNOWN = frozenset((*HTML, *TEXT, *URL, *ID, *_PARTS, "dump", *(name for names in HINTS.values() for name in names)))
_LISTS_DEPTH = 4
_LONE = re.compile("[\ud800-\udfff]")
_NAME_KEYS = ("name", "title", "label", "value", "domain", "text", "url", "id", "publisher")
_NOTHING = ("none", "null", "nan", "nat", "n/a", "undefined")
_ADDRESS = re.compile(r"https?://[^\s<>]+$", re.IGNORECASE)


def read_record(record: Mapping[str, Any], origin: str, identity: str | None, carrier: str | None) -> RawDocument:
    """The document in `record`; `carrier` is its file's identity, `identity` stands in where the record has no name of its own."""
    fields = _fields(record)
    url = next(filter(_ADDRESS.match, map(_text, _present(fields, URL))), None)
    number = next(filter(None, map(_text, _present(fields, ID))), None)
    if url is not None:
        identity = url
    elif number is not None and carrier is not None:
        identity = f"{carrier}#id={number}"
    content, media_type = _content(fields)
    hints = {hint: value for hint, names in HINTS.items() if (value := _hint(fields, names))}
    hints |= {hint: " ".join(hints[hint].split()) for hint in ("title", "description") if hint in hints}
    return RawDocument(content.encode("utf-8"), media_type, origin, identity, url, moment(hints.get("captured")), hints)


def has_text(record: Mapping[str, Any]) -> bool:
    """Whether `record` has a field that a story may be in."""
    fields = _fields(record)
    return any(fields.get(name) for name in (*HTML, *TEXT))


def knows_text_field(names: Iterable[str]) -> bool:
    """Whether one of `names` is that of a field that stories are in."""
    return any(_plain(name) in (*HTML, *TEXT) for name in names)


def is_known(name: str) -> bool:
    """Whether a field of that name means anything here."""
    return _plain(name) in _KNOWN


def inner_records(record: Mapping[str, Any], depth: int = _LISTS_DEPTH) -> list[Any]:
    """The list of records in an answer of an interface, [] where `record` is one itself."""
    if depth == 0 or (isinstance(record.get("title") or record.get("headline"), str) and has_text(record)):
        return []
    for value in record.values():
        if isinstance(value, list) and any(isinstance(one, dict) and has_text(one) for one in value[:20]):
            return value
    for value in record.values():
        if isinstance(value, dict) and (found := inner_records(value, depth - 1)):
            return found
    return []


def moment(text: str | None) -> datetime | None:
    """The time that a machine wrote as `text`, taken as UTC where it names no zone; None where it is no such time."""
    if text is None:
        return None
    try:
        if re.fullmatch(r"\d{10}(?:\d{3})?(?:\.\d+)?", text):
            return datetime.fromtimestamp(int(text[:10]), UTC)
        found = datetime.fromisoformat(text)
        if not date.min.year < found.year < date.max.year:  # another zone may have that moment beyond the calendar
            return None
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _fields(record: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of `record` under plain names, with those of the part that some tools wrap the article in."""
    fields = {_plain(key): value for key, value in record.items() if isinstance(key, str)}
    for name in _PARTS:
        part = fields.get(name)
        if isinstance(part, Mapping):
            fields |= {
                _plain(key): value for key, value in part.items() if isinstance(key, str) and value not in (None, "", [], {})
            }
    page = fields.get("html")
    if isinstance(page, Mapping):  # Fundus keeps the page with what is known of its fetching
        fields |= {_plain(key): value for key, value in page.items() if _plain(str(key)) not in fields}
        fields["html"] = page.get("content")
    if str(fields.get("dump", "")).startswith("CC-MAIN"):  # FineWeb: its date is when the page was crawled
        fields["captured"] = fields.pop("date", None)
    return fields


@lru_cache(4096)
def _plain(name: str) -> str:
    return re.sub(r"[\s\-.]+", "_", name.strip().lower())


def _content(fields: Mapping[str, Any]) -> tuple[str, str]:
    for value in _present(fields, HTML):
        text = _body(value)
        if text.strip():
            return _sound(text), "text/html"
    for value in _present(fields, TEXT):
        text = _body(value)
        if text.strip():
            return _sound(text), "text/html" if has_markup(text) else "text/plain"
    if any(name in fields for name in (*HTML, *TEXT)):
        raise ReadError("the text field is empty")
    raise ReadError("no text field; expected one of text, content, body, article, html …")


def _body(value: Any) -> str:
    """The text in a field: a string, bytes, a list of paragraphs, or the summary and sections of Fundus."""
    if isinstance(value, str):
        return "" if value.strip().lower() in _NOTHING else value
    if isinstance(value, bytes):
        return decode(value)[0]
    if isinstance(value, list):
        return "\n\n".join(filter(None, map(_body, value))) if all(isinstance(part, str | Mapping) for part in value) else ""
    if isinstance(value, Mapping):
        parts = (value.get(name) for name in ("summary", "headline", "paragraphs", "sections", "text", "content"))
        return "\n\n".join(filter(None, (_body(part) for part in parts if isinstance(part, str | list))))
    return ""


def _present(fields: Mapping[str, Any], names: tuple[str, ...]) -> list[Any]:
    return [value for name in names if (value := fields.get(name)) is not None and value not in ("", [], {})]


def _hint(fields: Mapping[str, Any], names: tuple[str, ...]) -> str:
    found = list(filter(None, map(_text, _present(fields, names))))
    return next((value for value in found if not _ADDRESS.match(value)), "")


def _text(value: Any) -> str:
    """`value` as a hint: objects by their name, several values on lines of their own."""
    if isinstance(value, str):
        text = _sound(value).strip()
        return "" if text.lower() in _NOTHING else text
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return str(value) if value == value else ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return next(
            filter(None, (_text(value[key]) for key in _NAME_KEYS if not isinstance(value.get(key), Mapping | list | None))), ""
        )
    if isinstance(value, list):
        return "\n".join(filter(None, (" ".join(_text(part).split()) for part in value if not isinstance(part, list))))
    return ""


def _sound(text: str) -> str:
    """`text` without half surrogate pairs, which JSON can spell and UTF-8 cannot."""
    return _LONE.sub("\ufffd", text)
