"""Pages generated from a seed: articles among the boilerplate of their outlets, as text, HTML and records of a web archive.

The proportions follow the pages of the two corpora (`corpus.py`), at a quarter of their length: two thirds of the text of a page is
the story. Most boilerplate of an outlet is the same on all its pages (menu, notices, footer); headlines of other stories, counters
and captions differ.
"""

from __future__ import annotations

import gzip
import json
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from html import escape
from itertools import islice
from pathlib import Path

from articles import _DAYS, _FIRST, Writer

_OUTLETS = 60
_SECTIONS = [
    "World",
    "Politics",
    "Business",
    "Sport",
    "Culture",
    "Weather",
    "Opinion",
    "Science",
    "Travel",
    "Property",
    "Obituaries",
    "Crosswords",
    "Podcasts",
    "Jobs",
]
_NOTICES = (
    "We use cookies and other technologies to keep {outlet} working and to measure how it is used. Manage your choices here.",
    "Sign up for our morning newsletter and get the news of {outlet} in your inbox every day at six.",
    "Subscribe to {outlet} for one crown a week and read without limits on all your devices.",
    "You have read two of your five free articles this month. Create a free account to continue reading.",
    "Support independent journalism: become a member of {outlet} today.",
)
_BUTTONS = ("Share", "Facebook", "Email this story", "Copy link", "Print", "Save for later", "Listen to this article")
_FOOTER = (
    "About us", "Contact", "Advertise with us", "Terms of use", "Privacy policy", "Cookie settings", "Corrections", "Careers",
    "Follow us on social media", "Download our app", "Accessibility", "Newsletters", "Archive", "RSS",
)  # fmt: skip
_RELATED = ("Related stories", "More on this story", "Read more", "See also", "Recommended")


@dataclass(frozen=True)
class Page:
    """A page: its address, its metadata in a dump, and its parts from top to bottom as (element, lines)."""

    url: str
    title: str
    date: str
    outlet: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def text(self) -> str:
        """The page without its markup."""
        return "\n\n".join(
            "\n".join(lines) if element in ("nav", "aside", "footer") else "\n\n".join(lines) for element, lines in self.parts
        )

    @property
    def html(self) -> str:
        """The page with its markup."""
        body = "\n".join(map(_markup, self.parts))
        head = f'<meta charset="utf-8"><title>{escape(self.title)} | {self.outlet}</title><link rel="canonical" href="{self.url}">'
        head += f'<meta property="article:published_time" content="{self.date}T08:00:00Z"><link rel="stylesheet" href="/site.css">'
        return f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head>\n<body class="article-page">\n{body}\n</body></html>\n'


def _markup(part: tuple[str, tuple[str, ...]]) -> str:
    element, lines = part
    if element in ("nav", "aside", "footer"):
        items = "\n".join(
            f'<li class="{element}-item"><a href="/{index}/{line[:12].lower()}">{escape(line)}</a></li>'
            for index, line in enumerate(lines)
        )
        return f'<{element} class="site-{element}"><ul>\n{items}\n</ul></{element}>'
    tag = {"h1": "h1", "figure": "figcaption"}.get(element, "p")
    inner = "\n".join(f'<{tag} class="story-{tag}">{escape(line)}</{tag}>' for line in lines)
    return f'<div class="story-{element}">\n{inner}\n</div>'


