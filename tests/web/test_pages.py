"""The pages show what the library returns, and change data only with write access and by a valid form."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dateline.archive.archive import Archive
from dateline.archive.saved_searches import SavedSearches
from dateline.types.counts import Facet
from dateline.types.documents import RawDocument

if TYPE_CHECKING:
    from starlette.testclient import TestClient

TOKEN = "a-token-that-nobody-guesses"
TEMPLATES = Path(__file__).parents[2] / "src" / "dateline" / "web" / "templates"


def text(client: TestClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.text


def form_token(page: str) -> str:
    return re.findall(r'name="form" value="([0-9a-f]+)"', page)[0]


@pytest.mark.parametrize("query", ["harbour", "ferry OR storm", "the", "title:storm", "source:unknown"])
def test_a_page_counts_what_the_library_counts_and_lists_as_many(client: TestClient, archive: Archive, query: str) -> None:
    page = unescape(text(client, f"/search?q={query}"))
    articles, stories = archive.count(query), archive.count(query, unique=True)
    line = re.search(r'<h2 id="found">([^<]*)</h2>', page)
    assert line is not None
    assert [int(number) for number in re.findall(r"\d+", line[1])] == ([articles, stories] if stories < articles else [articles])
    assert page.count('<li class="hit">') == stories
    sources = page.partition('id="facet-source"')[2].partition("</section>")[0]
    assert sum(map(int, re.findall(r'class="count">(\d+)<', sources))) == articles


@pytest.mark.parametrize("unique", [False, True])
def test_several_facets_at_once_are_the_same_as_one_by_one(archive: Archive, unique: bool) -> None:
    fields: tuple[Facet, ...] = ("source", "author", "place", "tag", "kind", "lang", "year", "month")
    for query in ("*", "harbour", "date:unknown", "zebra"):
        for most in (1, 2, 20):
            found = archive.facets_of(query, fields, most, unique=unique)
            assert found == {name: archive.facets(query, name, most, unique=unique) for name in fields}


def test_each_page_of_a_list_continues_where_the_one_before_ended(client: TestClient, archive: Archive) -> None:
    archive.ingest(
        RawDocument(f"Tram {n}\n\nThe tram number {n} left the harbour at noon on Monday.".encode(), "text/plain", f"t{n}", f"t{n}")
        for n in range(23)
    )
    found: list[str] = []
    path = "/search?q=tram&sort=title&all_copies=1"
    while path:
        page = text(client, path)
        found += re.findall(r'<h3[^>]*><a href="/articles/(\w+)', page)
        after = re.search(r'<a rel="next" href="([^"]+)"', page)
        path = unescape(after[1]) if after else ""
    assert found == list(archive.ids("tram", "title"))


def test_an_empty_result_is_explained(client: TestClient) -> None:
    page = unescape(text(client, "/search?q=harbor+zebra"))
    assert "matches nothing here" in page


def test_a_cached_page_is_not_made_again_until_the_archive_changes(client: TestClient, archive: Archive) -> None:
    first = client.get("/search?q=harbour")
    headers = {"if-none-match": first.headers["etag"]}
    again = client.get("/search?q=harbour", headers=headers)
    assert (again.status_code, "content-security-policy" in again.headers) == (
        304,
        False,
    )  # another policy would replace the page's
    archive.note(archive.ids("harbour")[0], "read")
    assert client.get("/search?q=harbour", headers=headers).status_code == 200


def test_nothing_can_be_changed_without_write_access(serve, archive: Archive) -> None:
    client, one = serve(), archive.ids("bees")[0]
    page = text(client, f"/articles/{one}")
    assert 'method="post"' not in page
    assert client.post(f"/articles/{one}/note", data={"text": "x", "form": "0"}).status_code == 422
    assert client.post(f"/api/v1/articles/{one}/note", json={"text": "x"}).status_code == 403
    assert archive.get(one).note is None


def test_a_forged_form_or_the_form_of_another_visitor_changes_nothing(serve, archive: Archive) -> None:
    client, one = serve(write=True), archive.ids("bees")[0]
    word = form_token(text(client, f"/articles/{one}"))
    mine = client.cookies["dateline_visitor"]
    for cookie, sent in ((mine, "0" * 64), ("somebody", word), ("", word), (mine, "")):
        client.cookies.clear()
        client.cookies.set("dateline_visitor", cookie)
        assert client.post(f"/articles/{one}/note", data={"text": "x", "form": sent}).status_code == 422
    client.cookies.clear()
    client.cookies.set("dateline_visitor", mine)
    assert client.post(f"/articles/{one}/note", data={"text": "x", "form": word}).status_code == 303
    assert archive.get(one).note == "x"


def test_cookies_are_for_this_server_only_and_hidden_from_scripts(serve) -> None:
    client = serve(token=TOKEN, proxy="news.example")
    answer = client.post("/login", data={"token": TOKEN}, headers={"host": "news.example", "x-forwarded-proto": "https"})
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"].lower()
    assert TOKEN not in cookie
    for part in ("httponly", "samesite=strict", "secure", "path=/"):
        assert part in cookie


def test_one_login_with_the_token_gives_access_by_cookie(serve) -> None:
    client = serve(token=TOKEN)
    assert client.get("/search").status_code == 401
    assert 'name="token"' in client.get("/search").text
    assert client.get("/login", params={"token": TOKEN + "x"}).status_code == 401
    assert client.get("/login", params={"token": TOKEN}).headers["location"] == "/search"
    assert client.get("/search").status_code == 200
    assert client.get("/api/v1/count").status_code == 200


def test_a_saved_search_shows_what_is_new_since_the_last_visit(client: TestClient, archive: Archive) -> None:
    assert ">–</td>" in text(client, "/saved")
    text(client, "/saved/harbour")
    assert "Nothing new since your last visit" in text(client, "/saved/harbour")
    archive.ingest([RawDocument(b"Crane\n\nThe harbour has a new crane, the council said.", "text/plain", "n", "n")])
    assert re.search(r"<td>6</td><td>1</td>", text(client, "/saved"))
    assert "1 article new since your last visit" in text(client, "/saved/harbour")
    assert "Nothing new" in text(client, "/saved/harbour")
    feed = client.get("/saved/harbour.atom")
    assert feed.headers["content-type"].startswith("application/atom+xml")
    assert feed.text.count("<entry>") == 6
    assert client.get("/saved/nobody").status_code == 404


def test_a_saved_search_that_names_a_removed_one_does_not_break_the_list(client: TestClient, archive: Archive) -> None:
    SavedSearches(archive).save("both", "saved:harbour OR saved:storms")
    SavedSearches(archive).forget("storms")
    assert "uses a search that was deleted" in text(client, "/saved")
    counts = {one["name"]: one["articles"] for one in client.get("/api/v1/saved").json()["saved"]}
    assert counts == {"both": None, "harbour": 5}
    assert client.get("/saved/both").status_code == 400


@pytest.mark.parametrize("cookie", ["zz", "7b7d", "5b5d", "7b2261223a2278227d", "6e756c6c", "f" * 4001])
def test_a_tampered_cookie_is_ignored(client: TestClient, cookie: str) -> None:
    client.cookies.set("dateline_visits", cookie)
    assert ">–</td>" in text(client, "/saved")


def test_no_page_reveals_a_folder_of_the_server(client: TestClient, archive: Archive) -> None:
    paths = ["/search?q=the", "/sources", "/saved", "/articles/none", "/nowhere", "/search?q=%22x"]
    for one in archive.ids("*"):
        paths += [f"/articles/{one}{part}" for part in ("", "/evidence", "/versions", "/copies", "/similar", "/raw")]
    for path in paths:
        page = client.get(path).text
        assert "/home/ana" not in page, path
        assert str(archive.folder) not in page, path


def test_no_template_has_unescaped_text_inline_styles_or_scripts() -> None:
    for path in TEMPLATES.glob("*.html"):
        template = path.read_text("utf-8")
        assert not re.search(r"\|\s*safe|autoescape|Markup|style=|\son\w+=|javascript:", template), path.name
        assert template.count("<script") == (path.name == "base.html"), path.name


def test_an_archive_that_replaces_the_served_one_is_served(client: TestClient, folder: Path, tmp_path: Path) -> None:
    with Archive.open(tmp_path / "other", create=True) as other:
        other.ingest([RawDocument(b"Only one\n\nThere is only one article in this archive.", "text/plain", "o", "o")])
    assert client.get("/api/v1/count").json()["articles"] == 9
    folder.rename(tmp_path / "old")
    (tmp_path / "other").rename(folder)
    assert client.get("/api/v1/count").json()["articles"] == 1
