"""Find the outlet of a page: one canonical name, from its address, its markup, or traces of the site in the text.

An agency in a photo credit, or an outlet that the story quotes, is not the source.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.metadata.batch_metadata import BY_HAND, read_source
from dateline.metadata.byline import parse_byline
from dateline.metadata.masthead import find_named_outlet
from dateline.metadata.name_forms import is_outlet_name
from dateline.metadata.outlets import Outlet, load_outlets
from dateline.metadata.place import Dateline
from dateline.text import address_parts, fold, has_separator, normalise
from dateline.types.articles import Line
from dateline.types.pages import Page

_SUFFIX = re.compile(r"\s[-–—|]\s(?P<name>(?:[^\W\d_a-zа-яё][\w.&'’-]*+\s?+){1,5})$")
_COMMENT_VIA = re.compile(r"\b[Cc]omments? (?:via|with|on)\s+(?P<name>[A-Z][\w.]+(?:\s(?!Comment)[A-Z][\w.]+){0,2})")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\s*+(?:©|\(c\)|by)?+\s*+(?:(?:19|20)\d\d(?:\s?[-–]\s?(?:(?:19|20)\d\d|present))?)\s*+,?+\s*+(?:by\s)?(?P<name>[^\W\d_][^/|©,.;:()\n]{1,40})",
    re.IGNORECASE,
)
_COPYRIGHT_WORDS = ("©", "(c)", "(C)", "opyright", "COPYRIGHT")
_TRACE_WORDS = ("omment", *_COPYRIGHT_WORDS)
_BYLINE_LABELS = ("byline", "author", "body")
_STAFF = re.compile(
    r"^(?P<name>.{2,40}?)\s(?:staff|news ?desk|editors|editorial (?:team|board)|newsroom|web desk|news service)(?:\s(?:writer|reporter)s?)?$",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"(?<!\W)\W*+\b(?:all rights reserved|alle rechte|tous droits|todos los derechos|inc|llc|ltd|gmbh)\b(?s:.*)$", re.IGNORECASE
)
_EDITION = re.compile(r"(?<=\w)\s++(?:International|Online)$")  # alt texts add these to an outlet's name
_NETWORKS = frozenset(
    [
        "facebook",
        "twitter",
        "disqus",
        "google",
        "whatsapp",
        "telegram",
        "instagram",
        "youtube",
        "linkedin",
        "vk",
        "x",
        "email",
        "reddit",
        "pinterest",
    ]
)
_GENERIC = frozenset(
    ["the", "our", "your", "home", "news", "all", "rights", "author", "authors", "this", "blog", "wordpress", "company", "reserved"]
)
_COMPANY_WORDS = re.compile(
    r"\b(?:corp|corporation|holdings?|group|gruppe|groupe|gruppo|grupo|publishing|verlag|ventures|limited|co)$", re.IGNORECASE
)
_SECOND_LEVEL = frozenset(["co", "com", "org", "net", "gov", "edu", "ac", "or", "ne", "go", "gob", "gov.uk", "in"])


@dataclass(frozen=True, slots=True)
class FoundSource:
    """The outlet of a page: its name, its domain, and where the name was found."""

    name: str | None
    domain: str | None
    where: str


def find_source(page: Page, lines: Sequence[Line], title: int | None = None, dateline: Dateline | None = None) -> FoundSource:
    """Find the canonical name of the outlet, its domain, and where the name was found; the values are empty if unknown."""
    name, where, host_in_text = _find_name(page, lines, title, dateline)
    host = _find_host(page) or host_in_text
    outlet = load_outlets().find(name) if name else None
    domain = _registered(host) if host else outlet.domains[0] if outlet and outlet.domains else None
    return FoundSource(name, domain, where)


def _find_name(page: Page, lines: Sequence[Line], title: int | None, dateline: Dateline | None) -> tuple[str | None, str, str]:
    """Return the name, where it was found, and the host if an address in the text named it."""
    host = _find_host(page)
    known = load_outlets().at(host) if host else None
    if known:
        return known.name, f"host {host}", ""
    for stated, where in _stated_names(page):
        outlet = load_outlets().find(stated)
        if outlet:
            return outlet.name, where, ""
        if 1 < len(stated) <= 60 and not stated.startswith(("http", "@")):
            return stated, where, ""
    given = read_source(page.raw.hints)
    if given:
        return given, BY_HAND, ""
    named = None if page.is_html else find_named_outlet(lines, title, dateline)
    if named and (named.name or not host):
        return named.name or named.host, named.where, named.host or ""
    if host:
        return host.removeprefix("www."), f"host {host}", ""
    traced = _choose_from_traces(lines)
    return traced, "traces in the text" if traced else "", ""


def _stated_names(page: Page) -> Iterator[tuple[str, str]]:
    """Yield the names of the outlet in hints and markup, best first, each with where it was found."""
    hint = page.raw.hints.get("source", "").split("\n")[0]
    if hint:
        at = load_outlets().at(hint.lower()) if "." in hint and " " not in hint else None
        yield at.name if at else normalise(hint), "hint"
    yield from ((normalise(name), "og:site_name") for name in page.head.meta.get("og:site_name", ())[:1])
    for one in page.head.json_ld:
        publisher = one.get("publisher")
        for single in publisher if isinstance(publisher, list) else [publisher]:
            name = single.get("name") if isinstance(single, dict) else single
            if isinstance(name, str) and normalise(name):
                yield normalise(name), "json-ld publisher"
    for key in ("application-name", "dc.publisher", "citation_journal_title", "publisher"):
        yield from ((normalise(name), f"meta {key}") for name in page.head.meta.get(key, ())[:1])
    if (named := _find_in_title(page)) is not None:
        yield named, "title element"


def _find_in_title(page: Page) -> str | None:
    """Return the end of the page title if it is a known outlet or has the form of an outlet's name."""
    parts = re.split(r"\s[|–—·•-]\s|\s?[｜|]\s?", page.head.title or "")
    name = parts[-1].strip() if len(parts) > 1 else ""
    return name if load_outlets().find(name) or is_outlet_name(name) else None


