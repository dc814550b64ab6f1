"""`dateline learn`: what each source repeats, and how it writes its dates."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import click

from dateline.cli.output import warn, write
from dateline.text import shown


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what would be learned.")
@click.pass_obj
def learn(folder: Path, dry_run: bool) -> None:
    """Find the lines that each source prints on many of its stories; `reclean` then takes them out everywhere.

    A line counts once per story, so that a live blog's intro or a syndicated paragraph is not taken for boilerplate.

    The same for dates like 03/04/2020: where enough pages of a source show by others (13/04/2020) whether it writes the day or the
    month first, its pages that leave it open are read so; `why` names the order and the pages. And where nearly all articles of a
    source, or of the archive, are in one or a few languages, these settle which one a short text is in that leaves it open.

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
        told = ", ".join(f"{one.language} {one.seen:,} of {one.articles:,} articles" for one in languages)
        write(shown(f"{source or 'all sources together'}: writes in {told}"))
    lines = f"{len(found.templates):,} line{'' if len(found.templates) == 1 else 's'}"
    orders = f"{len(found.day_orders):,} order{'' if len(found.day_orders) == 1 else 's'} of day and month"
    named = len({one.source for one in found.languages} - {WHOLE})
    spoken = f"the languages of {named:,} source{'' if named == 1 else 's'}"
    would = "would be learned" if dry_run else "learned; 'dateline reclean' applies this to what is stored"
    warn(f"{lines}, {orders} and {spoken} {would}")
