"""`dateline quotes`: the quotations in matching articles, with their speakers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]
STORY = """Mayor leaves the hall

Mayor Anna Holm left the hall on Monday, after the council had voted. “We will meet again in the spring,” Holm said.

"""


def test_quotations_are_listed_with_their_speakers(run: Run, folder: Path) -> None:
    (folder / "mayor.txt").write_text(STORY, "utf-8")
    run("ingest", str(folder))
    quotations = json.loads(run("quotes", "hall", "--format", "json").stdout)["quotations"]
    assert {(one["text"], one["speaker"]) for one in quotations} == {
        ("We will meet again in the spring,", "Anna Holm"),
        ("We will miss the boats more than the building,", None),
    }
    assert "Anna Holm" in run("quotes", "hall", "--by", "holm").stdout
    assert run("quotes", "hall", "--by", "nobody").stderr.startswith("No article that matches has a quotation")
    assert run("quotes", "mayor", "--format", "csv").stdout.splitlines()[0] == "id,date,source,speaker,before,quotation,after"
