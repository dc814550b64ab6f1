"""A person's overrides of lines: keep or drop, in one article or in all of a source, until they are undone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from dateline.archive.archive import Archive
from dateline.errors import CleaningError, DatelineError
from dateline.query import parse_query
from dateline.readers import open_documents

HOUSE = "The lantern on the quay is the sign of this paper."
STORIES = {
    "ferry": "The council voted nine to two on Monday to close the old ferry terminal, which has run since 1929.",
    "storm": "A storm tore the roof off the market hall on Sunday night, and the stalls will stay shut until May.",
}


def page(name: str, text: str, house: str = HOUSE) -> str:
    more = "Nobody was hurt, the harbour master said after the meeting in the town hall of Port Ellin on Tuesday."
    return f"""<html><head><title>{name.title()} and the harbour</title><meta property="og:site_name" content="Harbour Post"></head>
<body><article><h1>{name.title()} and the harbour</h1><p>{text}</p><p>{house}</p><p>{more}</p></article></body></html>"""


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, text in STORIES.items():
        (folder / f"{name}.html").write_text(page(name, text), "utf-8")
    with Archive.open(tmp_path / "archive", create=True) as archive:
        archive.ingest(open_documents([str(folder)]))
        yield archive


def ids(archive: Archive, query: str) -> list[str]:
    return list(archive.ids(parse_query(query, date(2026, 1, 1))))


def number(archive: Archive, article_id: str, text: str = HOUSE) -> int:
    return next(at for at, line in enumerate(archive.get(article_id).article.lines, 1) if line.text == text)


def test_a_dropped_line_stays_removed_and_is_found_with_in_removed(archive: Archive) -> None:
    (ferry,) = ids(archive, "ferry")
    found = archive.drop(ferry, [number(archive, ferry)])
    assert HOUSE not in found.article.body
    archive.reclean()
    assert ids(archive, "lantern in:removed") == [ferry]
    assert len(ids(archive, "lantern in:body")) == 1
    assert archive.get(ferry).article.lines[number(archive, ferry) - 1].reason == "person"
    assert archive.verify() == ()


def test_the_latest_override_of_a_line_wins_and_can_be_undone(archive: Archive) -> None:
    (ferry,) = ids(archive, "ferry")
    before, line = archive.get(ferry).article, number(archive, ferry)
    archive.drop(ferry, [line])
    assert HOUSE in archive.restore(ferry, [line]).article.body
    archive.drop(ferry, [line])
    assert archive.drop(ferry, [line], undo=True).article == before
    with pytest.raises(DatelineError, match="lines 1 to"):
        archive.drop(ferry, [99])


def test_a_new_version_lacks_the_dropped_line_too(archive: Archive, tmp_path: Path) -> None:
    (ferry,) = ids(archive, "ferry")
    archive.drop(ferry, [number(archive, ferry)])
    (tmp_path / "pages" / "ferry.html").write_text(page("ferry", STORIES["ferry"] + " The vote was close."), "utf-8")
    archive.ingest(open_documents([str(tmp_path / "pages")]))
    assert "The vote was close" in archive.get(ferry).article.body
    assert HOUSE not in archive.get(ferry).article.body


def test_an_override_for_a_source_is_a_rule_that_applies_to_later_articles(archive: Archive, tmp_path: Path) -> None:
    (ferry,) = ids(archive, "ferry")
    path, changed = archive.override_everywhere(ferry, [number(archive, ferry)], keep=False)
    assert (path, sorted(changed)) == (archive.folder / "sites" / "harbour-post.toml", sorted(ids(archive, "*")))
    later = page("bridge", "The bridge over the sound will open a year late, the builders told the council on Friday.")
    (tmp_path / "bridge.html").write_text(later, "utf-8")
    archive.ingest(open_documents([str(tmp_path / "bridge.html")]))
    assert ids(archive, "lantern") == []
    assert archive.reclean()[0] == 0
    again, changed = archive.override_everywhere(ferry, [number(archive, ferry)], keep=False, undo=True)
    assert (len(changed), len(ids(archive, "lantern in:body")), again.exists()) == (3, 3, False)


def test_a_rule_is_added_to_the_existing_rule_file_of_the_site(archive: Archive) -> None:
    (ferry,) = ids(archive, "ferry")
    own = archive.folder / "sites" / "post.toml"
    own.parent.mkdir()
    own.write_text('source = "Harbour Post"\n\n[[keep]]\ncontains = "lantern"\n', "utf-8")
    archive.reclean()
    with Archive.open(archive.folder) as again:
        path, changed = again.override_everywhere(ferry, [number(again, ferry)], keep=False)
        assert (path, len(changed), ids(again, "lantern in:body")) == (own, 2, [])
        again.override_everywhere(ferry, [number(again, ferry)], keep=False, undo=True)
    assert own.read_text("utf-8").strip().endswith('contains = "lantern"')


def test_undoing_a_rule_that_does_not_exist_is_an_error(archive: Archive) -> None:
    (ferry,) = ids(archive, "ferry")
    with pytest.raises(CleaningError, match=r"harbour-post\.toml: has no such rule"):
        archive.override_everywhere(ferry, [number(archive, ferry)], keep=False, undo=True)
    assert not (archive.folder / "sites").exists()
