"""An archive that is served to assistants over standard input and output and over HTTP; the official client queries it."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dateline.archive.archive import Archive
from dateline.types.documents import RawDocument
from made_newsroom import make_archive

if TYPE_CHECKING:
    from mcp import Client

from made_assistants import LONG, ORDERS, SRC, Ask, over_stdio


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of all tests here; no test can change it."""
    found = make_archive(tmp_path_factory.mktemp("assistants") / "archive")
    with Archive.open(found) as archive:
        for name, text in (("orders.txt", ORDERS), ("long.txt", LONG)):
            archive.ingest([RawDocument(text.encode(), "text/plain", f"/home/ana/private/{name}", f"/home/ana/private/{name}")])
    return found


@pytest.fixture(scope="session")
def address(folder: Path) -> Iterator[str]:
    """The address of a server process."""
    pytest.importorskip("uvicorn", reason="the extra web is not installed")
    command = [sys.executable, "-m", "dateline", "serve", "--archive", str(folder), "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": SRC})
    assert process.stderr is not None
    found = re.search(r"at (http://127\.0\.0\.1:\d+/)", process.stderr.readline())
    assert found
    yield found[1]
    process.terminate()
    process.communicate(timeout=30)


@pytest.fixture(params=["stdio", "http"])
def ask(request: pytest.FixtureRequest, folder: Path) -> Ask:
    """A function that runs requests with the official client, over one transport or the other."""
    from mcp import Client

    server = over_stdio(folder) if request.param == "stdio" else f"{request.getfixturevalue('address')}mcp"

    def ask(asking: Callable[[Client], Awaitable[Any]]) -> Any:
        async def asked() -> Any:
            async with Client(server, read_timeout_seconds=60) as client:
                return await asking(client)

        return asyncio.run(asked())

    return ask
