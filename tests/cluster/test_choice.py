"""The place of an archive's index is in its settings or is given for one run; moving the index loses nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dateline.archive.archive import Archive
from dateline.cli import main
from dateline.errors import IndexFault
from dateline.search.index_choice import override_address
from dateline.search.opensearch.choice import Choice, read_choice, use_credentials, write_choice
from dateline.search.opensearch.settings import Access
from dateline.types.documents import RawDocument
from made_newsroom import documents


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    with Archive.open(tmp_path / "Harbour Desk", create=True) as archive:
        archive.ingest(documents())
    yield tmp_path / "Harbour Desk"
    override_address(None)
    use_credentials(Access())


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--archive", str(folder), *words])


def test_settings_are_read_as_they_were_written(tmp_path: Path) -> None:
    assert read_choice(tmp_path) is None
    choice = Choice("https://one.example:9200,two.example:9200/news", "harbour", "0a1b", 3, str(tmp_path))
    write_choice(tmp_path, choice)
    assert read_choice(tmp_path) == choice
    write_choice(tmp_path, None)
    assert read_choice(tmp_path) is None
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[index\n", "correct it, or run"),
        ("[index]\nuse = 7\n", "it needs use = "),
        ('[index]\nuse = "https://h.example"\nshards = 0\n', "it needs use = "),
        ('[index]\nuse = "h.example"\n', "is not the address of a cluster"),
        ('[index]\nuse = "https://a:b@h.example"\n', "stored as plain text"),
    ],
)
def test_invalid_settings_are_reported_with_their_file(folder: Path, text: str, reason: str) -> None:
    (folder / "index.toml").write_text(text, "utf-8")
    with Archive.open(folder) as archive, pytest.raises(IndexFault, match=reason) as error:
        archive.count("*")
    assert str(folder / "index.toml") in str(error.value)


def test_a_line_written_by_hand_is_enough_to_use_a_cluster(folder: Path, node: int) -> None:
    (folder / "index.toml").write_text(f'[index]\nuse = "http://127.0.0.1:{node}/byhand"\n', "utf-8")
    with Archive.open(folder) as archive:
        assert archive.count("ferry") > 0
        assert archive._follower.index.position == archive.store.last_change()
        archive._follower.index.clear()


def test_an_index_is_moved_into_a_cluster_and_back(folder: Path, node: int) -> None:
    before = run(folder, "search", "ferry", "--sort", "newest").output
    name = f"desk-{os.getpid()}"
    moved = run(folder, "index", "use", f"http://127.0.0.1:{node}/moves", "--as", name)
    assert (moved.exit_code, moved.output.splitlines()[-1].split()[1:]) == (0, ["articles", "indexed"])
    assert run(folder, "index", "show").output.splitlines() == [
        f"http://127.0.0.1:{node}/moves, under the name {name}",
        "texts are read from the file of the archive where several archives are asked",
        "up to date",
    ]
    assert run(folder, "search", "ferry", "--sort", "newest").output == before
    assert run(folder, "--index", "embedded", "index", "show").output.startswith("embedded")
    override_address(None)
    back = run(folder, "index", "use", "embedded", "--clear")
    assert "was deleted" in back.output
    assert run(folder, "index", "show").output.startswith("embedded")
    assert run(folder, "search", "ferry", "--sort", "newest").output == before


def test_an_index_can_be_used_for_a_single_run(folder: Path, node: int) -> None:
    found = run(folder, "--index", f"http://127.0.0.1:{node}/once", "count", "*")
    override_address(None)
    assert found.output == run(folder, "count", "*").output
    assert not (folder / "index.toml").exists()


def test_a_cluster_that_does_not_answer_is_not_written_to_the_settings(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("opensearchpy", reason="the extra for OpenSearch is not installed")
    found = run(folder, "index", "use", "http://127.0.0.1:9/news")
    assert found.exit_code == 1
    assert "it cannot be reached" in found.output
    assert not (folder / "index.toml").exists()


def test_the_name_of_another_archive_is_refused(folder: Path, tmp_path: Path, node: int) -> None:
    name, address = f"taken-{os.getpid()}", f"http://127.0.0.1:{node}/names"
    with Archive.open(tmp_path / "other", create=True) as other:
        other.ingest([RawDocument(b"Another story\n\nThe story of another desk.", "text/plain", "a")])
    assert run(tmp_path / "other", "index", "use", address, "--as", name).exit_code == 0
    refused = run(folder, "index", "use", address, "--as", name)
    assert refused.exit_code == 1
    assert f"'{name}' is the name of another archive there" in refused.output
    assert run(tmp_path / "other", "index", "use", "embedded", "--clear").exit_code == 0


def test_passwords_come_from_the_environment_and_are_not_stored(folder: Path, node: int) -> None:
    environment = {"DATELINE_OPENSEARCH_USER": "ines", "DATELINE_OPENSEARCH_PASSWORD": "mackerel"}
    words = ["--archive", str(folder), "index", "use", f"http://127.0.0.1:{node}/keys"]
    assert CliRunner().invoke(main, words, env=environment).exit_code == 0
    texts = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert not any(b"mackerel" in text for text in texts)
    assert run(folder, "index", "use", "embedded", "--clear").exit_code == 0
