"""The HTTP API, by the tables in `routes` and `writes`. Responses are JSON, CSV or JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route as At

from dateline import __version__
from dateline.archive.archive import Archive
from dateline.errors import WrongUse
from dateline.render.json import to_json
from dateline.text import shown_text
from dateline.text.decoding import decode
from dateline.types.documents import RawDocument
from dateline.web import listing
from dateline.web.answers import Answer, article_named
from dateline.web.openapi import description
from dateline.web.parameters import Parameter, Values, read
from dateline.web.pool import ArchivePool
from dateline.web.problems import MEDIA_TYPE, BadParameter, Problem
from dateline.web.routes import PREFIX, RAW, ROUTES, Route
from dateline.web.session_store import SessionStore
from dateline.web.settings import Settings
from dateline.web.writes import WRITES, Write, make, undo

_CSV, _JSONL, _TEXT = "text/csv; charset=utf-8", "application/jsonl; charset=utf-8", "text/plain; charset=utf-8"
_REVALIDATE = {"cache-control": "private, no-cache", "vary": "cookie, authorization"}
_USUAL_LIMIT = 10


@dataclass(frozen=True, slots=True)
class Api:
    """The API of one archive."""

    pool: ArchivePool
    sessions: SessionStore
    settings: Settings

    def routes(self) -> list[At]:
        """The routes of the API."""
        found = [At(PREFIX + one.path, self._get_handler(one), methods=["GET"]) for one in ROUTES if one.name != "search"]
        found += [
            At(f"{PREFIX}/search", self._search, methods=["GET"]),
            At(PREFIX + RAW.path, self._raw, methods=["GET"]),
            At(f"{PREFIX}/openapi.json", self._description, methods=["GET"]),
        ]
        return found + [At(PREFIX + one.path, self._post_handler(one), methods=["POST"]) for one in WRITES]

    def _get_handler(self, route: Route) -> Any:
        async def answer(request: Request) -> Response:
            values = asked(route, request)
            form = values.get("format", "json")
            return await self._respond(
                request, lambda archive: _answer_text(route.answer(archive, values)), form, lasts=route.lasts
            )

        return answer

    async def _search(self, request: Request) -> Response:
        values = asked(_SEARCH, request)
        if values["format"] != "json":
            if values["cursor"]:
                raise BadParameter("cursor", "cursor goes with format json; csv and jsonl return the whole list")
            pieces = await listing.streamed(self.pool, values, self.sessions)
            kind = _CSV if values["format"] == "csv" else _JSONL
            return StreamingResponse(pieces, media_type=kind, headers={"cache-control": "private, no-store"})
        values = {**values, "limit": _USUAL_LIMIT if values["limit"] is None else values["limit"]}
        if values["limit"] > self.settings.bounds.hits:
            most = self.settings.bounds.hits
            raise BadParameter(
                "limit", f"limit takes at most {most:,} in json; csv and jsonl return the whole list, and cursor goes through it"
            )
        lasts = not values["cursor"]
        return await self._respond(
            request, lambda archive: _answer_text(listing.search(archive, values, self.sessions)), "json", lasts=lasts
        )

    async def _respond(self, request: Request, answer: Any, form: str, *, lasts: bool) -> Response:
        """Respond with an answer and its ETag; respond with 304 if the client has this answer already."""
        held = request.headers.get("if-none-match", "")

        def job(archive: Archive) -> tuple[str | None, str | None]:
            mark = etag(archive) if lasts else None
            return (None if is_held(mark, held) else answer(archive)), mark

        text, mark = await self.pool.ask(job)
        headers = {**_REVALIDATE, **({"etag": mark} if mark else {})}
        if text is None:
            return Response(status_code=304, headers=headers)
        kind = {"json": "application/json", "csv": _CSV}[form]
        return Response(text, media_type=kind, headers=headers)

    async def _raw(self, request: Request) -> Response:
        values = asked(RAW, request)
        whole, raw = await self.pool.ask(lambda archive: raw_of(archive, values["id"], values["version"]))
        name = f'inline; filename="{whole}.txt"'
        return Response(raw_text(raw), media_type=_TEXT, headers={**_REVALIDATE, "content-disposition": name})

    async def _description(self, request: Request) -> Response:
        return JSONResponse(description(write=self.settings.write, token=self.settings.token is not None))

    def _post_handler(self, write: Write) -> Any:
        async def answer(request: Request) -> Response:
            values = await _read_body(request, write)
            found = _in_path(write.in_path, request)

            def job(archive: Archive) -> dict[str, Any]:
                if write.name == "undo":
                    done, name = undo(archive, self.sessions.undo(str(values["undo"])), self.sessions)
                else:
                    done, name = make(archive, write.make.__name__, found["id"], values, self.sessions)
                return {"v": 1, "id": done.article_id, "change": archive.store.last_change(), "undo": name}

            return JSONResponse(await self.pool.change(job))

        return answer


_SEARCH = next(one for one in ROUTES if one.name == "search")


def asked(route: Route, request: Request) -> Values:
    """Parse the parameters of a request by its route."""
    return {**read(route.parameters, request.query_params.multi_items()), **_in_path(route.in_path, request)}


def etag(archive: Archive) -> str | None:
    """The ETag for the state of the archive and all else that answers depend on; None while the index lags."""
    if archive.lag:
        return None
    saved = [(one.name, one.query, one.shown) for one in archive.store.saved()]
    state = (archive.store.last_change(), archive.store.vectors_state, saved, date.today().isoformat(), __version__)
    return f'W/"{blake2b(repr(state).encode(), digest_size=12).hexdigest()}"'


def is_held(mark: str | None, held: str) -> bool:
    """Whether `mark` is among the ETags that the client has (`held`, the header If-None-Match)."""
    return mark is not None and mark in [one.strip() for one in held.split(",")]


def raw_of(archive: Archive, article_id: str, version: int | None) -> tuple[str, RawDocument]:
    """The full id of an article, and its raw document."""
    whole = article_named(archive, article_id).id
    return whole, archive.raw(whole, version)


def raw_text(raw: RawDocument) -> str:
    """A raw document as text, with control characters escaped."""
    return shown_text(decode(raw.content)[0].replace("\r\n", "\n").replace("\r", "\n"))


def problem_response(problem: Problem) -> Response:
    """A problem document as a response."""
    return Response(to_json(problem.record), problem.status, media_type=MEDIA_TYPE, headers=problem.headers)


def _answer_text(answer: Answer) -> str:
    return to_json(answer) if isinstance(answer, dict) else "".join(answer)


def _in_path(table: tuple[Parameter, ...], request: Request) -> Values:
    return {one.name: one.read([request.path_params[one.name]]) for one in table}


async def _read_body(request: Request, write: Write) -> dict[str, Any]:
    """The JSON object of a request; WrongUse or BadParameter if it does not fit the change."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise WrongUse("send a change as JSON, with 'Content-Type: application/json'")
    try:
        found = json.loads(await request.body())
    except (ValueError, RecursionError) as error:
        raise WrongUse("the body of the request is not JSON") from error
    if not isinstance(found, Mapping):
        raise WrongUse("the body of the request is not a JSON object")
    for name in found:
        if name not in write.schema["properties"]:
            raise BadParameter(
                str(name)[:60], f"there is no {str(name)[:60]!r} here; there are {', '.join(write.schema['properties'])}"
            )
    for name in write.schema["required"]:
        if name not in found:
            raise BadParameter(name, f"{name} is missing")
    return dict(found)
