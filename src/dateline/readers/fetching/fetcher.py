"""The fetcher: requests web addresses, never faster than a host allows and never against its robots.txt."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPResponse
from threading import Lock
from typing import Any, cast

from dateline import __version__
from dateline.errors import FetchError
from dateline.readers.fetching.address import Address
from dateline.readers.fetching.answer import Answer, read_answer, read_body, retry_after
from dateline.readers.fetching.connection import Connector, Deadline
from dateline.readers.fetching.rate_limit import RateLimit
from dateline.readers.fetching.robots import MOST_BYTES, Robots

NAME = "Dateline"
AGENT = f"{NAME}/{__version__} (archive of news texts)"
_PERMANENT = (301, 308)
_REDIRECTS = (*_PERMANENT, 302, 303, 307)
_ACCEPT = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, */*;q=0.5"
_CURES = {
    401: "it wants a password; save the page with a browser",
    403: "it does not let this program in; save the page with a browser",
    404: "there is no such page; check the address",
    410: "the page was removed permanently",
    429: "too many requests; try again later, or with a larger --delay",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits for one answer: seconds from the first look-up to the last byte, decompressed bytes, and redirects."""

    seconds: float = 30.0
    size: int = 64 * 1024 * 1024
    redirects: int = 5


@dataclass(slots=True)
class Fetcher:
    """Fetches web addresses from any number of threads. It remembers each site's robots.txt and the last request to each host."""

    dialer: Connector = field(default_factory=Connector)
    limits: Limits = field(default_factory=Limits)
    pace: RateLimit = field(default_factory=lambda: RateLimit(1.0))
    _robots: dict[str, Robots | str] = field(default_factory=dict)
    _locks: dict[str, Lock] = field(default_factory=dict)

    def get(self, url: str, etag: str | None = None, modified: str | None = None) -> Answer:
        """Fetch `url`. With the etag or time of an earlier answer, the result may be an answer that is `unchanged`.

        Raises FetchError if anything prevents it: the network, robots.txt, the limits, or a status without a page.
        """
        known = {"If-None-Match": etag, "If-Modified-Since": modified}
        address, moved, permanent = Address.parse(url), None, True
        deadline = Deadline(self.limits.seconds)
        for hop in range(self.limits.redirects + 1):
            robots = self._find_robots(address, deadline, first=hop == 0)
            if not robots.allows(address.target):
                raise FetchError(f"is not fetched: the robots.txt of {address.place} forbids it")
            self._wait_for_rate_limit(address.host, robots.delay, deadline)
            with self._send_request(address, known, deadline) as response:
                if response.status not in _REDIRECTS:
                    self._check_status(address, response, conditional=bool(etag or modified))
                    return read_answer(address, response, self.limits.size, moved)
                address, permanent = _follow_redirect(address, response), permanent and response.status in _PERMANENT
                moved = str(address) if permanent else None
        raise FetchError(f"is redirected more than {self.limits.redirects} times; open it in a browser to see where it leads")

    def _check_status(self, address: Address, response: HTTPResponse, *, conditional: bool) -> None:
        """Raise FetchError if the answer is not a page."""
        status = response.status
        if status in (200, 203) or (status == 304 and conditional):
            return
        wait = retry_after(response, datetime.now(UTC)) if status in (429, 503) else None
        if status in (429, 503):
            self.pace.back_off(address.host, wait)
        cure = _CURES.get(status, "the site has a fault; 'dateline retry' tries again" if status >= 500 else "it sent no page")
        raise FetchError(f"the server answered {status}: {cure}", wait)

    def _wait_for_rate_limit(self, host: str, delay: float | None, deadline: Deadline) -> None:
        """Wait for the rate limit. The wait does not count against the server's deadline."""
        started = time.monotonic()
        self.pace.wait(host, delay)
        deadline.put_off(time.monotonic() - started)

    def _find_robots(self, address: Address, deadline: Deadline, *, first: bool) -> Robots:
        """The rules of the site of `address`; FetchError if they cannot be fetched, because then no page may be fetched either.

        A failure at the end of a long chain of redirects, with no time left, says nothing about the site, so it is not remembered.
        """
        with self._locks.setdefault(address.site, Lock()):
            found = self._robots.get(address.site)
            if found is None:
                try:
                    found = self._fetch_robots(Address(address.scheme, address.host, address.port, "/robots.txt"), deadline)
                except FetchError as error:
                    found = str(error)
                if first or isinstance(found, Robots) or not deadline.over:
                    self._robots[address.site] = found
        if isinstance(found, str):
            raise FetchError(found)
        return found

    def _fetch_robots(self, address: Address, deadline: Deadline) -> Robots:
        for _ in range(self.limits.redirects + 1):
            with self._send_request(address, {}, deadline) as response:
                if response.status in _REDIRECTS:
                    address = _follow_redirect(address, response)
                    continue
                if response.status == 429 or response.status >= 500:
                    raise FetchError(
                        f"is not fetched without the robots.txt of {address.place} "
                        f"(the server answers {response.status}); 'dateline retry' tries again"
                    )
                if response.status >= 300:
                    return Robots()
                text = read_body(response, MOST_BYTES, cut=True).decode("utf-8", "replace")
                return Robots.parse(text, NAME)
        return Robots()

    @contextmanager
    def _send_request(self, address: Address, headers: Mapping[str, str | None], deadline: Deadline) -> Iterator[HTTPResponse]:
        """Send one request and yield the answer, with its body unread; any error becomes a FetchError."""
        try:
            connection, target = self.dialer.connect(address, deadline)
            try:
                connection.send(_format_request(address, target, headers))
                response = HTTPResponse(cast(Any, connection), method="GET")
                try:
                    response.begin()
                    yield response
                finally:
                    response.close()
            finally:
                connection.close()
        except FetchError:
            raise
        except (OSError, http.client.HTTPException, ValueError) as error:  # ValueError: a chunk of negative size
            raise FetchError(_describe_error(address, error, deadline.seconds)) from error


