"""What the commands that take something in share: options, and what they tell at the end."""

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
    help="How many processes clean.",
)
time_option = click.option(
    "--time-limit",
    "limits",
    type=Duration(1, 86_400),
    default=6.0,
    show_default=True,
    metavar="SECONDS",
    callback=lambda context, parameter, seconds: _limits(seconds),
    help="How long one document may take to read, and to clean; for each megabyte of it there is a second more.",
)
output_option = click.option(
    "-o", "--output", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Form of the summary."
)
describing = options(
    click.option(
        "-f",
        "--format",
        "media",
        metavar="NAME",
        help="What the files are, whatever they look like; else each is recognised. 'dateline formats' lists the names.",
    ),
    click.option("-s", "--source", metavar="NAME", help="The outlet of all these documents, where they name none themselves."),
    click.option(
        "--published", metavar="DATE", help="When they were published, where they do not tell: 2016-07-14, 2016-07, 2016."
    ),
    click.option(
        "--published-order",
        type=click.Choice(["dmy", "mdy"]),
        help="How 03/04/2016 is to be read in them, where a document leaves it open: the day or the month first.",
    ),
    click.option("--tag", "tags", metavar="TAG", multiple=True, help="A tag for all of them; give it once for each."),
    click.option(
        "--map",
        "mapped",
        metavar="MEANING=NAME,...",
        multiple=True,
        help="Which field or column of records is what, where the names do not tell: text=Volltext,published=Datum.",
    ),
)
"""The options that say what a person knows of a whole batch."""


def field_names(mapped: Iterable[str]) -> FieldMapping:
    """What --map says."""
    from dateline.errors import DatelineError
    from dateline.readers.field_mapping import FieldMapping
    from dateline.readers.fields import MEANINGS

    try:
        return FieldMapping.parse(mapped, MEANINGS)
    except DatelineError as error:
        raise click.UsageError(str(error)) from error


def prepare_worker() -> None:
    """Start a process to read and clean in; it gets ready while this one does."""
    from dateline.workers.worker import prepare

    prepare("dateline.readers.in_worker", "dateline.archive.worker_pool", "dateline.cleaning.judge", "dateline.cleaning.line_model")


def _limits(seconds: float) -> Limits:
    from dateline.workers.worker import Limits

    return Limits(seconds)


def tell_failures(summary: IngestSummary) -> None:
    """Write what failed and what is to be known of the rest, the first few of each, to stderr."""
    from dateline.cli.output import width, write_lines
    from dateline.render.summary import failure_lines, skipped_lines, warning_lines

    write_lines(failure_lines(summary.failures, width(), _SHOWN_FAILURES), err=True)
    write_lines(warning_lines(summary.remarks, width(), _SHOWN_FAILURES), err=True)
    write_lines(skipped_lines(summary.passed, width(), _SHOWN_FAILURES), err=True)


def tell_summary(summary: IngestSummary, output: str = "text") -> None:
    """Write the numbers, in the form that was asked for."""
    from dateline.cli.output import write, write_lines
    from dateline.render.json import to_json
    from dateline.render.report_record import summary_record
    from dateline.render.summary import summary_lines

    if output == "json":
        write(to_json(summary_record(summary)))
    else:
        write_lines(summary_lines(summary))
