"""`dateline tag`: add and remove tags, by ids or by a query."""

from __future__ import annotations

from typing import Any

import click

from dateline.cli.article_argument import STANDARD_INPUT, list_articles, name_article, read_names
from dateline.cli.output import warn
from dateline.cli.query_argument import QueryCommand, query_command
from dateline.cli.query_options import QueryOptions, narrowing


class _WithQuery(QueryCommand):
    """A command whose words after `--` are a query; click would join them to the words before."""

    single_letters = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keep the query in the context, then parse the rest."""
        at = args.index("--") if "--" in args else len(args)
        ctx.meta["query"] = tuple(args[at + 1 :]) if at < len(args) else None
        return super().parse_args(ctx, args[:at])


@click.command(cls=_WithQuery)
@query_command(metavar="[ID]... +TAG -TAG... [-- QUERY]")
@narrowing
@click.option("--dry-run", is_flag=True, help="List the articles that would change, and change nothing.")
@click.pass_context
def tag(context: click.Context, /, words: tuple[str, ...], dry_run: bool, **narrowed: Any) -> None:
    """Add tags to articles and remove tags, by their ids or by a query.

    +TAG adds a tag, -TAG removes one, also one of the publisher's. These changes stay when the article is ingested or cleaned
    again. `tag:` finds tags and `facets tag` counts them. A query follows two dashes; * is every article.

    \b
    Example:
      dateline tag 7kq2mzx4 +syria -draft
      dateline search aleppo --format ids | dateline tag - +syria
      dateline tag '+sea ice' --dry-run -- arctic '"pack ice" OR floe'
      dateline tag +syria --from 2015 --source reuters -- damascus OR aleppo
    """
    put = [word[1:] for word in words if word.startswith("+")]
    taken = [word[1:] for word in words if word.startswith("-") and word != STANDARD_INPUT]
    ids = list(read_names([word for word in words if word[:1] != "+" and (word[:1] != "-" or word == STANDARD_INPUT)]))
    asked: tuple[str, ...] | None = context.meta["query"]
    if not put and not taken:
        raise click.UsageError("Give the tags: +syria adds one, -draft removes one.")
    if bool(ids) == (asked is not None):
        raise click.UsageError("Give the articles: their ids, or a query after two dashes, such as: +syria -- aleppo")
    if asked is not None and not any(map(str.strip, asked)) and not any(narrowed.values()):
        raise click.UsageError("There is no query after the two dashes; * is every article.")
    from dateline.archive.archive import Archive

    with Archive.open(context.obj) as archive:
        if asked is not None:
            ids = list(archive.ids(QueryOptions(words=asked, **narrowed).query()))
        changed = archive.tag(ids, put, taken, keep=not dry_run)
        if dry_run:
            list_articles(archive.read(changed))
    warn(name_article(len(changed), len(ids), dry_run=dry_run))
