"""The server over standard input and output, as an assistant starts it: it ends when the assistant closes its side."""

from __future__ import annotations

import asyncio
from pathlib import Path

from mcp.server.stdio import stdio_server

from dateline.assistants.server import make_server
from dateline.web.desk import Desk
from dateline.web.settings import Bounds

_BOUNDS = Bounds(threads=2)


def run(folder: Path, *, write: bool) -> None:
    """Answer until standard input is closed."""
    asyncio.run(_run(folder, write=write))


async def _run(folder: Path, *, write: bool) -> None:
    with Desk(folder, _BOUNDS, write=write) as desk:
        server = make_server(desk, write=write)
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())
