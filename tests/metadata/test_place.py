"""Datelines: place, agency and day before the first sentence, in the forms of news agencies and release services."""

from __future__ import annotations

import pytest

from dateline.metadata.place import parse_dateline

SENTENCE = "The council voted on Tuesday to rebuild the old ferry landing."


@pytest.mark.parametrize(
    ("opening", "place", "agency", "day"),
    [
        ("ALDMOOR, NV / HARBOURWIRE / May 7, 2024 / ", "ALDMOOR, NV", "HARBOURWIRE", "May 7, 2024"),
        ("ALDMOOR, Nevada, May 7, 2024 /HarbourWire/ -- ", "ALDMOOR, Nevada", "HarbourWire", "May 7, 2024"),
        ("ALDMOOR, May 7. /TASS/. ", "ALDMOOR", "TASS", "May 7"),
        ("ALDMOOR (Reuters) - ", "ALDMOOR", "Reuters", None),
    ],
)
def test_a_dateline_gives_place_agency_and_day(opening: str, place: str, agency: str, day: str | None) -> None:
    found = parse_dateline(opening + SENTENCE)
    assert found is not None
    assert (found.place, found.agency, found.date, found.length) == (place, agency, day, len(opening))


@pytest.mark.parametrize(
    "text", ["Either / or / both / neither of the two was asked.", "See post.example/2024/05/07/ferry - a story."]
)
def test_slashes_alone_do_not_make_a_dateline(text: str) -> None:
    assert parse_dateline(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "SPOTTED: Senator Ann Lee at the station, eating alone and reading the timetable of the ferry to the islands with care.",
        "WHAT WE'RE READING — The Harbour Post on the fight over the landing, and others on the cost of a new ferry there.",
        "WATCH: The roof of the market hall is lifted by the storm and thrown into the harbour before the eyes of all.",
    ],
)
def test_headings_in_capitals_are_not_places(text: str) -> None:
    assert parse_dateline(text) is None
