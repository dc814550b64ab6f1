"""Hits as rows: CSV (RFC 4180 quoting, one header row), columns for a terminal, Markdown.

In CSV, a cell that a spreadsheet would read as a formula gets an apostrophe in front, and control characters are
escaped. JSON is the lossless format.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from dateline.render.fields import columns, field_text
from dateline.render.headline import headline
from dateline.render.layout import Lines, Role, Span, marked, pad, plain, truncate
from dateline.render.results import copies_text
from dateline.text import shown, shown_text
from dateline.types.answers import Hit

CSV_FIELDS = (
    "id",
    "title",
    "published",
    "updated",
    "source",
    "authors",
    "place",
    "agency",
    "section",
    "tags",
    "people",
    "places",
    "organisations",
    "language",
    "url",
    "origin",
    "score",
    "copies",
    "snippet",
)
TABLE_FIELDS = ("id", "date", "source", "title")
_FORMULA = frozenset("=+-@")
_WIDTHS = {
    "id": 8,
    "date": 10,
    "published": 25,
    "updated": 25,
    "language": 8,
    "words": 6,
    "copies": 6,
    "score": 9,
    "kind": 9,
    "agency": 10,
}
_USUAL_WIDTH = 20
_ROLES: dict[str, Role] = {"id": "id", "date": "date", "published": "date", "source": "source", "title": "title"}
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|#])")


def csv_rows(hits: Iterable[Hit], names: Sequence[str] = CSV_FIELDS) -> Iterator[str]:
    """The header and a row for each hit, each with its line end."""
    yield csv_row(names)
    for hit in hits:
        yield csv_row(safe_cell(_cell_text(hit, name)) for name in names)


def table_lines(hits: Iterable[Hit], width: int, names: Sequence[str] = TABLE_FIELDS) -> Lines:
    """A line for each hit, in columns of fixed width, since hits are read one by one; the last column has the remaining width."""
    *fixed, last = names
    widths = [_WIDTHS.get(name, _USUAL_WIDTH) for name in fixed]
    room = max(_USUAL_WIDTH, width - sum(widths) - 2 * len(widths))
    yield [Span("  ".join([*(pad(name, wide) for name, wide in zip(fixed, widths, strict=True)), last]), "label")]
    for hit in hits:
        texts = [" ".join(text.split()) for text in _shown_columns(names, hit)]
        row = []
        for name, text, wide in zip(fixed, texts, widths, strict=False):
            row.append(Span(pad(truncate(text, wide), wide) + "  ", _ROLES.get(name, "")))
        yield [*row, Span(truncate(texts[-1], room), _ROLES.get(last, ""))]


def _shown_columns(names: Sequence[str], hit: Hit) -> list[str]:
    """The fields of a hit as text for people: an unknown title is replaced by the first words of the text."""
    return [
        headline(hit.metadata, hit.text) if name == "title" and hit.text else text
        for name, text in zip(names, columns(names, hit), strict=True)
    ]


def markdown_lines(hits: Iterable[Hit]) -> Iterator[str]:
    """A list item for each hit: title (linked), source, date and id, then the snippet as a quotation with matches in bold."""
    for hit in hits:
        title = escape_markdown(headline(hit.metadata, hit.text))
        named = f"[{title}](<{shown(hit.url)}>)" if hit.url and not set("<>\n") & set(hit.url) else f"**{title}**"
        facts = [named, *(escape_markdown(field_text(hit, name)) for name in ("source", "date") if field_text(hit, name))]
        copies = f" {copies_text(hit.copies)}" if hit.copies else ""
        yield f"- {', '.join(facts)} `{hit.article_id}`{copies}"
        pieces = [piece._replace(text=escape_markdown(piece.text)) for piece in marked(hit.snippet.text, hit.snippet.spans)]
        if pieces:
            yield f"  > {plain(pieces, emphasis=True)}"


def markdown_table(hits: Iterable[Hit], names: Sequence[str]) -> Iterator[str]:
    """The chosen fields as a Markdown table."""
    yield f"| {' | '.join(names)} |"
    yield f"|{'---|' * len(names)}"
    for hit in hits:
        yield f"| {' | '.join(escape_markdown(' '.join(text.split())) for text in columns(names, hit))} |"


def escape_markdown(text: str) -> str:
    """`text` on one line, with Markdown's special characters escaped."""
    return _MARKDOWN.sub(r"\\\1", shown(text))


def safe_cell(cell: str) -> str:
    """`cell` with an apostrophe in front if a spreadsheet might run it, also after spaces or with full-width characters."""
    first = cell.lstrip()[:1]
    runs = cell[:1] in ("\t", "\r") or (first != "" and unicodedata.normalize("NFKC", first) in _FORMULA)
    return "'" + cell if runs else cell


def csv_row(cells: Iterable[str]) -> str:
    """Cells as one line of CSV, with its line end."""
    import csv

    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(map(shown_text, cells))
    return buffer.getvalue()


def _cell_text(hit: Hit, name: str) -> str:
    return f"{max(0.0, hit.score):.6g}" if name == "score" else field_text(hit, name)
