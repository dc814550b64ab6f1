"""Sockets with a deadline. They connect only to IP addresses resolved and checked here, so DNS cannot change in between."""

from __future__ import annotations

import io
import socket
import ssl
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import unquote, urlsplit

from dateline.errors import FetchError
from dateline.readers.fetching.address import Address, is_plainly_private, is_public

Resolve = Callable[..., Sequence[Any]]
ProxyFor = Callable[[str, str], str | None]

_LONGEST_HEAD = 16_384


class Deadline:
    """The moment at which waiting ends."""

    __slots__ = ("_end", "seconds")

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    @property
    def over(self) -> bool:
        """Whether the deadline has passed."""
        return time.monotonic() >= self._end

    def put_off(self, seconds: float) -> None:
        """Extend the deadline by the seconds that were spent waiting for a turn."""
        self._end += seconds

    def left(self) -> float:
        """The seconds left; TimeoutError if there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class Connection:
    """A connected socket with the interface that http.client needs; all reads and writes must end before the deadline."""

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        self._socket = connection
        self._deadline = deadline

    def send(self, data: bytes) -> None:
        """Send all of `data`."""
        self._socket.settimeout(self._deadline.left())
        self._socket.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        """The received data as a stream."""
        return io.BufferedReader(_Incoming(self._socket, self._deadline))

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()


class _Incoming(io.RawIOBase):
    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        super().__init__()
        self._socket = connection
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        self._socket.settimeout(self._deadline.left())
        return self._socket.recv_into(buffer)


@dataclass(frozen=True, slots=True)
class Connector:
    """Makes connections, only to `public` addresses unless private ones are allowed.

    `proxy_for` returns the proxy for a scheme and host, or None.
    """

    allow_private: bool = False
    public: Callable[[str], bool] = is_public
    proxy_for: ProxyFor = lambda scheme, host: None
    resolve: Resolve = socket.getaddrinfo
    context: ssl.SSLContext | None = None

    def connect(self, address: Address, deadline: Deadline) -> tuple[Connection, str]:
        """Connect to `address`; return the connection and the request target, which for a proxy is the whole address.

        Raises FetchError or OSError.
        """
        proxy = self.proxy_for(address.scheme, address.host)
        if proxy is None:
            connection = self._connect(address.host, address.port, deadline, self.allow_private)
        else:
            if is_plainly_private(address.host) and not self.allow_private:
                raise _private_error(address.host)
            connection = self._connect_through(proxy, address, deadline)
        try:
            if address.scheme == "https":
                context = self.context or _default_context()
                connection.settimeout(deadline.left())
                connection = context.wrap_socket(connection, server_hostname=address.host)
        except BaseException:
            connection.close()
            raise
        return Connection(connection, deadline), str(address) if proxy and address.scheme == "http" else address.target

    def _connect(self, host: str, port: int, deadline: Deadline, private: bool) -> socket.socket:
        found = self._resolve(host, port, deadline)
        allowed = [entry for entry in found if private or self.public(entry[4][0])]
        if not allowed:
            raise _private_error(host)
        last_error: OSError = OSError("no address")
        for number, (family, kind, protocol, _, place) in enumerate(allowed):
            connection = socket.socket(family, kind, protocol)
            try:
                # Each address gets its share of the time left, so that one that never answers does not block the next.
                connection.settimeout(deadline.left() / (len(allowed) - number))
                connection.connect(place)
                return connection
            except OSError as error:
                connection.close()
                last_error = error
        raise last_error

    def _resolve(self, host: str, port: int, deadline: Deadline) -> Sequence[Any]:
        """Resolve `host` in a thread, because the system's own look-up has no timeout."""
        found: list[Sequence[Any] | OSError] = []

        def look_up() -> None:
            try:
                found.append(self.resolve(host, port, type=socket.SOCK_STREAM))
            except (OSError, UnicodeError) as error:
                found.append(error if isinstance(error, OSError) else socket.gaierror(str(error)))

        thread = threading.Thread(target=look_up, daemon=True)
        thread.start()
        thread.join(deadline.left())
        if not found:
            raise TimeoutError
        if isinstance(found[0], OSError):
            raise found[0]
        return found[0]

    def _connect_through(self, proxy: str, address: Address, deadline: Deadline) -> socket.socket:
        """Connect to `proxy`; for https, also open a tunnel to `address`."""
        try:
            parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
            host, port = parts.hostname, parts.port or 8080
        except ValueError:
            host, port = None, 0
        if not host or parts.scheme != "http":
            raise FetchError("cannot be fetched through the proxy in the environment; Dateline supports only http://host:port")
        connection = self._connect(host, port, deadline, True)  # private proxies are allowed: the user named it
        if address.scheme == "http":
            return connection
        login = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}" if parts.username else ""
        authorization = f"Proxy-Authorization: Basic {b64encode(login.encode()).decode()}\r\n" if login else ""
        name = f"[{address.host}]" if ":" in address.host else address.host
        tunnel = Connection(connection, deadline)
        try:
            tunnel.send(
                f"CONNECT {name}:{address.port} HTTP/1.1\r\nHost: {name}:{address.port}\r\n{authorization}\r\n".encode("latin-1")
            )
            status = _tunnel_status(connection, deadline)
        except BaseException:
            connection.close()
            raise
        if status != "200":
            connection.close()
            raise FetchError(f"cannot be reached: the proxy answered {status or 'nothing'}; check the proxy")
        return connection


def _tunnel_status(connection: socket.socket, deadline: Deadline) -> str:
    """The status of a proxy's answer, read exactly to the end of its headers."""
    head = b""
    while not head.endswith(b"\r\n\r\n") and len(head) < _LONGEST_HEAD:
        connection.settimeout(deadline.left())
        piece = connection.recv(1)
        if not piece:
            break
        head += piece
    words = head.split(b"\r\n")[0].decode("latin-1").split()
    return words[1] if len(words) > 1 else ""


def _private_error(host: str) -> FetchError:
    return FetchError(f"leads to a private address ({host}), which Dateline does not fetch; --allow-private allows it")


@cache
def _default_context() -> ssl.SSLContext:
    return ssl.create_default_context()
