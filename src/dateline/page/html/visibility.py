"""Find the elements that a page hides by its own markup, and those that are headings without a heading tag."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dateline.page.html.elements import INLINE, LINK, ROLES, SENTENCES

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_SELECTOR = (
    '[hidden], [style*="display" i], [style*="visibility" i], [aria-hidden="true" i], [role="heading" i], dialog:not([open]), '
    'span[class*="sr-only"], span[class*="visually" i], span[class*="screen-reader"], [aria-controls]'
)
_PAGE_TAGS = ("html", "body", "main")
_OPENABLE_ROLES, _OPENABLE_WORDS = ("region", "tabpanel"), ("collaps", "accordion")
_LOWEST_HEADING = 6
_MOST_COPIES = 100


@dataclass(frozen=True, slots=True)
class Visibility:
    """The ids (`mem_id`) of hidden elements, and the levels of elements that are headings by their role alone."""

    hidden: frozenset[int] = frozenset()
    headings: Mapping[int, int] = field(default_factory=dict)


def find_visibility(tree: LexborHTMLParser) -> Visibility:
    """Find hidden elements and headings by the attributes in `tree`; style sheets are not read.

    Elements around a whole page count as shown, because a page that hides itself shows itself later. So do elements that a reader
    can open (answers under questions, tabs). Words in a line for screen readers alone count as hidden. A paragraph hidden from
    screen readers (`aria-hidden`) counts as hidden only if the page has its text twice.
    """
    hidden: dict[int, str] = {}
    headings: dict[int, int] = {}
    opened: set[str] = set()
    copies: list[LexborNode] = []
    for node in tree.css(_SELECTOR):
        attributes = node.attributes
        opened.update((attributes.get("aria-controls") or "").split())
        if node.tag not in _PAGE_TAGS and _is_hidden(node, attributes):
            hidden[node.mem_id] = attributes.get("id") or ""
        elif "aria-hidden" in attributes and node.tag in SENTENCES:
            copies.append(node)
        elif (attributes.get("role") or "").lower() == "heading":
            level = attributes.get("aria-level") or "2"
            headings[node.mem_id] = min(int(level), _LOWEST_HEADING) if level in "123456789" else 2
    unseen = (number for number, name in hidden.items() if name not in opened)
    return Visibility(frozenset((*unseen, *_find_repeated(tree, copies))), headings)


def _is_hidden(node: LexborNode, attributes: Mapping[str, str | None]) -> bool:
    if attributes.get("role") in _OPENABLE_ROLES or any(
        part in " ".join(filter(None, attributes.values())).lower() for part in _OPENABLE_WORDS
    ):
        return False
    style = "".join((attributes.get("style") or "").split()).lower()
    if "display:none" in style or "visibility:hidden" in style or (node.tag == "dialog" and "open" not in attributes):
        return True
    if "hidden" in attributes and (attributes["hidden"] or "").lower() != "until-found":
        return True
    if ROLES.get(node.tag or "") in (INLINE, LINK):
        return any(part in (attributes.get("class") or "").lower() for part in ("sr-only", "visually", "screen-reader"))
    if (attributes.get("aria-hidden") or "").lower() != "true" or "display:" in style:
        return False
    return node.tag not in SENTENCES  # menus, and windows that open later; but a paragraph is meant to be read


def _find_repeated(tree: LexborHTMLParser, copies: Sequence[LexborNode]) -> Iterator[int]:
    """The ids of those `copies` whose text is on the page a second time."""
    if copies and tree.body is not None:
        whole = tree.body.text()
        for node in copies[:_MOST_COPIES]:
            text = node.text().strip()
            if text and whole.count(text) > 1:
                yield node.mem_id
