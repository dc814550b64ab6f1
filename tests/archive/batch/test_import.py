"""Importing the output of a batch gives the same archive as an ingest of the same files."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet
from click.testing import CliRunner, Result

from dateline.archive.archive import Archive
from dateline.archive.exchange.jsonl import record_to_json
from dateline.cli import main
from made_articles import STORM
from made_batches import FERRY, write_prints

PAGE = """<html lang="en-us"><head><title>Bridge toll to rise | Post</title><link rel="canonical" href="https://post.example/bridge">
<meta property="article:published_time" content="2019-05-03T10:00:00+02:00"><meta name="keywords" content="bridge, toll"></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav><article><h1>Bridge toll to rise</h1><p class="by">By Ann Smith</p>
<p>The toll of the bridge at Halden will rise to four crowns in May, the council said on Friday after a long debate.</p>
<p>Drivers of lorries pay nine crowns, and the money is to go into a new railing on the side of the island.</p></article>
<footer>All rights reserved</footer></body></html>"""


def run(archive: Path, *words: str) -> Result:
    environment = {"DATELINE_ARCHIVE": str(archive), "NO_COLOR": None}
    patient = ("--time-limit", "5m") if words[0] in ("batch", "ingest") else ()
    return CliRunner().invoke(main, (*words, *patient), env=environment, catch_exceptions=False)


def write_inputs(folder: Path) -> None:
    """Files of several formats: versions of one page, the same text twice, records without a text, a file that is cut off."""
    write_prints(folder, 20, 2)
    pages = [{"url": f"https://post.example/bridge?v={at}", "html": PAGE, "fetched": f"2019-05-0{at}T00:00:00Z"} for at in (3, 4)]
    later = {"url": "https://post.example/bridge", "html": PAGE.replace("four", "five"), "tags": ["roads"]}
    bad: list[Any] = [{"url": "https://post.example/empty"}, "no record"]
    (folder / "pages.jsonl").write_text("".join(json.dumps(one) + "\n" for one in [*pages, later, *bad]), encoding="utf-8")
    (folder / "ferry.txt").write_text(FERRY, encoding="utf-8")
    (folder / "ferry-again.txt").write_text(FERRY, encoding="utf-8")
    (folder / "cut.txt.gz").write_bytes(gzip.compress(STORM.encode() * 50)[:-20])


def read_contents(archive: Path) -> tuple[dict[str, Any], Any, Any]:
    """Return the article records of an archive without times, the clusters and the failures."""
    with Archive.open(archive) as opened:
        records = {one.found.id: timeless(record_to_json(one)) for one in opened.records()}
        failures = sorted((one.origin, one.reason) for one in opened.failures())
        return records, opened.clusters(records), failures


def timeless(value: Any) -> Any:
    """A record without its ingest times and without the order in which files were read."""
    if isinstance(value, dict):
        return {name: timeless(one) for name, one in value.items() if name not in ("seen", "number")}
    return [timeless(one) for one in value] if isinstance(value, list) else value


def test_importing_a_batch_equals_ingesting_its_inputs(tmp_path: Path) -> None:
    write_inputs(tmp_path / "in")
    ingested = run(tmp_path / "ingested", "ingest", str(tmp_path / "in"))
    assert run(tmp_path / "none", "batch", str(tmp_path / "in"), "-o", str(tmp_path / "out")).exit_code == 3
    imported = run(tmp_path / "imported", "import", str(tmp_path / "out"))
    assert imported.exit_code == ingested.exit_code == 3
    assert imported.output.splitlines()[0] == ingested.output.splitlines()[0]
    one, other = read_contents(tmp_path / "ingested"), read_contents(tmp_path / "imported")
    assert len(one[0]) > 40
    assert one[0] == other[0]
    assert one[1:] == other[1:]
    assert run(tmp_path / "imported", "verify").exit_code == 0


def test_imported_articles_are_searchable_and_a_second_import_adds_nothing(tmp_path: Path) -> None:
    write_inputs(tmp_path / "in")
    run(tmp_path / "none", "batch", str(tmp_path / "in" / "pages.jsonl"), "-o", str(tmp_path / "out"))
    run(tmp_path / "archive", "import", str(tmp_path / "out"))
    assert "Bridge toll" in run(tmp_path / "archive", "search", "lorries").output
    again = run(tmp_path / "archive", "import", *map(str, (tmp_path / "out" / "articles").glob("*.parquet")))
    assert "0 new, 0 new versions, 3 duplicates" in again.output
    assert "5 read: 0 new, 0 new v" in run(tmp_path / "archive", "ingest", str(tmp_path / "in" / "pages.jsonl")).output


def test_tampered_rows_are_failures_and_the_other_rows_are_imported(tmp_path: Path) -> None:
    write_prints(tmp_path / "in", 4, 1)
    run(tmp_path / "none", "batch", str(tmp_path / "in"), "-o", str(tmp_path / "out"))
    (path,) = (tmp_path / "out" / "articles").iterdir()
    table = pyarrow.parquet.read_table(path)
    rows = table.to_pylist()
    rows[0]["raw"], rows[1]["ledger"], rows[2]["raw"] = b"other bytes", "[", None
    changed = tmp_path / "changed.parquet"
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows, table.schema), changed)
    result = run(tmp_path / "archive", "import", str(changed))
    assert result.exit_code == 3
    assert f"{len(rows)} read: {len(rows) - 3} new" in result.output
    for reason in ("has a raw document from which its article was not made", "its ledger is not valid JSON", "without --no-raw"):
        assert reason in " ".join(result.output.split())


def test_a_path_that_is_not_a_batch_is_reported_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "bad.parquet").write_bytes(b"PAR1 and nothing")
    pyarrow.parquet.write_table(pyarrow.table({"text": ["A story."]}), tmp_path / "other.parquet")
    for name, message in (("empty", "has no finished file"), ("bad.parquet", "is damaged"), ("other.parquet", "lacks the column")):
        result = run(tmp_path / "archive", "import", str(tmp_path / name))
        assert result.exit_code == 1
        assert message in " ".join(result.output.split())
        assert "Traceback" not in result.output
