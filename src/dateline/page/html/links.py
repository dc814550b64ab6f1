"""The links within the lines of a page, for those who ask for them: a second walk, as cleaning needs none."""

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

# Around a link stand characters that no text has: those that it had are taken out before.
_OPEN, _NAMED, _CLOSE = "\ue000", "\ue001", "\ue002"
_SIGNS = re.compile(f"{_OPEN}\\d+{_NAMED}|{_CLOSE}")
_LINK = re.compile(f"{_OPEN}(\\d+){_NAMED}([^{_OPEN}{_NAMED}{_CLOSE}]*){_CLOSE}")
_STRANGE = str.maketrans("", "", _OPEN + _NAMED + _CLOSE)


def line_links(html: str, address: str | None) -> Mapping[str, LinkedText]:
    """For each line of a page with links in it, by its text, its pieces; `address` is the page's own."""
    tree = parse(html)
    if tree.root is None:
        return {}
    base = tree.css_first("base[href]")
    place = _joined(address or "", base.attributes.get("href") or "") if base else address
    page = _LinkedLines(place or "")
    read_lines(tree.root, find_visibility(tree), find_template_content(), page)
    return page.texts


class _LinkedLines(Lines):
    """Lines of which only those with links are kept, in pieces."""

    __slots__ = ("addresses", "place", "texts")

    def __init__(self, place: str) -> None:
        super().__init__({})
        self.place = place
        self.addresses: list[str | None] = []
        self.texts: dict[str, LinkedText] = {}

    def add(self, text: str) -> None:
        """Text of the present line."""
        super().add(text.translate(_STRANGE))

    def enter(self, node: LexborNode, tag: str, role: int) -> int:
        """Begin to read an element."""
        found = super().enter(node, tag, role)
        if tag == "a":
            self.pieces.append(f"{_OPEN}{len(self.addresses)}{_NAMED}")
            self.addresses.append(_joined(self.place, node.attributes.get("href") or ""))
        return found

    def leave_link(self) -> None:
        """Come out of a link."""
        self.pieces.append(_CLOSE)
        super().leave_link()

    def end(self) -> None:
        """The present line is complete."""
        written = normalise("".join(self.pieces))
        self.pieces.clear()
        pieces = tuple(self._pieces(written))
        if any(address for _, address in pieces):
            self.texts.setdefault(normalise(_SIGNS.sub("", written)), pieces)

    def _pieces(self, written: str) -> Iterator[tuple[str, str | None]]:
        at = 0
        for link in _LINK.finditer(written):
            yield _SIGNS.sub("", written[at : link.start()]), None
            yield link[2], self.addresses[int(link[1])]
            at = link.end()
        yield _SIGNS.sub("", written[at:]), None


def _joined(place: str, target: str) -> str | None:
    """The address that a link leads to, where that is one of the web."""
    try:
        address = urlsplit(urljoin(place, target.strip())).geturl()
    except ValueError:
        return None
    return address if is_web_address(address) else None
