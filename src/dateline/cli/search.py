"""`dateline search`: the question of every day."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import click

from dateline.cli.question import Question, narrowing, refuse_options
from dateline.types import Results, Sort, Window

_FORMATS = ("text", "json", "jsonl", "csv")


@click.command(context_settings={"ignore_unknown_options": True})  # so that -word can be typed as it is
@click.argument("words", callback=refuse_options, metavar="[QUERY]...", nargs=-1)
@narrowing
@click.option("--sort", type=click.Choice(get_args(Sort)), default="relevance", show_default=True, help="Order of the articles.")
@click.option("--limit", type=click.IntRange(min=0), default=10, show_default=True, help="Show so many; 0 shows all.")
@click.option("--offset", type=click.IntRange(min=0), default=0, help="Leave out so many of the first.")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="text", show_default=True, help="Output form.")
@click.option("--count", "only_count", is_flag=True, help="Print only how many articles match.")
@click.option("--explain", is_flag=True, help="Print how the query is understood, with its dates resolved, and search nothing.")
@click.pass_obj
def search(folder: Path, /, form: str, only_count: bool, explain: bool, **asked: Any) -> None:
    """Find articles by words, phrases, fields and dates.

    All words must occur; OR, NOT (or -), parentheses, "exact phrases", prefix*, fuzzy~, NEAR/5, SAME/SENTENCE and fields such as
    title: author: source: date: are understood; `dateline help query` tells all. Without a query every article matches.

    \b
    Example:
      dateline search kerry moscow
      dateline search '"final offer" source:worldtribune'
      dateline search ferry --from 2016-07 --sort newest
      dateline search 'date:2016-07-01..2016-07-14' --format csv
      dateline search budget -opinion
      dateline search 'minister NEAR/5 (bribe OR "hush money")' --from 2015
    """
    from dateline.archive import Archive
    from dateline.search.explain import explain_query

    window = Window(asked.pop("limit") or None, asked.pop("offset"), asked.pop("sort"))
    query = Question(**asked).query()
    if explain:
        click.echo(explain_query(query))
        return
    with Archive.open(folder) as archive:
        if only_count:
            click.echo(archive.count(query))
            return
        results = archive.search(query, window)
    _write(results, window, form)


def _write(results: Results, window: Window, form: str) -> None:
    from dateline.cli.screen import remark, width, write_lines
    from dateline.present import csv_rows, found_line, hit_lines, hit_record, results_record, to_json

    if form == "json":
        click.echo(to_json(results_record(results, window), indent=True))
        return
    if form == "csv":
        for row in csv_rows(results.hits):
            click.echo(row, nl=False)
    elif form == "jsonl":
        for hit in results.hits:
            click.echo(to_json(hit_record(hit)))
    else:
        for hit in results.hits:
            write_lines(hit_lines(hit, width()))
        click.echo(found_line(results, window))
    for note in results.notes:
        remark(note)
    if form != "text":
        remark(found_line(results, window))
