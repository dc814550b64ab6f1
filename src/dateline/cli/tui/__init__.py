"""A full-screen terminal interface to one archive.

`state` is what it shows, as a value; `view` turns the state into lines; only `app` and its widgets use Textual. Needs the extra
`browse`.
"""

from __future__ import annotations

from pathlib import Path

from dateline.errors import DatelineError

__all__ = ["browse"]


def browse(folder: Path, text: str = "") -> None:
    """Show the archive in `folder`, starting with the query `text`, until the user quits; DatelineError without Textual."""
    from dateline.cli.tui.archive_thread import ArchiveThread

    try:
        from dateline.cli.tui.app import Browser
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != "textual":
            raise
        raise DatelineError("browsing needs an extra library; install it with: pip install 'dateline[browse]'") from error
    with ArchiveThread(folder) as archive_thread:
        Browser(archive_thread, text).run()
