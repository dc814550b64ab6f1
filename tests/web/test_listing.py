"""Long lists are returned in parts that add up, and a list that is not ready yet is reported."""

from __future__ import annotations

import csv
import io
import json
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from dateline.archive.archive import Archive
from dateline.store.placement_types import Placement
from dateline.text import content_hash
from dateline.types.articles import CleanedArticle, Line, Metadata
from dateline.types.documents import RawDocument
from dateline.web.session_store import Gone, SessionStore

if TYPE_CHECKING:
    from starlette.testclient import TestClient

_NUMBER = 450
_SEEN = datetime(2024, 1, 1, tzinfo=UTC)


@pytest.fixture
def long(archive: Archive) -> Archive:
    """The archive with some hundred more short articles."""
    with archive.store.writing(), archive.store.batch():
        for number in range(_NUMBER):
            text = f"The tram number {number} left at noon."
            raw = RawDocument(text.encode(), "text/plain", f"t{number}", f"t{number}")
            lines = (Line(text, True, "body", "made"),)
            made = CleanedArticle(content_hash(raw.content), Metadata(title=f"Tram {number:03}", language="en"), lines, "made")
            archive.store.add(raw, made.raw_id, Placement("new"), made, _SEEN)
    assert archive.count("tram") == _NUMBER
    return archive


def test_a_stream_in_many_pieces_is_one_list_with_one_header(client: TestClient, long: Archive) -> None:
    expected = list(long.ids("tram", "title"))
    asked = {"q": "tram", "sort": "title", "all_copies": "1"}
    rows = list(csv.DictReader(io.StringIO(client.get("/api/v1/search", params={**asked, "format": "csv"}).text)))
    lines = client.get("/api/v1/search", params={**asked, "format": "jsonl", "fields": "id,title"}).text.splitlines()
    assert [row["id"] for row in rows] == expected
    assert [json.loads(line)["id"] for line in lines] == expected
    part = client.get("/api/v1/search", params={**asked, "format": "jsonl", "limit": 300, "offset": 100}).text.splitlines()
    assert [json.loads(line)["id"] for line in part] == expected[100:400]


def test_cursors_reach_the_end_of_a_long_list(client: TestClient, long: Archive) -> None:
    found, cursor = [], "*"
    while cursor:
        answer = client.get("/api/v1/search", params={"q": "tram", "limit": 200, "cursor": cursor, "all_copies": "1"}).json()
        found += [hit["id"] for hit in answer["hits"]]
        cursor = answer["next"]
    assert found == list(long.ids("tram", "relevance"))


def test_an_article_deleted_in_the_meantime_is_left_out(client: TestClient, long: Archive) -> None:
    asked = {"q": "tram", "sort": "title", "limit": 5}
    first = client.get("/api/v1/search", params={**asked, "cursor": "*"}).json()
    gone = long.ids("tram", "title")[6]
    long.delete([gone])
    second = client.get("/api/v1/search", params={"cursor": first["next"], "limit": 5}).json()
    assert gone not in [hit["id"] for hit in second["hits"]]
    assert len(second["hits"]) == 4
    assert second["next"] is not None


def test_only_the_newest_lists_are_kept(archive: Archive) -> None:
    sessions = SessionStore(2)
    try:
        names = [sessions.keep_list(archive.listing("harbour")) for _ in range(4)]
        assert sessions.part(names[-1], 0, 10).length == 3
        with pytest.raises(Gone):
            sessions.part(names[0], 0, 10)
        with pytest.raises(Gone):
            sessions.part("../../etc/passwd", 0, 10)
    finally:
        sessions.close()


def test_without_an_index_during_a_write_the_answer_says_to_try_again(serve, archive: Archive) -> None:
    with archive.writing():
        shutil.rmtree(archive.folder / "index")
        answer = serve().get("/api/v1/search?q=harbour")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert answer.json()["detail"] == "the search index is being built; try again in a moment"
        assert str(archive.folder) not in answer.text
