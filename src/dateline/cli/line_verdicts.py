"""The shared part of `restore` and `drop`: overrides for lines, in one article or in all articles of its source."""

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
    """Add the arguments and options of a command that overrides lines of an article."""
    command = click.option(
        "--undo", is_flag=True, help="Undo an earlier restore or drop of these lines; with --everywhere, remove the rule."
    )(command)
    command = click.option(
        "--everywhere", is_flag=True, help="Do it in all articles of this source, with a rule in the folder 'sites'."
    )(command)
    command = click.argument("lines", metavar="LINE...", nargs=-1, required=True, type=click.IntRange(min=1))(command)
    return click.argument("article_id", metavar="ID")(command)


def override_lines(folder: Path, article_id: str, lines: Sequence[int], how: How) -> None:
    """Override the lines and print what changed; `how` is (restored or dropped, everywhere, undo)."""
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
        write(f"{found.id}: {_summary(_count_changed(before, found), len(set(lines)), done)}")

    with Archive.open(folder) as archive:
        for_each_article([article_id], override_one)


def _summary(number: int, requested: int, done: str) -> str:
    if not number:
        return "nothing changed"
    return f"{number} line{'' if number == 1 else 's'} {done}" + ("; the others did not change" if number < requested else "")


def _count_changed(before: ArchivedArticle, after: ArchivedArticle) -> int:
    pairs = zip(before.article.lines, after.article.lines, strict=False)
    return sum(old.keep != new.keep for old, new in pairs)
