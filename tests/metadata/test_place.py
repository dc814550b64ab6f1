"""Datelines: place, agency and day before the first sentence, in the forms of agencies and of wires."""

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
def test_a_dateline_tells_its_place_agency_and_day(opening: str, place: str, agency: str, day: str | None) -> None:
    found = parse_dateline(opening + SENTENCE)
    assert found is not None
    assert (found.place, found.agency, found.date, found.length) == (place, agency, day, len(opening))


@pytest.mark.parametrize(
    "text", ["Either / or / both / neither of the two was asked.", "See post.example/2024/05/07/ferry - a story."]
)
def test_strokes_alone_make_no_dateline(text: str) -> None:
    assert parse_dateline(text) is None
