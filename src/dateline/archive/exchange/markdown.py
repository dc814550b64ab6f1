"""Articles as Markdown, a file each with its facts as front matter. No text is read as markup, and no name leaves the folder."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path

from dateline.archive.exchange.fields import article_row
from dateline.render.json import to_json
from dateline.render.markdown import story_markdown
from dateline.text import shown
from dateline.types.articles import ArchivedArticle
from dateline.types.pages import LinkedText

_WORD = re.compile(r"\w+")
_LONGEST_SLUG = 80  # bytes; a name may have 255, and some programs put more before it


Links = Callable[[ArchivedArticle], Mapping[str, LinkedText]]
"""Returns the lines of an article that have links, in pieces."""


def write_markdown(articles: Iterable[ArchivedArticle], folder: Path, links: Links | None = None) -> None:
    """Write a file for each article to `folder`."""
    for found in articles:
        text = article_markdown(found, links(found) if links else None).encode("utf-8", "backslashreplace")
        (folder / file_name(found)).write_bytes(text)


def file_name(found: ArchivedArticle) -> str:
    """Return a name of day, title and id, such as "2016-07-14-ferry-terminal-to-close-sj1reg8v.md"."""
    known = found.article.metadata
    day = known.published.iso[:10] if known.published else ""
    slug = "-".join(_WORD.findall(unicodedata.normalize("NFC", (known.title or "")[: 4 * _LONGEST_SLUG]).lower()))
    cut = slug.encode("utf-8", "ignore")[:_LONGEST_SLUG].decode("utf-8", "ignore").strip("-_")
    return "-".join(filter(None, (day, cut, found.id))) + ".md"


def article_markdown(found: ArchivedArticle, links: Mapping[str, LinkedText] | None = None) -> str:
    """Return an article as Markdown: front matter (YAML, with each value as JSON writes it), title and story."""
    row = article_row(found)
    row.pop("text")
    facts = [f"{name}: {_yaml(value)}" for name, value in row.items() if value not in (None, [])]
    title = row["title"] and shown(row["title"])
    return "\n".join(["---", *facts, "---", "", story_markdown(title, found.article.lines, links)])


def _yaml(value: object) -> str:
    return to_json(value.isoformat() if isinstance(value, datetime) else value)  # YAML allows no raw control characters
