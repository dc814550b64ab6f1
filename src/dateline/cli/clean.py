"""`dateline clean`: a filter that needs no archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dateline.cli.intake import prepare_worker, time_option
from dateline.cli.screen import is_terminal, remark, write

if TYPE_CHECKING:
    from dateline.workers import Limits


@click.command()
@click.argument("paths", metavar="[FILE]...", nargs=-1)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "jsonl"]),
    default="text",
    show_default=True,
    help="Form of the output: the clean text alone, or a JSON object for each document.",
)
@time_option
def clean(paths: tuple[str, ...], form: str, limits: Limits) -> None:
    """Strip the boilerplate from files or standard input and print the clean text. Needs no archive.

    As text, a form feed (page break) parts one document from the next. With --format jsonl each document becomes a JSON object on a
    line of its own; JSONL records (id, url, and html or text) are answered in order, each under its own id, and one that cannot be
    cleaned gets an object with "error". Exit code 1 if a document failed.

    \b
    Example:
      dateline clean story.html
      curl -s https://example.org/story.html | dateline clean
      dateline clean --format jsonl < records.jsonl > cleaned.jsonl
    """
    prepare_worker()
    from dateline.cli.filter import cleaned_records, cleaned_texts
    from dateline.cli.place import standard_input

    stdin = standard_input()
    failed = 0
    for output, problem in (cleaned_records if form == "jsonl" else cleaned_texts)(paths or ("-",), stdin, limits):
        failed += problem is not None
        if output is not None:
            if output.startswith("\f"):
                write("", end="\n" if is_terminal() else "\f")
            write(output.removeprefix("\f"))
        if problem is not None:
            remark(f"Error: {problem}")
    click.get_current_context().exit(1 if failed else 0)
