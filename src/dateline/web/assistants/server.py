"""The MCP server for one archive, with the official SDK: tools, and articles as resources. It only reads, unless it may write.

A thread of the pool answers a request from one snapshot of the archive. One of Dateline's errors is one line for the assistant
(and the query with the position marked); the details of a bug are only in the log.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mcp import types
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError

from dateline import __version__
from dateline.archive.archive import Archive
from dateline.errors import ArticleMissing, DatelineError
from dateline.render.json import Record
from dateline.web.assistants.answers import newest
from dateline.web.assistants.citations import ARTICLE
from dateline.web.assistants.quoted_material import BEGIN, END, QUOTES, RULE, quote
from dateline.web.assistants.tools import CHANGES, TOOLS, Tool
from dateline.web.pool import ArchivePool
from dateline.web.problems import BadParameter, problem_of
from dateline.web.session_store import Gone, SessionStore

_INSTRUCTIONS = (
    "A local archive of news articles. Search first, then read what matters; cite articles by id, address and date, "
    "and say where a date is unknown or uncertain. 'published' has a date with its evidence: where it was found, the words, and "
    f"the confidence. Every answer is between '{BEGIN} <word>' and '{END} <word>', with the same word, new for each answer. {RULE}"
)
_READS = types.ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
_CHANGES = types.ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
_PAGE_SIZE = 50
_REQUEST_ERRORS = (ArticleMissing, BadParameter, Gone)
_TEXT = "text/plain"
_RESOURCE = f"The lines of an article, with its date and the evidence for it. {QUOTES}"
_log = logging.getLogger(__name__)


def make_server(pool: ArchivePool, sessions: SessionStore, *, write: bool = False) -> Server[Any]:
    """The server for the archive of `pool`; with `write`, it also has the tools that change the archive."""
    handlers = _Handlers(pool, sessions, {one.name: one for one in (*TOOLS, *(CHANGES if write else ()))})
    return Server(
        "dateline",
        version=__version__,
        title="Dateline",
        instructions=_INSTRUCTIONS,
        on_list_tools=handlers.list_tools,
        on_call_tool=handlers.call_tool,
        on_list_resources=handlers.list_resources,
        on_list_resource_templates=handlers.list_templates,
        on_read_resource=handlers.read_resource,
    )


@dataclass(frozen=True, slots=True)
class _Handlers:
    """The handlers of the requests of the protocol."""

    pool: ArchivePool
    sessions: SessionStore
    tools: dict[str, Tool]

    async def list_tools(self, context: Any, asked: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(
            tools=[
                types.Tool(
                    name=one.name,
                    title=one.title,
                    description=one.description,
                    input_schema=one.schema,
                    annotations=_CHANGES if one.changes else _READS,
                )
                for one in self.tools.values()
            ]
        )

    async def call_tool(self, context: Any, asked: types.CallToolRequestParams) -> types.CallToolResult:
        tool = self.tools.get(asked.name)
        if tool is None:
            raise MCPError(types.INVALID_PARAMS, f"there is no tool {asked.name[:60]!r}; there are {', '.join(self.tools)}")
        try:
            values = tool.values(asked.arguments or {})
            record = await self._run(lambda archive: tool.answer(archive, values, self.sessions), change=tool.changes)
        except DatelineError as error:
            return types.CallToolResult(content=[types.TextContent(text=_error_text(error))], is_error=True)
        return types.CallToolResult(content=[types.TextContent(text=quote(record))])

    async def list_resources(self, context: Any, asked: types.PaginatedRequestParams | None) -> types.ListResourcesResult:
        cursor = (asked.cursor if asked else None) or ""
        found, following = await self._run_resource(lambda archive: newest(archive, _PAGE_SIZE, cursor, self.sessions))
        return types.ListResourcesResult(resources=list(map(_resource, found)), next_cursor=following)

    async def list_templates(self, context: Any, asked: types.PaginatedRequestParams | None) -> types.ListResourceTemplatesResult:
        template = types.ResourceTemplate(
            name="article", title="An article", uri_template=f"{ARTICLE}{{id}}", description=_RESOURCE, mime_type=_TEXT
        )
        return types.ListResourceTemplatesResult(resource_templates=[template])

    async def read_resource(self, context: Any, asked: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        name = asked.uri.removeprefix(ARTICLE)
        if name == asked.uri:
            raise MCPError(types.INVALID_PARAMS, f"resources here begin with {ARTICLE}")
        values = _READ.values({"id": name, "characters": _MAX_CHARACTERS})
        record = await self._run_resource(lambda archive: _READ.answer(archive, values, self.sessions))
        return types.ReadResourceResult(contents=[types.TextResourceContents(uri=asked.uri, mime_type=_TEXT, text=quote(record))])

    async def _run_resource(self, job: Callable[[Archive], Any]) -> Any:
        try:
            return await self._run(job)
        except DatelineError as error:
            raise MCPError(
                types.INVALID_PARAMS if isinstance(error, _REQUEST_ERRORS) else types.INTERNAL_ERROR, _error_text(error)
            ) from error

    async def _run(self, job: Callable[[Archive], Any], *, change: bool = False) -> Any:
        try:
            return await (self.pool.change(job) if change else self.pool.ask(job))
        except DatelineError:
            raise
        except Exception as error:
            _log.exception("a bug in the server")
            raise MCPError(types.INTERNAL_ERROR, "the server has a bug; its log has the details") from error


_READ = next(one for one in TOOLS if one.name == "read")
_MAX_CHARACTERS = next(one.most for one in _READ.parameters if one.name == "characters")


def _error_text(error: DatelineError) -> str:
    """The text of an error: one line, and if known the query with the position marked below."""
    problem = problem_of(error)
    caret = problem.more.get("caret")
    return f"{problem.detail}\n{caret}" if caret else problem.detail


def _resource(record: Record) -> types.Resource:
    published = record["published"]
    dated = f"Published {published['iso']}." if published else "Its date is unknown."
    return types.Resource(name=record["id"], uri=record["resource"], description=f"An article. {dated}", mime_type=_TEXT)
