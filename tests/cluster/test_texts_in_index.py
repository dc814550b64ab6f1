"""With their texts in the index, several archives answer the same even if their files cannot be read."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dateline.archive.archive import Archive
from dateline.cli import main
from dateline.errors import ArchiveError, IndexFault
from dateline.search.index_choice import override_archives
from dateline.search.index_move import moved
from dateline.types.answers import Window
from dateline.types.articles import ArchivedArticle
from dateline.types.documents import RawDocument
from made_newsroom import documents

PAGE = b"""<html lang=en><head><title>Pier closed</title></head><body><nav><a href=/a>Home</a> <a href=/b>Sport</a></nav><article>
<h1>Pier closed</h1><p>By Ines Calder</p><p>The pier of Port Ellin is closed until March, the council said on Tuesday.</p>
<figure><figcaption>The broken pier. Photo: Marit Solheim</figcaption></figure><h2>What next</h2>
<p>Repairs cost 120,000 crowns, said Mayor Solheim. The ferry leaves from the old quay.</p></article>
<div class=related>Read also: <a href=/c>Ferry race ends in a draw</a></div></body></html>"""
QUERIES = (
    "ferry",
    "removed:ferry",
    "pier AND crowns",
    '"the council" NEAR/9 pier',
    "removed:(read NEAR/3 also)",
    "tag:harbour",
    "*",
)


def make_archive(folder: Path, node: int, texts: list[RawDocument], *, kept: bool) -> Path:
    with Archive.open(folder, create=True):
        moved(folder, f"http://127.0.0.1:{node}/texts{os.getpid()}", name=folder.name, texts=kept)
    with Archive.open(folder) as archive:
        archive.ingest(texts)
        archive.tag(archive.ids("pier"), ["harbour"])
        archive.catch_up()
    return folder


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory, node: int) -> Iterator[dict[str, Path]]:
    base = tmp_path_factory.mktemp("desks")
    news = documents()
    page = RawDocument(PAGE, "text/html", "p", "https://post.example/pier", "https://post.example/pier")
    changed = RawDocument(PAGE.replace(b"March", b"May"), "text/html", "p", page.identity, page.url)
    found = {
        "news": make_archive(base / "news", node, news[: len(news) // 2], kept=False),
        "late": make_archive(base / "late", node, [*news[len(news) // 3 :], page, changed], kept=False),
    }
    yield found
    for folder in found.values():
        moved(folder, "embedded", clear=True)
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def answers(folders: dict[str, Path]) -> tuple[dict[str, object], dict[str, ArchivedArticle]]:
    """The answers from the files; afterwards the texts are moved into the index."""
    found = read_all(folders["news"])
    for folder in folders.values():
        moved(folder, f"http://127.0.0.1:{_port(folder)}/texts{os.getpid()}", texts=True)
        with Archive.open(folder) as archive:
            archive.catch_up()
    return found


@pytest.fixture
def elsewhere(folders: dict[str, Path], answers: object) -> Iterator[Path]:
    """An archive on a machine that cannot read the file of the other archive."""
    away = folders["late"].with_name("away")
    folders["late"].rename(away)
    yield folders["news"]
    away.rename(folders["late"])
    override_archives(None)


def _port(folder: Path) -> int:
    return int((folder / "index.toml").read_text("utf-8").split("127.0.0.1:")[1].split("/")[0])


def read_all(folder: Path) -> tuple[dict[str, object], dict[str, ArchivedArticle]]:
    (folder / "index.links").unlink(missing_ok=True)
    override_archives("all")
    with Archive.open(folder) as archive:
        results = {}
        for query in QUERIES:
            found = archive.search(query, Window(limit=None, sort="oldest"))
            results[query] = found.total, found.stories, found.hits, archive.count(query, unique=True)
        (pier,) = archive.ids("crowns")
        results["copies"] = [[copy for copy, _ in archive.copies(one)] for one in archive.ids("*", "oldest")]
        results["others"] = archive.similar(pier, 3), list(archive.context("ferry")), archive.terms("ferry")
        results["address"] = archive.find("post.example/pier")
        articles = {one.id: one for one in archive.articles()}
    override_archives(None)
    return results, articles


def run(folder: Path, *words: str) -> Result:
    found = CliRunner().invoke(main, ["--archive", str(folder), *words])
    override_archives(None)
    return found


def test_the_answers_are_the_same_as_from_the_files(
    elsewhere: Path, answers: tuple[dict[str, object], dict[str, ArchivedArticle]]
) -> None:
    results, articles = read_all(elsewhere)
    assert results == answers[0]
    assert articles == answers[1]
    assert any(one.article.removed for one in articles.values())
    assert any(one.former for one in articles.values())
    assert any(one.cluster and one.cluster.lead.split("~")[0] != key.split("~")[0] for key, one in articles.items())


def test_the_error_for_raw_documents_and_versions_names_the_archive(elsewhere: Path) -> None:
    override_archives("all")
    with Archive.open(elsewhere) as archive:
        pier = archive.find("post.example/pier")
        for call in (archive.raw, archive.versions, archive.diff):
            with pytest.raises(
                ArchiveError, match=f"{pier}: raw documents and older versions are in the file of its archive, .*late"
            ):
                call(pier)
        with pytest.raises(ArchiveError, match="are exported from one archive at a time"):
            list(archive.records("crowns"))


def test_raw_documents_are_read_from_the_file_if_it_can_be_read(folders: dict[str, Path], answers: object) -> None:
    override_archives("all")
    with Archive.open(folders["news"]) as archive:
        pier = archive.find("post.example/pier")
        assert archive.raw(pier).content == PAGE.replace(b"March", b"May")
        assert [version.number for version in archive.versions(pier)] == [1, 2]
    override_archives(None)


def test_later_changes_reach_the_index_with_their_texts(folders: dict[str, Path], answers: object) -> None:
    with Archive.open(folders["late"]) as archive:
        archive.ingest([RawDocument(b"New quay\n\nA new quay was opened on Friday.", "text/plain", "q", "https://post.example/q")])
        (own,) = archive.ids("quay friday")
        archive.note(own, "ask the mayor")
        wanted = archive.get(own)
    override_archives("late")
    with Archive.open(folders["news"]) as archive:
        (found,) = archive.articles("quay friday")
    override_archives(None)
    assert (found.id, found.article, found.note) == (f"late~{own}", wanted.article, "ask the mayor")
    with Archive.open(folders["late"]) as archive:
        archive.delete([own])


def test_commands_show_where_texts_are_and_read_them(elsewhere: Path) -> None:
    shown = run(elsewhere, "index", "show").output.splitlines()
    assert shown[1:] == ["texts are read from the index where several archives are asked", "up to date"]
    assert "texts-in-index = true" in (elsewhere / "index.toml").read_text("utf-8")
    (pier,) = run(elsewhere, "--archives", "all", "search", "crowns", "--format", "ids").stdout.split()
    assert "Repairs cost 120,000 crowns" in run(elsewhere, "--archives", "all", "show", pier).output
    raw = run(elsewhere, "--archives", "all", "show", pier, "--raw")
    assert raw.exit_code == 1
    assert "raw documents and older versions are in the file of its archive" in raw.output


def test_without_texts_in_the_index_an_unreadable_file_is_reported_with_the_cure(elsewhere: Path) -> None:
    away = elsewhere.with_name("away")
    moved(away, f"http://127.0.0.1:{_port(away)}/texts{os.getpid()}", texts=False)
    with Archive.open(away) as archive:
        archive.catch_up()
    override_archives("all")
    with Archive.open(elsewhere.with_name("news")):
        pass
    shutil.move(away, away.with_name("farther"))
    with pytest.raises(IndexFault, match=r"late: the texts of this archive are in its file.*--texts-in-index"):
        Archive.open(elsewhere)
    shutil.move(away.with_name("farther"), away)
