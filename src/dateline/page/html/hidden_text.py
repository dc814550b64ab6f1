"""Find a story that a page contains but does not show: in hidden elements, `noscript`, templates, or the data of scripts.

The search runs only if the page shows no text, or only a stub, and a hidden text is used only if it is much longer. The body that
the page states in JSON-LD is used if it is at least twice as long as the shown text and the page shows at most half of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dateline.page.html.parsing import parse
from dateline.page.html.script_data import find_story_in_scripts, strip_markup, to_html
from dateline.page.html.visibility import Visibility
from dateline.page.html.walk import Inner, read_lines
from dateline.types.pages import Head, PageLine

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_STUB = 500  # characters of prose; a news brief has about as many, most stories five times that
_LEAST = 300
_TIMES_LONGER = 3
_LONG_LINE = 60
_LINKED = _HALF = 0.5
_PIECE, _MOST_PIECES = 24, 50
_NO_LETTERS = re.compile(r"[\W_]+")
_NOT_STORY = frozenset(("nav", "footer", "aside", "form"))
_TEMPLATE = ("template", "html", "x-tmpl", "handlebars", "mustache")
_REACT_MARK = re.compile(r"[BP]:([0-9a-f]+)")  # the mark of React for content that it sends later
_MOST_REACT_PARTS = 500
_STORY = "dateline-story"
_STORY_WORDS = ("dateline", "story")


def find_hidden_text(
    tree: LexborHTMLParser, seen: Visibility, head: Head, shown: list[PageLine]
) -> tuple[str, list[PageLine]] | None:
    """Find a better story than `shown` that the page hides; return its origin and the page's lines with it, or None."""
    bodies = [body for block in head.json_ld if isinstance(body := block.get("articleBody"), str)]
    body, prose = max(bodies, key=len, default=""), _count_prose(shown)
    share = _share_shown(body, shown) if len(body) >= max(_LEAST, 2 * prose) else 1.0
    if prose >= _STUB and share > _HALF:
        return None
    if share <= _HALF and (lines := _insert_story(tree, seen, to_html(body), shown)):
        return "json-ld", lines
    for origin, lines in _find_candidates(tree, seen, shown):
        if _count_prose(lines) >= max(_LEAST, _TIMES_LONGER * prose):
            return origin, lines
    return None


def _count_prose(lines: Sequence[PageLine]) -> int:
    """Count the characters in `lines` that may belong to a story."""
    return sum(
        len(line.text)
        for line in lines
        if len(line.text) >= _LONG_LINE and line.linked < _LINKED and not any(block.tag in _NOT_STORY for block in line.path)
    )


def _share_shown(body: str, shown: Sequence[PageLine]) -> float:
    """The share of the stated `body` that is in the lines shown, by samples of it; punctuation and case do not count."""
    story, page = _letters_only(strip_markup(body)), _letters_only("".join(line.text for line in shown))
    pieces = [story[at : at + _PIECE] for at in range(0, max(1, len(story) - _PIECE), max(_PIECE, len(story) // _MOST_PIECES))]
    return sum(piece in page for piece in pieces) / len(pieces)


def _letters_only(text: str) -> str:
    return _NO_LETTERS.sub("", text.lower())


def _find_candidates(tree: LexborHTMLParser, seen: Visibility, shown: list[PageLine]) -> Iterator[tuple[str, list[PageLine]]]:
    root = tree.root
    if root is None:
        return
    if seen.hidden:
        yield "hidden", read_lines(root, Visibility(frozenset(), seen.headings), find_template_content())
    if any(len(node.text()) >= _LEAST for node in tree.css("noscript")):
        yield "noscript", read_lines(root, seen, _find_in_noscript())
    if tree.css_first("template, script[type]") is not None:
        yield "template", read_lines(root, seen, _find_in_template)
    yield "script", _insert_story(tree, seen, find_story_in_scripts(node.text() for node in tree.css("script:not([src])")), shown)


def _insert_story(tree: LexborHTMLParser, seen: Visibility, story: str, shown: list[PageLine]) -> list[PageLine]:
    """The lines of the page with `story` inserted under the headline, without the lines that repeat it."""
    if len(story) < _LEAST or tree.root is None or tree.body is None:
        return []
    article = parse(f'<article id="{_STORY}" class="article-body">{story}</article>').css_first(f"#{_STORY}")
    headline = tree.body.css_first("h1")
    if article is None:
        return []
    if headline is None:
        tree.body.insert_child(article)
    else:
        headline.insert_after(article)
    lines = read_lines(tree.root, seen, find_template_content())
    story_text = " ".join(line.text for line in lines if _is_inserted(line))
    for inserted in tree.css(f"#{_STORY}"):  # the next candidate needs the page as it was
        inserted.decompose()
    return [line for line in lines if _is_inserted(line) or len(line.text) < _LONG_LINE or line.text.rstrip("….") not in story_text]


def _is_inserted(line: PageLine) -> bool:
    return any(block.words[:2] == _STORY_WORDS for block in line.path)


def find_template_content() -> Inner:
    """Return a function that finds the content of a template that browsers show: a shadow root, or what React sends later."""
    placed: set[str] = set()

    def find_content(node: LexborNode, tag: str) -> LexborNode | None:
        if tag != "template":
            return None
        if "shadowrootmode" in node.attributes:
            return _first_template_node(node)
        place = _REACT_MARK.fullmatch(node.id or "")
        if place is None or place[1] in placed or len(placed) >= _MOST_REACT_PARTS:
            return None
        placed.add(place[1])
        part = node.parser.css_first(f'[id="S:{place[1]}"]')
        return part and part.first_child

    return find_content


def _find_in_template(node: LexborNode, tag: str) -> LexborNode | None:
    if tag == "script":
        kind = (node.attributes.get("type") or "").lower()
        return _first_node(node.text()) if any(part in kind for part in _TEMPLATE) else None
    return _first_template_node(node) if tag == "template" else None


def _find_in_noscript() -> Inner:
    declared = find_template_content()
    return lambda node, tag: _first_node(node.text()) if tag == "noscript" else declared(node, tag)


def _first_template_node(template: LexborNode) -> LexborNode | None:
    return next((fragment.first_child for fragment in template.template_fragments()), None)


def _first_node(html: str) -> LexborNode | None:
    body = parse(html).body
    return None if body is None else body.first_child
