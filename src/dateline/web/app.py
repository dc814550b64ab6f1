"""The complete server as one application: security, API, pages, and the handling of errors."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, closing
from pathlib import Path
from typing import Any, Protocol

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dateline.errors import DatelineError
from dateline.web.api import Api, problem_response
from dateline.web.auth import Access
from dateline.web.pages import Pages
from dateline.web.pool import ArchivePool
from dateline.web.problems import Problem, problem_of
from dateline.web.render import render
from dateline.web.routes import PREFIX
from dateline.web.security import App, Log, SecurityMiddleware
from dateline.web.session_store import SessionStore
from dateline.web.settings import Settings

ASSISTANTS = "/mcp"
"""The path at which assistants are answered."""
_FOR_PROGRAMS = (PREFIX, ASSISTANTS)
_TITLES = {404: "There is nothing here", 405: "This cannot be done here"}
_BUG = Problem(500, "bug", "The server has a bug", "its log has the details")


class Assistants(Protocol):
    """An application that answers assistants while `running` is entered."""

    def running(self) -> AbstractAsyncContextManager[None]:
        """In this context, requests are answered."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer a request."""


MakeAssistants = Callable[[ArchivePool, SessionStore], Assistants]


def make_app(
    folder: Path, settings: Settings, log: Log = None, keys: Access | None = None, assistants: MakeAssistants | None = None
) -> App:
    """The application that serves the archive in `folder`; it opens the archive when it starts."""
    settings.check()
    known = keys or Access(settings.token)
    pool, sessions = ArchivePool(folder, settings.bounds, write=settings.write), SessionStore(settings.bounds.lists)
    mounted = assistants(pool, sessions) if assistants else None

    @asynccontextmanager
    async def running(app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            stack.enter_context(closing(sessions))
            stack.enter_context(pool)
            if mounted:
                await stack.enter_async_context(mounted.running())
            yield

    app = Starlette(
        routes=[
            *Api(pool, sessions, settings).routes(),
            *([Route(ASSISTANTS, mounted, methods=["POST"])] if mounted else []),
            *Pages(pool, sessions, settings, known).routes(),
        ],
        lifespan=running,
        exception_handlers={DatelineError: _handle_error, HTTPException: _handle_http_error, Exception: _handle_bug},
    )
    return SecurityMiddleware(app, settings, known, lambda scope, problem: _respond(Request(scope), problem), log)


async def _handle_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, DatelineError)
    return _respond(request, problem_of(error))


async def _handle_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    title = _TITLES.get(error.status_code, "This cannot be done")
    return _respond(request, Problem(error.status_code, "http", title, str(error.detail), headers=dict(error.headers or {})))


async def _handle_bug(request: Request, error: Exception) -> Response:
    return _respond(request, _BUG)


def _respond(request: Request, problem: Problem) -> Response:
    """Respond with a problem document to programs, and with a page to people."""
    if request.url.path.startswith(_FOR_PROGRAMS):
        return problem_response(problem)
    template = "login.html" if problem.kind == "token" else "problem.html"
    page = {"wrong": False} if problem.kind == "token" else problem
    return Response(render(template, {"page": page}), problem.status, headers=problem.headers, media_type="text/html")
