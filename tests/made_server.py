"""A web server on this machine for one test, which sets the answer of each path."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from dateline.readers.fetching.connection import Connector
from dateline.readers.fetching.fetcher import Fetcher, Limits
from dateline.readers.fetching.rate_limit import RateLimit

PAGE = (
    "<!doctype html><html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
    "<p>Talks about the night ferry resumed on Tuesday, and the harbour office said that the boats would sail again in May.</p>"
    "<p>Nobody has lost a job so far, according to the council, and the old building will become a market hall for the town.</p>"
    "</article></body></html>"
)


def page(title: str = "Ferry talks resume") -> str:
    """Return a story as a web page."""
    return PAGE.format(title=title)


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer of a path; with `chunks`, one piece after the other until they end or the client disconnects."""

    body: bytes | str = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    chunks: Callable[[], Iterator[bytes]] | None = None


Answering = Reply | Callable[[Mapping[str, str]], Reply]


@dataclass(slots=True)
class Site:
    """The server: `pages` may be changed while it runs, `asked` lists the requested paths."""

    url: str
    pages: dict[str, Answering] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)

    def at(self, path: str) -> str:
        """Return the address of a path."""
        return self.url + path


class _Handler(BaseHTTPRequestHandler):
    site: Site

    def do_GET(self) -> None:
        self.site.asked.append(self.path)
        self.site.headers.append(dict(self.headers.items()))
        found = self.site.pages.get(self.path, Reply(status=404))
        reply = found if isinstance(found, Reply) else found(self.headers)
        body = reply.body.encode() if isinstance(reply.body, str) else reply.body
        with suppress(OSError):
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.chunks is None and "Content-Length" not in reply.headers and reply.status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            for chunk in reply.chunks() if reply.chunks else ():
                self.wfile.write(chunk)
                self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore clients that disconnect; some tests do so on purpose."""


@contextmanager
def serving(pages: Mapping[str, Answering] | None = None, context: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Serve a site that answers with `pages`, and with 404 for other paths; with a `context`, over TLS."""
    handler = type("Handler", (_Handler,), {})
    server = _Server(("127.0.0.1", 0), handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    site = Site(f"http{'s' if context else ''}://127.0.0.1:{server.server_address[1]}", dict(pages or {}))
    handler.site = site
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def talking(pieces: Callable[[], Iterator[bytes]]) -> Iterator[str]:
    """Yield the address of a server that sends `pieces` to one client, whatever it requests, until it disconnects."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def talk() -> None:
            with suppress(OSError):
                connection, _ = server.accept()
                with connection:
                    connection.recv(65_536)
                    for piece in pieces():
                        connection.sendall(piece)

        thread = threading.Thread(target=talk)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        thread.join()


def quick(*, seconds: float = 20.0, size: int = 1024 * 1024, dialer: Connector | None = None) -> Fetcher:
    """Return a fetcher for the sites of tests, which does not wait between two requests."""
    return Fetcher(dialer or Connector(allow_private=True), Limits(seconds, size), RateLimit(0.0))
