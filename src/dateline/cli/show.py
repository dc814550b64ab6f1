"""`dateline show`: show an article."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.cli.article_argument import article_arguments, for_each_article
from dateline.text import split_lines

if TYPE_CHECKING:
    from dateline.render.layout import Span
    from dateline.types.articles import ArchivedArticle

_CITATIONS = ("bibtex", "ris", "csl-json")
_FORMS = ("text", "json", *_CITATIONS)


@click.command()
@article_arguments()
@click.option("--removed", is_flag=True, help="Show the removed lines, and why each was removed.")
@click.option("--match", metavar="QUERY", help="Mark the matches of this query.")
@click.option("--raw", is_flag=True, help="Show the raw document; a pipe or file gets exactly its bytes.")
@click.option(
    "--version", type=click.IntRange(min=1), metavar="N", help="Show the version with this number; `versions` lists them."
)
@click.option("-f", "--format", "form", type=click.Choice(_FORMS), default="text", show_default=True, help="Output format.")
@click.pass_obj
def show(folder: Path, names: tuple[str, ...], removed: bool, match: str | None, raw: bool, version: int | None, form: str) -> None:
    """Show an article: its metadata and its clean text.

    ID is what `search` prints, or the beginning of it. You can also give the article's address in any form, or the path of its
    file; - reads ids from standard input. JSON has everything, with the removed lines. In a terminal, a long text is shown in the
    pager.

    \b
    Example:
      dateline show 7kq2mzx4
      dateline show 7kq2 --match '"final offer" OR strike*'
      dateline show 7kq2 --removed
      dateline show 7kq2 --version 1
      dateline show https://gazette.example/2016/ferry
      dateline search ferry --format ids | dateline show -
      dateline show 7kq2 --format bibtex
    """
    if removed + raw + (form != "text") > 1:
        raise click.UsageError("--removed, --raw and --format are different outputs; choose one.")
    if match is not None and (removed or raw or form != "text"):
        raise click.UsageError("--match marks matches in the text; leave the other output options out.")
    from dateline.archive.archive import Archive
    from dateline.cli.output import page_lines, table_width, warn, width, write, write_lines
    from dateline.cli.query_options import QueryOptions
    from dateline.render.article_record import shown_record
    from dateline.render.json import to_json
    from dateline.render.story import article_lines, removed_lines

    query = QueryOptions.of(match).query() if match is not None else None
    texts: list[list[Span]] = []

    def show_one(name: str) -> None:
        if raw:
            _write_raw(archive.raw(name, version).content)
            return
        found = archive.get(name) if version is None else archive.version(name, version)
        if form in _CITATIONS:
            _cite(found, form)
        elif form == "json":
            write(to_json(shown_record(found), indent=True))
        elif removed:
            write_lines(removed_lines(found, table_width()))
            if not found.article.removed:
                warn("No line was removed from this article.")
        else:
            texts.extend([*([[], []] if texts else []), *article_lines(found, width(), query)])

    with Archive.open(folder) as archive:
        try:
            for_each_article(names, show_one)
        finally:
            if texts:
                page_lines(texts)


def _cite(found: ArchivedArticle, form: str) -> None:
    from dateline.cli.output import write
    from dateline.cli.results import cited
    from dateline.types.answers import Hit, Snippet

    hit = Hit(found.id, 0.0, found.article.metadata, Snippet(""), found.url, found.origin)
    for entry in cited(iter([hit]), form):
        write(entry)


def _write_raw(content: bytes) -> None:
    """Write a document: to a file or pipe its exact bytes, to a terminal as text without control characters."""
    from dateline.cli.output import is_terminal, standard_output, write
    from dateline.text.decoding import decode

    if is_terminal():
        write("\n".join(split_lines(decode(content)[0])), end="")
        return
    with standard_output() as stream:
        stream.write(content)
