"""The outlet a page comes from: one canonical name, from its address, its markup, or the traces that a site leaves in text.

An agency in a photo's credit, or an outlet that the story quotes, is no source.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from dateline.metadata.by_hand import source_by_hand
from dateline.metadata.byline import parse_byline
from dateline.metadata.outlets import Outlet, outlets
from dateline.text import address_parts, fold, has_separator, normalise
from dateline.types.articles import Line
from dateline.types.pages import Page

_SUFFIX = re.compile(r"\s[-–—|]\s(?P<name>(?:[^\W\d_a-zа-яё][\w.&'’-]*+\s?+){1,5})$")
_COMMENT_VIA = re.compile(r"\b[Cc]omments? (?:via|with|on)\s+(?P<name>[A-Z][\w.]+(?:\s(?!Comment)[A-Z][\w.]+){0,2})")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\s*+(?:©|\(c\)|by)?+\s*+(?:(?:19|20)\d\d(?:\s?[-–]\s?(?:(?:19|20)\d\d|present))?)\s*+,?+\s*+(?:by\s)?(?P<name>[^\W\d_][^/|©,.;:()\n]{1,40})",
    re.IGNORECASE,
)
_OWNED = ("©", "(c)", "(C)", "opyright", "COPYRIGHT")
_STAFF = re.compile(
    r"^(?P<name>.{2,40}?)\s(?:staff|news ?desk|editors|editorial (?:team|board)|newsroom|web desk|news service)(?:\s(?:writer|reporter)s?)?$",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"(?<!\W)\W*+\b(?:all rights reserved|alle rechte|tous droits|todos los derechos|inc|llc|ltd|gmbh)\b(?s:.*)$", re.IGNORECASE
)
_EDITION = re.compile(r"(?<=\w)\s++(?:International|Online)$")  # what alt texts add to an outlet's name
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
_SECOND_LEVEL = frozenset(["co", "com", "org", "net", "gov", "edu", "ac", "or", "ne", "go", "gob", "gov.uk", "in"])


def find_source(page: Page, lines: Sequence[Line]) -> str | None:
    """The canonical name of the outlet, or None where nothing tells."""
    host = _host(page)
    known = outlets().at(host) if host else None
    if known:
        return known.name
    for stated in _stated(page):
        outlet = outlets().find(stated)
        if outlet:
            return outlet.name
        if 1 < len(stated) <= 60 and not stated.startswith(("http", "@")):
            return stated
    given = source_by_hand(page.raw.hints)
    if given:
        return given
    if host:
        return host.removeprefix("www.")
    return _from_traces(lines)


def find_domain(page: Page, source: str | None) -> str | None:
    """The domain of the outlet: the page's own, else the known one of `source`."""
    host = _host(page)
    if host:
        return _registered(host)
    outlet = outlets().find(source) if source else None
    return outlet.domains[0] if outlet and outlet.domains else None


def _stated(page: Page) -> Iterator[str]:
    """The names that the carrier and the markup give the outlet, best first."""
    hint = page.raw.hints.get("source", "").split("\n")[0]
    if hint:
        at = outlets().at(hint.lower()) if "." in hint and " " not in hint else None
        yield at.name if at else normalise(hint)
    yield from (normalise(name) for name in page.head.meta.get("og:site_name", ())[:1])
    for one in page.head.json_ld:
        publisher = one.get("publisher")
        for single in publisher if isinstance(publisher, list) else [publisher]:
            name = single.get("name") if isinstance(single, dict) else single
            if isinstance(name, str) and normalise(name):
                yield normalise(name)
    for key in ("application-name", "dc.publisher", "citation_journal_title", "publisher"):
        yield from (normalise(name) for name in page.head.meta.get(key, ())[:1])


def _from_traces(lines: Sequence[Line]) -> str | None:
    """The outlet that several small traces, or one plain one, give away."""
    votes: Counter[str] = Counter()
    for name, weight in _traces(lines):
        outlet = outlets().find(name)
        votes[outlet.name if outlet else name] += weight
    best = votes.most_common(2)
    if not best or best[0][1] < 2 or (len(best) > 1 and best[1][1] == best[0][1]):
        return None
    return best[0][0]


def _traces(lines: Sequence[Line]) -> Iterator[tuple[str, int]]:
    texts = (line.text for line in lines if len(line.text) <= 300 and has_separator(line.text))
    suffixes = Counter(match["name"].strip() for text in texts if (match := _SUFFIX.search(text)))
    for name, count in suffixes.items():
        outlet = outlets().find(name)
        if count > 1 or (outlet and not outlet.agency):
            yield _EDITION.sub("", name), min(count, 3)
    for line in lines:
        if len(line.text) > 300:
            continue
        for match in _COMMENT_VIA.finditer(_unfused(line.text)) if "omment" in line.text else ():
            if fold(match["name"]) not in _NETWORKS and not line.text.endswith("."):
                yield match["name"], 2
        match = _COPYRIGHT.search(line.text) if any(map(line.text.__contains__, _OWNED)) and "/" not in line.text else None
        if match:
            name = _RIGHTS.sub("", match["name"]).strip(" -–—.")
            if name and not set(fold(name).split()) <= _GENERIC and not _photo_agency(outlets().find(name)):
                yield name, 2
        byline = parse_byline(line.text) if line.label in ("byline", "author", "body") and len(line.text) <= 120 else None
        for name in byline.names if byline else ():
            staff = _STAFF.match(name)
            if staff and fold(staff["name"]) not in _GENERIC:
                yield staff["name"], 2


def _unfused(text: str) -> str:
    """`text` with a space where two labels of a page ran into each other."""
    return re.sub(r"(?<=[a-z])(?=[A-Z][a-z]+ )", " ", text)


def _photo_agency(outlet: Outlet | None) -> bool:
    return outlet is not None and outlet.agency


def _host(page: Page) -> str:
    for url in (page.raw.url, page.head.canonical, *page.head.meta.get("og:url", ())):
        host = address_parts(url or "")[0]
        if host:
            return host
    return ""


def _registered(host: str) -> str:
    """`host` without what stands before the name that was registered."""
    parts = host.split(".")
    keep = 3 if len(parts) > 2 and parts[-2] in _SECOND_LEVEL and len(parts[-1]) == 2 else 2
    return ".".join(parts[-keep:])
