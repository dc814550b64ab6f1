"""A terminal interface to one archive: what it shows is a value (`state`), its looks are lines (`view`), only `app` knows Textual.

Needs the extra `browse`, which nothing else does.
"""

from __future__ import annotations

from pathlib import Path

from dateline.errors import DatelineError

__all__ = ["browse"]


def browse(folder: Path, text: str = "") -> None:
    """Show the archive in `folder`, with `text` asked at once, until it is closed; DatelineError where Textual is not installed."""
    from dateline.cli.tui.archive_thread import ArchiveThread

    try:
        from dateline.cli.tui.app import Browser
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != "textual":
            raise
        raise DatelineError("browsing needs an extra library; install it with: pip install 'dateline[browse]'") from error
    with ArchiveThread(folder) as desk:
        Browser(desk, text).run()
