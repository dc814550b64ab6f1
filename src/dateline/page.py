"""RawDocument → Page: the document decoded and parsed once, as a sequence of lines, for every later step to share.

A page's lines are all its visible, non-blank lines in order, in normal form; nothing is judged here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from dateline.decoding import decode
from dateline.errors import CleaningError
from dateline.layout import NOTHING_SAID, Said, read_paragraphs
from dateline.markup import embedded_page, marked_lines
from dateline.readers.sniff import looks_like_page
from dateline.text import normalise, split_lines
from dateline.types.documents import RawDocument

if TYPE_CHECKING:
    from resiliparse.parse.html import HTMLTree

_MOST_LINES = 20_000  # cleaning takes some 30 µs and 5 KB for each; a novel has 12,000 paragraphs
_MOST_BREAKS = 1_000_000
_MOST_TEXT = 8_000_000  # characters to be seen; cleaning takes some 75 bytes for each; the Bible has 4,400,000
_MOST_TAGS = 400_000  # a live blog of ten thousand posts has half as many
_DEEPEST = 500  # browsers stop at 512; writing a page out takes time by the square of its depth (10,000 deep: ten seconds)
_MANY_TAGS = 2_000  # below that no depth can hurt
# The parser compares each attribute of a tag with all before it (so many pairs: half a second). Broken quotes have left 600 in one.
_MANY_ATTRIBUTES, _MOST_PAIRS = 500, 100_000_000
_TOO_DEEP = "*" + " > *" * _DEEPEST
_ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+"""
_TO_MANY_ATTRIBUTES = re.compile(
    rf"(?>[^<]++|<[a-zA-Z][^\s/>]*+(?:{_ATTRIBUTE}){{0,{_MANY_ATTRIBUTES - 1}}}+(?!{_ATTRIBUTE})|<(?![a-zA-Z]))*+"
    rf"(<(?:{_ATTRIBUTE})++)"
)
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_LONG_LINE = 100_000
_LONG_PIECE = 2_000
_SCRIPT_WRAP = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|\]\]>|/\*\s*\]\]>\s*\*/)\s*$"
)
_BYLINES = (
    '[rel~="author" i], [itemprop~="author" i], a[href*="/author" i], [class*="author" i], [class*="byline" i], [class*="writer" i]'
)
_MOST_BYLINES, _LONGEST_BYLINE, _LONGEST_MARKED = 40, 120, 1000
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_BODY = re.compile(r"(\d{1,7})-(\d{1,7})")
_BREAK = re.compile(r"(?<=[.!?…。！？])[\"'”’»)]*\s+|(?<=[。！？])")


