"""Recognise the fields of a news record by their usual names, so that no field mapping is needed.

The names include those of news-please, newspaper4k, Fundus, trafilatura, CC-News, RealNews, C4 and FineWeb, of the answers of
NewsAPI, the Guardian and Elasticsearch, and of schema.org and JSON Feed. Upper case, spaces and hyphens make no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from dateline.errors import ReadError
from dateline.readers.field_mapping import GUESSED, FieldMapping, plain_name
from dateline.readers.signatures import has_markup
from dateline.readers.values import body_of, hint_of, in_utc, listed, plain, replace_surrogates, time_of, without_tags
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
        "published", "date_gmt", "date_utc", "date",
        "date_publish", "publish_date", "published_date", "published_at", "publishedat", "publishing_date",
        "pubdate", "pub_date", "publication_date", "publicationdate", "date_published", "datepublished", "datetime",
        "publish_time", "published_time", "publication_time", "webpublicationdate", "posted_at", "date_posted", "created_at",
    ),
    "updated": (
        "updated", "modified_gmt",
        "date_modify", "date_modified", "datemodified", "modified", "modified_date", "updated_at", "updatedat",
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
"""The field names of each hint, the most specific first. `captured` is when a tool fetched the page, not a date of the story."""

_PARTS = ("_source", "fields", "extracted", "article", "data", "attributes")
_KNOWN = frozenset((*HTML, *TEXT, *URL, *ID, *_PARTS, "dump", *(name for names in HINTS.values() for name in names)))
_USUAL = {"text": TEXT + HTML, "html": HTML + TEXT, "url": URL, "id": ID, **HINTS}
MEANINGS = tuple(_USUAL)
"""The meanings that a user can give to a field."""
_LISTS_DEPTH = 4
_MOST_SHOWN = 12
_TIMES = ("published", "updated", "captured")
_NAMES = ("authors", "source", "section", "tags")
_ONE_LINE = ("title", "description")
_IN_UTC = ("_gmt", "_utc")
_ESCAPED_MARKUP = re.compile(r"&lt;/?(?:p|br|div)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>]+$", re.IGNORECASE)


def read_record(
    record: Mapping[str, Any], origin: str, identity: str | None, container: str | None, names: FieldMapping = GUESSED
) -> RawDocument:
    """The document in `record`. `container` is the identity of its file; `identity` is used if the record has no identity itself.

    `names` maps the fields that the user explained; all other fields are guessed.
    """
    fields = _plain_fields(names.apply(record, _USUAL) if names else record)
    url = next(filter(_ADDRESS.match, map(hint_of, _present_values(fields, URL))), None)
    number = next(filter(None, map(hint_of, _present_values(fields, ID))), None)
    if url is not None:
        identity = url
    elif number is not None and container is not None:
        identity = f"{container}#id={number}"
    content, media_type = _read_content(fields)
    hints = {hint: value for hint in HINTS if (value := _read_hint(hint, fields))}
    return RawDocument(content.encode("utf-8"), media_type, origin, identity, url, moment(hints.get("captured")), hints)


def has_text(record: Mapping[str, Any], names: FieldMapping = GUESSED) -> bool:
    """Whether `record` has a field that may contain a story."""
    if names.has_story(record):
        return True
    fields = _plain_fields(record)
    return any(fields.get(name) for name in (*HTML, *TEXT))


def knows_text_field(names: Iterable[str]) -> bool:
    """Whether one of `names` is the usual name of a text field."""
    return any(plain_name(name) in (*HTML, *TEXT) for name in names)


def is_known(name: str) -> bool:
    """Whether a field of that name has a known meaning."""
    return plain_name(name) in _KNOWN


def inner_records(record: Mapping[str, Any], names: FieldMapping = GUESSED, depth: int = _LISTS_DEPTH) -> list[Any]:
    """The list of records in the answer of an API; [] if `record` is itself an article."""
    if (
        depth == 0
        or names.has_story(record)
        or (isinstance(record.get("title") or record.get("headline"), str) and has_text(record))
    ):
        return []
    for value in record.values():
        if isinstance(value, list) and any(isinstance(one, dict) and has_text(one, names) for one in value[:20]):
            return value
    for value in record.values():
        if isinstance(value, dict) and (found := inner_records(value, names, depth - 1)):
            return found
    return []


def moment(text: str | None) -> datetime | None:
    """Parse a machine-readable time, in UTC if it names no zone; None if `text` is not such a time."""
    if text is None:
        return None
    try:
        if re.fullmatch(r"\d{10}(?:\d{3})?(?:\.\d+)?", text):
            return datetime.fromtimestamp(int(text[:10]), UTC)
        found = datetime.fromisoformat(text)
        if not date.min.year < found.year < date.max.year:  # in another time zone it may be outside the calendar
            return None
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _plain_fields(record: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of `record` under plain names, including those of the object in which some tools wrap the article."""
    fields = {plain_name(key): value for key, value in record.items() if isinstance(key, str)}
    for name in _PARTS:
        part = fields.get(name)
        if isinstance(part, Mapping):
            fields |= {
                plain_name(key): value for key, value in part.items() if isinstance(key, str) and value not in (None, "", [], {})
            }
    page = fields.get("html")
    if isinstance(page, Mapping):  # Fundus stores the page with facts about its download
        fields |= {plain_name(key): value for key, value in page.items() if plain_name(str(key)) not in fields}
        fields["html"] = page.get("content")
    _insert_embedded_names(fields)
    if str(fields.get("dump", "")).startswith("CC-MAIN"):  # FineWeb: its date is when the page was crawled
        fields["captured"] = fields.pop("date", None)
    return fields


