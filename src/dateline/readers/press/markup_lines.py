"""The markup of an export → its lines, each with the tags and classes of the elements around it.

Programs write these exports, so their form is simple. Blocks and `<br>` separate lines, and tabs separate the cells of a row. The
link target (`<a name>`) before a record becomes a separate line with a form feed. A blank line marks the end of a block.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figcaption"),
        *("figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html"),
        *("li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead", "tr"),
        *("ul"),
    )
)
_UNSEEN = frozenset(("script", "style", "head", "title", "template", "noscript"))
_RECORDS = "DocID_"  # the prefix of the link target that ProQuest puts before each record
NEW_RECORD = "\f"


@dataclass(frozen=True, slots=True)
class MarkupLine:
    """A line ("" if blank), and the tags and classes (in lower case) of all elements around it."""

    text: str
    around: frozenset[str] = frozenset()


def markup_lines(html: str) -> list[MarkupLine]:
    """All visible lines of `html`, at any depth of nesting."""
    lines: list[MarkupLine] = []
    pieces: list[str] = []
    around: frozenset[str] = frozenset()

    def end(*, block: bool) -> None:
        text = "\t".join(filter(None, (" ".join(cell.split()) for cell in "".join(pieces).split("\t"))))
        pieces.clear()
        if text:
            lines.append(MarkupLine(text, around))
        if block and lines and lines[-1].text:
            lines.append(MarkupLine(""))

    for kind, value, outer in _events(html):
        if kind == "text":
            if not "".join(pieces).strip():
                around = outer
            pieces.append(value)
        elif kind == "cell":
            pieces.append("\t")
        else:
            end(block=kind != "break")
            if kind == "anchor":
                lines.append(MarkupLine(NEW_RECORD))
    end(block=True)
    return lines


def _events(html: str) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Yield the text of `html` and the ends of its lines, cells and blocks, in order."""
    from selectolax.lexbor import LexborHTMLParser

    root = LexborHTMLParser(html).root
    if root is None:
        return
    waiting: list[tuple[object, frozenset[str], bool]] = [(root, frozenset(), False)]
    while waiting:
        node, outer, left = waiting.pop()
        tag = node.tag  # type: ignore[attr-defined]
        if left:
            yield "block", "", outer
        elif tag == "-text":
            yield "text", node.text_content or "", outer  # type: ignore[attr-defined]
        elif tag == "br":
            yield "break", "", outer
        elif tag not in _UNSEEN and not str(tag).startswith(("-", "_", "!")):
            if tag in ("td", "th"):
                yield "cell", "", outer
            attributes = node.attributes  # type: ignore[attr-defined]
            if tag == "a" and (attributes.get("name") or "").startswith(_RECORDS):
                yield "anchor", "", outer
            classes = (attributes.get("class") or "").lower().split()
            if "sr-only" in classes:
                continue
            inner = outer | {str(tag), *classes}
            if tag in _BLOCKS:
                yield "block", "", outer
                waiting.append((node, outer, True))
            children = []
            child = node.child  # type: ignore[attr-defined]
            while child is not None:
                children.append(child)
                child = child.next
            waiting += [(child, inner, False) for child in reversed(children)]
