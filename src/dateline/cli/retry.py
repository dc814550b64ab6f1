"""`dateline retry`: what could not be taken in, once more."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.cli.exits import SOME_FAILED
from dateline.cli.intake import describing, field_names, jobs_option, output_option, tell_failures, tell_summary, time_option
from dateline.cli.web import fetching, the_web

if TYPE_CHECKING:
    from dateline.workers import Limits


@click.command()
@describing
@jobs_option
@time_option
@fetching
@output_option
@click.pass_obj
def retry(
    folder: Path,
    /,
    media: str | None,
    mapped: tuple[str, ...],
    jobs: int,
    limits: Limits,
    output: str,
    **said: Any,
) -> None:
    """Read the files and fetch the pages again that failed; what goes in now is a failure no longer.

    `stats --failures` lists them. Files that are gone are named and stay on the list. Exit code 3 if failures are left.
    What was said of the batch when it came in (--format, --source, --published, --published-order, --tag, --map) is to be said
    again.

    \b
    Example:
      dateline retry
    """
    from dateline.archive import Archive
    from dateline.cli.progress import showing_progress
    from dateline.cli.screen import remark
    from dateline.metadata.by_hand import ByHand
    from dateline.readers import open_files

    by_hand = ByHand.of(said["source"], said["published"], said["tags"], date.today(), said["published_order"])
    names = field_names(mapped)
    with Archive.open(folder) as archive:
        places = {failure.origin: _place_of(failure.origin) for failure in archive.failures()}
        for origin in (origin for origin, path in places.items() if path is None):
            remark(f"{origin}: there is no such file now")
        paths = sorted({path for path in places.values() if path})
        with showing_progress() as progress:
            documents = by_hand.put_on(open_files(paths, format=media, web=the_web(archive), limits=limits, names=names))
            summary = archive.ingest(documents, progress=progress, jobs=jobs, limits=limits)
        left = len(archive.failures())
    tell_failures(summary)
    tell_summary(summary, output)
    remark(
        f"{left} failure{'' if left == 1 else 's'} left; 'dateline stats --failures' lists them."
        if left
        else "No failures are left."
    )
    if left:
        click.get_current_context().exit(SOME_FAILED)


def _place_of(origin: str) -> str | None:
    """What to read again for a failure there: an address without the number of the entry or the name of the member, or a file."""
    if origin.lower().startswith(("http://", "https://")):
        return re.sub(r"(?<=/)([^/]*):\d+$", r"\1", origin.partition("!/")[0]) if origin.count("/") > 2 else origin
    path = _file_of(origin)
    return None if path is None else str(path)


def _file_of(origin: str) -> Path | None:
    """The file that `origin` ("dump.jsonl:17", "news.zip/a/b.txt") lies in: the longest part of it that is a file."""
    for end in range(len(origin), 0, -1):
        if end == len(origin) or origin[end] in ":/!#":
            path = Path(origin[:end])
            try:
                if path.is_file():
                    return path
            except (OSError, ValueError):  # a name that this system cannot hold
                continue
    return None