def _format_request(address: Address, target: str, headers: Mapping[str, str | None]) -> bytes:
    lines = [
        f"GET {target} HTTP/1.1",
        f"Host: {address.place}",
        f"User-Agent: {AGENT}",
        f"Accept: {_ACCEPT}",
        "Accept-Encoding: gzip, deflate",
        "Connection: close",
        *(f"{name}: {value}" for name, value in headers.items() if value),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def _follow_redirect(address: Address, response: HTTPResponse) -> Address:
    location = response.getheader("Location")
    if not location:
        raise FetchError(f"the server answered {response.status} without an address to go to; ask the site")
    return address.join(location.encode("latin-1", "replace").decode("utf-8", "replace"))


def _describe_error(address: Address, error: Exception, seconds: float) -> str:
    if isinstance(error, TimeoutError):
        return f"did not arrive within {seconds:,.0f} seconds; 'dateline retry' tries again, --timeout allows more"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"is not safe to fetch: the certificate of {address.host} is not valid ({error.verify_message}); check the address"
    if isinstance(error, ssl.SSLError):
        return f"cannot be fetched: the TLS connection to {address.place} failed ({error.reason or 'unknown'}); check the address"
    if isinstance(error, socket.gaierror):
        return f"cannot be fetched: there is no host {address.host}; check the address, and whether you are online"
    if isinstance(error, ConnectionRefusedError):
        return f"cannot be fetched: no server answers at {address.place}; check the address"
    if isinstance(error, http.client.IncompleteRead):
        return "broke off before its end; 'dateline retry' tries again"
    if isinstance(error, http.client.HTTPException | ValueError):
        return f"cannot be fetched: {address.place} does not answer like a web server; check the address"
    return f"cannot be fetched: {getattr(error, 'strerror', None) or type(error).__name__}; 'dateline retry' tries again"
