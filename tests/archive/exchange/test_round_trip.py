"""An archive that is exported as JSONL and imported is the same, whatever was done to it before."""

from __future__ import annotations

import io
import json
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dateline.archive.archive import Archive
from dateline.archive.exchange import read_records, write_export
from dateline.text import content_hash
from dateline.types.answers import Window
from dateline.types.articles import ArchivedArticle
from dateline.types.documents import Failure, RawDocument
from dateline.types.history import ArticleRecord
from made_articles import STORM

FERRY = """Ferry terminal to close after ninety years

By Marit Solheim
Published: 14 July 2016

Share
PORT ELLIN — The old ferry terminal will close in May, the harbour council said on Tuesday, after ninety years of service.

Nobody has lost a job so far, according to the council, and the building will become a market hall for the whole town.
Subscribe to our newsletter
"""
TEXTS = (
    FERRY,
    STORM,
    FERRY.replace("May", "June"),
    STORM + "The mayor visited the hall on Sunday.\n",
    "Bare line \U0001f4f0 \x00 end",
)
NAMES = (None, "https://harbourpost.example/ferry", "https://valleywire.example/storm", "file:/texts/a.txt", "file:/texts/b.txt")


def document(text: str, name: str | None, origin: str, hints: dict[str, str]) -> RawDocument:
    url = name if name and name.startswith("https:") else None
    return RawDocument(text.encode(), "text/plain", origin, name, url, datetime(2024, 5, 3, tzinfo=UTC) if url else None, hints)


documents = st.builds(
    document,
    st.sampled_from(TEXTS),
    st.sampled_from(NAMES),
    st.sampled_from(["a.txt", "dump.jsonl:1", "odd\udcffname.txt"]),
    st.sampled_from([{}, {"source": "Harbour Post", "authors": "Ana Ruiz\nIvo Brandt"}]),
)
edits = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["Another title", ""]),
        "published": st.sampled_from(["2016-07", "2016-07-14T10:42+02:00", ""]),
        "authors": st.sampled_from(["Ana Ruiz\nIvo Brandt", ""]),
    },
)
annotations = st.tuples(
    st.integers(0, 9), st.sampled_from(["coast", "Draft"]), st.booleans(), st.sampled_from(["", "To be checked with the council."])
)
actions = st.lists(
    st.one_of(documents, st.tuples(st.integers(0, 9), edits), annotations, st.integers(0, 9)), min_size=1, max_size=10
)


def apply_action(archive: Archive, action: Any) -> None:
    """Ingest a document, set a field, add a tag and a note, or restore a line."""
    if isinstance(action, RawDocument):
        archive.ingest([action])
        return
    ids = list(archive.store.article_ids())
    if not ids:
        return
    if isinstance(action, tuple) and len(action) == 4:
        article_id, (_, tag, put, text) = ids[action[0] % len(ids)], action
        archive.tag([article_id], (tag,) if put else (), () if put else (tag,))
        archive.note(article_id, text)
    elif isinstance(action, tuple):
        archive.edit(ids[action[0] % len(ids)], action[1])
    else:
        archive.restore(ids[action % len(ids)], [1])


def exported(archive: Archive) -> bytes:
    stream = io.BytesIO()
    write_export(archive, "jsonl", stream)
    return stream.getvalue()


def import_into(folder: Path, content: bytes) -> Archive:
    archive = Archive.open(folder, create=True)
    archive.import_records(read_records(io.BytesIO(content), "export.jsonl"))
    return archive


def without_change(found: ArchivedArticle) -> ArchivedArticle:
    return replace(found, change=0)


