"""Counts, lists, exports, facets and trends agree after any sequence of ingests, edits, drops, restores and deletions."""

from __future__ import annotations

import io
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.archive.archive import Archive
from dateline.archive.exchange import write_export
from dateline.query import parse_query
from dateline.types.answers import Sort
from dateline.types.counts import Facet
from dateline.types.documents import RawDocument

LINES = (
    "The council of Port Ellin voted on Tuesday to close the old ferry terminal, which has run since 1929.",
    "A storm tore the roof off the market hall in Halden on Sunday night, and nobody was hurt, the brigade said.",
    "Subscribe to our newsletter",
    "The bridge over the sound will open in May 2018, a year late, the builders told reporters on Friday.",
)
NAMES = (None, "https://harbourpost.example/2017/05/03/a", "https://valleywire.example/b", "file:/texts/c.txt")
QUERIES = (
    "*",
    "ferry",
    "ferry OR storm",
    "-bridge",
    "in:removed newsletter",
    "version:all storm",
    "date:unknown",
    "source:harbour",
    "source:unknown",
    "-tag:*",
    "tag:sea",
    "url:harbourpost.example/2017",
    "domain:valleywire.example OR url:unknown",
    "origin:a.jsonl",
    "section:unknown agency:unknown",
    "older:*",
)
FACETS = get_args(Facet)
SORTS = get_args(Sort)


def document(lines: list[str], name: str | None, captured: int | None, source: str | None) -> RawDocument:
    url = name if name and name.startswith("https:") else None
    hints = {"source": source, "published": "2017-05-03"} if source else {}
    fetched = datetime(2019, 1, captured, tzinfo=UTC) if captured and url else None
    return RawDocument("\n\n".join(["A headline", *lines]).encode(), "text/plain", "a.jsonl:1", name, url, fetched, hints)


documents = st.builds(
    document,
    st.lists(st.sampled_from(LINES), min_size=1, max_size=4, unique=True),
    st.sampled_from(NAMES),
    st.sampled_from([None, 1, 2, 3]),
    st.sampled_from([None, "Harbour Post"]),
)
steps = st.one_of(
    documents,
    st.tuples(
        st.sampled_from(["delete", "drop", "restore", "undo", "edit", "edit all", "tag", "reclean"]),
        st.integers(0, 9),
        st.integers(0, 3),
    ),
)


def apply_step(archive: Archive, step: Any) -> None:
    if isinstance(step, RawDocument):
        archive.ingest([step])
        return
    what, which, line = step
    ids = list(archive.store.article_ids())
    if what == "reclean":
        assert archive.reclean()[0] == 0
    elif ids:
        article_id = ids[which % len(ids)]
        number = 1 + line % len(archive.get(article_id).article.lines)
        if what == "delete":
            archive.delete([article_id])
        elif what == "edit":
            archive.edit(article_id, {"source": "Valley Wire"})
        elif what == "edit all":
            archive.edit_all(ids, {"source": None if line else "Harbour Post", "section": "Sea"})
        elif what == "tag":
            archive.tag(ids[which % len(ids) :], ["sea"])
        elif what == "restore":
            archive.restore(article_id, [number])
        else:
            archive.drop(article_id, [number], undo=what == "undo")


@given(st.lists(steps, min_size=1, max_size=12))
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_counts_lists_exports_facets_and_trends_agree_after_any_changes(changes: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as name, Archive.open(Path(name), create=True) as archive:
        for step in changes:
            apply_step(archive, step)
        for at, text in enumerate(QUERIES):
            query = parse_query(text, date(2026, 11, 25))
            ids = archive.ids(query)
            stream = io.BytesIO()
            write_export(archive, "jsonl", stream, query)
            (series,) = archive.trend([query], "year").series
            tallies = [archive.facets(query, field) for field in FACETS]
            assert {sum(count for _, count in one.counts) + one.rest + one.unknown - one.repeats for one in tallies} == {len(ids)}
            assert sorted(archive.ids(query, SORTS[at % len(SORTS)])) == sorted(ids)
            sums = (archive.facets(query, "source").total, series.total, len(stream.getvalue().splitlines()))
            assert {archive.count(query), archive.search(query, all_copies=True).total, *sums} == {len(ids)}
        for field in ("source", "agency", "section", "domain", "author", "tag", "place"):
            assert archive.count(f"{field}:unknown") == archive.facets("*", field).unknown  # type: ignore[arg-type]
        assert archive.count(parse_query("*", date(2026, 11, 25))) == archive.store.size()
        assert archive.verify() == ()
