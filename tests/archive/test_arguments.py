"""The Python API accepts convenient arguments, and its errors name what it accepts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dateline import Archive, DatelineError, Window, WrongUse
from dateline.archive.saved_searches import SavedSearches
from dateline.types.documents import RawDocument

TEXTS = {
    "ferry.txt": "The ferry left the harbour at noon on Monday, and nobody who stood at the pier knew when it would be back.",
    "storm.txt": "A storm tore the roof off the market hall on Saturday night and threw it into the harbour, they said.",
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive.open(tmp_path_factory.mktemp("archive"), create=True) as archive:
        archive.ingest(
            RawDocument(text.encode(), "text/plain", name, None, f"https://gazette.example/{name}") for name, text in TEXTS.items()
        )
        yield archive


def test_every_method_accepts_a_query_as_text(archive: Archive) -> None:
    (ferry,) = archive.ids("ferry")
    assert archive.search("harbour").total == archive.count("harbour") == 2
    assert [hit.article_id for hit in archive.stream("ferry").hits] == [ferry]
    assert archive.facets("ferry", "domain").counts == (("gazette.example", 1),)
    assert [series.total for series in archive.trend("harbour", "year").series] == [2]
    assert [series.total for series in archive.trend(["harbour", "ferry"], "year").series] == [2, 1]
    assert [line.match for line in archive.context("ferry")] == ["ferry"]
    assert [one.id for one in archive.articles("ferry")] == [one.found.id for one in archive.records("ferry")] == [ferry]
    assert archive.terms("ferry").total == 1
    SavedSearches(archive).save("boats", "ferry OR boat")
    assert archive.ids("saved:boats") == (ferry,)


def test_an_article_can_be_given_by_address_and_one_value_in_place_of_a_list(archive: Archive) -> None:
    (ferry,) = archive.ids("ferry")
    address = "https://www.gazette.example/ferry.txt?utm_source=feed"
    assert archive.get(address).id == archive.find("ferry.txt") == ferry
    assert archive.get(archive.search("ferry").hits[0]).id == ferry  # type: ignore[arg-type]  # a hit names its article
    assert archive.tag(address, "sea ice") == (ferry,)
    assert archive.get(ferry).article.metadata.tags == ("sea ice",)
    assert archive.edit(ferry, {"authors": ["Ann Lee", "Bo Dahl"]}).article.metadata.authors == ("Ann Lee", "Bo Dahl")
    assert archive.edit_all(archive.ids("harbour"), {"source": "Gazette"}, keep=False) == archive.ids("harbour")
    assert archive.drop(ferry, 1).article.body == ""
    assert archive.restore(ferry, [1]).article.body


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda archive: archive.search(7), "a query must be a text such as"),
        (lambda archive: archive.count(None), "not None"),
        (lambda archive: archive.search("ferry", 10), "a window must be like Window(limit=10"),
        (lambda archive: archive.search("ferry", Window(sort="date")), "sort must be one of relevance, recent"),
        (lambda archive: archive.search("ferry", Window(limit=-1)), "limit must be a whole number of 0 or more"),
        (lambda archive: archive.facets("ferry", "colour"), "must be one of source, author"),
        (lambda archive: archive.trend("ferry", "decade"), "must be one of day, week, month, year"),
        (lambda archive: archive.trend(7, "year"), "queries must be one or more"),
        (lambda archive: archive.terms("ferry", 0), "most must be a whole number of 1 or more"),
        (lambda archive: archive.context("ferry", order="random"), "the order of context must be"),
        (lambda archive: archive.get(7), "named by its id, its address or its path"),
        (lambda archive: archive.tag(["x"], 7), "tags must be one or more texts"),
        (lambda archive: archive.edit("ferry.txt", "source"), "changes must be fields"),
        (lambda archive: archive.edit("ferry.txt", {"source": 7}), "values of source must be"),
        (lambda archive: archive.restore("ferry.txt", "1"), "lines must be one or more whole numbers"),
        (lambda archive: archive.ingest("articles/"), "open_documents(['articles/'])"),
    ],
)
def test_an_invalid_argument_is_a_one_line_error_that_names_what_is_accepted(
    archive: Archive, call: Callable[[Any], object], message: str
) -> None:
    with pytest.raises(WrongUse) as caught:
        call(archive)
    assert message in str(caught.value)
    assert isinstance(caught.value, TypeError)
    assert "\n" not in str(caught.value)


def test_a_refused_call_leaves_the_archive_unchanged(archive: Archive) -> None:
    before = archive.count("*")
    with pytest.raises(DatelineError):
        archive.delete(["ferry.txt", "nothing.txt"])
    assert archive.count("*") == before
    assert len(archive.delete("storm.txt")) == 1
    assert archive.count("*") == before - 1
