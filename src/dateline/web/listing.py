"""Lists of hits: a window, pages by cursors through the whole list, and streams of any length.

A cursor goes through the list as it was for the first page, even if articles are ingested meanwhile: no article comes twice, and
none that still exists is missed. The list is kept as ids; articles are read when they are sent.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from dateline.archive.archive import Archive
from dateline.query import Query
from dateline.render.fields import field_names
from dateline.render.json import Record, to_json
from dateline.render.results_record import listed_record, results_record
from dateline.render.table import CSV_FIELDS, csv_rows
from dateline.search.hits import Listing
from dateline.types.answers import Hit, Window
from dateline.web.answers import notes_of
from dateline.web.parameters import Values
from dateline.web.pool import ArchivePool
from dateline.web.problems import BadParameter
from dateline.web.question import QueryParameters
from dateline.web.redaction import public_hit
from dateline.web.session_store import Part, SessionStore

BEGIN = "*"
"""The cursor that begins a list."""
_CURSOR = re.compile(r"([A-Za-z0-9_-]{1,40})\.(\d{1,12})")
_PIECE_SIZE = 200

Write = Callable[[Iterator[Hit], int], str]


def search(archive: Archive, values: Values, sessions: SessionStore) -> Record:
    """A window of the matching articles, or the next page of a list by its cursor."""
    window, names = Window(values["limit"], values["offset"], values["sort"]), parse_fields(values)
    if not values["cursor"]:
        listing = archive.listing(_parse_query(archive, values), window, all_copies=values["all_copies"])
        return {**_record(archive, listing, window, names), "next": None}
    if values["offset"]:
        raise BadParameter("offset", "offset does not go with cursor, which has its own position")
    name, start = _start_list(archive, values, sessions) if values["cursor"] == BEGIN else place_of(values["cursor"])
    part = sessions.part(name, start, values["limit"])
    record = _record(archive, part.listing, replace(window, offset=start), names)
    ended = part.end >= part.length or not part.listing.ids
    return {**record, "next": None if ended else f"{name}.{part.end}"}


def read_hits(archive: Archive, listing: Listing) -> Iterator[Hit]:
    """Read the hits of a list, without private paths."""
    return map(public_hit, archive.hits(listing))


def parse_fields(values: Values) -> tuple[str, ...]:
    """The requested fields; empty for all fields."""
    return field_names(values["fields"]) if values["fields"] else ()


async def streamed(pool: ArchivePool, values: Values, sessions: SessionStore) -> AsyncIterator[str]:
    """All matching articles (at most `limit`), as rows of CSV or lines of JSON, read in pieces as the client receives them."""
    names = parse_fields(values)

    def begin(archive: Archive) -> str:
        window = Window(values["limit"], values["offset"], values["sort"])
        return sessions.keep_list(archive.listing(_parse_query(archive, values), window, all_copies=values["all_copies"]))

    name = await pool.ask(begin)
    return _pieces(pool, sessions, name, _writer(values["format"], names))


async def _pieces(pool: ArchivePool, sessions: SessionStore, name: str, write: Write) -> AsyncIterator[str]:
    try:
        start, length = 0, 1
        while start < length:
            part = sessions.part(name, start, _PIECE_SIZE)
            yield await pool.ask(partial(_write_piece, part=part, write=write))
            start, length = max(part.end, start + 1), part.length
    finally:
        sessions.drop_list(name)


def _write_piece(archive: Archive, part: Part, write: Write) -> str:
    return write(read_hits(archive, part.listing), part.start)


def _writer(form: str, names: Sequence[str]) -> Write:
    def write(hits: Iterator[Hit], start: int) -> str:
        if form == "csv":
            rows = csv_rows(hits, names or CSV_FIELDS)
            if start:
                next(rows)  # only the first piece has the header
            return "".join(rows)
        return "".join(to_json(listed_record(hit, names)) + "\n" for hit in hits)

    return write


def _parse_query(archive: Archive, values: Values) -> Query:
    return QueryParameters.of(values).query(archive)


def _start_list(archive: Archive, values: Values, sessions: SessionStore) -> tuple[str, int]:
    whole = Window(None, 0, values["sort"])
    return sessions.keep_list(archive.listing(_parse_query(archive, values), whole, all_copies=values["all_copies"])), 0


def place_of(cursor: str) -> tuple[str, int]:
    """The name of the kept list and the position in it that a cursor means."""
    found = _CURSOR.fullmatch(cursor)
    if found is None:
        raise BadParameter("cursor", f"a cursor is {BEGIN} at first, then the value of 'next' in the last answer")
    return found[1], int(found[2])


def _record(archive: Archive, listing: Listing, window: Window, names: Sequence[str]) -> Record:
    return results_record(listing.found(read_hits(archive, listing), notes_of(archive, listing.notes)), window, names)
