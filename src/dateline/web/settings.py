"""How the archive is served: to whom, from where, and how much at a time. A setting that would let strangers in is refused."""

from __future__ import annotations

import ipaddress
import re
import secrets
from dataclasses import dataclass, field

from dateline.errors import DatelineError

_SHORTEST_TOKEN = 16
_HERE = "localhost"
_HOST = re.compile(r"[0-9A-Za-z.:_-]{1,255}")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one answer, and all at a time, may take.

    `seconds` an answer may take, `threads` work at a time, `waiting` requests may wait for one of them, `body` bytes a request may
    send, `hits` may be asked for at once, `letters` of a document are shown on a page, `lists` are kept to be read on.
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
    """The address to listen at, who may come in, and whether the archive may be changed.

    `token` is what visitors must know; `proxy` is the public name under which a proxy hands requests on, which then says who may
    come in; `names` are further names that this server is called by. `workers` processes serve, each with `bounds` of its own.
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
        """DatelineError where this would let anybody in who should not be, or is no address."""
        if not _HOST.fullmatch(self.host):
            raise DatelineError(f"{self.host!r} is no address to listen at; 127.0.0.1 is this machine, 0.0.0.0 all its networks")
        if self.token is not None and len(self.token) < _SHORTEST_TOKEN:
            raise DatelineError(f"a token of less than {_SHORTEST_TOKEN} signs can be guessed; --token auto makes one")
        if not self.is_local and not self.token and not self.proxy:
            raise DatelineError(
                f"whoever reaches {self.host} could read the whole archive; say --token auto, or --behind-proxy NAME where a proxy "
                "says who may come in, or leave --host out to serve this machine alone"
            )

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach it."""
        return is_loopback(self.host)

    def knows(self, host: str) -> bool:
        """Whether a request may be meant for this server, by the `host` that it names (without a port).

        A name that somebody else's name server leads here (DNS rebinding) is none of ours, and an address cannot be led anywhere.
        """
        name = host.strip("[]").rstrip(".").lower()
        if name in {self.host.lower(), *(one.lower() for one in self.names)} or (self.proxy and name == self.proxy.lower()):
            return True
        return is_loopback(name) or (not self.is_local and _is_address(name))


def new_token() -> str:
    """A token that nobody guesses."""
    return secrets.token_urlsafe(24)


def is_loopback(host: str) -> bool:
    """Whether a name or an address means this machine."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == _HERE


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
