"""Several archives under one name in a cluster are searched as one, all or some; a story in several of them is one story."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.archive.archive import Archive
from dateline.cli import main
from dateline.errors import ArchiveReadOnly, ArticleMissing, IndexFault
from dateline.search.index_choice import override_address, override_archives
from dateline.search.index_move import moved
from dateline.types.answers import Window
from dateline.types.documents import RawDocument

STORM = (
    "A storm tore the roof off the market hall in Halden on Sunday night, said Captain Ines Calder of the fire brigade. "
    "Nobody was hurt when 40 tons of slate fell onto Harbour Street, and the Skerry ferry stayed in Port Ellin until Monday noon."
)
PIER = "The council of Port Ellin will repair the broken pier for 120,000 crowns, Mayor Marit Solheim told reporters on Tuesday."
DESKS = {
    "news": [("a", f"Storm over Halden\n\n{STORM}"), ("b", f"Roof gone\n\n{STORM} It was 3 am."), ("c", f"The pier\n\n{PIER}")],
    "sports": [
        ("x", f"Match put off after storm\n\n{STORM} The match was put off."),
        ("y", "Ferry race\n\nThe ferry race ended in a draw."),
    ],
    "weather": [
        ("a", f"Storm over Halden\n\n{STORM}"),
        ("w", "Calm\n\nA calm week lies ahead of the ferry lines, the office said."),
    ],
}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory, node: int) -> Iterator[dict[str, Path]]:
    found = {}
    for name, texts in DESKS.items():
        folder = found[name] = tmp_path_factory.mktemp("desks") / name
        with Archive.open(folder, create=True) as archive:
            moved(folder, f"http://127.0.0.1:{node}/desks{os.getpid()}", name=name)
        with Archive.open(folder) as archive:
            archive.ingest([RawDocument(text.encode(), "text/plain", key, f"https://post.example/{key}") for key, text in texts])
    yield found
    for folder in found.values():
        moved(folder, "embedded", clear=True)
        shutil.rmtree(folder)


@pytest.fixture
def all_archives(folders: dict[str, Path]) -> Iterator[Archive]:
    override_archives("all")
    with Archive.open(folders["news"]) as archive:
        yield archive
    override_archives(None)


@pytest.fixture(autouse=True)
def plain() -> Iterator[None]:
    yield
    override_archives(None)
    override_address(None)


def desks(ids: tuple[str, ...]) -> list[str]:
    return sorted(article_id.split("~")[0] for article_id in ids)


def test_all_archives_are_searched_as_one(all_archives: Archive) -> None:
    assert desks(all_archives.ids("storm")) == ["news", "news", "sports", "weather"]
    assert desks(all_archives.ids("ferry")) == ["news", "news", "sports", "sports", "weather", "weather"]
    assert all_archives.count("*") == 7
    assert desks(all_archives.ids("pier")) == ["news"]


def test_some_archives_are_selected_by_name(folders: dict[str, Path]) -> None:
    override_archives("sports,weather")
    with Archive.open(folders["news"]) as archive:
        assert desks(archive.ids("*")) == ["sports", "sports", "weather", "weather"]
    override_archives("sports,opera")
    with pytest.raises(IndexFault, match="there is no archive opera there; there are: news, sports, weather"):
        Archive.open(folders["news"])


def test_a_story_in_several_archives_is_one_story(all_archives: Archive) -> None:
    found = all_archives.search("storm")
    assert (found.total, found.stories, len(found.hits)) == (4, 1, 1)
    assert found.hits[0].copies == 3
    assert all_archives.count("*", unique=True) == 4
    assert all_archives.search("ferry").stories == 3
    assert len(all_archives.search("storm", all_copies=True).hits) == 4
    assert all_archives.facets("*", "kind", unique=True).total == 4
    assert len(all_archives.copies(found.hits[0].article_id)) == 4


def test_if_the_lead_does_not_match_another_copy_is_listed(all_archives: Archive) -> None:
    found = all_archives.search("match")
    assert [hit.article_id.split("~")[0] for hit in found.hits] == ["sports"]
    assert found.hits[0].copies == 0
    pages = [all_archives.search("*", Window(2, offset, "oldest")).hits for offset in (0, 2)]
    assert len({hit.article_id for page in pages for hit in page}) == 4


def test_an_article_is_read_by_the_id_with_its_archive(all_archives: Archive, folders: dict[str, Path]) -> None:
    (article_id,) = all_archives.ids("draw")
    assert all_archives.get(article_id).article.body == "The ferry race ended in a draw."
    with pytest.raises(ArticleMissing):
        all_archives.get("sports~nothing")
    override_archives(None)
    with Archive.open(folders["sports"]) as own:
        assert own.ids("draw") == (article_id.partition("~")[2],)


def test_several_archives_together_are_read_only(all_archives: Archive) -> None:
    with pytest.raises((ArchiveReadOnly, IndexFault)):
        all_archives.ingest([RawDocument(b"New\n\nA new story.", "text/plain", "n")])


def test_changes_that_an_archive_has_not_indexed_are_reported(folders: dict[str, Path]) -> None:
    override_address("embedded")
    with Archive.open(folders["weather"]) as archive:
        archive.tag(archive.ids("calm"), ["later"])
    override_address(None)
    override_archives("all")
    with Archive.open(folders["news"]) as archive:
        assert any("of weather are not in this answer" in note for note in archive.search("calm").notes)
    override_archives(None)
    with Archive.open(folders["weather"]) as archive:
        assert archive.count("tag:later") == 1


def test_commands_search_several_archives(folders: dict[str, Path]) -> None:
    run = CliRunner().invoke(main, ["--archive", str(folders["news"]), "--archives", "all", "count", "storm"])
    assert run.output == "4\n"
    override_archives(None)
    run = CliRunner().invoke(
        main, ["--archive", str(folders["news"]), "--archives", "news,sports", "search", "storm", "--format", "ids"]
    )
    assert len(run.stdout.split()) == 1
