"""Articles as Markdown, a file each with its facts as front matter. No text is taken for markup, no name leaves the folder."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from dateline.exchange.fields import article_row
from dateline.present.record import to_json
from dateline.text import shown, shown_text
from dateline.types.articles import ArchivedArticle

_WORD = re.compile(r"\w+")
_MARKUP = re.compile(r"[\\`*_\[\]<>~|]|&(?=#?\w+;)|^(?:[#=+-]|\d+(?=[.)]))", re.MULTILINE)
_LONGEST_SLUG = 80  # bytes; a name may have 255, and some programs put more before it


def write_markdown(articles: Iterable[ArchivedArticle], folder: Path) -> None:
    """Write a file for each article into `folder`."""
    for found in articles:
        text = article_markdown(found).encode("utf-8", "backslashreplace")
        (folder / file_name(found)).write_bytes(text)


def file_name(found: ArchivedArticle) -> str:
    """A name of day, title and id, such as "2016-07-14-ferry-terminal-to-close-sj1reg8v.md"."""
    known = found.article.metadata
    day = known.published.iso[:10] if known.published else ""
    slug = "-".join(_WORD.findall(unicodedata.normalize("NFC", (known.title or "")[: 4 * _LONGEST_SLUG]).lower()))
    cut = slug.encode("utf-8", "ignore")[:_LONGEST_SLUG].decode("utf-8", "ignore").strip("-_")
    return "-".join(filter(None, (day, cut, found.id))) + ".md"


def article_markdown(found: ArchivedArticle) -> str:
    """The article: front matter (YAML, each value as JSON writes it), its title and its paragraphs."""
    row = article_row(found)
    text = row.pop("text")
    facts = [f"{name}: {_yaml(value)}" for name, value in row.items() if value not in (None, [])]
    heading = [f"# {_escaped(shown(row['title']))}", ""] if row["title"] else []
    # A line break within a paragraph is a backslash at its end; without it, Markdown would join the lines.
    body = "\n\n".join(paragraph.replace("\n", "\\\n") for paragraph in _escaped(text).split("\n\n"))
    return "\n".join(["---", *facts, "---", "", *heading, body, ""])


def _yaml(value: object) -> str:
    return to_json(value.isoformat() if isinstance(value, datetime) else value)  # YAML takes no control character as it is


def _escaped(text: str) -> str:
    return _MARKUP.sub(_escape, shown_text(text))


def _escape(match: re.Match[str]) -> str:
    mark = match[0]
    return mark + "\\" if mark.isdigit() else "\\" + mark
