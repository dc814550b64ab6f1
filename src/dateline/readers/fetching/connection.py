"""Sockets with a deadline: connected only to addresses that were looked up and checked here, so no name can change its mind."""

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
    """A moment after which nothing is waited for any more."""

    __slots__ = ("_end", "seconds")

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    @property
    def over(self) -> bool:
        """Whether it is past."""
        return time.monotonic() >= self._end

    def put_off(self, seconds: float) -> None:
        """Leave out some seconds that were spent on waiting for one's turn."""
        self._end += seconds

    def left(self) -> float:
        """The seconds until then; TimeoutError when it is over."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class Connection:
    """A connected socket, as http.client wants one: whatever is read from it is read before the deadline."""

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        self._socket = connection
        self._deadline = deadline

    def send(self, data: bytes) -> None:
        """Send all of `data`."""
        self._socket.settimeout(self._deadline.left())
        self._socket.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        """What comes in, as a stream."""
        return io.BufferedReader(_Incoming(self._socket, self._deadline))

    def close(self) -> None:
        """Hang up."""
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
    """How connections are made: to `public` addresses, unless others are allowed.

    `proxy_for` names the proxy for a scheme and host, None where there is none.
    """

    allow_private: bool = False
    public: Callable[[str], bool] = is_public
    proxy_for: ProxyFor = lambda scheme, host: None
    resolve: Resolve = socket.getaddrinfo
    context: ssl.SSLContext | None = None

    def connect(self, address: Address, deadline: Deadline) -> tuple[Connection, str]:
        """A connection for `address`, and what to ask for on it: a proxy wants the whole address. FetchError, OSError."""
        proxy = self.proxy_for(address.scheme, address.host)
        if proxy is None:
            connection = self._connect(address.host, address.port, deadline, self.allow_private)
        else:
            if is_plainly_private(address.host) and not self.allow_private:
                raise _private(address.host)
            connection = self._connect_through(proxy, address, deadline)
        try:
            if address.scheme == "https":
                context = self.context or _context()
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
            raise _private(host)
        trouble: OSError = OSError("no address")
        for number, (family, kind, protocol, _, place) in enumerate(allowed):
            connection = socket.socket(family, kind, protocol)
            try:
                # Each has its share of the time that is left: an address that swallows everything must not keep from the next.
                connection.settimeout(deadline.left() / (len(allowed) - number))
                connection.connect(place)
                return connection
            except OSError as error:
                connection.close()
                trouble = error
        raise trouble

    def _resolve(self, host: str, port: int, deadline: Deadline) -> Sequence[Any]:
        """The addresses of `host`; the system's own look-up knows no deadline, so it is waited for from outside."""
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
        """A connection to `proxy`, which for https has been told to lead on to `address`."""
        try:
            parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
            host, port = parts.hostname, parts.port or 8080
        except ValueError:
            host, port = None, 0
        if not host or parts.scheme != "http":
            raise FetchError("cannot be fetched through the proxy in the environment; Dateline supports only http://host:port")
        connection = self._connect(host, port, deadline, True)  # the person named it
        if address.scheme == "http":
            return connection
        login = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}" if parts.username else ""
        proof = f"Proxy-Authorization: Basic {b64encode(login.encode()).decode()}\r\n" if login else ""
        name = f"[{address.host}]" if ":" in address.host else address.host
        wire = Connection(connection, deadline)
        try:
            wire.send(f"CONNECT {name}:{address.port} HTTP/1.1\r\nHost: {name}:{address.port}\r\n{proof}\r\n".encode("latin-1"))
            status = _tunnel_status(connection, deadline)
        except BaseException:
            connection.close()
            raise
        if status != "200":
            connection.close()
            raise FetchError(f"cannot be reached: the proxy answered {status or 'nothing'}; check the proxy")
        return connection


def _tunnel_status(connection: socket.socket, deadline: Deadline) -> str:
    """What a proxy answers, read to the end of its headers and not a byte further."""
    head = b""
    while not head.endswith(b"\r\n\r\n") and len(head) < _LONGEST_HEAD:
        connection.settimeout(deadline.left())
        piece = connection.recv(1)
        if not piece:
            break
        head += piece
    words = head.split(b"\r\n")[0].decode("latin-1").split()
    return words[1] if len(words) > 1 else ""


def _private(host: str) -> FetchError:
    return FetchError(f"leads to a private address ({host}), which Dateline does not fetch; --allow-private allows it")


@cache
def _context() -> ssl.SSLContext:
    return ssl.create_default_context()
