"""The archive for assistants, over the Model Context Protocol (MCP): tools to search, read and count, and articles as resources.

`tools` is the table of tools, and `answers` makes their answers in the shapes of the API. `server` implements the protocol, over
standard input and output (`stdio`) or in the web server (`http`). It only reads, unless it is started with `write`. Needs the extra
`mcp`.
"""

from __future__ import annotations

from pathlib import Path

from dateline.errors import DatelineError

__all__ = ["WITHOUT_EXTRA", "is_of_extra", "serve"]

_NEEDED = ("mcp", "mcp_types", "anyio", "pydantic", "starlette")
WITHOUT_EXTRA = "assistants need extra libraries; install them with: pip install 'dateline[mcp]'"


def serve(folder: Path, *, write: bool = False) -> None:
    """Answer over standard input and output until the input is closed; DatelineError if the extra is not installed.

    With `write`, an assistant may add tags and notes to articles, and nothing else.
    """
    try:
        from dateline.web.assistants.stdio import run
    except ModuleNotFoundError as error:
        if not is_of_extra(error):
            raise
        raise DatelineError(WITHOUT_EXTRA) from error
    run(folder, write=write)


def is_of_extra(error: ModuleNotFoundError) -> bool:
    """Whether the missing module belongs to the extra."""
    return error.name is not None and error.name.partition(".")[0] in _NEEDED
