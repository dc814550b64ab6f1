"""How a person names articles on the command line: by ids, addresses and paths, or by `-`, behind which a list of them comes in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import click

from dateline.cli.defaults import standard_input
from dateline.cli.exit_codes import ERROR, SOME_FAILED
from dateline.cli.options import Command
from dateline.cli.output import warn, write
from dateline.text import shown

if TYPE_CHECKING:
    from dateline.types.articles import ArchivedArticle

STANDARD_INPUT = "-"


def article_arguments(*, required: bool = True, name: str = "names") -> Callable[[Command], Command]:
    """The argument of a command that takes articles, one or several."""
    return click.argument(name, metavar="ID..." if required else "[ID]...", nargs=-1, required=required)


def read_names(words: Sequence[str]) -> tuple[str, ...]:
    """The names that were typed; in the place of a dash those on standard input, one on each line or between zero bytes."""
    names: list[str] = []
    for word in words:
        names += _given() if word == STANDARD_INPUT else [word]
    if words and not names:
        warn("No id came in on standard input, so there is nothing to do.")
        click.get_current_context().exit(0)
    return tuple(names)


def for_each_article(names: Sequence[str], do: Callable[[str], None], *, headed: bool = False) -> None:
    """Do something with each article; where there are several, one that is not there is said, and the others have their turn.

    With `headed`, what is written of each of several stands under its name.
    """
    from dateline.errors import ArticleMissing

    names, missing = read_names(names), 0
    for number, name in enumerate(names):
        if headed and len(names) > 1:
            write(("\n" if number else "") + shown(name))
        try:
            do(name)
        except ArticleMissing as error:
            if len(names) == 1:
                raise
            warn(f"Error: {error}")
            missing += 1
    if missing:
        click.get_current_context().exit(SOME_FAILED if missing < len(names) else ERROR)


def list_articles(articles: Iterable[ArchivedArticle]) -> None:
    """A line for each article, with its id and headline."""
    from dateline.render.headline import headline

    for found in articles:
        write(shown(f"{found.id}  {headline(found.article.metadata, found.article.body)}"))


def name_article(changed: int, asked: int, *, dry_run: bool) -> str:
    """How many of the articles that were asked for a change reaches."""
    said = "would change" if dry_run else "changed"
    if changed < asked:
        return f"{changed:,} of {asked:,} article{'' if asked == 1 else 's'} {said}; the others had it so already."
    return f"{changed:,} article{'' if asked == 1 else 's'} {said}."


def _given() -> list[str]:
    text = standard_input().read().decode("utf-8", "replace").removeprefix("\ufeff")
    return [name for line in text.split("\0" if "\0" in text else "\n") if (name := line.strip())]
