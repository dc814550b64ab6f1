"""The OpenAPI 3.1 description of the API, written from the same tables that parse requests."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dateline import __version__
from dateline.web.parameters import Parameter
from dateline.web.problems import MEDIA_TYPE
from dateline.web.routes import PREFIX, RAW, ROUTES, Route
from dateline.web.shapes import SHAPES
from dateline.web.writes import WRITES, Write

_MEDIA = {"json": "application/json", "csv": "text/csv", "jsonl": "application/jsonl", "text": "text/plain"}
_TAG = {"name": "If-None-Match", "in": "header", "schema": {"type": "string"}, "description": "The ETag of an earlier answer"}
_ABOUT = (
    "One archive of news articles: search, counts, articles with their removed lines and the reasons. All counts and lists of one "
    "answer come from one snapshot of the archive. The ETag of an answer stays until the archive changes. If the server was "
    "started with a token, send it as 'Authorization: Bearer TOKEN'."
)


def description(*, write: bool, token: bool) -> dict[str, Any]:
    """The whole description; with `write`, it includes the changes."""
    paths: dict[str, Any] = {}
    for route in (*ROUTES, RAW):
        paths.setdefault(PREFIX + route.path, {})["get"] = _get_operation(route)
    for one in WRITES if write else ():
        paths.setdefault(PREFIX + one.path, {})["post"] = _post_operation(one)
    found: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "Dateline", "version": __version__, "description": _ABOUT},
        "paths": paths,
        "components": {"schemas": SHAPES},
    }
    if token:
        found["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        found["security"] = [{"token": []}]
    return found


def _get_operation(route: Route) -> dict[str, Any]:
    parameters = [*_parameters(route.in_path, "path"), *_parameters(route.parameters, "query"), *([_TAG] if route.lasts else [])]
    content = {_MEDIA[form]: {"schema": _shape(route.name) if form == "json" else {"type": "string"}} for form in route.forms}
    unchanged = {"304": {"description": "Unchanged since the answer with that ETag"}} if route.lasts else {}
    answered = {"description": route.about, "content": content}
    return {
        "operationId": route.name,
        "summary": route.about,
        "parameters": parameters,
        "responses": {"200": answered, **unchanged, **_problems("400", "404", "410", "422")},
    }


def _post_operation(write: Write) -> dict[str, Any]:
    return {
        "operationId": write.name,
        "summary": write.about,
        "parameters": list(_parameters(write.in_path, "path")),
        "requestBody": {"required": True, "content": {"application/json": {"schema": write.schema}}},
        "responses": {
            "200": {"description": "Done", "content": {"application/json": {"schema": _shape("changed")}}},
            **_problems("400", "403", "404", "410", "415", "422"),
        },
    }


def _problems(*statuses: str) -> dict[str, Any]:
    content = {MEDIA_TYPE: {"schema": _shape("problem")}}
    return {status: {"description": "What is wrong with the request", "content": content} for status in (*statuses, "503")}


def _parameters(table: Iterable[Parameter], place: str) -> Iterable[dict[str, Any]]:
    for one in table:
        described = {"name": one.name, "in": place, "description": one.about, "schema": one.schema}
        yield {**described, "required": True} if place == "path" else described


def _shape(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
