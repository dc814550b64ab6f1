"""`dateline clean`: clean files or standard input without an archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dateline.cli.exit_codes import ERROR, SOME_FAILED
from dateline.cli.ingest_options import prepare_worker, time_option
from dateline.cli.output import is_terminal, warn, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

    from dateline.cli.filter import Answer
    from dateline.workers.worker import Limits


@click.command()
@click.argument("paths", metavar="[FILE]...", nargs=-1)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json", "jsonl"]),
    default="text",
    show_default=True,
    help="The clean text alone; Markdown with the metadata; or a JSON object for each document, indented or on one line.",
)
@click.option(
    "--explain",
    is_flag=True,
    help="Print the metadata with the evidence, and every line with keep or drop, its label and the reason.",
)
@click.option("--links", is_flag=True, help="In Markdown, keep the links of the text.")
@time_option
def clean(paths: tuple[str, ...], form: str, explain: bool, links: bool, limits: Limits) -> None:
    """Remove the boilerplate from files or standard input and print the clean text. Needs no archive.

    Markdown has the title, date, authors and source, then the text with the headings, lists, quotations and tables of the page.
    In text and Markdown, a form feed (page break) separates documents. --format jsonl prints a JSON object on one line for each
    document. For JSONL input (records with id, url, and html or text), it prints one object per record, in the same order and
    with the same id; a record that cannot be cleaned gets an object with "error". Standard input may be a text, a page or
    records, with any --format. Exit code 3 if some documents failed, 1 if all did.

    \b
    Example:
      dateline clean story.html
      curl -s https://example.org/story.html | dateline clean
      pbpaste | dateline clean --format markdown
      dateline clean --explain story.html
      dateline clean --format jsonl < records.jsonl > cleaned.jsonl
    """
    if links and form != "markdown":
        raise click.UsageError("--links works only with Markdown; add --format markdown.")
    if explain and form != "text":
        raise click.UsageError("--explain has its own format; leave --format out. JSON also has the lines with their reasons.")
    prepare_worker()
    from dateline.cli.defaults import standard_input
    from dateline.cli.filter import expand_packages

    answers = _answers(paths or ("-",), expand_packages(standard_input()), limits, "explain" if explain else form, links=links)
    failed = done = 0
    for output, problem in answers:
        failed += problem is not None
        done += problem is None
        if output is not None:
            if output.startswith("\f"):
                write("", end="\n" if is_terminal() else "\f")
            text = output.removeprefix("\f")
            write(text)
            if not text.strip():
                warn("Nothing in this document reads like a story; --format jsonl shows what else was found.")
        if problem is not None:
            warn(f"Error: {problem}")
    click.get_current_context().exit(0 if not failed else SOME_FAILED if done else ERROR)


def _answers(names: Sequence[str], stdin: BinaryIO, limits: Limits, form: str, *, links: bool) -> Iterator[Answer]:
    from dateline.cli.filter import cleaned_records, cleaned_texts, ledger_writer, markdown_writer, text_of
    from dateline.cli.output import table_width

    if form.startswith("json"):
        return cleaned_records(names, stdin, limits, indent=form == "json")
    if form == "explain":
        return cleaned_texts(names, stdin, limits, ledger_writer(table_width()))
    return cleaned_texts(names, stdin, limits, text_of if form == "text" else markdown_writer(links=links))
