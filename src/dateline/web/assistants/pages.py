"""Long answers in pages. A cursor leads through an answer as it was at its first page, even if articles are ingested meanwhile."""

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
"""So many rows of an answer are kept for further pages; who wants more asks for less at a time."""

Answer = Callable[[Archive, Values, SessionStore], Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """How an answer is cut: how many rows it has, and the same answer with those from one place to another."""

    length: Callable[[Record], int]
    cut: Callable[[Record, int, int], Record]


def rows(name: str) -> Rows:
    """The rows of the list of that name."""
    return Rows(lambda record: len(record[name]), lambda record, start, end: {**record, name: record[name][start:end]})


def page_parameters(default: int, most: int) -> tuple[Parameter, ...]:
    """What a tool takes whose answers come in pages."""
    return (
        Parameter("limit", "whole", "So many at most", default, 1, most),
        Parameter("cursor", "text", "'next' of the last answer: the following page of that answer as it was then", "", longest=80),
    )


def once(answer: Callable[[Archive, Values], Any]) -> Answer:
    """An answer that comes as one."""
    return lambda archive, values, sessions: answer(archive, values)


def in_pages(answer: Callable[[Archive, Values], Record], how: Rows) -> Answer:
    """An answer that comes in pages; the whole of it is kept while more of it is to come."""
    kind = answer.__name__

    def page(archive: Archive, values: Values, sessions: SessionStore) -> Record:
        name, start = place_of(values["cursor"]) if values["cursor"] else ("", 0)
        record = _kept(sessions, name, kind) if name else answer(archive, values)
        end, length = start + values["limit"], how.length(record)
        if end < length and not name:
            name = sessions.keep_answer({"kind": kind, "record": record})
        return {**how.cut(record, start, end), "next": f"{name}.{end}" if end < length else None}

    return page


def _kept(sessions: SessionStore, name: str, kind: str) -> Record:
    kept = sessions.answer(name)
    if kept["kind"] != kind:
        raise BadParameter("cursor", "this cursor leads on through another answer; take 'next' of the one before")
    record: Record = kept["record"]
    return record
