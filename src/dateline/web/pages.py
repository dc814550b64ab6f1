"""The web pages over HTTP. They work without scripts; the view modules make their contents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route as At

from dateline.archive.archive import Archive
from dateline.archive.saved_searches import SavedSearches
from dateline.errors import ArticleMissing, DatelineError, QueryError
from dateline.query import Query
from dateline.render.feed import atom_feed
from dateline.web.answers import article_named
from dateline.web.api import etag, is_held, raw_of
from dateline.web.archive_view import as_cookie, help_view, news_view, saved_view, sources_view, visits_of
from dateline.web.article_view import article_view
from dateline.web.auth import COOKIE, VISITOR, Access, new_visitor
from dateline.web.compare_view import PARAMETERS as COMPARED
from dateline.web.compare_view import compare_view, picture
from dateline.web.counts import Counts
from dateline.web.details_view import copies_view, evidence_view, raw_view, similar_view, versions_view
from dateline.web.meaning_view import more_like
from dateline.web.parameters import LONGEST_QUERY, Parameter, keep_parameters
from dateline.web.pool import ArchivePool
from dateline.web.question import QueryParameters
from dateline.web.render import render
from dateline.web.search_view import PARAMETERS_OF_PAGE, SHOWN, search_view
from dateline.web.session_store import Gone, SessionStore
from dateline.web.settings import Settings
from dateline.web.urls import article_url
from dateline.web.writes import make, undo

_FACET_VALUES = 8
_FEED_ENTRIES = 50
_VISITS = "dateline_visits"
_YEAR = 366 * 24 * 3600
_STATIC = {"dateline.css": "text/css", "dateline.js": "text/javascript", "icon.svg": "image/svg+xml"}
_ARTICLE_PARAMETERS = (
    Parameter("q", "text", "", "", longest=LONGEST_QUERY),
    Parameter("edit", "flag", "", False),
    Parameter("undo", "text", "", ""),
    Parameter("from", "whole", "", None, 1),
    Parameter("to", "whole", "", None, 1),
)
_PARTS = ("", "/evidence", "/versions", "/copies", "/similar", "/raw")

Job = Callable[[Archive], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of one archive."""

    pool: ArchivePool
    sessions: SessionStore
    settings: Settings
    keys: Access
    counts: Counts = field(default_factory=lambda: Counts((*SHOWN, "year"), _FACET_VALUES))

    def routes(self) -> list[At]:
        """The routes of the pages."""
        pages = [
            At("/", self._search),
            At("/search", self._search),
            At("/compare", self._compare),
            At("/compare.svg", self._picture),
            At("/sources", self._sources),
            At("/saved", self._saved),
            At("/saved/{name}.atom", self._feed),
            At("/saved/{name}", self._news),
            At("/help", self._help),
            At("/static/{name}", self._static),
            At("/login", self._login, methods=["GET", "POST"]),
            At("/articles/{id}/copies/{other}", self._article("/copies")),
            At("/undo", self._undo, methods=["POST"]),
        ]
        pages += [At("/articles/{id}" + part, self._article(part)) for part in _PARTS]
        return pages + [At("/articles/{id}/" + one, self._change(one), methods=["POST"]) for one in _FORMS]

    async def _search(self, request: Request) -> Response:
        values = keep_parameters(PARAMETERS_OF_PAGE, request.query_params.multi_items())
        return await self._page(request, "search.html", lambda archive: {"page": search_view(archive, values, self.counts.of)})

    async def _compare(self, request: Request) -> Response:
        values = keep_parameters(COMPARED, request.query_params.multi_items())
        return await self._page(request, "compare.html", lambda archive: {"page": compare_view(archive, values)})

    async def _picture(self, request: Request) -> Response:
        values = keep_parameters(COMPARED, request.query_params.multi_items())
        return Response(await self.pool.ask(lambda archive: picture(archive, values)), media_type="image/svg+xml")

    async def _sources(self, request: Request) -> Response:
        return await self._page(request, "sources.html", lambda archive: {"page": sources_view(archive)})

    async def _help(self, request: Request) -> Response:
        return await self._page(request, "help.html", lambda archive: {"page": help_view()})

    async def _saved(self, request: Request) -> Response:
        visits = visits_of(request.cookies.get(_VISITS))
        return await self._page(request, "saved.html", lambda archive: {"page": saved_view(archive, visits)}, lasts=False)

    async def _news(self, request: Request) -> Response:
        name, visits = request.path_params["name"], visits_of(request.cookies.get(_VISITS))

        def job(archive: Archive) -> dict[str, Any]:
            page = news_view(archive, _saved_name(archive, name), visits)
            visits.pop(page.name, None)
            visits[page.name] = archive.store.last_change()
            return {"page": page}

        answer = await self._page(request, "news.html", job, lasts=False)
        self._set_cookie(request, answer, _VISITS, as_cookie(visits), _YEAR)
        return answer

    async def _feed(self, request: Request) -> Response:
        name = request.path_params["name"]
        feed = await self.pool.ask(
            lambda archive: atom_feed(*SavedSearches(archive).feed(_saved_name(archive, name), _FEED_ENTRIES))
        )
        return Response(feed, media_type="application/atom+xml")

    async def _static(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _STATIC:
            raise ArticleMissing("there is no such file")
        content = files("dateline.web").joinpath("static", name).read_bytes()
        return Response(content, media_type=_STATIC[name], headers={"cache-control": "private, max-age=600"})

    async def _login(self, request: Request) -> Response:
        form = await _form(request) if request.method == "POST" else {}
        token = form.get("token") or request.query_params.get("token")
        if token is None or not self.keys.open_for(token, None):
            wrong = token is not None
            return Response(render("login.html", {"page": {"wrong": wrong}}), 401 if wrong else 200, media_type="text/html")
        answer = RedirectResponse("/search", 303)
        self._set_cookie(request, answer, COOKIE, self.keys.cookie, None)
        return answer

    # The pages of an article

    def _article(self, part: str) -> Any:
        async def answer(request: Request) -> Response:
            values = keep_parameters(_ARTICLE_PARAMETERS, request.query_params.multi_items())
            name, other, visitor = request.path_params["id"], request.path_params.get("other"), self._visitor(request)

            def job(archive: Archive) -> dict[str, Any]:
                found = article_named(archive, name)
                more: dict[str, Any] = {"writes": self.settings.write, "word": self.keys.form_token(visitor)}
                if self.settings.write:
                    more |= {"edits": values["edit"] and part == "", "undo": self._undo_record(values["undo"])}
                asked = [("q", values["q"])] if values["q"] else []
                page = article_view(found, part, _query(archive, values["q"]), asked, **more)
                match part:
                    case "/evidence":
                        return {"page": page, "details": evidence_view(archive, found)}
                    case "/versions":
                        return {"page": page, "details": versions_view(archive, found, values["from"], values["to"])}
                    case "/copies":
                        return {"page": page, "details": copies_view(archive, found, other)}
                    case "/similar":
                        return {"page": page, "details": similar_view(archive, found), "near": more_like(archive, found)}
                    case "/raw":
                        raw = raw_of(archive, found.id, None)[1]
                        return {"page": page, "details": raw_view(raw, self.settings.bounds.letters)}
                return {"page": page}

            lasts = part in ("", "/copies", "/similar", "/raw") and not self.settings.write
            found = await self._page(request, f"{part[1:] or 'article'}.html", job, lasts=lasts)
            if self.settings.write:
                self._set_cookie(request, found, VISITOR, visitor, None)
            return found

        return answer

    def _undo_record(self, name: str) -> dict[str, Any] | None:
        if not name:
            return None
        try:
            return {**self.sessions.undo(name), "name": name}
        except Gone:
            return None

    # Changes

    def _change(self, name: str) -> Any:
        async def answer(request: Request) -> Response:
            pairs = await self._checked_form(request)
            values, article_id = _FORMS[name](pairs), request.path_params["id"]
            done, undo_name = await self.pool.change(lambda archive: make(archive, name, article_id, values, self.sessions))
            return RedirectResponse(article_url(done.article_id, pairs=[("undo", undo_name)]), 303)

        return answer

    async def _undo(self, request: Request) -> Response:
        pairs = await self._checked_form(request)
        kept = self.sessions.undo(dict(pairs).get("undo", ""))
        done, undo_name = await self.pool.change(lambda archive: undo(archive, kept, self.sessions))
        return RedirectResponse(article_url(done.article_id, pairs=[("undo", undo_name)]), 303)

    async def _checked_form(self, request: Request) -> list[tuple[str, str]]:
        """The fields of a form; DatelineError if it was not made for this visitor."""
        pairs = await _pairs(request)
        if not self.keys.is_of(request.cookies.get(VISITOR), dict(pairs).get("form", "")):
            raise DatelineError("this form is too old, or not from this server; load the page again and send the form again")
        return pairs

    def _visitor(self, request: Request) -> str:
        return request.cookies.get(VISITOR) or new_visitor()

    # Answers

    async def _page(self, request: Request, template: str, job: Job, *, lasts: bool = True) -> Response:
        """Render a page from one snapshot of the archive; respond with 304 if the browser has it already."""
        held, here = request.headers.get("if-none-match", ""), request.url.path

        def made(archive: Archive) -> tuple[str | None, str | None]:
            mark = etag(archive) if lasts else None
            if is_held(mark, held):
                return None, mark
            notes = (archive.lag,) if archive.lag else ()
            return render(template, {"here": here, "notes": notes, **job(archive)}), mark

        text, mark = await self.pool.ask(made)
        headers = {"cache-control": "private, no-cache", "vary": "cookie", **({"etag": mark} if mark else {})}
        if text is None:
            return Response(status_code=304, headers=headers)
        return Response(text, media_type="text/html", headers=headers)

    def _set_cookie(self, request: Request, answer: Response, name: str, value: str, seconds: int | None) -> None:
        secure = request.state.scheme == "https"
        answer.set_cookie(name, value, max_age=seconds, path="/", secure=secure, httponly=True, samesite="strict")


def _query(archive: Archive, typed: str) -> Query | None:
    """The query whose matches are marked; None if it is empty or cannot be parsed."""
    try:
        return QueryParameters(typed).query(archive) if typed else None
    except QueryError:
        return None


def _saved_name(archive: Archive, name: str) -> str:
    if name.lower() not in {one.name for one in archive.store.saved()}:
        raise ArticleMissing(f"there is no saved search {name[:64]!r}")
    return name.lower()


async def _pairs(request: Request) -> list[tuple[str, str]]:
    text = (await request.body()).decode("utf-8", "replace")
    return parse_qsl(text, keep_blank_values=True, max_num_fields=2_000)


async def _form(request: Request) -> dict[str, str]:
    return dict(await _pairs(request))


def _tags(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    form = dict(pairs)
    return {name: [one.strip() for one in form.get(name, "").split(",") if one.strip()] for name in ("put", "taken")}


def _lines(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    numbers = [int(value) for name, value in pairs if name == "line" and value.isascii() and value.isdigit() and len(value) < 8]
    return {"as": dict(pairs).get("as"), "lines": numbers}


def _fields(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    form = dict(pairs)
    value = form.get("value", "")
    if form.get("field") in ("authors", "tags"):
        value = "\n".join(one.strip() for one in value.split(";") if one.strip())
    return {form.get("field", ""): None if form.get("how") == "read" else value}


_FORMS: dict[str, Callable[[list[tuple[str, str]]], dict[str, Any]]] = {
    "tags": _tags,
    "note": lambda pairs: {"text": dict(pairs).get("text", "")},
    "lines": _lines,
    "fields": _fields,
}
