"""The checks of every request, and the headers of every response.

A request must be meant for this server (DNS rebinding), not be too large, and have the token; a change must come from one of this
server's pages (cross-site request forgery). A response gets security headers and a line in the log. This holds for pages and API.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from dateline.text import shown
from dateline.web.auth import COOKIE, Access
from dateline.web.headers import add_security_headers
from dateline.web.problems import Problem, TooLarge, problem_of
from dateline.web.settings import Settings

Scope = dict[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Any, Any, Any], Awaitable[None]]
Refuse = Callable[[Scope, Problem], App]
Log = Callable[[str], None] | None

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_PUBLIC_PATHS = ("/static/", "/login")
_TOKEN = "token"
_SAME_SITE = frozenset({"same-origin", "none"})


class SecurityMiddleware:
    """ASGI middleware around `app`; `refuse` makes a response of a problem, `log` takes the lines of the log (None: no log)."""

    def __init__(self, app: App, settings: Settings, keys: Access, refuse: Refuse, log: Log) -> None:
        self._app = app
        self._settings = settings
        self._keys = keys
        self._refuse = refuse
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on to the application, or refuse it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        request = _Request(scope)
        scope["state"] = {**scope.get("state", {}), "scheme": self._scheme(request)}
        logged = _LoggedSend(send, self._settings, request, self._log)
        problem = self._problem(request)
        app = self._refuse(scope, problem) if problem else self._app
        await app(scope, _LimitedReceive(receive, self._settings.bounds.body), logged)

    def _problem(self, request: _Request) -> Problem | None:
        if not request.host or not self._settings.knows(request.host):
            return Problem(421, "host", "Not meant for this server", "this server does not have that name; --name gives it another")
        if len(request.length) > 12 or (request.length.isdigit() and int(request.length) > self._settings.bounds.body):
            return problem_of(_too_large(self._settings.bounds.body))
        if not request.path.startswith(_PUBLIC_PATHS) and not self._keys.open_for(request.token, request.cookies.get(COOKIE)):
            return Problem(401, "token", "A token is needed", "send the token that the server was started with")
        if request.method not in _SAFE_METHODS and not self._is_same_origin(request):
            return Problem(403, "origin", "Not from a page of this server", "only a page of this server may make a change")
        return None

    def _is_same_origin(self, request: _Request) -> bool:
        """Whether a change comes from a page of this server or from a program; a browser always sends the origin of a page."""
        site, origin = request.header("sec-fetch-site"), request.header("origin")
        if site and site not in _SAME_SITE:
            return False
        if origin:
            return urlsplit(origin).netloc.lower() == request.header("host").lower()
        return True

    def _scheme(self, request: _Request) -> str:
        """The scheme (http or https) that the visitor's browser used; behind a proxy, the one that the proxy reports."""
        scheme = request.header("x-forwarded-proto") if self._settings.proxy else ""
        return scheme if scheme in ("http", "https") else str(request.scope.get("scheme", "http"))


class _Request:
    """The headers, cookies and token of a request."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self._headers: dict[str, str] = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        self.length = self.header("content-length")
        self.host = _without_port(self.header("host"))
        self.token = self._token()
        self.cookies = self._cookies()

    def header(self, name: str) -> str:
        """A header; empty if it is missing."""
        return self._headers.get(name, "")

    @property
    def line(self) -> str:
        """The request line for the log, without the token."""
        query = parse_qsl(self.scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
        plain = urlencode([(name, value) for name, value in query if name != _TOKEN])
        return shown(f"{self.method} {self.path}{'?' if plain else ''}{plain}"[:2000])

    def _token(self) -> str | None:
        kind, _, value = self.header("authorization").partition(" ")
        return value.strip() if kind.lower() == "bearer" and value else None

    def _cookies(self) -> dict[str, str]:
        try:
            return {name: one.value for name, one in SimpleCookie(self.header("cookie")).items()}
        except CookieError:
            return {}


class _LimitedReceive:
    """Receives the body of a request, up to a maximum size."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._most = self._left = most

    async def __call__(self) -> Message:
        """Receive the next piece; TooLarge above the maximum."""
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise _too_large(self._most)
        return message


class _LoggedSend:
    """Sends the response with security headers, and logs it."""

    def __init__(self, send: Send, settings: Settings, request: _Request, log: Log) -> None:
        self._send = send
        self._settings = settings
        self._request = request
        self._log = log
        self._started = time.perf_counter()
        self._status = 0
        self._size = 0

    async def __call__(self, message: Message) -> None:
        """Send a piece."""
        if message["type"] == "http.response.start":
            self._status = message["status"]
            sent = {name.lower(): value.decode("latin-1") for name, value in message.get("headers", [])}
            security = add_security_headers(None if self._status == 304 else sent.get(b"content-type", ""))
            missing = [(name.encode(), value.encode()) for name, value in security.items() if name.encode() not in sent]
            message = {**message, "headers": [*message.get("headers", []), *missing]}
        else:
            self._size += len(message.get("body", b""))
        await self._send(message)
        if self._log and message["type"] == "http.response.body" and not message.get("more_body"):
            self._write_log(self._log)

    def _write_log(self, log: Callable[[str], None]) -> None:
        took = (time.perf_counter() - self._started) * 1000
        log(f'{self._client()} "{self._request.line}" {self._status} {self._size} {took:.0f}ms')

    def _client(self) -> str:
        """The client's address; behind a proxy, the one that the proxy reports."""
        forwarded = self._request.header("x-forwarded-for") if self._settings.proxy else ""
        client = self._request.scope.get("client") or ("-",)
        return shown(forwarded.rpartition(",")[2].strip() or str(client[0]))[:64]


def _too_large(most: int) -> TooLarge:
    return TooLarge(f"a request may have at most {most:,} bytes")


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0]
