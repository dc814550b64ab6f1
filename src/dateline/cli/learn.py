"""`dateline learn`: learn each source's repeated lines, date order and languages."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import click

from dateline.cli.output import warn, write
from dateline.text import shown


@click.command()
@click.option("--dry-run", is_flag=True, help="Only show what would be learned.")
@click.pass_obj
def learn(folder: Path, dry_run: bool) -> None:
    """Find the lines that a source repeats on many of its stories; `reclean` then removes them everywhere.

    A line counts once per story. So the intro of a live blog or a syndicated paragraph is not mistaken for boilerplate.

    It also learns how to read dates like 03/04/2020. If enough pages of a source show the order by other dates (13/04/2020),
    Dateline reads the ambiguous dates of the source in this order; `why` names the order and the pages.
    Finally, it learns languages. If nearly all articles of a source, or of the archive, are in one or a few languages, a short
    text whose language is not clear gets one of these.

    \b
    Example:
      dateline learn && dateline reclean
    """
    from dateline.archive.archive import Archive
    from dateline.metadata.source_languages import WHOLE

    with Archive.open(folder) as archive:
        found = archive.learn(keep=not dry_run)
    for template in found.templates:
        write(shown(f"{template.source}: {template.seen} of {template.stories} stories: {template.text}"))
    for order in found.day_orders:
        first = "day" if order.day_first else "month"
        write(shown(f"{order.source}: writes the {first} first: {order.seen:,} of {order.pages:,} pages"))
    for source, languages in groupby(found.languages, key=lambda one: one.source):
        text = ", ".join(f"{one.language} {one.seen:,} of {one.articles:,} articles" for one in languages)
        write(shown(f"{source or 'all sources together'}: writes in {text}"))
    lines = f"{len(found.templates):,} line{'' if len(found.templates) == 1 else 's'}"
    orders = f"{len(found.day_orders):,} order{'' if len(found.day_orders) == 1 else 's'} of day and month"
    named = len({one.source for one in found.languages} - {WHOLE})
    languages_text = f"the languages of {named:,} source{'' if named == 1 else 's'}"
    would = "would be learned" if dry_run else "learned; 'dateline reclean' applies this to what is stored"
    warn(f"{lines}, {orders} and {languages_text} {would}")
