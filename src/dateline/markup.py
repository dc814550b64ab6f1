"""Parsed HTML → visible lines, each with marks: what the markup around it says, in numbers.

The tree is never walked here. The native parser writes the page out several times, each time without the elements of one family
(navigation, comments, lists of other stories…); a line that is missing from such a copy stood in an element of that family.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dateline.text import normalise

if TYPE_CHECKING:
    from resiliparse.parse.html import HTMLTree

_FAMILIES: dict[str, tuple[str, ...]] = {
    "chrome": (
        "nav",
        "header",
        "footer",
        "aside",
        "form",
        "button",
        "role=navigation",
        "role=banner",
        "role=contentinfo",
        "role=complementary",
    ),
    "comments": ("*comment", "#comment", "*disqus", "#disqus", "*reply", "*respond"),
    "related": (
        *("*related", "*recommend", "*teaser", "*promo", "*popular", "*trending", "*most-", "*next", "*sidebar", "#sidebar"),
        *("*widget", "*card", "*carousel", "*listing", "*feed"),
    ),
    "furniture": (
        *("*share", "*social", "*newsletter", "*subscri", "*signup", "*cookie", "*consent", "*paywall", "*advert", "*tags"),
        *("*breadcrumb", "*author", "*byline", "*bio", "*meta", "*menu", "*footer", "*header", "*nav", "*popup", "*modal"),
    ),
    "figure": ("figure", "figcaption", "*caption", "*credit", "*gallery", "*video"),
    "article": ("article", "main", "role=main"),
    "content": (
        *("itemprop=articleBody", "*article-body", "*articlebody", "*article__body", "*article-content", "*article_content"),
        *("*article__content", "*entry-content", "*post-content", "*post-body", "*story-body", "*storybody", "*body-content"),
        *("*richtext", "*rich-text", "*article-text", "*content-body"),
    ),
    "hidden": ("hidden", "aria-hidden=true", "style:display:none", "style:display: none", "*hidden", "*visually", "*sr-only"),
}
"""Kinds of elements: a tag, *class part, #id part, attribute=value, or style:part."""

_FORMAT: dict[str, Any] = {"preserve_formatting": "minimal_html", "links": True, "alt_texts": False, "list_bullets": False}
_TAG = re.compile(r"<(/?)(h[1-6]|p|ul|ol|li|pre|a|br)\b[^<>]*+>")
_LINK = re.compile(r"<a\b[^<>]*+>([^<]*+(?:<(?!/a>)[^<]*+)*+)")
_OPENING = re.compile(r"^\s*+(?:<(?:ul|ol)>\s*+)*+<(h[1-6]|p|li|pre|a)\b")
_SCRIPT = re.compile(r"<script\b[^<>]*+>([^<]*+(?:<(?!/script>)[^<]*+)*+)", re.IGNORECASE)
_ESCAPE = re.compile(r"(?<!\\)\\++(?:u([0-9a-fA-F]{4})|([nrt\"'/]))")
_BLOCK = re.compile(r"<(p|h[2-6]|li|blockquote)\b[^<>]*+>")
_SOLID = re.compile(r"[\W_]+")
_NO_KIND = (0.0,) * 6
_OTHER_HEADING = (0.0, 0.0, 1.0, 0.0, 0.0, 0.0)
_KINDS = {tag: (0.0,) * at + (1.0,) + (0.0,) * (5 - at) for tag, at in (("p", 0), ("h1", 1), ("li", 3), ("a", 4), ("pre", 5))}
"""The mark of each kind of element that a line can begin with; the third is for the lesser headings."""
_LEAST_BODY = 300
_MOST_LINKS = 5


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A visible line, the blank lines before it, and its marks."""

    text: str
    blanks: int
    marks: tuple[float, ...]


def marked_lines(tree: HTMLTree, json_ld: Sequence[Mapping[str, Any]]) -> tuple[MarkedLine, ...]:
    """The visible lines of a parsed page; the last two marks compare with its own `articleBody` and the parser's heuristic."""
    from resiliparse.extract.html2text import extract_plain_text

    full = _written(extract_plain_text(tree, main_content=False, **_FORMAT))
    copies = [extract_plain_text(tree, main_content=True, **_FORMAT)]
    copies += [extract_plain_text(tree, main_content=False, skip_elements=skipped, **_FORMAT) for skipped in _selectors()]
    body = _article_body(json_ld)
    found = list(_lines(full, [_Copy.of(full, _written(copy)) for copy in copies], body))
    share = sum(line.marks[0] for line in found) / max(1, len(found))
    return tuple(MarkedLine(line.text, line.blanks, (*line.marks, share)) for line in found)


