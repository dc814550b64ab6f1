"""The web server: the archive as web pages and as an HTTP API.

Needs the extra `web`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.errors import DatelineError

if TYPE_CHECKING:
    from dateline.web.app import MakeAssistants
    from dateline.web.settings import Settings

__all__ = ["serve"]

_NEEDED = ("starlette", "uvicorn", "jinja2")


def serve(
    folder: Path,
    settings: Settings,
    log: Callable[[str], None] | None,
    on_start: Callable[[str], None],
    assistants: MakeAssistants | None = None,
) -> None:
    """Serve the archive in `folder` until the server is stopped; DatelineError if the extra is not installed.

    `assistants` makes the application that answers assistants at /mcp.
    """
    try:
        from dateline.web.server import run
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in _NEEDED:
            raise
        raise DatelineError("serving needs extra libraries; install them with: pip install 'dateline[web]'") from error
    run(folder, settings, log, on_start, assistants)
