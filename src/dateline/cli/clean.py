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
    type=click.Choice(["text", "markdown", "jsonl"]),
    default="text",
    show_default=True,
    help="Form of the output: the clean text alone, the same as Markdown under its title, or a JSON object for each document.",
)
@click.option("--links", is_flag=True, help="In markdown, keep the links that lead from the text.")
@time_option
def clean(paths: tuple[str, ...], form: str, links: bool, limits: Limits) -> None:
    """Strip the boilerplate from files or standard input and print the clean text. Needs no archive.

    As text or Markdown (with headings, lists, quotations and tables as the page had them), a form feed (page break) parts one
    document from the next. With --format jsonl each document becomes a JSON object on a line of its own; JSONL records (id, url,
    and html or text) are answered in order, each under its own id, and one that cannot be cleaned gets an object with "error".
    Exit code 1 if a document failed.

    \b
    Example:
      dateline clean story.html
      curl -s https://example.org/story.html | dateline clean
      dateline clean --format jsonl < records.jsonl > cleaned.jsonl
    """
    if links and form != "markdown":
        raise click.UsageError("--links keeps the links of the text, which only markdown can show; add --format markdown.")
    prepare_worker()
    from dateline.cli.filter import cleaned_records, cleaned_texts, markdown_writer, text_of
    from dateline.cli.place import standard_input

    stdin = standard_input()
    failed = 0
    names = paths or ("-",)
    write_text = text_of if form == "text" else markdown_writer(links=links)
    for output, problem in (
        cleaned_records(names, stdin, limits) if form == "jsonl" else cleaned_texts(names, stdin, limits, write_text)
    ):
        failed += problem is not None
        if output is not None:
            if output.startswith("\f"):
                write("", end="\n" if is_terminal() else "\f")
            text = output.removeprefix("\f")
            write(text)
            if not text.strip():
                remark("Nothing in this document reads like a story; --format jsonl tells what else was found of it.")
        if problem is not None:
            remark(f"Error: {problem}")
    click.get_current_context().exit(1 if failed else 0)