class Newsstand:
    """All outlets of an invented country; the same seed, the same pages."""

    def __init__(self, seed: int = 7) -> None:
        self._writer = Writer(seed)
        self._random = self._writer.random
        self._names = [word.capitalize() for word in self._writer.words[2_000:9_000]]
        self._outlets = [self._outlet() for _ in range(_OUTLETS)]

    def pages(self, number: int) -> Iterator[Page]:
        """Yield this many pages; those of one outlet list each other's headlines."""
        for at in range(number):
            yield self._page(at)

    def _outlet(self) -> tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...], deque[str]]:
        choose = self._random
        name = f"The {choose.choice(self._names)} {choose.choice(('Gazette', 'Ledger', 'Courier', 'Post', 'Times', 'Herald'))}"
        menu = (name, *choose.sample(_SECTIONS, choose.randint(6, 12)), *(f"{choose.choice(self._names)} news" for _ in range(4)))
        notices = tuple(text.format(outlet=name) for text in choose.sample(_NOTICES, 3))
        own = tuple(self._writer._sentence(choose.randint(9, 22)) for _ in range(2))
        footer = (*choose.sample(_FOOTER, 9), *own, f"© {name}. All rights reserved.")
        return name, menu, notices, footer, deque((self._headline() for _ in range(8)), maxlen=12)

    def _page(self, at: int) -> Page:
        choose = self._random
        name, menu, notices, footer, recent = choose.choice(self._outlets)
        title, day = self._headline(), _FIRST + timedelta(days=choose.randrange(_DAYS))
        story = self._story()
        reporter = f"By {choose.choice(self._names)} {choose.choice(self._names)}"
        half = len(story) // 2
        related = (choose.choice(_RELATED), *choose.sample(tuple(recent), 4))
        parts = (
            ("nav", menu),
            ("notice", notices[:1]),
            ("h1", (title,)),
            ("byline", (reporter, f"{day:%d %B %Y}")),
            ("nav", tuple(choose.sample(_BUTTONS, 4))),
            ("figure", (f"{self._writer._sentence(9)} Photo: {choose.choice(self._names)} {choose.choice(self._names)}",)),
            ("body", story[:half]),
            ("notice", notices[1:]),
            ("body", story[half:]),
            ("aside", related),
            ("aside", ("Most read", *choose.sample(tuple(recent), 4), f"{choose.randrange(200)} comments")),
            ("footer", footer),
        )
        recent.append(title)
        slug = name.lower().replace(" ", "-")
        url = f"https://{slug}.example/{day:%Y/%m/%d}/{'-'.join(title.lower().split()[:5])}-{at}"
        return Page(url, title, day.isoformat(), name, parts)

    def _headline(self) -> str:
        return self._writer._sentence(self._random.randint(6, 11)).rstrip(".")

    def _story(self) -> tuple[str, ...]:
        """A story of some hundred words, sometimes of some thousand."""
        wanted = min(3_000, max(60, self._random.lognormvariate(6.15, 0.6)))
        paragraphs, words = [], 0
        while words < wanted:
            lengths = [self._random.randint(8, 24) for _ in range(self._random.randint(1, 4))]
            text = " ".join(map(self._writer._sentence, lengths))
            if self._random.random() < 0.25:
                text = f'"{text}" said {self._random.choice(self._names)} {self._random.choice(self._names)}.'
            paragraphs.append(text)
            words += sum(lengths)
        return tuple(paragraphs)


def write_jsonl(pages: Iterable[Page], path: Path) -> None:
    """Write the texts of the pages as JSONL, with the metadata of each."""
    with path.open("w", encoding="utf-8") as file:
        for page in pages:
            record = {"url": page.url, "title": page.title, "date": page.date, "source": page.outlet, "text": page.text}
            file.write(json.dumps(record) + "\n")


def write_html(pages: Iterable[Page], folder: Path) -> None:
    """Write the pages as files, a thousand per folder."""
    for at, page in enumerate(pages):
        path = folder / f"{at // 1000:03}" / f"{at}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.html, "utf-8")


def write_warc(pages: Iterable[Page], path: Path) -> None:
    """Write the pages as responses of a web archive, each compressed separately."""
    with path.open("wb") as file:
        for at, page in enumerate(pages):
            http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page.html.encode()
            head = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{at:032x}>\r\nWARC-Date: 2026-01-01T00:00:00Z\r\n"
                f"WARC-Target-URI: {page.url}\r\nContent-Type: application/http; msgtype=response\r\n"
                f"Content-Length: {len(http)}\r\n\r\n"
            )
            file.write(gzip.compress(head.encode() + http + b"\r\n\r\n", 6))


def some(number: int) -> list[Page]:
    """The first pages of the seed."""
    return list(islice(Newsstand().pages(number), number))
