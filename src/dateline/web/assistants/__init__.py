"""The archive for assistants, by the Model Context Protocol (MCP): tools to search, read and count, and articles as resources.

`tools` says what is offered and `answers` what is told, in the shapes of the API; `server` speaks the protocol, over standard input
and output (`stdio`) or as a part of the web server (`mounted`). It only reads unless it is
told that it may write. Needs the extra `mcp`, which nothing else does.
"""

from __future__ import annotations

from pathlib import Path

from dateline.errors import DatelineError

__all__ = ["WITHOUT_EXTRA", "is_of_extra", "serve"]

_NEEDED = ("mcp", "mcp_types", "anyio", "pydantic", "starlette")
WITHOUT_EXTRA = "assistants need some libraries more; pip install 'dateline[mcp]' brings them"


def serve(folder: Path, *, write: bool = False) -> None:
    """Answer over standard input and output until that is closed; DatelineError where the extra is not installed.

    With `write` an assistant may put tags and notes on articles, and nothing else.
    """
    try:
        from dateline.web.assistants.stdio import run
    except ModuleNotFoundError as error:
        if not is_of_extra(error):
            raise
        raise DatelineError(WITHOUT_EXTRA) from error
    run(folder, write=write)


def is_of_extra(error: ModuleNotFoundError) -> bool:
    """Whether the module that is not there is one that the extra brings."""
    return error.name is not None and error.name.partition(".")[0] in _NEEDED
