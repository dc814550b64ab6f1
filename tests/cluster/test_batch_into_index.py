"""The output of a batch is indexed without an archive and is then found and read as in an archive."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet
import pytest
from click.testing import CliRunner, Result

from dateline.archive.archive import Archive
from dateline.archive.batch import clean_files
from dateline.archive.batch.completion_marks import read_marks
from dateline.archive.batch.into_index import import_into_index
from dateline.archive.batch.output_folder import LocalFolder
from dateline.cli import main
from dateline.errors import ArchiveError, IndexFault
from dateline.search.index_choice import override_address, override_archives
from dateline.search.index_move import moved
from dateline.search.opensearch.choice import batch_index
from dateline.types.answers import Window
from dateline.types.articles import ArchivedArticle
from made_batches import PATIENT, write_prints

BRIDGE = "The toll of the bridge at Halden will rise to {} crowns in May, the council said on Friday after a long debate."


@pytest.fixture(scope="module")
def cleaned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of a batch: stories with copies, an address captured twice, and a record without a text."""
    base = tmp_path_factory.mktemp("crawl")
    write_prints(base / "in", 8, 2)
    pages = [{"url": "https://post.example/b", "text": BRIDGE.format(n), "fetched": f"2019-05-0{n}T00:00:00Z"} for n in (4, 3)]
    records = "".join(json.dumps(one) + "\n" for one in [*pages, {"url": "https://post.example/empty"}])
    (base / "in" / "pages.jsonl").write_text(records, "utf-8")
    clean_files([str(base / "in")], str(base / "out"), PATIENT, stories=True)
    return base / "out"


@pytest.fixture(scope="module")
def address(node: int) -> str:
    return f"http://127.0.0.1:{node}/batch{os.getpid()}"


@pytest.fixture(autouse=True)
def plain() -> Iterator[None]:
    yield
    override_archives(None)
    override_address(None)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, cleaned: Path, address: str) -> Iterator[Path]:
    """An archive with the same articles and with its texts in the same cluster."""
    folder = tmp_path_factory.mktemp("archives") / "held"
    with Archive.open(folder, create=True):
        moved(folder, address, name="held", texts=True)
    assert run(folder, "import", str(cleaned)).exit_code == 3
    yield folder
    moved(folder, "embedded", clear=True)


def run(folder: Path, *words: str) -> Result:
    found = CliRunner().invoke(main, ["--archive", str(folder), *words])
    override_archives(None)
    override_address(None)
    return found


def read_articles(folder: Path, address: str, name: str) -> tuple[dict[str, object], int]:
    """Return all articles under a name by their ids, and the number of stories."""
    override_address(address)
    override_archives(name)
    with Archive.open(folder) as opened:
        found = opened.search("*", Window(limit=None))
        articles = {one.id.partition("~")[2]: _facts(one) for one in opened.articles()}
        bridge = opened.search("crowns may")
        assert [hit.text for hit in bridge.hits] == [BRIDGE.format(4)]
    return articles, found.stories


def _facts(one: ArchivedArticle) -> object:
    mark = one.cluster and (one.cluster.lead.partition("~")[2], one.cluster.size, round(one.cluster.similarity, 6))
    return one.article, one.url, one.origin, mark


def test_a_batch_in_an_index_is_found_and_read_as_from_an_archive(
    cleaned: Path, archive: Path, address: str, tmp_path: Path
) -> None:
    imported = run(tmp_path / "none", "import", str(cleaned), "--into-index", address, "--as", "crawl")
    assert imported.exit_code == 3
    assert "1 duplicate, 0 skipped, 1 failed" in imported.output
    assert read_articles(tmp_path / "none", address, "crawl") == read_articles(archive, address, "held")
    assert not (tmp_path / "none").exists()
    again = run(tmp_path / "none", "import", str(cleaned), "--into-index", address, "--as", "crawl")
    assert again.exit_code == 0
    assert "All of this is in the index already, under the name crawl." in again.output


def test_the_error_for_raw_documents_names_the_files_that_have_them(cleaned: Path, archive: Path, address: str) -> None:
    import_into_index(str(cleaned), address, "crawl")
    override_archives("crawl")
    refusal = "raw documents and older versions are in the files in .*out, and not in the index"
    with Archive.open(archive) as opened, pytest.raises(ArchiveError, match=refusal):
        opened.raw(opened.ids("crowns may")[0])


def test_an_interrupted_import_continues_and_nothing_is_visible_before_its_end(cleaned: Path, archive: Path, address: str) -> None:
    class Killed(Exception):
        pass

    def stop(*_: object) -> None:
        raise Killed

    with pytest.raises(Killed):  # the first changes are acknowledged by then
        import_into_index(str(cleaned), address, "broken", progress=stop)
    override_archives("broken")
    with pytest.raises(IndexFault, match="there is no archive broken there"):
        Archive.open(archive)
    index = batch_index(address, "broken", str(cleaned), "x", datetime.now(UTC))
    unfinished = index.cluster.metadata(f"{index.alias}-v*")
    (first,) = unfinished
    assert unfinished[first]["position"] > 0
    summary, notes = import_into_index(str(cleaned), address, "broken")
    assert (summary.failed, notes) == (1, [])
    assert list(index.cluster.metadata(f"{index.alias}-v*")) == [first]
    assert read_articles(archive, address, "broken") == read_articles(archive, address, "held")


def test_the_name_of_another_archive_or_batch_is_refused(cleaned: Path, archive: Path, address: str, tmp_path: Path) -> None:
    with pytest.raises(IndexFault, match="'held' is the name of another archive there; choose another with --as NAME"):
        import_into_index(str(cleaned), address, "held")
    import_into_index(str(cleaned), address, "crawl")
    write_prints(tmp_path / "in", 1, 1)
    clean_files([str(tmp_path / "in")], str(tmp_path / "out"), PATIENT)
    with pytest.raises(IndexFault, match=r"'crawl' is the name of the index of .*choose another with --as NAME"):
        import_into_index(str(tmp_path / "out"), address, "crawl")


def test_invalid_rows_are_reported_and_a_new_import_replaces_the_old_one(address: str, tmp_path: Path) -> None:
    write_prints(tmp_path / "in", 2, 1)
    clean_files([str(tmp_path / "in")], str(tmp_path / "out"), PATIENT)
    summary, notes = import_into_index(str(tmp_path / "out"), address, "rows")
    assert "Copies of one story are listed as separate stories" in notes[0]
    (mark,) = read_marks(LocalFolder(tmp_path / "out")).values()
    path = tmp_path / "out" / mark.table
    table = pyarrow.parquet.read_table(path)
    rows = table.to_pylist()
    rows[0]["ledger"], rows[1]["fetched"] = "[", "yesterday"
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows, table.schema), path)
    done = tmp_path / "out" / "done" / f"{mark.key}.json"
    done.write_text(json.dumps(json.loads(done.read_text("utf-8")) | {"size": path.stat().st_size}), "utf-8")
    changed, _ = import_into_index(str(tmp_path / "out"), address, "rows")
    assert (changed.new, changed.failed) == (summary.new - 2, 2)
    assert sorted(one.reason.split(" (")[0] for one in changed.failures) == [
        "has invalid facts about its document",
        "its ledger is not valid JSON",
    ]
    override_address(address)
    override_archives("rows")
    with Archive.open(tmp_path / "nowhere") as opened:
        assert opened.count("*") == changed.new
