"""The shared part of commands that ingest: options, and the summary at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dateline.cli.defaults import usable_cores
from dateline.cli.options import Duration, options

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dateline.readers.field_mapping import FieldMapping
    from dateline.types.documents import IngestSummary
    from dateline.workers.worker import Limits

_SHOWN_FAILURES = 5

jobs_option = click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=usable_cores,
    show_default="one for each core",
    help="How many processes clean documents.",
)
time_option = click.option(
    "--time-limit",
    "limits",
    type=Duration(1, 86_400),
    default=6.0,
    show_default=True,
    metavar="SECONDS",
    callback=lambda context, parameter, seconds: _limits(seconds),
    help="Seconds that one document may take to read, and to clean, plus one second for each megabyte.",
)
output_option = click.option(
    "-o", "--output", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Format of the summary."
)
describing = options(
    click.option(
        "-f",
        "--format",
        "media",
        metavar="NAME",
        help="The format of the files. Without it, Dateline detects the format of each. 'dateline formats' lists the names.",
    ),
    click.option("-s", "--source", metavar="NAME", help="The outlet of all documents that do not name one themselves."),
    click.option(
        "--published", metavar="DATE", help="The date of all documents that do not state one themselves: 2016-07-14, 2016-07, 2016."
    ),
    click.option(
        "--published-order",
        type=click.Choice(["dmy", "mdy"]),
        help="How to read 03/04/2016 where a document does not decide it: the day or the month first.",
    ),
    click.option("--tag", "tags", metavar="TAG", multiple=True, help="A tag for all documents; repeat the option for more tags."),
    click.option(
        "--map",
        "mapped",
        metavar="MEANING=NAME,...",
        multiple=True,
        help="What fields or columns mean, where their names do not show it: text=Volltext,published=Datum.",
    ),
)
"""The options for batch metadata: what a person states about all documents of one ingest."""


def field_names(mapped: Iterable[str]) -> FieldMapping:
    """The field mapping of --map; click.UsageError if it is not valid."""
    from dateline.errors import DatelineError
    from dateline.readers.field_mapping import FieldMapping
    from dateline.readers.fields import MEANINGS

    try:
        return FieldMapping.parse(mapped, MEANINGS)
    except DatelineError as error:
        raise click.UsageError(str(error)) from error


def prepare_worker() -> None:
    """Start the worker process that reads and cleans, so that it loads its modules while this process loads its own."""
    from dateline.workers.worker import prepare

    prepare("dateline.readers.in_worker", "dateline.archive.worker_pool", "dateline.cleaning.judge", "dateline.cleaning.line_model")


def _limits(seconds: float) -> Limits:
    from dateline.workers.worker import Limits

    return Limits(seconds)


def show_failures(summary: IngestSummary) -> None:
    """Write the first few failures, warnings and skipped documents to stderr."""
    from dateline.cli.output import width, write_lines
    from dateline.render.summary import failure_lines, skipped_lines, warning_lines

    write_lines(failure_lines(summary.failures, width(), _SHOWN_FAILURES), err=True)
    write_lines(warning_lines(summary.remarks, width(), _SHOWN_FAILURES), err=True)
    write_lines(skipped_lines(summary.passed, width(), _SHOWN_FAILURES), err=True)


def show_summary(summary: IngestSummary, output: str = "text") -> None:
    """Write the numbers in the format `output`."""
    from dateline.cli.output import write, write_lines
    from dateline.render.json import to_json
    from dateline.render.report_record import summary_record
    from dateline.render.summary import summary_lines

    if output == "json":
        write(to_json(summary_record(summary)))
    else:
        write_lines(summary_lines(summary))
