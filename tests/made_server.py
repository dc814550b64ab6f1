"""A web server on this machine, made by a test and gone after it; what each path answers, the test says."""

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
    """A story as a web page."""
    return PAGE.format(title=title)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a path answers: with `chunks`, one piece after the other until they end or the client hangs up."""

    body: bytes | str = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    chunks: Callable[[], Iterator[bytes]] | None = None


Answering = Reply | Callable[[Mapping[str, str]], Reply]


@dataclass(slots=True)
class Site:
    """The server: `pages` may be changed while it runs, `asked` lists what was asked for."""

    url: str
    pages: dict[str, Answering] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)

    def at(self, path: str) -> str:
        """The address of a path."""
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
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients hang up; that is what the tests are about."""


@contextmanager
def serving(pages: Mapping[str, Answering] | None = None, context: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A site that answers as `pages` say, and 404 to all else; with a `context`, over TLS."""
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
    """The address of a server that says `pieces` to whoever comes, without listening much, until one hangs up."""
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
    """A fetcher for sites of tests, which does not wait between two requests."""
    return Fetcher(dialer or Connector(allow_private=True), Limits(seconds, size), RateLimit(0.0))
