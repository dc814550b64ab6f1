"""`dateline repair`: what was damaged is put right."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("places", metavar="[PATH]...", nargs=-1)
@click.pass_obj
def repair(folder: Path, places: tuple[str, ...]) -> None:
    """Mend what `verify` finds damaged.

    A raw document is mended by the same bytes from elsewhere: from PATHs (files that articles came from, folders of such, a copy of
    the archive), or where none is named from the files that it was read from. Texts and ledgers are made anew from raw documents,
    and the search index from both. What is left is named, with exit code 1.

    \b
    Example:
      dateline repair
      dateline repair /backup/archive.db
      dateline repair dumps/2016.jsonl.gz
    """
    from dateline.archive.archive import Archive
    from dateline.cli.output import warn, write

    with Archive.open(folder) as archive:
        mended = archive.repair(places)
        notes = archive.notes
    for note in notes:
        warn(note)
    for fault in mended.left:
        write(fault)
    done = {"raw document": mended.raws, "article": len(mended.articles), "fault": len(mended.left)}
    raws, articles, faults = (f"{number:,} {name}{'' if number == 1 else 's'}" for name, number in done.items())
    write(f"{raws} mended, {articles} made anew, {faults} left")
    if mended.left:
        click.get_current_context().exit(1)
