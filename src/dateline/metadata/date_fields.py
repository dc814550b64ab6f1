"""Read dates from machine-readable fields: JSON-LD, meta tags, <time>, the address, the file name, the hints of the container."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from dateline.metadata.date_parser import find_dates_in_text
from dateline.metadata.day_order import fields_order
from dateline.metadata.found_date import is_possible_day
from dateline.metadata.iso_dates import parse_iso
from dateline.metadata.vocabulary import months
from dateline.text import address_parts
from dateline.types.articles import DateEvidence, DateRole
from dateline.types.pages import Page

_PUBLISHED_META = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published", "article.published", "datepublished",
    "parsely-pub-date", "sailthru.date", "publication_date", "publication-date", "publish-date", "publish_date", "publishdate", "published-date",
    "pubdate", "pub_date", "article:publish_time", "published_time", "publishtime", "dc.date.issued", "dcterms.issued", "dcterms.date", "dc.date", "dcterms.created",
    "dc.date.created", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "bt:pubdate", "rnews:datepublished", "originalpublicationdate", "og:pubdate",
    "article_date_original", "article:post_date", "citation_online_date", "citation_publication_date", "citation_date", "displaydate", "creation_date",
    "datecreated", "date", "vr:published_time", "analyticsattributes.articledate", "lp.article:published_time", "ptime", "shareaholic:article_published_time",
    "regdate", "reg_date", "og:regdate", "iso-8601-publish-date", "last-published", "date.created", "field-name-post-date", "published",
)  # fmt: skip
_UPDATED_META = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "article:modified", "datemodified", "dcterms.modified", "dc.date.modified", "lastmod",
    "last-modified", "modified_time", "revision_date", "revised", "updated_time", "article:updated_time", "utime",
    "cxenseparse:recs:lastmodified", "shareaholic:article_modified_time", "date.updated", "lastmodified",
)  # fmt: skip
_ARTICLE = re.compile(
    r"Article|BlogPosting|Posting|Report|Analysis|Opinion|Review(?:News)?|LiveBlog|ClaimReview|Recipe|HowTo", re.IGNORECASE
)
_PAGE = re.compile(r"WebPage|ItemPage|AboutPage|FAQPage|CreativeWork|Book|PodcastEpisode|VideoObject", re.IGNORECASE)
_URL_DAY = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})[/_.-]?(?P<m>\d{2})[/_.-]?(?P<d>\d{2})(?!\d)")
_URL_DAY_LOOSE = re.compile(r"/(?P<y>(?:19|20)\d{2})/(?P<m>\d{1,2}|[a-z]{3,9})/(?P<d>\d{1,2})(?=/|$|-)")
_URL_DAY_FIRST = re.compile(r"(?<![\d.-])(?P<d>\d{2})(?P<s>[_.-])(?P<m>\d{2})(?P=s)(?P<y>(?:19|20)\d{2})(?!\d)")
_URL_MONTH = re.compile(r"/(?P<y>(?:19|20)\d{2})/(?P<m>\d{2})(?=/)")
_DATE_KEY = re.compile(r"^(?>.*?(?:pub|release|issue|post|modif|updat|revis)).*(?:date|time)|^(?>.*?date).*(?:publi|modif|updat)")
_UNSET = frozenset({"1970-01-01", "1969-12-31", "1900-01-01"})  # what systems write if no date was set
_CHANGE = re.compile(r"modif|updat|revis|edit|expir|unpubli")
_NAMES_OF_DATES = (b"publi", b"create")
_BEFORE_NAME = 16
_LONGEST_PART = 60
_SCRIPT_DATE = re.compile(
    rb"""(?:&quot;|["'])(?:date_?published|publish(?:ed)?_?(?:at|date|time|on)|publication_?date|create_?date|"""
    rb"""first[_-]?(?:published(?:_?at|_?date)?|publication(?:_?date)?))"""
    rb"""(?:&quot;|\\*+["'])\s*+:\s*+(?:&quot;|\\*+["'])?+((?:19|20)\d\d(?:-\d\d-\d\d(?:T[\d:.+Z-]{5,24})?|[01]\d[0-3]\d(?!\d)))""",
    re.IGNORECASE,
)


def head_dates(page: Page, day_first: bool | None = None) -> Iterator[DateEvidence]:
    """Yield the dates in the fields of `page`, with their roles; `day_first` is the order of numeric dates that a person stated."""
    for key, role in (("published", "published"), ("updated", "updated")):
        yield from _read_field(page.raw.hints.get(key), _role(role), "hint", 0.95, day_first)
    for one in page.head.json_ld:
        yield from _read_json_ld(one, day_first)
    listed = (value for name in (*_PUBLISHED_META, *_UPDATED_META) for value in page.head.meta.get(name, ()))
    day_first = fields_order(listed) if day_first is None else day_first
    for names, role in ((_PUBLISHED_META, "published"), (_UPDATED_META, "updated")):
        for rank, name in enumerate(names):
            for value in page.head.meta.get(name, ())[:1]:
                yield from _read_field(value, _role(role), f"meta {name}", 0.93 - 0.002 * rank, day_first)
    yield from _read_other_meta(page.head.meta)
    distinct = list(dict.fromkeys(page.head.times))
    for position, value in enumerate(distinct[:20]):
        confidence = 0.84 if len(distinct) == 1 else 0.78 if position == 0 else max(0.2, 0.6 - 0.05 * position)
        role = _role("updated" if value in page.head.updates else "published") if position < 3 else "mention"
        yield from _read_field(value, role, f"time {position + 1}", confidence)
    if page.is_html:
        yield from _read_scripts(page.raw.content)
    for url in dict.fromkeys(url for url in (page.raw.url, page.head.canonical) if url):
        yield from _read_address(address_parts(url)[1], "url", 0.88)
    yield from _read_title(page.head.title or "")
    if not page.raw.url:
        name = page.raw.origin.replace("\\", "/").rsplit("/", 1)[-1]
        yield from _read_address("/" + name, "file", 0.6)


def _read_other_meta(meta: Mapping[str, tuple[str, ...]]) -> Iterator[DateEvidence]:
    """Yield the dates of unlisted fields whose names show that they contain one."""
    for name, values in meta.items():
        if name not in _PUBLISHED_META and name not in _UPDATED_META and _DATE_KEY.search(name):
            role = "updated" if _CHANGE.search(name) else "published"
            yield from _read_field(values[0], _role(role), f"meta {name}", 0.8)


def _read_scripts(content: bytes) -> Iterator[DateEvidence]:
    """Yield the first publication date in the data in a page's scripts."""
    low = content.lower()
    match = None
    for name in _NAMES_OF_DATES:
        match = _find_script_date(low, name, match.start() + _BEFORE_NAME if match else len(low)) or match
    if match:
        shown = content[match.start(1) : match.end(1)]
        yield from _read_field(shown.decode("ascii", "replace"), "published", "script", 0.5)


def _find_script_date(content: bytes, name: bytes, end: int) -> re.Match[bytes] | None:
    """Return the first date whose key contains `name`. Looking only at the few places of `name` is faster than one regex search."""
    at = content.find(name, 0, end)
    while at >= 0:
        before = max(0, at - _BEFORE_NAME)
        start = max(content.rfind(quote, before, at) for quote in (b'"', b"'", b"&quot;"))
        if start >= 0 and (match := _SCRIPT_DATE.match(content, start)):
            return match
        at = content.find(name, at + 1, end)
    return None


def _role(name: str) -> DateRole:
    return "updated" if name == "updated" else "published"


def _read_json_ld(one: Mapping[str, Any], day_first: bool | None) -> Iterator[DateEvidence]:
    kind = one.get("@type", "")
    kinds = " ".join(map(str, kind)) if isinstance(kind, list) else str(kind)
    confidence = 0.97 if _ARTICLE.search(kinds) else 0.86 if _PAGE.search(kinds) else 0.0
    if not confidence:
        return
    for key, role, lower in (
        ("datePublished", "published", 0.0),
        ("dateCreated", "published", 0.08),
        ("dateModified", "updated", 0.0),
    ):
        value = one.get(key)
        for single in (value if isinstance(value, list) else [value])[:1]:
            yield from _read_field(single, _role(role), f"json-ld {key}", confidence - lower, day_first)


def _read_field(
    value: object, role: DateRole, where: str, confidence: float, day_first: bool | None = None
) -> Iterator[DateEvidence]:
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    found = parse_iso(text, day_first) if text else None
    if found and found.iso[:10] not in _UNSET and (found.precision != "year" or found.ambiguous):
        yield DateEvidence(found.iso, found.precision, role, where, text[:80], round(confidence, 3))


def _read_title(title: str) -> Iterator[DateEvidence]:
    """Yield the day at the end of a page title, separated from it as a site's name is."""
    part = re.split(r"[|·•]|\s[–—-]\s", title[-_LONGEST_PART:])[-1].strip(" ()")
    found = find_dates_in_text(part) if part != title.strip() else []
    if len(found) == 1 and found[0].precision in ("day", "instant") and found[0].text == part:
        yield DateEvidence(found[0].iso, found[0].precision, "published", "title", part, 0.45)


def _read_address(path: str, where: str, confidence: float) -> Iterator[DateEvidence]:
    path = unquote(path).lower()
    for match in [*_URL_DAY_LOOSE.finditer(path), *_URL_DAY.finditer(path)]:
        month = int(match["m"]) if match["m"].isdigit() else months().get(match["m"], 0)
        if month and is_possible_day(int(match["y"]), month, int(match["d"])):
            iso = f"{match['y']}-{month:02}-{int(match['d']):02}"
            yield DateEvidence(iso, "day", "published", where, match[0].strip("/"), confidence)
            return
    for match in _URL_DAY_FIRST.finditer(path):
        first, second = int(match["d"]), int(match["m"])
        readings = {
            (month, day) for month, day in ((first, second), (second, first)) if is_possible_day(int(match["y"]), month, day)
        }
        if len(readings) == 1:  # if day and month could be swapped, both are unknown
            month, day = readings.pop()
            yield DateEvidence(f"{match['y']}-{month:02}-{day:02}", "day", "published", where, match[0], round(confidence - 0.1, 3))
            return
    monthly = _URL_MONTH.search(path)
    if monthly and is_possible_day(int(monthly["y"]), int(monthly["m"]), 1):
        iso = f"{monthly['y']}-{monthly['m']}"
        yield DateEvidence(iso, "month", "published", where, monthly[0].strip("/"), round(confidence - 0.35, 3))
