"""The MCP server over standard input and output. An assistant starts it; it ends when its standard input is closed."""

from __future__ import annotations

import asyncio
from contextlib import closing
from pathlib import Path

from mcp.server.stdio import stdio_server

from dateline.web.assistants.server import make_server
from dateline.web.pool import ArchivePool
from dateline.web.session_store import SessionStore
from dateline.web.settings import Bounds

_BOUNDS = Bounds(threads=2)


def run(folder: Path, *, write: bool) -> None:
    """Answer until standard input is closed."""
    asyncio.run(_run(folder, write=write))


async def _run(folder: Path, *, write: bool) -> None:
    with ArchivePool(folder, _BOUNDS, write=write) as pool, closing(SessionStore(_BOUNDS.lists)) as sessions:
        server = make_server(pool, sessions, write=write)
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())
