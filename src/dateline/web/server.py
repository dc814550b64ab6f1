"""Run the server: listen, report the address, and shut down gracefully, after running requests are answered."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from dateline.errors import DatelineError
from dateline.web.app import MakeAssistants, make_app
from dateline.web.pool import bring_up_to_date
from dateline.web.processes import can_fork, serve_together
from dateline.web.security import App, Log
from dateline.web.settings import Settings

_GRACE = 10
_BACKLOG = 256
_LONGEST_ADDRESS = 512 * 1024  # bytes; fits the longest query with characters that a URL writes as twelve characters each


def run(
    folder: Path,
    settings: Settings,
    log: Log,
    on_start: Callable[[str], None],
    assistants: MakeAssistants | None = None,
) -> None:
    """Serve the archive in `folder` until Ctrl-C or SIGTERM; call `on_start` with the address when the server listens."""
    settings.check()
    bring_up_to_date(folder)
    listening = listen(settings)
    place = address(settings, listening.getsockname()[1])
    app = make_app(folder, settings, log, assistants=assistants)

    def serve(started: Callable[[], None]) -> None:
        _Server(_config(app), started).run(sockets=[listening])

    try:
        if settings.workers > 1 and can_fork():
            serve_together(settings.workers, serve, lambda: on_start(place))
        else:
            serve(lambda: on_start(place))
    finally:
        listening.close()


def _config(app: App) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
        lifespan="on",
        ws="none",
        h11_max_incomplete_event_size=_LONGEST_ADDRESS,
    )


def address(settings: Settings, port: int) -> str:
    """The server's address for a browser."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{port}/"


class _Server(uvicorn.Server):
    """A server that calls `on_start` when it listens."""

    def __init__(self, config: uvicorn.Config, on_start: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_start = on_start

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to listen."""
        await super().startup(sockets)
        if self.started:
            self._on_start()


def listen(settings: Settings) -> socket.socket:
    """A socket that listens at the address of the settings; DatelineError if that is not possible.

    The protocol is given explicitly. Otherwise the event loop does not recognise TCP and does not set TCP_NODELAY, so that the
    system delays the body of each response by forty milliseconds, until its head is acknowledged.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((settings.host, settings.port))
        found.listen(_BACKLOG)
    except (OSError, ValueError) as error:  # an impossible host name is a ValueError
        found.close()
        why = getattr(error, "strerror", None) or error
        raise DatelineError(
            f"cannot listen on {settings.host}, port {settings.port} ({why}); choose another --port or --host"
        ) from error
    return found
