"""Parse HTML into a tree, whatever its quality.

Hundreds of unclosed elements make a deep tree, which is read like any other. With thousands, the time of the parser would grow with
the square of their number. So beyond a depth that no page needs, a start tag becomes a line break or, if inline, a word break.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from dateline.errors import CleaningError

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)")
_MOST_TAGS = 400_000  # a live blog of ten thousand posts has half as many
_MANY_UNCLOSED = 1_000
_DEEPEST = 250
_MOST_STYLES = 16  # the parser repeats all open styles in each block: a thousand of both make a million elements
_STYLE_TAGS = "b big code em font i nobr s small strike strong tt u"
_INLINE_TAGS = "abbr bdo cite del ins kbd label mark q samp span sub sup time var"
_CLOSED_TAGS = (
    "a area base br col embed hr img input link meta param source track wbr "
    "p li dt dd option optgroup tr td th thead tbody tfoot colgroup caption rp rt html head body"
)
_STYLES = frozenset(_STYLE_TAGS.split())
_INLINE = _STYLES | frozenset(_INLINE_TAGS.split())
_NOT_OPEN = frozenset(_CLOSED_TAGS.split())
"""Elements that have no content, or that the next one of their kind closes."""


# The parser compares each attribute of a tag with all before it; this many pairs take half a second. Broken quotes can leave 600.
_MANY_ATTRIBUTES, _MOST_PAIRS = 500, 100_000_000
_ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+"""
_TO_MANY_ATTRIBUTES = re.compile(
    rf"(?>[^<]++|<[a-zA-Z][^\s/>]*+(?:{_ATTRIBUTE}){{0,{_MANY_ATTRIBUTES - 1}}}+(?!{_ATTRIBUTE})|<(?![a-zA-Z]))*+"
    rf"(<(?:{_ATTRIBUTE})++)"
)
_ATTRIBUTES = re.compile(_ATTRIBUTE)


def parse(html: str, *, scripting: bool = True) -> LexborHTMLParser:
    """Parse `html` as a browser does; without `scripting`, as a browser that runs no scripts.

    Raises CleaningError if parsing would take longer than any article does.
    """
    from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

    content = html.encode("utf-8", "replace")
    tags = content.count(b"<")
    if tags > _MOST_TAGS:
        raise CleaningError(f"holds more than {_MOST_TAGS:,} tags, too many for one article; split it")
    _limit_attributes(html)
    if tags - 2 * content.count(b"</") > _MANY_UNCLOSED:
        content = _limit_depth(html).encode("utf-8", "replace")
    return LexborHTMLParser(content, options=LexborDocumentOptions.WO_EVENTS, scripting=scripting)


def _limit_depth(html: str) -> str:
    """Replace the start tags in `html` that are nested too deeply by line breaks or word breaks."""
    kept: list[str] = []
    open_: Counter[str] = Counter()
    last = depth = styles = 0
    for tag in _TAG.finditer(html):
        name = tag[2].lower()
        if name in _NOT_OPEN:
            continue
        style = name in _STYLES
        if tag[1]:
            if open_[name]:
                open_[name] -= 1
                depth, styles = depth - 1, styles - style
        elif depth >= _DEEPEST or (style and styles >= _MOST_STYLES):
            kept += html[last : tag.start()], "<wbr" if name in _INLINE else "<hr"
            last = tag.end()
        else:
            open_[name] += 1
            depth, styles = depth + 1, styles + style
    return "".join([*kept, html[last:]]) if kept else html


def _limit_attributes(html: str) -> None:
    """Raise CleaningError for tags that would stall the parser. Code that looks like a tag rarely has a tenth as many words."""
    pairs, at = 0, 0
    while tag := _TO_MANY_ATTRIBUTES.match(html, at):
        pairs, at = pairs + len(_ATTRIBUTES.findall(tag[1])) ** 2, tag.end()
        if pairs > _MOST_PAIRS:
            raise CleaningError("has tags with more attributes than any real page")
