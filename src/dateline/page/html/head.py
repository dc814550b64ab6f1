"""Read what the markup of a page states about it: title, meta fields, JSON-LD, times, bylines, address, language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from dateline.text import normalise, split_lines
from dateline.types.pages import Head

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_FIELDS = (
    'meta[content], [itemprop][content]:not(meta, time[datetime]), script[type*="ld+json" i], time[datetime], '
    'link[rel="canonical" i][href], title'
)
_DATED = '[itemprop~="datePublished" i]:not([content]), [itemprop~="dateModified" i]:not([content])'
_UPDATE = re.compile(r"updat|modif", re.IGNORECASE)
_JSON_FIELDS = {"parsely-page": {"title": "parsely-title", "pub_date": "parsely-pub-date", "author": "parsely-author"}}
_BYLINES = (
    '[rel~="author" i], [itemprop~="author" i], a[href*="/author" i], a[href*="/writer" i], [class*="author" i], '
    '[class*="byline" i], [class*="writer" i], [id="author" i], [id="byline" i]'
)
_SCRIPT_WRAP = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|\]\]>|/\*\s*\]\]>\s*\*/)\s*$"
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_MOST_BYLINES, _LONGEST_BYLINE, _LONGEST_MARKED = 40, 120, 1000


def read_head(tree: LexborHTMLParser) -> Head:
    """Read what the page states about itself, wherever on the page it is stated."""
    found: dict[str, list[LexborNode]] = {"meta": [], "script": [], "time": [], "link": [], "title": []}
    for node in tree.css(_FIELDS):
        found.get(node.tag or "", found["meta"]).append(node)
    meta: dict[str, list[str]] = {}
    for node in found["meta"]:
        attributes = node.attributes
        value = normalise(attributes.get("content") or "")
        for kind in ("name", "property", "itemprop"):
            key = (attributes.get(kind) or "").strip().lower()
            if key and value:
                meta.setdefault(key, []).append(value)
    _add_element_metadata(meta, tree)
    blocks = (node.text() for node in found["script"])
    times = [(normalise(node.attributes.get("datetime") or ""), node) for node in found["time"]]
    titles = (node for node in found["title"] if node.parent is None or node.parent.tag != "svg")
    title, canonical = next(titles, None), next(iter(found["link"]), None)
    language = tree.root.attributes.get("lang") if tree.root else None
    return Head(
        title=None if title is None else normalise(title.text()) or None,
        meta={key: tuple(dict.fromkeys(values)) for key, values in meta.items()},
        json_ld=tuple(item for block in blocks for item in _flatten(_parse_leniently(block))),
        times=tuple(value for value, _ in times if value),
        updates=frozenset(value for value, node in times if value and _is_update(node)),
        bylines=tuple(_marked_bylines(tree.css(_BYLINES)[:_MOST_BYLINES])),
        canonical=None if canonical is None else normalise(canonical.attributes.get("href") or "") or None,
        language=normalise(language or "") or None,
    )


def _add_element_metadata(meta: dict[str, list[str]], tree: LexborHTMLParser) -> None:
    """Add to `meta` the dates that elements mark, if all elements agree, and the values that some fields contain as JSON."""
    dates: dict[str, list[str]] = {}
    for node in tree.css(_DATED):
        value = node.attributes.get("datetime") or node.attributes.get("title") or node.text()[:_LONGEST_BYLINE]
        for key in (node.attributes.get("itemprop") or "").lower().split():
            dates.setdefault(key, []).append(normalise(value))
    for key, values in dates.items():
        if key not in meta and len(set(values)) == 1 and values[0]:
            meta[key] = values[:1]
    for name, keys in _JSON_FIELDS.items():
        inside = _parse_leniently(meta.get(name, [""])[0])
        for key, known in keys.items() if isinstance(inside, dict) else ():
            if isinstance(value := inside.get(key), str) and normalise(value):
                meta.setdefault(known, []).append(normalise(value))


def _is_update(node: LexborNode) -> bool:
    """Whether an element gives the time of an update, not of publication, by its own names or those of its parent."""
    around = node.parent
    own = f"{node.attributes.get('class') or ''} {node.attributes.get('itemprop') or ''}"
    if own.strip():
        return _UPDATE.search(own) is not None and "publi" not in own.lower()
    outer = around.attributes.get("class") or "" if around is not None else ""
    return _UPDATE.search(outer) is not None and "publi" not in outer.lower()


def _marked_bylines(nodes: Iterable[LexborNode]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        kind, text = node.attributes.get("class") or "", node.text()
        if len(text) <= _LONGEST_MARKED and "comment" not in kind.lower():
            for line in split_lines(text):
                if 2 < len(shown := normalise(line)) <= _LONGEST_BYLINE:
                    yield shown, kind


def _parse_leniently(block: str) -> Any:
    """Parse the JSON in a script and repair the usual errors; None if it still does not parse."""
    text = _SCRIPT_WRAP.sub("", block).strip().rstrip(";")
    for candidate in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            return json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _flatten(value: Any) -> Iterator[Mapping[str, Any]]:
    """The top-level objects in `value`, taken out of lists and `@graph`."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(reversed(item))
        elif isinstance(item, dict):
            graph = item.get("@graph")
            if not isinstance(graph, list | dict) or len(item) > 2:
                yield item
            if isinstance(graph, list | dict):
                waiting.append(graph)
