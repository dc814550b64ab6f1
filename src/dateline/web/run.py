"""Running the server: it listens, says where, and ends in good order, letting what is under way come to its end."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from dateline.errors import DatelineError
from dateline.web.app import make_app
from dateline.web.desk import bring_up_to_date
from dateline.web.gate import Log
from dateline.web.settings import Settings

_GRACE = 10
_BACKLOG = 256
_LONGEST_ADDRESS = 512 * 1024  # bytes; the longest query, in letters that an address writes as twelve signs each


def run(folder: Path, settings: Settings, log: Log, begun: Callable[[str], None]) -> None:
    """Serve the archive in `folder` until Ctrl-C or SIGTERM; `begun` is called with the address once it listens."""
    settings.check()
    bring_up_to_date(folder)
    listening = _listen(settings)
    try:
        port = listening.getsockname()[1]
        config = uvicorn.Config(
            make_app(folder, settings, log),
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=_GRACE,
            lifespan="on",
            ws="none",
            h11_max_incomplete_event_size=_LONGEST_ADDRESS,
        )
        _Server(config, lambda: begun(address(settings, port))).run(sockets=[listening])
    finally:
        listening.close()


def address(settings: Settings, port: int) -> str:
    """What to type into a browser."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{port}/"


class _Server(uvicorn.Server):
    """A server that says when it listens."""

    def __init__(self, config: uvicorn.Config, begun: Callable[[], None]) -> None:
        super().__init__(config)
        self._begun = begun

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        if self.started:
            self._begun()


def _listen(settings: Settings) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
        found = socket.socket(family, socket.SOCK_STREAM)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((settings.host, settings.port))
        found.listen(_BACKLOG)
    except OSError as error:
        raise DatelineError(
            f"cannot listen at {settings.host}, port {settings.port} ({error.strerror or error}); --port takes another"
        ) from error
    return found
