"""The contract of every index; tests that depend on files run on the embedded index only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from dateline.errors import QueryError
from dateline.query import MatchAll, parse_query
from dateline.search.index import Index
from dateline.search.tantivy import TantivyIndex
from dateline.types.answers import Sort, Window
from dateline.types.articles import Metadata
from dateline.types.history import Change
from made_articles import change, full_change
from made_indices import Fresh

ALL = Window(limit=None)
TODAY = date(2026, 11, 21)


def ids(index: Index, text: str, window: Window = ALL) -> list[int]:
    return [int(name[2:]) for name, _ in index.search(parse_query(text, TODAY), window).ids]


STORIES = [
    change(
        1, "The ferry sails at noon.", day="2016-07-14", title="Ferries and tides", source="Harbour Post", authors=("Ines Calder",)
    ),
    change(
        2,
        "Two ferries collided; nobody was hurt.",
        day="2016-07",
        source="Valley Wire",
        domain="wire.example",
        tags=("ferries", "law"),
    ),
    change(3, "Assad's café don't open. U.S. envoys wait.", day="2016-07-14T10:30:00+00:00", place="HALDEN", agency="AP"),
    change(4, "Die Fähren fahren nicht, sagte die Bürgermeisterin.", day="2017", language="de", source="Küstenbote"),
    change(5, "河口镇的老码头改建成图书馆。", day=None, language="zh", title="老码头"),
    change(6, "أعادت مدينة الميناء فتح سوق السمك.", day=None, language="ar"),
    change(7, "A ferry, a running ferryman and " + "x" * 300, day="2015-12-31", language=None),
]


@pytest.fixture(scope="module")
def stories(fresh: Fresh) -> Iterator[Index]:
    """An index of the stories that no test changes."""
    with fresh() as index:
        index.apply(STORIES)
        yield index


def test_a_caption_is_found_among_removed_lines_only_if_it_was_removed(fill: Callable[[Iterable[Change]], Index]) -> None:
    known, share = Metadata(language="en"), ("share", "Share the lantern")
    index = fill(
        [
            full_change(1, "The ferry sails.", known, removed=(("caption", "A red lantern at sea"), share)),
            full_change(2, "The bridge opens.", known, captions=("A red lantern at dawn",), removed=(share,)),
        ]
    )
    asked = (
        "caption:lantern",
        "removed:red",
        "removed:share",
        'removed:"lantern at"',
        "removed:lan*",
        "body:red",
        "removed:red NEAR/3 removed:sea",
    )
    assert [sorted(ids(index, text)) for text in asked] == [[1, 2], [1], [1, 2], [1], [1, 2], [2], [1]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("*", [1, 2, 3, 4, 5, 6, 7]),
        ("ferry", [1, 2, 7]),
        ("FERRIES", [1, 2]),
        ('"ferry"', [1, 7]),
        ('"ferry sails"', [1]),
        ('"sails ferry"', []),
        ("assad", [3]),
        ("cafe", [3]),
        ("don't", [3]),
        ("U.S.", [3]),
        ("fahren", [4]),
        ("fähre", [4]),
        ("buergermeisterin", [4]),
        ("bürgermeisterin", [4]),
        ("码头", [5]),
        ("图书", [5]),
        ("头码", []),
        ("الميناء", [6]),
        ("ferr*", [1, 2, 7]),
        ("x" * 190 + "*", [7]),
        ("title:tides", [1]),
        ("title:ferry", [1]),
        ("title:noon", []),
        ("source:harbour", [1]),
        ('source:"harbour post"', [1]),
        ("source:HARBOUR", [1]),
        ("source:kustenbote", [4]),
        ("source:wire.example", [2]),
        ('author:"ines calder"', [1]),
        ("author:calder", [1]),
        ("place:halden", [3]),
        ("agency:ap", [3]),
        ("tag:law", [2]),
        ('tag:"ferries law"', []),
        ("lang:de", [4]),
        ("lang:unknown", [7]),
        ("date:2016-07-14", [1, 3]),
        ("date:2016-07", [1, 2, 3]),
        ("date:2016", [1, 2, 3]),
        ("date:2015..2016", [1, 2, 3, 7]),
        ("date:2017-05", []),
        ("date:2017..", [4]),
        ("date:unknown", [5, 6]),
        ("-date:unknown -ferry", [3, 4]),
        ("NOT ferry", [3, 4, 5, 6]),
        ("ferry -sails", [2, 7]),
        ("sails OR collided", [1, 2]),
        ("(sails OR assad) date:2016-07-14", [1, 3]),
        ("-(ferry OR assad)", [4, 5, 6]),
        ("ferry OR -ferry", [1, 2, 3, 4, 5, 6, 7]),
    ],
)
def test_a_query_finds_the_expected_articles(stories: Index, text: str, found: list[int]) -> None:
    assert sorted(ids(stories, text)) == found
    assert stories.count(parse_query(text, TODAY)) == len(found)


def test_newest_and_oldest_put_unknown_dates_last(stories: Index) -> None:
    assert ids(stories, "*", Window(None, 0, "newest"))[:5] == [4, 3, 1, 2, 7]
    assert ids(stories, "*", Window(None, 0, "oldest"))[:5] == [7, 2, 1, 3, 4]
    assert set(ids(stories, "*", Window(None, 0, "newest"))[5:]) == {5, 6}


@pytest.mark.parametrize("sort", get_args(Sort))
def test_pages_are_disjoint_and_complete(fill: Callable[[Iterable[Change]], Index], sort: str) -> None:
    index = fill(change(number, "the same words", day="2016-07-14") for number in range(1, 24))
    pages = [ids(index, "words", Window(5, offset, sort)) for offset in range(0, 30, 5)]  # type: ignore[arg-type]
    shown = [name for page in pages for name in page]
    assert sorted(shown) == list(range(1, 24))
    assert shown == ids(index, "words", Window(None, 0, sort))  # type: ignore[arg-type]


def test_a_window_of_no_results_still_has_the_total(stories: Index) -> None:
    found = stories.search(parse_query("ferry", TODAY), Window(limit=0))
    assert (found.ids, found.total) == ((), 3)


def test_titles_weigh_more_than_bodies(fill: Callable[[Iterable[Change]], Index]) -> None:
    index = fill(
        [change(1, "The storm came late."), change(2, "It came late.", title="Storm"), change(3, "A storm of words came late.")]
    )
    assert ids(index, "storm")[0] == 2


def test_applying_changes_again_changes_nothing_and_the_newest_state_counts(fill: Callable[[Iterable[Change]], Index]) -> None:
    stories = fill(STORIES)
    stories.apply(STORIES)
    assert stories.count(MatchAll()) == 7
    changed = change(8, "No boats any more.").article
    stories.apply([Change(8, "id0001", changed), Change(9, "id0002", None)])
    assert sorted(ids(stories, "ferry")) == [7]
    assert ids(stories, "boats") == [1]
    assert stories.position == 9


def test_the_position_is_kept_when_the_index_is_opened_again(tmp_path: Path) -> None:
    first = TantivyIndex.open(tmp_path / "index")
    first.apply(STORIES)
    first.close()
    again = TantivyIndex.open(tmp_path / "index")
    assert (again.position, again.note, again.count(MatchAll())) == (7, None, 7)
    again.clear()
    assert (again.position, again.count(MatchAll())) == (0, 0)


@pytest.mark.parametrize("fault", ["meta.json", "manifest.json", "segments"])
def test_a_damaged_index_counts_as_empty_has_a_note_and_can_be_filled_again(tmp_path: Path, fault: str) -> None:
    first = TantivyIndex.open(tmp_path / "index")
    first.apply(STORIES)
    first.close()
    for path in filter(Path.is_file, (tmp_path / "index").rglob("*")):
        if path.name == fault or (fault == "segments" and path.suffix not in (".json", ".lock")):
            path.write_bytes(b"\0garbage")
    again = TantivyIndex.open(tmp_path / "index")
    assert (again.position, again.count(MatchAll())) == (0, 0)
    assert again.note
    assert "built again" in again.note
    again.apply(STORIES)
    assert again.count(MatchAll()) == 7
    again.close()


def test_a_reader_sees_what_another_committed(tmp_path: Path) -> None:
    embedded = TantivyIndex.open(tmp_path / "index")
    embedded.apply(STORIES)
    reader = TantivyIndex.open(tmp_path / "index")
    embedded.apply([change(8, "A late boat.")])
    assert reader.position == 8
    assert ids(reader, "boat") == [8]
    reader.close()
    embedded.close()


NASTY = [
    '"',
    "((",
    "a OR",
    "\\",
    "a\\",
    "/x/",
    "[a TO b]",
    "a^2",
    "a~2",
    "+a",
    "{",
    "a && b",
    "*:*",
    "id:*",
    "'; DROP",
    "\0",
    "\U0001f600",
    "«»",
]


@pytest.mark.parametrize("text", [*NASTY, "a" * 2000, "x " * 1000])
def test_an_error_of_the_engine_never_reaches_the_caller(stories: Index, text: str) -> None:
    with suppress(QueryError):
        stories.search(parse_query(text, TODAY), ALL)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("*".join("abcdefghij" * 30), "too complex"),
        ('"' + "sails " * 60 + '"', "'sails' occurs 60 times"),
        ("-".join(["sails"] * 60), "'sails' occurs 60 times"),
    ],
)
def test_a_query_that_would_take_too_long_is_refused_with_a_reason(stories: Index, text: str, reason: str) -> None:
    with pytest.raises(QueryError, match=reason):
        stories.search(parse_query(text, TODAY), ALL)


def test_words_that_are_their_own_stem_and_others_are_listed_together(stories: Index) -> None:
    listed = dict(stories.words("ferr", 10))
    assert {"ferry", "ferries"} <= set(listed)
    assert set(stories.words("ferr", 1)) <= set(listed.items())
