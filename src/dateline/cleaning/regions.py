"""What kind of place a block is by its own words: comments, other stories, navigation, a caption…

Sites name their blocks for their own use, mostly in English whatever their language. A word is looked up by its beginning, so that
"comments", "commentlist" and "commenter" are one.
"""

from __future__ import annotations

from functools import cache

from dateline.cleaning.containers import Form

REGIONS: dict[str, tuple[str, ...]] = {
    "comment": ("comment", "disqus", "respond", "reply", "replies", "discussion", "livefyre", "coral"),
    "related": (
        *("related", "recommend", "recirc", "teaser", "promo", "popular", "trending", "mostread", "readmore", "readnext", "upnext"),
        *("carousel", "outbrain", "taboola", "zergnet", "suggest", "latest", "headlines", "morefrom", "seealso", "sidebar", "rail"),
    ),
    "nav": ("nav", "menu", "breadcrumb", "crumb", "pagination", "pager", "footer", "header", "masthead", "topbar", "skip", "toc"),
    "share": ("share", "sharing", "social", "follow", "addtoany", "addthis", "sharedaddy"),
    "newsletter": ("newsletter", "subscri", "signup", "optin", "mailing", "paywall", "piano", "regwall", "cta", "donat"),
    "ad": ("ad", "ads", "advert", "sponsor", "dfp", "gpt", "anzeige", "publicidad", "werbung", "affiliate"),
    "byline": ("author", "byline", "writer", "contributor", "bio", "autor"),
    "caption": ("caption", "credit", "gallery", "slideshow", "lightbox", "photo", "image", "media", "video", "player"),
    "timestamp": ("date", "time", "timestamp", "published", "updated", "dateline"),
    "tags": ("tag", "tags", "topic", "topics", "keyword", "category", "categories"),
    "legal": ("legal", "copyright", "cookie", "consent", "gdpr", "privacy", "disclaimer", "terms"),
    "prompt": ("modal", "popup", "overlay", "banner", "alert", "toast", "login", "search", "widget", "form", "survey", "poll"),
    "body": ("body", "content", "entry", "story", "richtext", "text", "prose", "articlebody", "paragraph", "post"),
}
"""Labels of regions with the beginnings of the words that name them; words of up to three letters stand for themselves."""

_WHOLE_PAGE = frozenset(("", "html", "body", "main"))
_TAGS = {
    "nav": "nav",
    "footer": "nav",
    "header": "nav",
    "aside": "related",
    "figcaption": "caption",
    "form": "prompt",
    "time": "timestamp",
}
_SHORT = 3


@cache
def regions_of(form: Form) -> frozenset[str]:
    """The labels that a block of this form names itself by."""
    tag, words = form
    if tag in _WHOLE_PAGE:
        return frozenset()
    found = {_TAGS[tag]} if tag in _TAGS else set()
    found |= {label for word in words if (label := _label(word))}
    return frozenset(found)


@cache
def _label(word: str) -> str | None:
    for label, beginnings in REGIONS.items():
        for beginning in beginnings:
            if word == beginning or (len(beginning) > _SHORT and word.startswith(beginning)):
                return label
    return None
