"""`dateline batch`: clean many files into Parquet files, without an archive."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.cli.exit_codes import NOTHING, SOME_FAILED
from dateline.cli.ingest_options import describing, field_names, jobs_option, prepare_worker, time_option

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dateline.archive.batch.pool import Runner
    from dateline.archive.batch.recipe import Recipe
    from dateline.cleaning import Cleaner
    from dateline.types.batch import BatchSummary

_SHOWN = 5


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="INPUTS...")
@click.option("-o", "--output", "target", metavar="FOLDER", required=True, help="The folder to write to, or the address of one.")
@describing
@click.option("--enclosed", is_flag=True, help="Clean the attachments and forwarded messages of mail as documents, too.")
@click.option(
    "--as",
    "like",
    type=click.Path(path_type=Path),
    metavar="ARCHIVE",
    help="Clean with the site rules and learned lines of this archive.",
)
@click.option("--learn", is_flag=True, help="Find the lines that sources repeat in the folder, and remove them.")
@click.option("--stories", is_flag=True, help="Find which articles in the folder are copies of one story.")
@click.option("--retry", is_flag=True, help="Make files again in which documents failed, for example with another --time-limit.")
@click.option("--no-raw", is_flag=True, help="Leave the raw documents out of the rows; 'dateline import' needs them.")
@jobs_option
@time_option
@click.option(
    "--spark", metavar="MASTER", help="Run on Spark: local[2], spark://…, yarn; with 'submit', spark-submit sets the master."
)
@click.option("--dry-run", is_flag=True, help="Only show what would be done, and write nothing.")
@click.option(
    "--summary", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Format of the summary."
)
def batch(paths: tuple[str, ...], target: str, form: str, dry_run: bool, **options: Any) -> None:
    """Clean many files into a folder of Parquet files, one for each input, without an archive.

    It reads all formats that 'dateline formats' lists, from paths, folders, quoted patterns, and addresses of object stores
    (s3://bucket/…). A row is an article with its text, metadata, dates with their evidence, the verdict on each line and its raw
    document; or a document that failed, with the reason. A file gets its name only when it is complete. To continue an
    interrupted run, type the command again: Dateline cleans only inputs that are not done, or that have changed, or whose options
    have changed.

    The rows are the same, whether this machine or Spark makes them. 'dateline import FOLDER' imports them into an archive. Exit
    code 3 if some documents failed or some inputs could not be read, 1 if none could.

    \b
    Example:
      dateline batch 'crawl/*.warc.gz' -o cleaned/
      dateline batch dumps/ -o cleaned/ --learn --stories --jobs 8
      dateline batch s3://crawls/2024/ -o s3://cleaned/2024/ --spark spark://master:7077
      dateline --archive news import cleaned/
    """
    from dateline.archive.batch.output_folder import folder_at
    from dateline.archive.batch.run import Batch
    from dateline.cli.progress import showing_files

    spark, jobs, learn, stories = (options.pop(name) for name in ("spark", "jobs", "learn", "stories"))
    if learn and options["no_raw"]:
        raise click.UsageError("--learn cleans some documents again, so it needs them in the rows; leave --no-raw out.")
    recipe, retry = _make_recipe(options, learn=learn), options["retry"]
    if dry_run:
        _write_plan(Batch(folder_at(target), recipe, retry=retry), paths)
        return
    if not spark:
        prepare_worker()
    with _make_runner(spark, jobs) as runner, showing_files() as progress:
        summary = _clean(paths, target, recipe, runner, {"learn": learn, "stories": stories, "retry": retry, "progress": progress})
    _write_summary(summary, form)


def _make_recipe(options: Mapping[str, Any], *, learn: bool) -> Recipe:
    from dateline.archive.batch.recipe import Recipe
    from dateline.cleaning import Cleaner
    from dateline.metadata.batch_metadata import BatchMetadata
    from dateline.readers.detection import ReadOptions

    by_hand = BatchMetadata.of(options["source"], options["published"], options["tags"], date.today(), options["published_order"])
    cleaner = _open_cleaner(options["like"], learn=learn) if options["like"] else Cleaner()
    read_options = ReadOptions(field_names(options["mapped"]), options["enclosed"])
    return Recipe(cleaner, options["media"], read_options, by_hand, options["limits"], not options["no_raw"])


def _open_cleaner(folder: Path, *, learn: bool) -> Cleaner:
    """The cleaner of an archive; with `learn`, without the templates and day orders that the archive learned."""
    from dateline.archive.archive import Archive
    from dateline.cleaning.templates import Templates
    from dateline.metadata.day_order import DayOrders

    with Archive.open(folder, reading=True) as archive:
        cleaner = archive.cleaner
    return replace(cleaner, templates=Templates(), days=DayOrders()) if learn else cleaner


def _clean(paths: tuple[str, ...], target: str, recipe: Recipe, runner: Runner, how: Mapping[str, Any]) -> BatchSummary:
    from dateline.archive.batch.run import clean_files
    from dateline.cli.output import warn

    try:
        return clean_files(paths, target, recipe, runner=runner, **how)
    except KeyboardInterrupt:
        warn("Interrupted. Files that are done stay; the same command continues from there.")
        raise


def _make_runner(spark: str | None, jobs: int) -> AbstractContextManager[Runner]:
    if spark:
        from dateline.archive.batch.spark import spark_at

        return spark_at(spark)
    from dateline.archive.batch.pool import Pool

    return nullcontext(Pool(jobs))


def _write_plan(work: Any, paths: tuple[str, ...]) -> None:
    from dateline.cli.output import warn, width, write, write_lines
    from dateline.render.summary import failure_lines

    plan = work.plan(paths)
    for given in plan.missing:
        write(given.called)
    write_lines(failure_lines(plan.failures, width(), _SHOWN), err=True)
    warn(f"{len(plan.missing):,} to clean, {plan.known:,} done before. Nothing was written.")


def _write_summary(summary: BatchSummary, form: str) -> None:
    from dateline.cli.output import width, write, write_lines
    from dateline.render.batch_summary import batch_lines, batch_record
    from dateline.render.json import to_json
    from dateline.render.summary import failure_lines

    write_lines(failure_lines(summary.failures, width(), _SHOWN), err=True)
    write_lines(failure_lines(summary.examples[:_SHOWN], width()), err=True)
    if form == "json":
        write(to_json(batch_record(summary)))
    else:
        write_lines(batch_lines(summary))
    if summary.failed or summary.failures:
        click.get_current_context().exit(SOME_FAILED if summary.files or summary.known else NOTHING)
