"""Parsed web addresses: http or https, with a host and without a password."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Self
from urllib.parse import quote, urljoin, urlsplit

from dateline.errors import FetchError

_PORTS = {"http": 80, "https": 443}
_START = re.compile(r"https?://", re.IGNORECASE)
_NO_HOST = re.compile(r"[\s\\%<>\"'`{}|^\x00-\x1f\x7f]")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")  # a last part of a host that makes it an IP address, in any spelling
_SAFE_CHARACTERS = "/%:@!$&'()*+,;=~?[]|"
_NAT64 = ip_network("64:ff9b::/96")
_LOCAL_NAMES = ("localhost", ".localhost", ".local", ".internal", ".home.arpa", ".lan")
_LONGEST = 8_000


def is_address(text: str) -> bool:
    """Whether `text` is a web address rather than a file."""
    return _START.match(text) is not None


@dataclass(frozen=True, slots=True)
class Address:
    """Where to connect, and the request target there (the path with its query, in ASCII)."""

    scheme: str
    host: str
    port: int
    target: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse `text`; raise FetchError if it is not an address that can be fetched."""
        if len(text) > _LONGEST:
            raise FetchError(f"is an address of {len(text):,} characters, which is too long; check it")
        try:
            parts = urlsplit(text.strip())
            port, host = parts.port, parts.hostname or ""
            scheme = parts.scheme.lower()
            if scheme not in _PORTS:
                raise FetchError("is not an http or https address; Dateline fetches only these")
            if parts.username is not None or parts.password is not None:
                raise FetchError("has a user name or password in its address; leave them out, or save the page with a browser")
            if not host or _NO_HOST.search(host):
                raise FetchError("has no host; check the address")
            name = host if ":" in host else host.encode("idna").decode()
        except ValueError as error:
            raise FetchError("is not a valid address; check it") from error
        target = quote(parts.path or "/", safe=_SAFE_CHARACTERS) + (
            f"?{quote(parts.query, safe=_SAFE_CHARACTERS)}" if parts.query else ""
        )
        return cls(scheme, name.lower().rstrip("."), _PORTS[scheme] if port is None else port, target)

    def join(self, location: str) -> Self:
        """The address that a redirect from here to `location` leads to."""
        try:
            return type(self).parse(urljoin(str(self), location.strip()))
        except ValueError as error:
            raise FetchError("is redirected to an address that is not valid; ask the site") from error

    @property
    def place(self) -> str:
        """Host and port, as in the Host header."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == _PORTS[self.scheme] else f"{name}:{self.port}"

    @property
    def site(self) -> str:
        """The scheme, host and port that one robots.txt applies to."""
        return f"{self.scheme}://{self.place}"

    def __str__(self) -> str:
        """The address as a user types it."""
        return f"{self.site}{self.target}"


def is_public(text: str) -> bool:
    """Whether the IP address is public, also when it contains another address (as in IPv6 transition)."""
    try:
        found = _embedded_address(ip_address(text.partition("%")[0]))
    except ValueError:
        return False
    return found.is_global and not (found.is_multicast or found.is_reserved or getattr(found, "is_site_local", False))


def is_plainly_private(host: str) -> bool:
    """Whether the host is private by its spelling alone, which is all that is known if a proxy makes the connection."""
    if host.endswith(_LOCAL_NAMES) or ("." not in host and ":" not in host):
        return True
    return (":" in host or _NUMBER.fullmatch(host.rpartition(".")[2]) is not None) and not is_public(host)


def _embedded_address(found: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return found.ipv4_mapped
        if found.sixtofour is not None:
            return found.sixtofour
        if found.teredo is not None:
            return found.teredo[1]
        if found in _NAT64:
            return IPv4Address(int(found) & 0xFFFFFFFF)
    return found
