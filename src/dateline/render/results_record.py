"""Results of a search as records, and an article's copies."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from dateline.render.article_record import cluster_record, metadata_record
from dateline.render.fields import field_record
from dateline.render.json import VERSION, Record, to_json
from dateline.types.answers import Found, Hit, Window
from dateline.types.articles import ArchivedArticle
from dateline.types.history import Copy


def hit_record(hit: Hit) -> Record:
    """One search result: the article without its text, with score and snippet."""
    return {
        "id": hit.article_id,
        "url": hit.url,
        **metadata_record(hit.metadata),
        "origin": hit.origin,
        "score": round(hit.score, 6),
        "copies": hit.copies,
        "cluster": cluster_record(hit.cluster),
        "snippet": {"text": hit.snippet.text, "spans": [list(span) for span in hit.snippet.spans]},
        **({} if hit.by == "words" else {"by": hit.by}),
    }


def results_json(found: Found, window: Window, names: Sequence[str] = ()) -> Iterator[str]:
    """An answer as the lines of one JSON document, written hit by hit; with `names`, only those fields of each hit."""
    head = _header(found, window)
    yield "{\n" + "".join(f"  {to_json(name)}: {to_json(value)},\n" for name, value in head.items()) + '  "hits": ['
    before = ""
    for hit in found.hits:
        record = listed_record(hit, names)
        if before:
            yield before
        before = textwrap.indent(to_json(record, indent=True), "    ") + ","
    if before:
        yield before.removesuffix(",")
    yield f'  ],\n  "notes": {to_json(list(found.notes))}\n}}'


def results_record(found: Found, window: Window, names: Sequence[str] = ()) -> Record:
    """An answer as one record, for few hits; with `names`, only those fields of each hit."""
    return {**_header(found, window), "hits": [listed_record(hit, names) for hit in found.hits], "notes": list(found.notes)}


def _header(found: Found, window: Window) -> Record:
    if found.by != "words":
        header = {"by": found.by, "compared": found.total, "collapsed": found.collapsed, "offset": window.offset}
        return {"v": VERSION, **header}
    return {
        "v": VERSION,
        "total": found.total,
        "stories": found.stories,
        "collapsed": found.collapsed,
        "offset": window.offset,
        "sort": window.sort,
    }


def listed_record(hit: Hit, names: Sequence[str]) -> Record:
    """A hit with these fields, or with all fields if `names` is empty."""
    return field_record(hit, names) if names else hit_record(hit)


def copies_record(article_id: str, copies: Sequence[tuple[Copy, ArchivedArticle]]) -> Record:
    """The copies of an article's story, the lead copy first."""
    return {
        "v": VERSION,
        "id": article_id,
        "lead": copies[0][0].article_id if copies else None,
        "copies": [
            {
                "id": copy.article_id,
                "url": found.url,
                "similarity": round(copy.similarity, 4),
                **metadata_record(found.article.metadata),
                "origin": found.origin,
                "seen": found.seen.isoformat(),
            }
            for copy, found in copies
        ],
    }