@dataclass(frozen=True, slots=True)
class Head:
    """What the markup says about the page (all empty for plain text).

    `meta` holds the <meta> name/property/itemprop pairs in lower case, `json_ld` the parsed blocks flattened to single
    objects, `times` the datetime attributes of <time> elements in order of appearance, `bylines` the short lines of elements
    that their names or links call an author's (each with the element's class), `language` the html lang attribute.
    """

    title: str | None = None
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    json_ld: tuple[Mapping[str, Any], ...] = ()
    times: tuple[str, ...] = ()
    bylines: tuple[tuple[str, str], ...] = ()
    canonical: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class PageLine:
    """A paragraph or any other line: its text in normal form, the blank lines before it, and the marks of its markup.

    `parts` are the lines that the document has for it, in normal form, where it does not stand there as this one line.
    """

    text: str
    gap: bool = True
    blanks: int = 0
    marks: tuple[float, ...] = ()
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A document as lines. `is_html` tells whether markup was there to speak.

    `story` are the lines that hold the story where the document's carrier said it; all others belong to its record.
    """

    raw: RawDocument
    lines: tuple[PageLine, ...]
    head: Head = field(default_factory=Head)
    is_html: bool = False
    story: range | None = None


def read_page(raw: RawDocument) -> Page:
    """`raw` decoded and parsed into lines, whatever the bytes; CleaningError for what is too much to be an article."""
    media, named = _media(raw.media_type)
    text = decode(raw.content, named.get("charset") or None)[0]
    if media == "text/html" or looks_like_page(raw.content):
        lines, head = _read_html(text)
        return Page(raw, _bounded(lines), head, is_html=True)
    _limit(text.count("\n"), _MOST_BREAKS, "line breaks")
    said = _said(media, named)
    if told := _BODY.fullmatch(raw.hints.get("body", "")):
        return _read_record(raw, text, range(int(told[1]), int(told[2])), said)
    return Page(raw, _bounded(_page_lines(text, said)))


def _media(media_type: str) -> tuple[str, dict[str, str]]:
    """A media type and its parameters."""
    media, *given = media_type.split(";")
    pairs = (one.partition("=") for one in given)
    return media.strip(), {name.strip().lower(): value.strip(' "') for name, _, value in pairs}


def _said(media: str, named: Mapping[str, str]) -> Said:
    """What a media type says of the layout of its text."""
    flowed, delete = named.get("format", "").lower() == "flowed", named.get("delsp", "").lower() == "yes"
    return Said(flowed, delete, markdown=media == "text/markdown")


def _read_record(raw: RawDocument, text: str, body: range, said: Said) -> Page:
    """A document whose carrier said which of its lines are the story."""
    given = text.split("\n")
    story = _page_lines("\n".join(given[body.start : body.stop]), said)
    head, tail = _record_lines(given[: body.start]), _record_lines(given[body.stop :])
    lines = _bounded((*head, *(told := tuple(story)), *tail))
    return Page(raw, lines, story=range(len(head), len(head) + len(told)))


def _record_lines(given: Iterable[str]) -> tuple[PageLine, ...]:
    """The lines of a record beside its story: none goes on from another."""
    texts = ((place, normalise(line)) for place, line in enumerate(given))
    return tuple(PageLine(text, gap=place == 0) for place, text in texts if text)


def _bounded(lines: Iterable[PageLine]) -> tuple[PageLine, ...]:
    """`lines`, if they are no more than cleaning can afford."""
    found = tuple(islice(lines, _MOST_LINES + 1))
    _limit(len(found), _MOST_LINES, "lines")
    _limit(sum(len(line.text) for line in found), _MOST_TEXT, "characters of text")
    return found


def _limit(number: int, most: int, what: str) -> None:
    if number > most:
        raise CleaningError(f"holds more than {most:,} {what}, which is too much for one article; split it")


def _page_lines(text: str, said: Said = NOTHING_SAID) -> Iterator[PageLine]:
    for number, one in enumerate(read_paragraphs(split_lines(text), text, said)):
        gap = one.blanks > 0 or number == 0
        if len(one.text) <= _LONG_LINE:
            yield PageLine(one.text, gap, one.blanks, (), one.parts)
            continue
        for at, piece in enumerate(filter(None, map(normalise, _cut(one.text)))):
            yield PageLine(piece, gap and not at, 0 if at else one.blanks)


def _cut(line: str) -> Iterator[str]:
    """A long `line` in pieces that later steps can afford: cut at the ends of sentences, or at spaces where there are none."""
    start = 0
    while len(line) - start > _LONG_PIECE:
        window = line[start : start + _LONG_PIECE]
        ends = [match.end() for match in _BREAK.finditer(window)]
        cut = ends[-1] if ends else window.rfind(" ") + 1 or _LONG_PIECE
        yield window[:cut]
        start += cut
    yield line[start:]


def _read_html(html: str) -> tuple[tuple[PageLine, ...], Head]:
    from resiliparse.parse.html import HTMLTree

    tags = html.count("<")
    _limit(tags, _MOST_TAGS, "tags")
    _limit_attributes(html)
    tree = HTMLTree.parse(html)
    if tags > _MANY_TAGS and tree.document is not None and tree.document.query_selector(_TOO_DEEP) is not None:
        raise CleaningError(f"its elements stand more than {_DEEPEST} deep in each other, as on no page that was meant to be read")
    head = _read_head(tree)
    marked = marked_lines(tree, head.json_ld)
    if not marked and (embedded := embedded_page(html)):
        marked = marked_lines(HTMLTree.parse(embedded), head.json_ld)
    lines = (
        PageLine(piece, line.blanks > 0 or number == 0, line.blanks, line.marks)
        for number, line in enumerate(marked)
        for piece in ((line.text,) if len(line.text) <= _LONG_LINE else map(normalise, _cut(line.text)))
        if piece
    )
    return tuple(lines), head


def _limit_attributes(html: str) -> None:
    """Refuse tags that would hold the parser up; what merely looks like one, in a script, seldom has a tenth of so many words."""
    pairs, at = 0, 0
    while tag := _TO_MANY_ATTRIBUTES.match(html, at):
        pairs, at = pairs + len(_ATTRIBUTES.findall(tag[1])) ** 2, tag.end()
        if pairs > _MOST_PAIRS:
            raise CleaningError("has tags with more attributes than any page that was meant to be read")


def _read_head(tree: HTMLTree) -> Head:
    root = tree.document
    if root is None:
        return Head()
    meta: dict[str, list[str]] = {}
    for element in root.query_selector_all("meta[content]")[:]:  # a slice: going through the list itself counts it anew each time
        value = normalise(element.getattr("content") or "")
        for kind in ("name", "property", "itemprop"):
            key = (element.getattr(kind) or "").strip().lower()
            if key and value:
                meta.setdefault(key, []).append(value)
    blocks = (element.text or "" for element in root.query_selector_all('script[type*="ld+json" i]')[:])
    times = (normalise(element.getattr("datetime") or "") for element in root.query_selector_all("time[datetime]")[:])
    html, canonical = root.query_selector("html[lang]"), root.query_selector('link[rel="canonical" i][href]')
    return Head(
        title=normalise(tree.title or "") or None,
        meta={key: tuple(dict.fromkeys(values)) for key, values in meta.items()},
        json_ld=tuple(item for block in blocks for item in _flatten(_parse_leniently(block))),
        times=tuple(filter(None, times)),
        bylines=tuple(_marked_bylines(root.query_selector_all(_BYLINES)[:_MOST_BYLINES])),
        canonical=None if canonical is None else normalise(canonical.getattr("href") or "") or None,
        language=None if html is None else normalise(html.getattr("lang") or "") or None,
    )


def _marked_bylines(elements: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for element in elements:
        kind, text = element.getattr("class") or "", element.text or ""
        if len(text) <= _LONGEST_MARKED and "comment" not in kind.lower():
            for line in split_lines(text):
                if 2 < len(shown := normalise(line)) <= _LONGEST_BYLINE:
                    yield shown, kind


def _parse_leniently(block: str) -> Any:
    """The JSON in a script, mended where pages usually break it; None where it cannot be."""
    text = _SCRIPT_WRAP.sub("", block).strip().rstrip(";")
    for candidate in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            return json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _flatten(value: Any) -> Iterator[Mapping[str, Any]]:
    """The objects at the top of `value`, out of lists and graphs."""
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
