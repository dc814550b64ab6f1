"""The settings of the server: addresses, access and limits. Settings that would give strangers access are refused."""

from __future__ import annotations

import ipaddress
import re
import secrets
from dataclasses import dataclass, field

from dateline.errors import DatelineError

_SHORTEST_TOKEN = 16
_LOCALHOST = "localhost"
_HOST = re.compile(r"[0-9A-Za-z.:_-]{1,255}")


@dataclass(frozen=True, slots=True)
class Bounds:
    """The limits of one answer, and of all requests at a time.

    `seconds`: the time of one answer. `threads`: threads that read. `waiting`: requests that may wait for a thread. `body`: bytes
    of one request. `hits`: hits of one answer. `letters`: characters of a document on a page. `lists`: kept lists.
    """

    seconds: float = 15.0
    threads: int = 4
    waiting: int = 64
    body: int = 1 << 20
    hits: int = 500
    letters: int = 400_000
    lists: int = 200


@dataclass(frozen=True, slots=True)
class Settings:
    """The address to listen on, who has access, and whether the archive may be changed.

    Visitors need the `token`. `proxy` is the public name for which a proxy forwards requests; the proxy then decides who has
    access. `names` are other names of this server. `workers` is the number of processes, each with its own `bounds`.
    """

    host: str = "127.0.0.1"
    port: int = 8321
    write: bool = False
    token: str | None = None
    proxy: str | None = None
    names: tuple[str, ...] = ()
    workers: int = 1
    bounds: Bounds = field(default_factory=Bounds)

    def check(self) -> None:
        """Raise DatelineError if strangers would have access, the token is too short, or the host is not valid."""
        if not _HOST.fullmatch(self.host):
            raise DatelineError(
                f"{self.host!r} is not an address to listen on; 127.0.0.1 is this machine, 0.0.0.0 is all its networks"
            )
        if self.token is not None and len(self.token) < _SHORTEST_TOKEN:
            raise DatelineError(f"a token of less than {_SHORTEST_TOKEN} characters can be guessed; --token auto makes one")
        if not self.is_local and not self.token and not self.proxy:
            raise DatelineError(
                f"anybody who reaches {self.host} could read the whole archive; use --token auto, or --behind-proxy NAME if a "
                "proxy decides who has access, or leave --host out to serve only this machine"
            )

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach the server."""
        return is_loopback(self.host)

    def knows(self, host: str) -> bool:
        """Whether a request with this `host` (without the port) may be meant for this server.

        This protects against DNS rebinding: a foreign name that resolves to this server is refused. A literal address is safe.
        """
        name = host.strip("[]").rstrip(".").lower()
        if name in {self.host.lower(), *(one.lower() for one in self.names)} or (self.proxy and name == self.proxy.lower()):
            return True
        return is_loopback(name) or (not self.is_local and _is_address(name))


def new_token() -> str:
    """A random token."""
    return secrets.token_urlsafe(24)


def is_loopback(host: str) -> bool:
    """Whether a host name or an address means this machine."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == _LOCALHOST


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