def _insert_embedded_names(fields: dict[str, Any]) -> None:
    """Replace the ids of authors, sections and tags by their names, which WordPress lists separately."""
    embedded = fields.get("_embedded")
    if not isinstance(embedded, Mapping):
        return
    if isinstance(embedded.get("author"), list):
        fields["author"] = embedded["author"]
    terms = [
        term for group in embedded.get("wp:term") or () if isinstance(group, list) for term in group if isinstance(term, Mapping)
    ]
    for taxonomy, name in (("category", "categories"), ("post_tag", "tags")):
        if found := [term for term in terms if term.get("taxonomy") == taxonomy]:
            fields[name] = found


def _read_content(fields: Mapping[str, Any]) -> tuple[str, str]:
    for value in _present_values(fields, HTML):
        text = body_of(value)
        if text.strip():
            return replace_surrogates(text), "text/html"
    for value in _present_values(fields, TEXT):
        text = replace_surrogates(body_of(value))
        if text.strip():
            if has_markup(text):
                return text, "text/html"
            escaped = len(_ESCAPED_MARKUP.findall(text)) > 1
            return plain(text), "text/html" if escaped and has_markup(plain(text)) else "text/plain"
    if any(name in fields for name in (*HTML, *TEXT)):
        raise ReadError("the text field is empty")
    raise ReadError(f"no text field; expected one of text, content, body, article, html …{_list_other_fields(fields)}")


def _is_number(value: Any) -> bool:
    """Whether a value is a number, or several, and not a name."""
    return bool(value) and all(isinstance(one, int | float) for one in (value if isinstance(value, list) else [value]))


def _list_other_fields(fields: Mapping[str, Any]) -> str:
    """The end of a message that lists the other fields of a record, so that the user can say which is the text."""
    others = [name for name, value in fields.items() if isinstance(value, str | list | Mapping) and name not in _KNOWN]
    shown = others[:_MOST_SHOWN]
    return f"; it has {', '.join(shown)}: give the text with --map text=NAME" if shown else ""


def _present_values(fields: Mapping[str, Any], names: tuple[str, ...]) -> list[Any]:
    return [value for name in names if (value := fields.get(name)) is not None and value not in ("", [], {})]


def _read_hint(hint: str, fields: Mapping[str, Any]) -> str:
    """The value of one hint in a record, under any of its names; a bare number is not a name or a section."""
    for name in HINTS[hint]:
        if fields.get(name) in (None, "", [], {}):
            continue
        value = hint_of(fields[name])
        if not value or _ADDRESS.match(value):
            continue
        if hint in _TIMES:
            return in_utc(value) if name.endswith(_IN_UTC) else time_of(value)
        if hint in _NAMES and _is_number(fields[name]):
            continue
        if hint == "tags" and isinstance(fields[name], str):
            return listed(value)
        return " ".join(without_tags(value).split()) if hint in _ONE_LINE else value
    return ""
