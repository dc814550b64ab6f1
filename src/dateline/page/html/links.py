"""Find the links in the lines of a page. This is a second walk, made only on request, because cleaning needs no links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from dateline.page.html.hidden_text import find_template_content
from dateline.page.html.parsing import parse
from dateline.page.html.visibility import find_visibility
from dateline.page.html.walk import Lines, read_lines
from dateline.text import is_web_address, normalise
from dateline.types.pages import LinkedText

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

# Private-use characters mark the links in a line. They are removed from the text first.
_OPEN, _NAMED, _CLOSE = "\ue000", "\ue001", "\ue002"
_MARKS = re.compile(f"{_OPEN}\\d+{_NAMED}|{_CLOSE}")
_LINK = re.compile(f"{_OPEN}(\\d+){_NAMED}([^{_OPEN}{_NAMED}{_CLOSE}]*){_CLOSE}")
_REMOVE_MARKS = str.maketrans("", "", _OPEN + _NAMED + _CLOSE)


def line_links(html: str, address: str | None) -> Mapping[str, LinkedText]:
    """Return the lines of a page that have links, each by its text, in pieces; `address` is that of the page."""
    tree = parse(html)
    if tree.root is None:
        return {}
    base = tree.css_first("base[href]")
    base_address = _absolute_address(address or "", base.attributes.get("href") or "") if base else address
    page = _LinkedLines(base_address or "")
    read_lines(tree.root, find_visibility(tree), find_template_content(), page)
    return page.texts


class _LinkedLines(Lines):
    """Keeps only the lines that have links, in pieces."""

    __slots__ = ("addresses", "base_address", "texts")

    def __init__(self, base_address: str) -> None:
        super().__init__({})
        self.base_address = base_address
        self.addresses: list[str | None] = []
        self.texts: dict[str, LinkedText] = {}

    def add(self, text: str) -> None:
        """Add text to the current line."""
        super().add(text.translate(_REMOVE_MARKS))

    def enter(self, node: LexborNode, tag: str, role: int) -> int:
        """Enter an element."""
        found = super().enter(node, tag, role)
        if tag == "a":
            self.pieces.append(f"{_OPEN}{len(self.addresses)}{_NAMED}")
            self.addresses.append(_absolute_address(self.base_address, node.attributes.get("href") or ""))
        return found

    def leave_link(self) -> None:
        """Leave a link."""
        self.pieces.append(_CLOSE)
        super().leave_link()

    def end(self) -> None:
        """End the current line."""
        written = normalise("".join(self.pieces))
        self.pieces.clear()
        pieces = tuple(self._pieces(written))
        if any(address for _, address in pieces):
            self.texts.setdefault(normalise(_MARKS.sub("", written)), pieces)

    def _pieces(self, written: str) -> Iterator[tuple[str, str | None]]:
        at = 0
        for link in _LINK.finditer(written):
            yield _MARKS.sub("", written[at : link.start()]), None
            yield link[2], self.addresses[int(link[1])]
            at = link.end()
        yield _MARKS.sub("", written[at:]), None


def _absolute_address(base_address: str, target: str) -> str | None:
    """The absolute address of a link; None if it is not a web address."""
    try:
        address = urlsplit(urljoin(base_address, target.strip())).geturl()
    except ValueError:
        return None
    return address if is_web_address(address) else None
