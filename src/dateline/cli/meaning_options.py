"""Search by meaning, for the commands `search` and `similar`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.cli.article_argument import read_names
from dateline.cli.query_options import QueryOptions
from dateline.cli.results import Output, write_results

if TYPE_CHECKING:
    from dateline.query import Query
    from dateline.types.answers import Window

_MAX_ARTICLES = 500


def search_by_meaning(folder: Path, query: Query, window: Window, output: Output, *, all_copies: bool) -> None:
    """Write the articles that match a query, then those similar in meaning to its words; both must match the rest of the query."""
    from dateline.archive.archive import Archive
    from dateline.search.meaning.question import split_question

    if window.sort != "relevance":
        raise click.UsageError("--by-meaning shows the most similar first; leave --sort out.")
    if window.limit is None or window.limit + window.offset > _MAX_ARTICLES:
        raise click.UsageError(f"--by-meaning shows at most {_MAX_ARTICLES} articles; lower --limit or --offset.")
    parts = split_question(query)
    with Archive.open(folder) as archive:
        found = archive.by_meaning(parts.text, parts.where, window, words=parts.words, all_copies=all_copies)
        write_results(found, window, output)


def similar_by_meaning(
    folder: Path,
    names: Sequence[str],
    window: Window,
    output: Output,
    *,
    text: str | None,
    where: str | None,
    all_copies: bool,
    **_: bool,
) -> None:
    """Write the articles that are similar in meaning to a text, or to the named articles."""
    from dateline.archive.archive import Archive

    if (text is None) == (not names):
        raise click.UsageError("Give either --query TEXT or the ids of articles.")
    query = QueryOptions.of(where or "").query()
    with Archive.open(folder) as archive:
        found = archive.by_meaning(text or "", query, window, like=read_names(names), all_copies=all_copies)
        write_results(found, window, output)
