"""What the tools answer: the records of the API, cut to a page, with a citation of every article that they name."""

from __future__ import annotations

from typing import Any

from dateline.archive import Archive
from dateline.assistants.citing import citation, citations, cited
from dateline.present.record import Record, archived_record, known_evidence_record
from dateline.present.story import ledger_record
from dateline.types.answers import Window
from dateline.web import answers, writes
from dateline.web.answers import article_named, notes_of
from dateline.web.parameters import Values
from dateline.web.question import Question

_OF_ARTICLE = ("authors", "section", "place", "agency", "tags", "language", "kind", "note", "version", "seen", "cluster")
_OF_LINE = ("line", "label", "reason", "keep", "text")
_BY_PERIOD = ("counts", "of", "shares")


def search(archive: Archive, values: Values) -> Record:
    """The articles that match, one of each story unless told otherwise."""
    window = Window(values["limit"], values["offset"], values["sort"])
    listing = archive.listing(Question.of(values).query(archive), window, all_copies=values["all_copies"])
    found = listing.found(archive.hits(listing), notes_of(archive, listing.notes))
    hits = [
        {**citation(hit.article_id, hit.url, hit.metadata), "copies": hit.copies, "snippet": hit.snippet.text} for hit in found.hits
    ]
    told = {"query": str(listing.query), "total": found.total, "stories": found.stories, "hits": hits}
    return {**told, "notes": list(found.notes), **_next(values, found.listed)}


def read(archive: Archive, values: Values) -> Record:
    """An article by its lines, each with who decided that it stays or goes, from a place on and up to a number of characters."""
    found = article_named(archive, values["id"])
    record, metadata = archived_record(found), found.article.metadata
    ledger = [line for line in ledger_record(found)["lines"] if values["removed"] or line["keep"]]
    lines, following = _page(ledger, values["line"], values["start"], values["characters"])
    return {
        **cited(found),
        **{name: record[name] for name in _OF_ARTICLE},
        "updated": known_evidence_record(metadata.updated),
        "removed_lines": len(found.article.removed),
        "lines": lines,
        "next": following,
    }


def _page(ledger: list[Record], line: int, start: int, room: int) -> tuple[list[Record], Record | None]:
    """Lines from that one on (its first `start` characters left out), and where to go on where there are more."""
    told: list[Record] = []
    for one in ledger:
        if one["line"] < line:
            continue
        begin = start if one["line"] == line else 0
        text = one["text"][begin : begin + room]
        if not room or (told and len(text) < len(one["text"]) - begin):
            return told, {"line": one["line"], "start": 0}
        told.append({**{name: one[name] for name in _OF_LINE}, "text": text})
        room -= len(text)
        if begin + len(text) < len(one["text"]):
            return told, {"line": one["line"], "start": begin + len(text)}
    return told, None


def facets(archive: Archive, values: Values) -> Record:
    """How many of the articles that match have each value of a field."""
    return _paged(_record(answers.facets, archive, {**values, "limit": values["offset"] + values["limit"]}), "counts", values)


def trend(archive: Archive, values: Values) -> Record:
    """Some queries over time, a page of periods at a time."""
    record = _record(answers.trend, archive, {**values, "share": False})
    first, last = values["offset"], values["offset"] + values["limit"]
    series = [{**one, **{name: one[name][first:last] for name in _BY_PERIOD}} for one in record["series"]]
    length = len(record["periods"])
    return {**record, "periods": record["periods"][first:last], "series": series, "all_periods": length, **_next(values, length)}


def context(archive: Archive, values: Values) -> Record:
    """Every place where a query hits, and the articles that these are in."""
    upto = values["offset"] + values["limit"]
    record = _record(answers.context, archive, {**values, "limit": upto})
    lines = record["lines"][values["offset"] :]
    told = {"query": record["query"], "lines": lines, "articles": citations(archive, (line["id"] for line in lines))}
    return {**told, "next_offset": upto if record["more"] else None}


def similar(archive: Archive, values: Values) -> Record:
    """The articles most like one."""
    whole = article_named(archive, values["id"])
    found = archive.similar(whole.id, values["limit"], all_copies=values["all_copies"])
    told = [
        {
            **citation(one.hit.article_id, one.hit.url, one.hit.metadata),
            "likeness": round(one.hit.score, 4),
            "shared": list(one.shared),
        }
        for one in found
    ]
    return {**cited(whole), "similar": told}


def copies(archive: Archive, values: Values) -> Record:
    """The copies of an article's story, the lead copy first."""
    whole = article_named(archive, values["id"])
    told = [{**cited(one), "similarity": round(copy.similarity, 4)} for copy, one in archive.copies(whole.id)]
    return _paged({**cited(whole), "lead": told[0]["id"] if told else None, "copies": told}, "copies", values)


def versions(archive: Archive, values: Values) -> Record:
    """The versions of an article, and what changed last."""
    record = _record(answers.versions, archive, values)
    return _paged({**cited(article_named(archive, values["id"])), "versions": record["versions"]}, "versions", values)


def sources(archive: Archive, values: Values) -> Record:
    """Every source, that with most articles first."""
    return _paged(_record(answers.sources, archive, {**values, "format": "json"}), "sources", values)


def tag(archive: Archive, values: Values) -> Record:
    """Tags put on an article and taken off."""
    told = {"put": list(values["put"]), "taken": list(values["taken"])}
    return _done(archive, writes.tags(archive, values["id"], told))


def note(archive: Archive, values: Values) -> Record:
    """A note written on an article."""
    return _done(archive, writes.note(archive, values["id"], {"text": values["text"]}))


def _done(archive: Archive, done: writes.Done) -> Record:
    found = article_named(archive, done.article_id)
    return {**cited(found), "done": done.said, "tags": list(found.article.metadata.tags), "note": found.note}


def _record(answer: Any, archive: Archive, values: Values) -> Record:
    found: Record = answer(archive, {"format": "json", **values})
    return found


def _paged(record: Record, name: str, values: Values) -> Record:
    """A record with only a page of one of its lists."""
    rows = record[name]
    shown = rows[values["offset"] : values["offset"] + values["limit"]]
    left = record.get("other", 0) if len(rows) == values["offset"] + values["limit"] else 0
    return {**record, name: shown, **_next(values, len(rows) + bool(left))}


def _next(values: Values, length: int) -> Record:
    upto = values["offset"] + values["limit"]
    return {"next_offset": upto if values["limit"] and upto < length else None}
