"""`dateline search`: find articles."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import click

from dateline.cli.exit_codes import NOTHING
from dateline.cli.meaning_options import search_by_meaning
from dateline.cli.new_results import finish_news, news_name
from dateline.cli.output import write
from dateline.cli.query_argument import QueryCommand, query_command
from dateline.cli.query_options import QueryOptions, narrowing
from dateline.cli.results import Form, Output, write_found
from dateline.types.answers import Sort, Window


@click.command(cls=QueryCommand)
@query_command()
@narrowing
@click.option("--sort", type=click.Choice(get_args(Sort)), default="relevance", show_default=True, help="Order of the articles.")
@click.option(
    "-n", "--limit", type=click.IntRange(min=0), default=10, show_default=True, help="Show this many articles; 0 shows all."
)
@click.option("--offset", type=click.IntRange(min=0), default=0, help="Skip this many articles at the start.")
@click.option("-f", "--format", "form", type=click.Choice(get_args(Form)), default="text", show_default=True, help="Output format.")
@click.option("--fields", metavar="NAMES", help="Show only these fields, separated by commas: id,date,source,title,text …")
@click.option("--template", metavar="TEXT", help="Print a line like this for each article: '{date} {source} {title}'.")
@click.option("-0", "null", is_flag=True, help="End ids and template lines with a zero byte, for xargs -0.")
@click.option("--all-copies", is_flag=True, help="List every copy of a story, not only one.")
@click.option("--count", "only_count", is_flag=True, help="Print only the number of articles that match.")
@click.option("--unique", is_flag=True, help="With --count: print the number of stories.")
@click.option("--new", "only_new", is_flag=True, help="For a saved search: show only what is new since the last time.")
@click.option("--by-meaning", is_flag=True, help="Also find articles with a similar meaning; run 'dateline embed' once before.")
@click.option("--explain", is_flag=True, help="Print how Dateline reads the query, with its dates worked out, and do not search.")
@click.pass_obj
def search(folder: Path, /, form: Form, fields: str | None, only_count: bool, only_new: bool, explain: bool, **given: Any) -> None:
    """Find articles by words, phrases, fields and dates.

    All words must occur. You can use OR, NOT (or -), parentheses, "exact phrases", prefix*, fuzzy~, NEAR/5, SAME/SENTENCE, and
    fields such as title: author: source: date:. `dateline help query` describes them all. Without a query, every article matches.

    The list shows each story once: its lead copy, or if that does not match, the copy that was published first. Copies are, for
    example, reprints of a wire report. --all-copies lists each copy; `cluster:ID` finds all copies of an article's story.

    With --new, `saved:NAME` shows only articles that are new or changed since you last did this. The exit code is then 0 if there
    are any, 1 if there is nothing new. With --count it prints how many, and they stay new.

    With --by-meaning, the articles that match come first, then articles with a similar meaning, in any of fifteen languages, each
    with the passage that fits. Fields, dates and -words narrow them. `dateline similar --query` searches by meaning alone.

    \b
    Example:
      dateline search kerry moscow
      dateline search '"final offer" source:worldtribune'
      dateline search ferry --from 2016-07 --sort newest
      dateline search 'date:2016-07-01..2016-07-14' --format csv
      dateline search budget -opinion
      dateline search storm --sort recent --template '{date} {source} {title}'
      dateline search storm --format csv --fields id,date,title,text --limit 0
      dateline search storm --format ids | dateline show -
      dateline search 'ferry -cluster:7kq2mzx4' --all-copies
      dateline search saved:strikes --new || test $? = 1
      dateline search --by-meaning who pays for the broken pier source:gazette
      dateline search 'minister NEAR/5 (bribe OR "hush money")' --from 2015
    """
    from dateline.archive.archive import Archive

    output = _make_output(form, fields, given.pop("template"), given.pop("null"))
    all_copies, unique, by_meaning = given.pop("all_copies"), given.pop("unique"), given.pop("by_meaning")
    _check_options(unique and not only_count, by_meaning and (only_count or only_new))
    name = news_name(given) if only_new else ""
    window = Window(given.pop("limit") or None, given.pop("offset"), given.pop("sort"))
    query = QueryOptions(**given).query(with_warnings=only_count or explain)
    if explain:
        from dateline.search.explain import explain_query

        write(explain_query(query))
        return
    if by_meaning:
        search_by_meaning(folder, query, window, output, all_copies=all_copies)
        return
    with Archive.open(folder) as archive:
        if name:
            from dateline.archive.saved_searches import SavedSearches

            query, change = SavedSearches(archive).news(name)
        if only_count:
            total = archive.count(query, unique=unique)
            write(str(total))
            click.get_current_context().exit(NOTHING if name and not total else 0)
        found = archive.stream(query, window, all_copies=all_copies)
        write_found(replace(found, notes=()) if name else found, window, output)
        lags = archive.lag is not None
    if name and not lags:  # articles that this answer leaves out stay new
        finish_news(folder, name, change, found.total)


def _check_options(lone_unique: bool, counting: bool) -> None:
    """Raise click.UsageError if options exclude each other."""
    if lone_unique:
        raise click.UsageError("--unique goes with --count; the list shows each story once unless --all-copies is given.")
    if counting:
        raise click.UsageError("--by-meaning has no count; leave --count and --new out.")


def _make_output(form: Form, fields: str | None, template: str | None, null: bool) -> Output:
    """How to write the results; click.UsageError if the options exclude each other, DatelineError for a wrong field or template."""
    from dateline.render.fields import field_names, template_parts

    output = Output(form, field_names(fields) if fields is not None else (), template, null)
    output.check()
    if template is not None:
        template_parts(template)
    return output
