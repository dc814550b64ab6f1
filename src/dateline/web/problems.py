"""Errors as responses: a status, and for programs a problem document (RFC 9457). No message shows a path on the server."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from dateline.errors import (
    ArchiveError,
    ArchiveLocked,
    ArchiveReadOnly,
    ArticleMissing,
    DatelineError,
    IndexBehind,
    IndexFault,
    QueryError,
    WrongUse,
)
from dateline.text import shown_text
from dateline.web.pool import Busy, TookTooLong
from dateline.web.session_store import Gone

MEDIA_TYPE = "application/problem+json"
_URN = "urn:dateline:problem:"
_SOON = {"retry-after": "5"}


class BadParameter(DatelineError):
    """The parameter `name` of a request is wrong."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


class TooLarge(DatelineError):
    """A request is too large."""


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as a response."""

    status: int
    kind: str
    title: str
    detail: str
    more: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def record(self) -> dict[str, Any]:
        """The problem document."""
        return {"type": _URN + self.kind, "title": self.title, "status": self.status, "detail": self.detail, **self.more}


_LOCKED = "another process is writing to the archive; try again when it has ended"
_READ_ONLY = "this server may only read the archive"
_BEHIND = "the search index is being built; try again in a moment"
_FAULT = "the search index failed and is being repaired; try again in a moment"
_DAMAGED = "the archive cannot read this; 'dateline verify' on the server shows why"


def problem_of(error: DatelineError) -> Problem:
    """Return the problem for one of Dateline's errors."""
    text = shown_text(error.args[0] if error.args else str(error))
    match error:
        case QueryError():
            return Problem(400, "query", "The query cannot be understood", text, _place(error))
        case BadParameter():
            return Problem(400, "parameter", "A parameter is wrong", text, {"parameter": error.name})
        case WrongUse():
            return Problem(400, "parameter", "A parameter is wrong", text)
        case ArticleMissing():
            return Problem(404, "missing", "There is no such article", text)
        case Gone():
            return Problem(410, "gone", "This is not kept any more", text)
        case TooLarge():
            return Problem(413, "large", "The request is too large", text)
        case Busy():
            return Problem(503, "busy", "Too many requests", text, headers=_SOON)
        case TookTooLong():
            return Problem(503, "slow", "This took too long", text)
        case ArchiveLocked():
            return Problem(503, "locked", "The archive is being written to", _LOCKED, headers=_SOON)
        case ArchiveReadOnly():
            return Problem(403, "read-only", "The archive cannot be changed here", _READ_ONLY)
        case IndexBehind():
            return Problem(503, "index", "There is no search index yet", _BEHIND, headers=_SOON)
        case IndexFault():
            return Problem(503, "index", "The search index failed", _FAULT, headers=_SOON)
        case ArchiveError():
            return Problem(500, "archive", "The archive is damaged or gone", _DAMAGED)
    return Problem(422, "refused", "This cannot be done", text)


def _place(error: QueryError) -> dict[str, Any]:
    """The position of the error in the query, and the query with a mark under it; empty if there is no query."""
    if not error.query:
        return {}
    caret = "\n".join(line[2:] for line in str(error).split("\n")[-2:])
    return {
        "query": error.query,
        "start": error.start,
        "end": error.end,
        "caret": shown_text(caret),
    }
