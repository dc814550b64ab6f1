"""Long answers in pages. A cursor goes through the answer as it was for the first page, even if articles are ingested meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dateline.archive.archive import Archive
from dateline.render.json import Record
from dateline.web.listing import place_of
from dateline.web.parameters import Parameter, Values
from dateline.web.problems import BadParameter
from dateline.web.session_store import SessionStore

LONGEST = 2_000
"""The maximum number of rows of an answer; a narrower query gets the others."""

Answer = Callable[[Archive, Values, SessionStore], Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """How to cut an answer: a function for its number of rows, and one that cuts it to a range of rows."""

    length: Callable[[Record], int]
    cut: Callable[[Record, int, int], Record]


def rows(name: str) -> Rows:
    """The rows of the list with this name."""
    return Rows(lambda record: len(record[name]), lambda record, start, end: {**record, name: record[name][start:end]})


def page_parameters(default: int, most: int) -> tuple[Parameter, ...]:
    """The parameters of a tool with answers in pages."""
    return (
        Parameter("limit", "whole", "The maximum number", default, 1, most),
        Parameter("cursor", "text", "'next' of the last answer: the next page of that answer, as it was then", "", longest=80),
    )


def once(answer: Callable[[Archive, Values], Any]) -> Answer:
    """A complete answer, without pages."""
    return lambda archive, values, sessions: answer(archive, values)


def in_pages(answer: Callable[[Archive, Values], Record], how: Rows) -> Answer:
    """An answer in pages; the whole answer is kept if there is a next page."""
    kind = answer.__name__

    def page(archive: Archive, values: Values, sessions: SessionStore) -> Record:
        name, start = place_of(values["cursor"]) if values["cursor"] else ("", 0)
        record = _kept_record(sessions, name, kind) if name else answer(archive, values)
        end, length = start + values["limit"], how.length(record)
        if end < length and not name:
            name = sessions.keep_answer({"kind": kind, "record": record})
        return {**how.cut(record, start, end), "next": f"{name}.{end}" if end < length else None}

    return page


def _kept_record(sessions: SessionStore, name: str, kind: str) -> Record:
    kept = sessions.answer(name)
    if kept["kind"] != kind:
        raise BadParameter("cursor", "this cursor belongs to another answer; use 'next' of the last answer of this tool")
    record: Record = kept["record"]
    return record
