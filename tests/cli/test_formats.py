"""`dateline formats`."""

from __future__ import annotations

import json
from collections.abc import Callable

from click.testing import Result

from dateline.readers import Format, all_readers
from dateline.render.layout import plain
from dateline.render.summary import format_lines

Run = Callable[..., Result]


def test_every_reader_is_listed_with_how_it_is_detected(run: Run) -> None:
    result = run("formats")
    assert result.exit_code == 0
    rows = [line.split() for line in result.stdout.splitlines() if not line.startswith(" ")]
    assert [row[0] for row in rows] == [reader.name for reader in all_readers()]
    assert "the mark PAR1" in " ".join(result.stdout.split())


def test_the_formats_are_listed_as_json(run: Run) -> None:
    known = {one["name"]: one for one in json.loads(run("formats", "--format", "json").stdout)["formats"]}
    assert known["zip"]["packs"] == "files"
    assert known["parquet"]["extra"] == "parquet"
    assert known["html"] == {
        "name": "html",
        "suffixes": [".html", ".htm", ".xhtml"],
        "signs": known["html"]["signs"],
        "packs": None,
        "extra": None,
        "installed": True,
    }


def test_a_format_that_lacks_its_library_says_how_to_install_it() -> None:
    lines = format_lines(
        [Format("parquet", (".parquet",), "the mark PAR1", None, "parquet", installed=False), Format("ticker", ())], 100
    )
    assert [plain(line).rstrip() for line in lines] == [
        "parquet  .parquet  the mark PAR1; needs pip install 'dateline[parquet]'",
        "ticker             its name alone",
    ]


def test_every_listed_format_can_be_forced(run: Run) -> None:
    for reader in all_readers():
        assert "no reader for the format" not in run("ingest", "--format", reader.name, "-", stdin=b"").stderr


def test_an_unknown_format_is_answered_with_the_known_ones(run: Run) -> None:
    result = run("ingest", "--format", "odt", "-", stdin=b"x")
    assert result.exit_code == 1
    assert "text, markdown, html, jsonl" in result.stderr
