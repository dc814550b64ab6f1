"""What `restore` and `drop` have in common: a person's word on lines, of one article or of all of its source."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from dateline.cli.article_argument import for_each_article
from dateline.cli.options import Command
from dateline.cli.output import write
from dateline.text import shown

if TYPE_CHECKING:
    from dateline.types.articles import ArchivedArticle

How = tuple[Literal["restored", "dropped"], bool, bool]


def line_options(command: Command) -> Command:
    """The arguments and options of a command that says something of lines of an article."""
    command = click.option("--undo", is_flag=True, help="Take back what was said of these lines; with --everywhere, the rule.")(
        command
    )
    command = click.option(
        "--everywhere", is_flag=True, help="Say it of such lines in all articles of this source, as a rule in the folder 'sites'."
    )(command)
    command = click.argument("lines", metavar="LINE...", nargs=-1, required=True, type=click.IntRange(min=1))(command)
    return click.argument("article_id", metavar="ID")(command)


def override_lines(folder: Path, article_id: str, lines: Sequence[int], how: How) -> None:
    """Do what was asked (restored or dropped; everywhere; undone), and say what became of it."""
    from dateline.archive.archive import Archive

    what, everywhere, undo = how
    done = "again as cleaned" if undo else what

    def override_one(name: str) -> None:
        before = archive.get(name)
        if everywhere:
            path, changed = archive.override_everywhere(before.id, lines, keep=what == "restored", undo=undo)
            articles = f"{len(changed):,} article{'' if len(changed) == 1 else 's'} changed"
            rule = f"the rule is {'no longer ' if undo else ''}in {path}"
            write(shown(f"{before.id}: {done} everywhere in this source; {articles}, {rule}"))
            return
        found = (archive.restore if what == "restored" else archive.drop)(before.id, lines, undo=undo)
        write(f"{found.id}: {_told(_differing(before, found), len(set(lines)), done)}")

    with Archive.open(folder) as archive:
        for_each_article([article_id], override_one)


def _told(number: int, asked: int, done: str) -> str:
    if not number:
        return "nothing changed; it was so already"
    return f"{number} line{'' if number == 1 else 's'} {done}" + ("; the others were so already" if number < asked else "")


def _differing(before: ArchivedArticle, after: ArchivedArticle) -> int:
    pairs = zip(before.article.lines, after.article.lines, strict=False)
    return sum(old.keep != new.keep for old, new in pairs)
