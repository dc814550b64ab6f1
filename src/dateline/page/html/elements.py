"""The role of each HTML element on a page: words in a line, a block of lines, or not shown."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from dateline.types.articles import LineKind

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

TEXT, BREAK, INLINE, APART, LINK, BLOCK, DEPENDS, UNSEEN, INNER = range(9)
"""What to do with a node. Two APART nodes are never parts of one word. A DEPENDS node is a block, but inside a sentence it is
inline. An INNER node contains a separate page."""

_INLINE = (
    "abbr acronym area b bdi bdo big cite code data del dfn em font i img ins kbd label map mark math meter mfrac mi mn mo mrow ms "
    "msub msup mtext nobr output picture progress q rb ruby s samp slot small span strike strong sub sup tt u var wbr"
)
_BLOCKS = (
    "html head body article aside blockquote caption center dd details dialog dir div dl dt fieldset figcaption figure footer "
    "address form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre search section summary table tbody td tfoot "
    "th thead tr ul"
)
_UNSEEN = (
    "-undef -end-of-file -comment -doctype -document title meta link base style select option optgroup datalist textarea "
    "input svg canvas object embed applet iframe frame frameset noframes noembed audio video source track rp rt rtc param "
    "annotation annotation-xml col colgroup"
)
_INNER = "noscript script template"
ROLES = {
    "-text": TEXT,
    "br": BREAK,
    "a": LINK,
    "time": APART,
    **dict.fromkeys(_INLINE.split(), INLINE),
    **dict.fromkeys(_BLOCKS.split(), BLOCK),
    **dict.fromkeys(_UNSEEN.split(), UNSEEN),
    **dict.fromkeys(_INNER.split(), INNER),
}
"""The role of each node name. All other names are DEPENDS: buttons, and elements that sites invent."""

SENTENCES = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6"))
"""Blocks that contain sentences and no other blocks."""
LISTS = frozenset(("ul", "ol", "menu", "dir", "dl"))
ITEMS = frozenset(("li", "dt", "dd"))
CELLS = frozenset(("td", "th"))
MARGINS = SENTENCES | LISTS | {"blockquote", "figure", "pre", "table", "hr", "fieldset"}
"""Blocks that browsers set off with a blank line."""
KINDS: dict[str, LineKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(ITEMS, "item"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
    "blockquote": "quotation",
    "pre": "code",
}
"""The kind of the lines in a block, if it differs from that of the block around it."""

_NAMES = "class id role itemprop itemtype data-testid data-test-id data-component data-module data-block data-type data-qa"
_NAMING_ATTRIBUTES = frozenset(_NAMES.split())
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_NO_WORDS = frozenset(("http", "https", "schema", "org", "www"))
_MOST_WORDS, _LONGEST_WORD = 24, 24


def words_of(node: LexborNode) -> tuple[str, ...]:
    """The words in the attributes that name `node`, such as its class and id."""
    names = [value for name, value in node.attributes.items() if value and name in _NAMING_ATTRIBUTES]
    return _words(" ".join(names) if len(names) > 1 else names[0]) if names else ()


@lru_cache(maxsize=4096)
def _words(names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys([word for name in names[:1000].split() for word in _words_of_name(name)]))[:_MOST_WORDS]


@lru_cache(maxsize=20_000)
def _words_of_name(name: str) -> tuple[str, ...]:
    words = [word for word in map(str.lower, _WORD.findall(name)) if 1 < len(word) <= _LONGEST_WORD]
    return tuple(word for word in words if word not in _NO_WORDS)