def embedded_page(source: str) -> str | None:
    """The story of a page that has nothing to see before its scripts have run: the paragraphs that its scripts carry, as a page."""
    blocks: dict[str, None] = {}
    for script in _SCRIPT.findall(source):
        if "u003c" in script or "<p" in script:
            plain = _ESCAPE.sub(_unescaped, script)
            blocks.update(dict.fromkeys(_blocks(plain)))
    if sum(len(_TAG.sub("", block)) for block in blocks) < _LEAST_BODY:
        return None
    return f"<html><body><article>{''.join(blocks)}</article></body></html>"


def _blocks(markup: str) -> Iterator[str]:
    """The elements of `markup` that hold a story's text, each from its opening tag to the next closing one of its name."""
    end, unclosed = 0, set()
    for opening in _BLOCK.finditer(markup):
        name = opening[1]
        if opening.start() < end or name in unclosed:
            continue
        closing = markup.find(f"</{name}>", opening.end())
        if closing < 0:
            unclosed.add(name)
        else:
            end = closing + len(name) + 3
            yield markup[opening.start() : end]


def _unescaped(escape: re.Match[str]) -> str:
    if escape.group(1):
        return chr(int(escape.group(1), 16))
    return {"n": "\n", "t": " ", "r": ""}.get(escape.group(2), escape.group(2))


@dataclass(frozen=True, slots=True)
class _Copy:
    """A copy of the page with parts left out: the lines that stand in it less often than on the page, and how often they do."""

    left: dict[str, int]

    @classmethod
    def of(cls, full: Sequence[str], copy: Sequence[str]) -> _Copy:
        there = Counter(copy)
        return cls({line: there[line] for line, times in Counter(full).items() if there[line] < times})

    def holds(self, written: str) -> bool:
        """Whether the copy still has the line, which is then used up."""
        left = self.left.get(written)
        if left:
            self.left[written] = left - 1
        return left is None or left > 0


def _lines(full: Sequence[str], copies: Sequence[_Copy], body: str) -> Iterator[MarkedLine]:
    partial = {line for copy in copies for line in copy.left}
    everywhere = (1.0, *(0.0 for _ in copies[1:]))
    blanks = 0
    for written in full:
        if not written:
            blanks += 1
            continue
        bare = _TAG.sub("", written) if "<" in written else written
        text = normalise(html.unescape(bare) if "&" in bare else bare)
        votes = everywhere
        if written in partial:
            main, *without = (copy.holds(written) for copy in copies)
            votes = (float(main), *(float(not held) for held in without))
        if not text:
            continue
        yield MarkedLine(text, blanks, (*votes, *_tag_marks(written, text), _said_in(body, text)))
        blanks = 0


def _tag_marks(written: str, text: str) -> tuple[float, ...]:
    opening = _OPENING.match(written) if "<" in written else None
    kinds = _KINDS.get(opening.group(1), _OTHER_HEADING) if opening else _NO_KIND
    if "<a" not in written:
        return (*kinds, 0.0, 0.0, 0.0)
    linked = sum(len(_TAG.sub("", link)) for link in _LINK.findall(written))
    only_link = written.startswith("<p><a") or (written.startswith("<a") and written.endswith("</a>"))
    return (*kinds, min(1.0, linked / max(1, len(text))), float(min(written.count("<a "), _MOST_LINKS)), float(only_link))


def _said_in(body: str, text: str) -> float:
    """2 if the page's own article body says `text`, 1 if it does not, 0 if there is none."""
    if not body:
        return 0.0
    solid = _solid(text)
    return 2.0 if len(solid) > 3 and solid in body else 1.0


def _article_body(json_ld: Sequence[Mapping[str, Any]]) -> str:
    bodies = [value for block in json_ld if isinstance(value := block.get("articleBody"), str)]
    body = _solid(html.unescape(_TAG.sub("", max(bodies, key=len, default=""))))
    return body if len(body) > _LEAST_BODY else ""


def _solid(text: str) -> str:
    return _SOLID.sub("", text.lower())


def _written(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n")]


def _selectors() -> list[list[str]]:
    return [[_selector(kind) for kind in kinds] for kinds in _FAMILIES.values()]


def _selector(kind: str) -> str:
    if kind.startswith("*"):
        return f'[class*="{kind[1:]}" i]'
    if kind.startswith("#"):
        return f'[id*="{kind[1:]}" i]'
    if kind.startswith("style:"):
        return f'[style*="{kind.removeprefix("style:")}" i]'
    return f'[{kind.replace("=", "=" + chr(34), 1)}"]' if "=" in kind else f"[{kind}]" if kind == "hidden" else kind
