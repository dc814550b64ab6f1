"""What the fields of a news record mean, whoever named them: the usual names are known, so that no mapping is needed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dateline.errors import ReadError
from dateline.readers.sniff import has_markup
from dateline.types import RawDocument

HTML = ("html", "raw_html", "content_html", "html_content", "body_html", "rawhtml", "page_source")
TEXT = (
    "text", "content", "body", "articlebody", "article_body", "maintext", "main_text", "article", "full_text", "fulltext",
    "plain_text", "plaintext", "raw_text", "clean_text", "cleaned_text", "article_text", "content_text", "news", "story",
    "document",
)  # fmt: skip
URL = (
    "url",
    "link",
    "permalink",
    "source_url",
    "article_url",
    "canonical_url",
    "canonical",
    "uri",
    "href",
    "web_url",
    "weburl",
    "page_url",
)
ID = ("id", "_id", "guid", "uuid", "article_id", "articleid", "doc_id", "docid", "document_id", "record_id")
HINTS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "headline", "head_line", "name", "article_title"),
    "published": (
        "published", "date", "date_publish", "publish_date", "published_date", "published_at", "publishedat", "publishing_date",
        "pubdate", "pub_date", "publication_date", "publicationdate", "date_published", "datepublished", "datetime",
        "publish_time", "created_at",
    ),
    "updated": (
        "updated", "date_modify", "date_modified", "datemodified", "modified", "modified_date", "updated_at", "updatedat",
        "last_modified",
    ),
    "authors": ("authors", "author", "byline", "creator", "author_name", "writer"),
    "source": (
        "source", "publisher", "source_name", "outlet", "site_name", "sitename", "site", "publication", "newspaper", "provider",
        "source_domain", "domain",
    ),
    "section": ("section", "category", "categories", "article_section", "articlesection", "rubric"),
    "tags": ("tags", "keywords", "topics", "tag", "topic", "subjects"),
    "language": ("language", "lang", "inlanguage", "language_code"),
    "description": ("description", "summary", "abstract", "excerpt", "subtitle", "lead", "standfirst"),
}  # fmt: skip
_LONE = re.compile("[\ud800-\udfff]")
_NAME_KEYS = ("name", "title", "label", "value", "domain", "text", "url", "id")


def read_record(record: Mapping[str, Any], origin: str, identity: str | None, carrier: str | None) -> RawDocument:
    """The document in `record`; `carrier` is its file's identity, `identity` stands in where the record has no name of its own."""
    fields = {key.strip().lower().replace("-", "_"): value for key, value in record.items() if isinstance(key, str)}
    url = next((value for value in map(_text, _present(fields, URL)) if re.match(r"https?://\S+$", value, re.IGNORECASE)), None)
    number = next(filter(None, map(_text, _present(fields, ID))), None)
    if url is not None:
        identity = url
    elif number is not None and carrier is not None:
        identity = f"{carrier}#id={number}"
    content, media_type = _content(fields)
    hints = {hint: value for hint, names in HINTS.items() if (value := _hint(fields, names))}
    hints |= {hint: " ".join(hints[hint].split()) for hint in ("title", "description") if hint in hints}
    return RawDocument(content.encode("utf-8"), media_type, origin, identity, url, hints=hints)


def _content(fields: Mapping[str, Any]) -> tuple[str, str]:
    for value in _present(fields, HTML):
        if isinstance(value, str) and value.strip():
            return _sound(value), "text/html"
    for value in _present(fields, TEXT):
        if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
            value = "\n\n".join(value)
        if isinstance(value, str) and value.strip():
            return _sound(value), "text/html" if has_markup(value) else "text/plain"
    if any(name in fields for name in (*HTML, *TEXT)):
        raise ReadError("the text field is empty")
    raise ReadError("no text field; expected one of text, content, body, article, html …")


def _present(fields: Mapping[str, Any], names: tuple[str, ...]) -> list[Any]:
    return [fields[name] for name in names if fields.get(name) not in (None, "", [], {})]


def _hint(fields: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next(filter(None, map(_text, _present(fields, names))), "")


def _text(value: Any) -> str:
    """`value` as a hint: objects by their name, several values on lines of their own."""
    if isinstance(value, str):
        return _sound(value).strip()
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
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
