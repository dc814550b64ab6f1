"""The argument that names articles: ids, addresses and paths, or `-` for a list on standard input."""

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
    """The argument of a command that takes articles, one or more if `required`."""
    return click.argument(name, metavar="ID..." if required else "[ID]...", nargs=-1, required=required)


def read_names(words: Sequence[str]) -> tuple[str, ...]:
    """The given names; a dash means the names on standard input, one on each line or separated by zero bytes."""
    names: list[str] = []
    for word in words:
        names += _read_piped_names() if word == STANDARD_INPUT else [word]
    if words and not names:
        warn("Standard input has no ids, so there is nothing to do.")
        click.get_current_context().exit(0)
    return tuple(names)


def for_each_article(names: Sequence[str], do: Callable[[str], None], *, headed: bool = False) -> None:
    """Call `do` for each article; if there are several, report those that do not exist and go on.

    With `headed`, write the name of each article before its output, if there are several.
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
    """Print a line for each article, with its id and headline."""
    from dateline.render.headline import headline

    for found in articles:
        write(shown(f"{found.id}  {headline(found.article.metadata, found.article.body)}"))


def name_article(changed: int, asked: int, *, dry_run: bool) -> str:
    """A sentence with the number of articles that changed."""
    verb = "would change" if dry_run else "changed"
    if changed < asked:
        return f"{changed:,} of {asked:,} article{'' if asked == 1 else 's'} {verb}; the others did not change."
    return f"{changed:,} article{'' if asked == 1 else 's'} {verb}."


def _read_piped_names() -> list[str]:
    text = standard_input().read().decode("utf-8", "replace").removeprefix("\ufeff")
    return [name for line in text.split("\0" if "\0" in text else "\n") if (name := line.strip())]
