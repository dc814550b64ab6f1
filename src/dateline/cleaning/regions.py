"""Recognise the region that a block is, by its own words: comments, other stories, navigation, a caption…

Sites name their blocks for their own use, mostly in English, whatever their language. A word is looked up by its beginning, so that
"comments", "commentlist" and "commenter" are the same.
"""

from __future__ import annotations

import re
from functools import lru_cache

from dateline.cleaning.containers import Form

REGIONS: dict[str, tuple[str, ...]] = {
    "comment": ("comment", "disqus", "respond", "reply", "replies", "discussion", "livefyre", "coral"),
    "related": (
        *("related", "recommend", "recirc", "teaser", "promo", "popular", "trending", "mostread", "readmore", "readnext", "upnext"),
        *("carousel", "outbrain", "taboola", "zergnet", "suggest", "latest", "headlines", "morefrom", "seealso", "sidebar", "rail"),
    ),
    "nav": ("nav", "menu", "breadcrumb", "crumb", "pagination", "pager", "footer", "skip", "toc"),
    "head": ("header", "masthead", "topbar"),
    "share": ("share", "sharing", "social", "follow", "addtoany", "addthis", "sharedaddy"),
    "newsletter": ("newsletter", "subscri", "signup", "optin", "mailing", "cta", "donat"),
    "paywall": ("paywall", "piano", "regwall", "premium", "registration", "abo"),
    "ad": ("ad", "ads", "advert", "sponsor", "dfp", "gpt", "anzeige", "publicidad", "werbung", "affiliate"),
    "byline": ("author", "byline", "writer", "contributor", "bio", "autor", "vcard", "saboxplugin", "abh", "person", "profile"),
    "box": ("infobox", "factbox", "callout", "expandable", "pullquote", "sidenote", "highlight", "summary", "keypoint"),
    "notes": ("footnote", "reference", "citation", "endnote", "bibliography", "source", "sources", "disclos", "disclaim"),
    "caption": ("caption", "credit", "gallery", "slideshow", "lightbox", "photo", "image", "media", "video", "player"),
    "timestamp": ("date", "datetime", "time", "timestamp", "published", "updated", "dateline"),
    "tags": ("tag", "tags", "topic", "topics", "keyword", "category", "categories"),
    "legal": ("legal", "copyright", "cookie", "consent", "gdpr", "cmp", "privacy", "terms"),
    "prompt": ("modal", "popup", "overlay", "banner", "alert", "toast", "login", "search", "form", "survey", "poll"),
    "faq": ("faq", "accordion", "question"),
    "body": ("body", "content", "entry", "story", "richtext", "text", "prose", "articlebody", "paragraph", "post"),
}
"""Labels of regions with the beginnings of the words that name them; words of up to four letters must match in full."""

_WHOLE_PAGE = frozenset(("", "html", "body", "main"))
_TAGS = {
    "nav": "nav",
    "footer": "nav",
    "header": "head",
    "aside": "related",
    "figcaption": "caption",
    "form": "prompt",
    "time": "timestamp",
}
_SHORT = 4
_BITS = {label: 1 << place for place, label in enumerate(REGIONS)}
_NAMED = re.compile(
    "|".join(
        f"(?P<{label}>{'|'.join(word if len(word) > _SHORT else word + '$' for word in beginnings)})"
        for label, beginnings in REGIONS.items()
    )
)


@lru_cache(maxsize=20_000)
def find_regions(form: Form) -> int:
    """Return the regions that the words of a block of this form name, as bits in the order of `REGIONS`."""
    tag, words = form
    if tag in _WHOLE_PAGE:
        return 0
    bits = _BITS[_TAGS[tag]] if tag in _TAGS else 0
    for word in words:
        bits |= _find_region(word)
    return bits


@lru_cache(maxsize=20_000)
def _find_region(word: str) -> int:
    found = _NAMED.match(word)
    return _BITS[found.lastgroup] if found and found.lastgroup else 0
