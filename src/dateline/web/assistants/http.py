"""The MCP server in the web server, at /mcp (streamable HTTP), with the same checks and the same archive pool.

Importing the SDK takes as long as the rest of the server, so it is imported at the first request. There are no sessions: nothing
is kept for an assistant that disconnects, and a shutdown does not wait for assistants.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

from dateline.errors import DatelineError
from dateline.web.assistants import WITHOUT_EXTRA, is_of_extra
from dateline.web.pool import ArchivePool
from dateline.web.session_store import SessionStore

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager


class HttpTransport:
    """An ASGI application that answers assistants while `running` is entered."""

    def __init__(self, pool: ArchivePool, sessions: SessionStore) -> None:
        self._pool = pool
        self._sessions = sessions
        self._manager: asyncio.Future[StreamableHTTPSessionManager] | None = None
        self._serving: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """In this context, requests are answered."""
        try:
            yield
        finally:
            if self._serving is not None:
                self._serving.cancel()
                with suppress(asyncio.CancelledError):
                    await self._serving

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer a request; DatelineError if the extra is not installed."""
        if self._manager is None:
            self._manager = asyncio.get_running_loop().create_future()
            self._serving = asyncio.create_task(self._serve(self._manager))
        manager = await asyncio.shield(self._manager)
        await manager.handle_request(scope, receive, send)

    async def _serve(self, ready: asyncio.Future[StreamableHTTPSessionManager]) -> None:
        try:
            manager = await asyncio.to_thread(self._make_manager)
        except ModuleNotFoundError as error:
            ready.set_exception(DatelineError(WITHOUT_EXTRA) if is_of_extra(error) else error)
            return
        async with manager.run():
            ready.set_result(manager)
            await asyncio.Event().wait()

    def _make_manager(self) -> StreamableHTTPSessionManager:
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

        from dateline.web.assistants.server import make_server

        return StreamableHTTPSessionManager(make_server(self._pool, self._sessions), json_response=True, stateless=True)