def _choose_from_traces(lines: Sequence[Line]) -> str | None:
    """Return the outlet that several weak traces or one strong trace name."""
    votes: Counter[str] = Counter()
    for name, weight in _find_traces(lines):
        outlet = load_outlets().find(name)
        votes[outlet.name if outlet else name] += weight
    best = votes.most_common(2)
    if not best or best[0][1] < 2 or (len(best) > 1 and best[1][1] == best[0][1]):
        return None
    return best[0][0]


def _find_traces(lines: Sequence[Line]) -> Iterator[tuple[str, int]]:
    lines = [line for line in lines if len(line.text) <= 300]
    suffixes = Counter(match["name"].strip() for line in lines if has_separator(line.text) and (match := _SUFFIX.search(line.text)))
    for name, count in suffixes.items():
        outlet = load_outlets().find(name)
        if count > 1 or (outlet and not outlet.agency):
            yield _EDITION.sub("", name), min(count, 3)
    for line in lines:
        if not (may_be_byline := line.label in _BYLINE_LABELS and len(line.text) <= 120) and not any(
            map(line.text.__contains__, _TRACE_WORDS)
        ):
            continue
        for match in _COMMENT_VIA.finditer(_separate_labels(line.text)) if "omment" in line.text else ():
            if fold(match["name"]) not in _NETWORKS and not line.text.endswith("."):
                yield match["name"], 2
        match = (
            _COPYRIGHT.search(line.text) if any(map(line.text.__contains__, _COPYRIGHT_WORDS)) and "/" not in line.text else None
        )
        if match:
            name = _RIGHTS.sub("", match["name"]).strip(" -–—.")
            if (
                name
                and not _COMPANY_WORDS.search(name)
                and not set(fold(name).split()) <= _GENERIC
                and not _is_agency(load_outlets().find(name))
            ):
                yield name, 2
        byline = parse_byline(line.text) if may_be_byline else None
        for name in byline.names if byline else ():
            staff = _STAFF.match(name)
            if staff and fold(staff["name"]) not in _GENERIC:
                yield staff["name"], 2


def _separate_labels(text: str) -> str:
    """Return `text` with a space where two labels of a page ran together."""
    return re.sub(r"(?<=[a-z])(?=[A-Z][a-z]+ )", " ", text)


def _is_agency(outlet: Outlet | None) -> bool:
    return outlet is not None and outlet.agency


def _find_host(page: Page) -> str:
    for url in (page.raw.url, page.head.canonical, *page.head.meta.get("og:url", ())):
        host = address_parts(url or "")[0]
        if host:
            return host
    return ""


def _registered(host: str) -> str:
    """Return the registered domain of `host`, without its subdomains."""
    parts = host.split(".")
    if parts[-1].isdigit():  # an IP address has no domain
        return host
    keep = 3 if len(parts) > 2 and parts[-2] in _SECOND_LEVEL and len(parts[-1]) == 2 else 2
    return ".".join(parts[-keep:])