@given(actions, actions)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_an_imported_archive_is_the_same_and_later_changes_have_the_same_effect(before: list[Any], after: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as name, Archive.open(Path(name, "one"), create=True) as one:
        for action in before:
            apply_action(one, action)
        with import_into(Path(name, "two"), exported(one)) as two:
            assert two.verify() == ()
            assert list(two.store.article_ids()) == list(one.store.article_ids())
            for article_id in one.store.article_ids():
                assert without_change(two.get(article_id)) == without_change(one.get(article_id))
                assert two.versions(article_id) == one.versions(article_id)
                assert two.corrections(article_id) == one.corrections(article_id)
                assert two.store.overrides(article_id) == one.store.overrides(article_id)
                for version in one.versions(article_id):
                    raws = [store.raw_of(article_id, version.number) for store in (one.store, two.store)]
                    assert raws[0] == raws[1]
            assert exported(two) == exported(one)
            for action in after:
                if isinstance(action, RawDocument):
                    raw_id = content_hash(action.content)
                    assert two.store.locate(action, raw_id) == one.store.locate(action, raw_id)
                apply_action(one, action)
                apply_action(two, action)
            assert _untimed(exported(two)) == _untimed(exported(one))


def _untimed(content: bytes) -> list[Any]:
    """The records without the times of ingests, corrections and annotations."""
    records = [json.loads(line) for line in content.splitlines()]
    for record in records:
        del record["seen"]
        for part in (*record["sightings"], *record["corrections"], *record["own_tags"], record["note"] or {}):
            part.pop("seen", None)
            part.pop("at", None)
    return records


def test_a_second_import_of_the_same_archive_adds_nothing(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "one", create=True) as one:
        one.ingest([document(FERRY, NAMES[1], "a", {}), document(STORM, NAMES[2], "b", {})])
        content = exported(one)
    with import_into(tmp_path / "two", content) as two:
        summary = two.import_records(read_records(io.BytesIO(content), "export.jsonl"))
        assert (summary.read, summary.duplicate) == (2, 2)
        assert exported(two) == content


def test_an_interrupted_import_is_completed_by_the_next(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "one", create=True) as one:
        one.ingest([document(FERRY, NAMES[1], "a", {}), document(STORM, NAMES[2], "b", {})])
        content = exported(one)
    with import_into(tmp_path / "two", content.splitlines(keepends=True)[0]) as two:
        summary = two.import_records(read_records(io.BytesIO(content), "export.jsonl"))
        assert (summary.new, summary.duplicate) == (1, 1)
        assert exported(two) == content


def test_an_import_adds_to_the_existing_articles_and_changes_none(tmp_path: Path) -> None:
    """The numbers of the sightings are in use already, so the imported sightings get new ones, in the same order."""
    with Archive.open(tmp_path / "one", create=True) as one, Archive.open(tmp_path / "two", create=True) as two:
        one.ingest([document(FERRY, NAMES[1], "a", {}), document(TEXTS[2], NAMES[1], "b", {})])
        two.ingest([document(STORM, NAMES[2], "c", {})])
        before = exported(two)
        assert two.import_records(one.records()).new == 1
        assert two.verify() == ()
        assert before in exported(two)
        (article_id,) = one.store.article_ids()
        assert [version.origin for version in two.versions(article_id)] == ["a", "b"]


def test_a_different_history_under_the_same_id_is_a_failure(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "one", create=True) as one, Archive.open(tmp_path / "two", create=True) as two:
        one.ingest([document(FERRY, NAMES[1], "a", {})])
        two.ingest([document(STORM, NAMES[1], "c", {})])
        summary = two.import_records(one.records())
        assert summary.failed == 1
        assert "already with other versions" in summary.failures[0].reason
        assert two.stats().versions == 1


def test_imported_articles_are_found_by_a_search(tmp_path: Path) -> None:
    from dateline.query import parse_query

    with Archive.open(tmp_path / "one", create=True) as one, Archive.open(tmp_path / "two", create=True) as two:
        one.ingest([document(FERRY, NAMES[1], "a", {}), document(STORM, NAMES[2], "b", {})])
        query = parse_query("roof", datetime(2026, 1, 1).date())
        two.import_records(one.records(query))
        results = two.search(query, Window())
        assert [hit.metadata.title for hit in results.hits] == ["Storm takes the roof off the market hall"]
        assert two.stats().articles == 1


def record_of_ferry() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name, Archive.open(name, create=True) as one:
        one.ingest([document(FERRY, NAMES[1], "a", {"source": "Harbour Post"})])
        one.restore(next(one.store.article_ids()), [1])
        one.edit(next(one.store.article_ids()), {"title": "Another title"})
        record: dict[str, Any] = json.loads(exported(one))
        return record


RECORD = record_of_ferry()


def list_paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every path in a JSON tree."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [*([path] if path else []), *(found for key, item in inner for found in list_paths(item, (*path, key)))]


values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=True),
    st.text(max_size=5),
    st.just([]),
    st.just({}),
    st.lists(st.integers(), max_size=2),
    st.sampled_from(["0001-01-01T00:00:00+14:00", "../../x", "\ud800", "9" * 30]),
)


@given(st.sampled_from(list_paths(RECORD)), values)
@example(("published_evidence", "iso"), "9" * 30)
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_tampered_export_breaks_no_archive(path: tuple[Any, ...], value: Any) -> None:
    """Either the line is refused with a reason, or the archive that imports it stays sound."""
    record = json.loads(json.dumps(RECORD))
    inner = record
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    arrivals = list(read_records(io.BytesIO(json.dumps(record).encode()), "export.jsonl"))
    assert len(arrivals) == 1
    if isinstance(arrivals[0], Failure):
        assert arrivals[0].origin == "export.jsonl:1"
        return
    assert isinstance(arrivals[0], ArticleRecord)
    with tempfile.TemporaryDirectory() as name, Archive.open(name, create=True) as archive:
        assert archive.import_records(arrivals).new == 1
        assert archive.verify() == ()
        archive.reclean()
        assert archive.verify() == ()


def reason(line: bytes) -> str:
    (arrival,) = read_records(io.BytesIO(line), "export.jsonl")
    assert isinstance(arrival, Failure)
    return arrival.reason


def test_the_fault_of_a_line_is_reported() -> None:
    line = json.dumps(RECORD).encode()
    assert "cut off" in reason(line[:-50])
    assert "'dateline ingest'" in reason(b'{"text": "A story."}')
    assert "'dateline ingest'" in reason(b"[1]")
    assert "another Dateline" in reason(json.dumps(RECORD | {"v": 9}).encode())
    assert "field 'authors' should be a list of texts" in reason(json.dumps(RECORD | {"authors": "Ana"}).encode())
    assert "lacks the field 'kind'" in reason(json.dumps({name: RECORD[name] for name in RECORD if name != "kind"}).encode())
    assert "does not have the bytes" in reason(json.dumps(RECORD | {"raw": {RECORD["raw_id"]: "QUJD"}}).encode())
    assert "not an id" in reason(json.dumps(RECORD | {"id": "../../etc"}).encode())
