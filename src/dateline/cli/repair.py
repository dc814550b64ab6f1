"""`dateline repair`: repair what is damaged."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("places", metavar="[PATH]...", nargs=-1)
@click.pass_obj
def repair(folder: Path, places: tuple[str, ...]) -> None:
    """Repair what `verify` finds damaged.

    To repair a raw document, Dateline needs the same bytes from elsewhere: from PATHs (the original files, folders of them, a
    copy of the archive), or without PATHs from the files that it was read from. Texts and ledgers are made again from the raw
    documents, and the search index from both. Damage that is left is named, with exit code 1.

    \b
    Example:
      dateline repair
      dateline repair /backup/archive.db
      dateline repair dumps/2016.jsonl.gz
    """
    from dateline.archive.archive import Archive
    from dateline.cli.output import warn, write

    with Archive.open(folder) as archive:
        repaired = archive.repair(places)
        notes = archive.notes
    for note in notes:
        warn(note)
    for fault in repaired.left:
        write(fault)
    done = {"raw document": repaired.raws, "article": len(repaired.articles), "fault": len(repaired.left)}
    raws, articles, faults = (f"{number:,} {name}{'' if number == 1 else 's'}" for name, number in done.items())
    write(f"{raws} repaired, {articles} made again, {faults} left")
    if repaired.left:
        click.get_current_context().exit(1)
