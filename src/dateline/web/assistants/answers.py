"""The answers of the tools: records of the API, cut to a page, with a citation of every article that they name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dateline.archive.archive import Archive
from dateline.render.article_record import archived_record, known_evidence_record
from dateline.render.json import Record
from dateline.render.story import ledger_record
from dateline.search.hits import Listing
from dateline.types.answers import Window
from dateline.web import answers, writes
from dateline.web.answers import article_named, notes_of
from dateline.web.assistants.citations import citation, citations, cite
from dateline.web.assistants.pages import LONGEST
from dateline.web.listing import place_of
from dateline.web.parameters import Values
from dateline.web.question import QueryParameters
from dateline.web.session_store import SessionStore

_ARTICLE_FIELDS = (
    "authors",
    "section",
    "place",
    "agency",
    "tags",
    "people",
    "places",
    "organisations",
    "language",
    "kind",
    "note",
    "version",
    "seen",
    "cluster",
)
_LINE_FIELDS = ("line", "label", "reason", "keep", "text")
_BY_PERIOD = ("counts", "of", "shares")


def search(archive: Archive, values: Values, sessions: SessionStore) -> Record:
    """The matching articles, one of each story unless `all_copies` is true."""
    listing, following = _list_page(archive, values, sessions)
    found = listing.found(archive.hits(listing), notes_of(archive, listing.notes))
    hits = [
        {**citation(hit.article_id, hit.url, hit.metadata), "copies": hit.copies, "snippet": hit.snippet.text} for hit in found.hits
    ]
    record = {"query": str(listing.query), "total": found.total, "stories": found.stories, "hits": hits}
    return {**record, "notes": list(found.notes), "next": following}


def newest(archive: Archive, limit: int, cursor: str, sessions: SessionStore) -> tuple[list[Record], str | None]:
    """The newest articles, and the cursor of the next page."""
    values = {"limit": limit, "cursor": cursor, "sort": "newest", "all_copies": True}
    listing, following = _list_page(archive, values, sessions)
    return [cite(one) for one in archive.read(one for one, _ in listing.ids)], following


def _list_page(archive: Archive, values: Values, sessions: SessionStore) -> tuple[Listing, str | None]:
    """A page of a list, and the cursor of the next page; the list is kept if there is a next page."""
    if values["cursor"]:
        name, start = place_of(values["cursor"])
        part = sessions.part(name, start, values["limit"])
        return part.listing, f"{name}.{part.end}" if part.end < part.length and part.listing.ids else None
    window = Window(LONGEST, 0, values["sort"])
    whole, end = (
        archive.listing(QueryParameters.of(values).query(archive), window, all_copies=values["all_copies"]),
        values["limit"],
    )
    following = f"{sessions.keep_list(whole)}.{end}" if end < len(whole.ids) else None
    return replace(whole, ids=whole.ids[:end]), following


def read(archive: Archive, values: Values) -> Record:
    """The lines of an article with their verdicts and reasons, from a position on, up to a number of characters."""
    found = article_named(archive, values["id"])
    record, metadata = archived_record(found), found.article.metadata
    ledger = [line for line in ledger_record(found)["lines"] if values["removed"] or line["keep"]]
    lines, following = _page(ledger, values["line"], values["start"], values["characters"])
    return {
        **cite(found),
        **{name: record[name] for name in _ARTICLE_FIELDS},
        "updated": known_evidence_record(metadata.updated),
        "removed_lines": len(found.article.removed),
        "lines": lines,
        "next": following,
    }


def _page(ledger: list[Record], line: int, start: int, room: int) -> tuple[list[Record], Record | None]:
    """Lines from `line` on (without its first `start` characters), up to `room` characters, and the position of the next page."""
    lines: list[Record] = []
    for one in ledger:
        if one["line"] < line:
            continue
        begin = start if one["line"] == line else 0
        text = one["text"][begin : begin + room]
        if not room or (lines and len(text) < len(one["text"]) - begin):
            return lines, {"line": one["line"], "start": 0}
        lines.append({**{name: one[name] for name in _LINE_FIELDS}, "text": text})
        room -= len(text)
        if begin + len(text) < len(one["text"]):
            return lines, {"line": one["line"], "start": begin + len(text)}
    return lines, None


def facets(archive: Archive, values: Values) -> Record:
    """The number of matching articles with each value of a field."""
    return _record(answers.facets, archive, {**values, "limit": LONGEST})


def trend(archive: Archive, values: Values) -> Record:
    """Several queries over time."""
    record = _record(answers.trend, archive, {**values, "share": False})
    return {**record, "all_periods": len(record["periods"])}


def cut_trend(record: Record, start: int, end: int) -> Record:
    """A trend cut to some of its periods."""
    series = [{**one, **{name: one[name][start:end] for name in _BY_PERIOD}} for one in record["series"]]
    return {**record, "periods": record["periods"][start:end], "series": series}


def context(archive: Archive, values: Values) -> Record:
    """Every match of a query, and the articles with these matches."""
    record = _record(answers.context, archive, {**values, "limit": LONGEST})
    lines = record["lines"]
    articles = citations(archive, (line["id"] for line in lines))
    return {"query": record["query"], "lines": lines, "articles": articles, "more": record["more"]}


def cut_context(record: Record, start: int, end: int) -> Record:
    """Some of the matches, with their articles."""
    lines = record["lines"][start:end]
    named = {line["id"] for line in lines}
    return {**record, "lines": lines, "articles": [one for one in record["articles"] if one["id"] in named]}


def similar(archive: Archive, values: Values) -> Record:
    """The articles most similar to one."""
    whole = article_named(archive, values["id"])
    found = archive.similar(whole.id, values["limit"], all_copies=values["all_copies"])
    results = [
        {
            **citation(one.hit.article_id, one.hit.url, one.hit.metadata),
            "likeness": round(one.hit.score, 4),
            "shared": list(one.shared),
        }
        for one in found
    ]
    return {**cite(whole), "similar": results}


def near(archive: Archive, values: Values) -> Record:
    """The articles most similar in meaning to a text."""
    record = _record(answers.near, archive, {"like": (), "words": None, "offset": 0, **values})
    articles = {one["id"]: one for one in citations(archive, (hit["id"] for hit in record["hits"]))}
    near = [
        {**articles[hit["id"]], "nearness": hit["score"], "passage": hit["snippet"]["text"]}
        for hit in record["hits"]
        if hit["id"] in articles
    ]
    return {"compared": record["compared"], "near": near, "notes": record["notes"]}


def copies(archive: Archive, values: Values) -> Record:
    """The copies of an article's story, the lead copy first."""
    whole = article_named(archive, values["id"])
    records = [{**cite(one), "similarity": round(copy.similarity, 4)} for copy, one in archive.copies(whole.id)]
    return {**cite(whole), "lead": records[0]["id"] if records else None, "copies": records}


def versions(archive: Archive, values: Values) -> Record:
    """The versions of an article."""
    record = _record(answers.versions, archive, values)
    return {**cite(article_named(archive, values["id"])), "versions": record["versions"]}


def sources(archive: Archive, values: Values) -> Record:
    """Every source, the one with most articles first."""
    return _record(answers.sources, archive, {**values, "format": "json"})


def tag(archive: Archive, values: Values) -> Record:
    """Add tags to an article and remove tags."""
    tags = {"put": list(values["put"]), "taken": list(values["taken"])}
    return _change_record(archive, writes.tags(archive, values["id"], tags))


def note(archive: Archive, values: Values) -> Record:
    """Write a note on an article."""
    return _change_record(archive, writes.note(archive, values["id"], {"text": values["text"]}))


def _change_record(archive: Archive, done: writes.Done) -> Record:
    found = article_named(archive, done.article_id)
    return {**cite(found), "done": done.message, "tags": list(found.article.metadata.tags), "note": found.note}


def _record(answer: Any, archive: Archive, values: Values) -> Record:
    found: Record = answer(archive, {"format": "json", **values})
    return found
