"""Requests to a server, and its answers as records. Answers are cached with their ETags, and not sent again while they are current.

Every error is one of Dateline's own, of the kind that a local archive raises, and names the server.
"""

from __future__ import annotations

import http.client
import json
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.client import HTTPResponse
from typing import Any, Self, cast
from urllib.parse import urlencode

from dateline import __version__
from dateline.errors import ArchiveLocked, ArticleMissing, DatelineError, FetchError, IndexFault, QueryError, WrongUse
from dateline.readers.fetching.address import Address
from dateline.readers.fetching.answer import read_body
from dateline.readers.fetching.connection import Connector, Deadline
from dateline.render.json import VERSION

PREFIX = "/api/v1"
Record = dict[str, Any]
Pairs = Iterable[tuple[str, object]]
_TIMEOUT = 60.0
_LARGEST_ANSWER = 512 * 1024 * 1024
_MOST_CACHED, _LARGEST_CACHED = 256, 1024 * 1024
_PROBLEM = "urn:dateline:problem:"
_KINDS: dict[str, type[DatelineError]] = {
    "parameter": WrongUse,
    "missing": ArticleMissing,
    "locked": ArchiveLocked,
    "index": IndexFault,
}
_LOCAL_PROBLEMS = frozenset({"parameter", "missing", "refused"})
"""Problems that a local archive would report in the same words."""


@dataclass(slots=True)
class ApiConnection:
    """The address of a server, and the token that it requires, if any."""

    address: Address
    token: str | None = field(default=None, repr=False)
    dialer: Connector = field(default_factory=lambda: Connector(allow_private=True), repr=False)  # a person chose the server
    _cache: OrderedDict[str, tuple[str, Record]] = field(default_factory=OrderedDict, repr=False)

    @classmethod
    def to(cls, url: str, token: str | None = None) -> Self:
        """Return a connection to the server at `url`, without a request yet; raise WrongUse if `url` is not an address."""
        if token is not None and not (token.isascii() and token.isprintable() and token.strip() == token and token):
            raise WrongUse("a token must be one line of ASCII characters; give the token that the server was started with")
        try:
            return cls(Address.parse(url), token)
        except FetchError as error:
            raise WrongUse(f"a server needs an address such as 'http://127.0.0.1:8321'; {url[:200]!r} {error}") from error

    def get(self, path: str, pairs: Pairs = ()) -> Record:
        """Return the server's answer at a path of its API. Parameters that are None or False are left out."""
        parameters = [(name, _parameter_text(value)) for name, value in pairs if value is not None and value is not False]
        target = self.address.target.rstrip("/") + PREFIX + path + (f"?{urlencode(parameters)}" if parameters else "")
        cached = self._cache.get(target)
        try:
            status, etag, content = self._send(target, cached[0] if cached else None)
        except FetchError as error:
            raise FetchError(f"{self._server} {error}") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            why = "too slow" if isinstance(error, TimeoutError) else getattr(error, "strerror", None) or type(error).__name__
            raise FetchError(f"{self._server} cannot be reached ({why}); is 'dateline serve' running there?") from error
        if status == 304 and cached:
            self._cache.move_to_end(target)
            return cached[1]
        record = self._read(status, content)
        if etag and len(content) <= _LARGEST_CACHED:
            self._cache[target] = (etag, record)
            while len(self._cache) > _MOST_CACHED:
                self._cache.popitem(last=False)
        return record

    @property
    def _server(self) -> str:
        return f"the server at {self.address.site}"

    def _send(self, target: str, etag: str | None) -> tuple[int, str | None, bytes]:
        deadline = Deadline(_TIMEOUT)
        place = Address(self.address.scheme, self.address.host, self.address.port, target)
        connection, sent_target = self.dialer.connect(place, deadline)
        try:
            connection.send(self._request_bytes(sent_target, etag))
            response = HTTPResponse(cast(Any, connection), method="GET")
            try:
                response.begin()
                content = b"" if response.status == 304 else read_body(response, _LARGEST_ANSWER)
                return response.status, response.getheader("ETag"), content
            finally:
                response.close()
        finally:
            connection.close()

    def _request_bytes(self, target: str, etag: str | None) -> bytes:
        lines = [
            f"GET {target} HTTP/1.1",
            f"Host: {self.address.place}",
            f"User-Agent: Dateline/{__version__}",
            "Accept: application/json",
            "Accept-Encoding: gzip",
            "Connection: close",
            *([f"Authorization: Bearer {self.token}"] if self.token else []),
            *([f"If-None-Match: {etag}"] if etag else []),
        ]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def _read(self, status: int, content: bytes) -> Record:
        """Return the record in an answer, or raise the error in it."""
        if status == 401:
            problem = "refuses this token" if self.token else "requires a token"
            raise DatelineError(
                f"{self._server} {problem}; give Archive.connect(address, token=...) the token that the server was started with"
            )
        try:
            record = json.loads(content)
        except (ValueError, RecursionError):
            record = None
        if isinstance(record, dict) and status == 200 and isinstance(record.get("v"), int):
            if record["v"] > VERSION:
                raise DatelineError(
                    f"{self._server} is newer than this program (its answers have version {record['v']}, "
                    f"this one knows {VERSION}); pip install --upgrade dateline"
                )
            return record
        if isinstance(record, dict) and str(record.get("type", "")).startswith(_PROBLEM):
            raise self._to_error(record)
        raise DatelineError(f"{self._server} is not a Dateline server, or a proxy answers in its place (status {status})")

    def _to_error(self, record: Record) -> DatelineError:
        kind, detail = str(record["type"]).removeprefix(_PROBLEM), str(record.get("detail", ""))
        if kind == "query":
            return QueryError(detail, str(record.get("query", "")), int(record.get("start", 0)), record.get("end"))
        return _KINDS.get(kind, DatelineError)(detail if kind in _LOCAL_PROBLEMS else f"{self._server}: {detail}")


def _parameter_text(value: object) -> str:
    return "true" if value is True else str(value)
