"""The query of a command, from its words and options. All commands that take a query share this."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import click

from dateline.cli.options import options
from dateline.cli.output import warn

if TYPE_CHECKING:
    from dateline.query import Query

Command = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class QueryOptions:
    """The words of a query and the options that narrow it; an option means the same as the field in the query language."""

    words: tuple[str, ...]
    since: str | None
    until: str | None
    sources: tuple[str, ...]
    authors: tuple[str, ...]
    places: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str) -> QueryOptions:
        """A query text without options."""
        return cls((text,), None, None, (), ())

    def query(self, *, with_warnings: bool = True) -> Query:
        """The query tree of words and options. Warn about a lowercase "or" unless the results have this warning themselves."""
        from datetime import date

        from dateline.query import build_query

        text = " ".join(self.words)
        query = build_query(
            f"({text}) in:{','.join(self.places)}" if self.places and text.strip() else text,
            today=date.today(),
            date_from=self.since,
            date_to=self.until,
            sources=self.sources,
            authors=self.authors,
            saved=_saved_texts(self.words),
        )
        if with_warnings and " or " in text.lower():
            from dateline.query import find_lowercase_or

            for warning in find_lowercase_or(query):
                warn(warning)
        return query

    def queries(self) -> tuple[Query, ...]:
        """A separate query for each word, each narrowed by the same options."""
        return tuple(replace(self, words=(word,)).query() for word in self.words or ("",))


def _saved_texts(words: Iterable[str]) -> dict[str, str]:
    """The archive's saved searches; empty if no word names one."""
    if not any("saved:" in word.lower() for word in words):
        return {}
    from dateline.archive.archive import Archive
    from dateline.archive.saved_searches import SavedSearches

    with Archive.open(click.get_current_context().obj) as archive:
        return SavedSearches(archive).texts()


narrowing = options(
    click.option("--from", "since", metavar="DATE", help="Published on or after this day, month or year."),
    click.option("--to", "until", metavar="DATE", help="Published on or before this day, month or year."),
    click.option(
        "-s", "--source", "sources", multiple=True, metavar="NAME", help="Only this source; repeat the option for several."
    ),
    click.option(
        "--in",
        "places",
        multiple=True,
        type=click.Choice(["title", "body", "caption", "removed", "older", "tags"]),
        help="Search for the words only there; repeat the option for several.",
    ),
    click.option("--author", "authors", multiple=True, metavar="NAME", help="Only this author; repeat the option for several."),
)
"""The options that narrow a query."""


def by_story(command: Command) -> Command:
    """Add the option to count stories to a command."""
    help_ = "Count each story once, however many of its copies match."
    return click.option("--unique", is_flag=True, help=help_)(command)
