"""Write the results of a search in one of the formats, hit by hit as they are read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import click

if TYPE_CHECKING:
    from dateline.archive.results import Results
    from dateline.types.answers import Found, Hit, Window

Form = Literal["text", "table", "json", "jsonl", "csv", "markdown", "ids", "bibtex", "ris", "csl-json"]
_WITH_FIELDS = ("table", "json", "jsonl", "csv", "markdown")


@dataclass(frozen=True, slots=True)
class Output:
    """How to write results: a format with chosen fields, or a template; `null` ends each result with a zero byte."""

    form: Form = "text"
    fields: tuple[str, ...] = ()
    template: str | None = None
    null: bool = False

    def check(self) -> None:
        """Raise click.UsageError if options exclude each other."""
        if self.fields and (self.template is not None or self.form not in _WITH_FIELDS):
            raise click.UsageError(f"--fields goes with --format {', '.join(_WITH_FIELDS)}.")
        if self.template is not None and self.form != "text":
            raise click.UsageError("--template is a format of its own; leave --format out.")
        if self.null and self.template is None and self.form != "ids":
            raise click.UsageError("-0 goes with --format ids and with --template.")


def write_results(results: Results, window: Window, output: Output) -> None:
    """Write results that are in memory."""
    from dateline.types.answers import Found

    write_found(Found(results.total, results.notes, iter(results.hits), results.stories, by=results.by), window, output)


def write_found(found: Found, window: Window, output: Output) -> None:
    """Write the results to stdout; write their number and the warnings to stderr, unless the format contains them."""
    from dateline.cli.output import table_width, warn, width, write, write_lines
    from dateline.render.results import answer_line, hit_lines
    from dateline.render.table import table_lines

    names = output.fields
    if output.template is not None:
        _write_rows(_fill_template(found.hits, output.template), "\0" if output.null else "\n")
    elif output.form == "text":
        for hit in found.hits:
            write_lines(hit_lines(hit, width()))
        write(answer_line(found, window))
    elif output.form == "table":
        write_lines(table_lines(found.hits, table_width(), names) if names else table_lines(found.hits, table_width()))
    else:
        _write_rows(_rows(found, window, output), "\0" if output.null else "" if output.form == "csv" else "\n")
    if output.form == "json":
        return
    for note in found.notes:
        warn(note)
    if output.form != "text" or output.template is not None:
        warn(answer_line(found, window))


def _rows(found: Found, window: Window, output: Output) -> Iterator[str]:
    hits, names = found.hits, output.fields
    match output.form:
        case "ids":
            return (hit.article_id for hit in hits)
        case "json" | "jsonl":
            from dateline.render.json import to_json
            from dateline.render.results_record import listed_record, results_json

            if output.form == "json":
                return results_json(found, window, names)
            return (to_json(listed_record(hit, names)) for hit in hits)
        case "csv" | "markdown":
            from dateline.render.table import csv_rows, markdown_lines, markdown_table

            if output.form == "csv":
                return csv_rows(hits, names) if names else csv_rows(hits)
            return markdown_table(hits, names) if names else markdown_lines(hits)
    return cited(hits, output.form)


def cited(hits: Iterator[Hit], form: str) -> Iterator[str]:
    """Hits as citations in one of the formats."""
    from dateline.render import citation

    return {"bibtex": citation.bibtex_entries, "ris": citation.ris_entries, "csl-json": citation.csl_entries}[form](hits)


def _fill_template(hits: Iterator[Hit], template: str) -> Iterator[str]:
    from dateline.render.fields import from_template, template_parts

    parts = template_parts(template)
    return (from_template(hit, parts) for hit in hits)


def _write_rows(rows: Iterator[str], end: str) -> None:
    from dateline.cli.output import write

    for row in rows:
        *parts, last = row.split("\0")  # a template may have zero bytes; field values have none
        for part in parts:
            write(part, end="\0")
        write(last, end=end)
