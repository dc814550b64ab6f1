"""The outlet of a text: read only where outlets are named, and never from the story."""

from __future__ import annotations

import pytest

from dateline.cleaning import Cleaner
from dateline.types.articles import Metadata
from dateline.types.documents import RawDocument

LEAD = "The council of Aldmoor voted on Tuesday to rebuild the old ferry landing, after two winters of storms had torn it away."
REST = (
    "Work begins in the spring and will take about two years, said the harbour master, Ivo Brandt, who has waited for it long.\n\n"
    "The landing was built by the fishermen's union in 1961, and some forty thousand people a year still use it in summer."
)


def read(above: str = "", under: str = "By Marta Quill\n3 April 2022", *, lead: str = LEAD, after: str = "") -> Metadata:
    text = f"{above}\n\nFerry landing to return before summer\n\n{under}\n\n{lead}\n\n{REST}\n\n{after}\n"
    return Cleaner().clean(RawDocument(text.encode(), "text/plain", "a.txt")).metadata


@pytest.mark.parametrize(
    ("above", "under", "source", "domain"),
    [
        ("https://www.bbc.com/news/articles/c123", "By Marta Quill", "BBC", "bbc.com"),
        ("URL: https://haldenpost.example/2022/04/ferry", "By Marta Quill", "haldenpost.example", "haldenpost.example"),
        ("Source: Skerry Times", "By Marta Quill", "Skerry Times", None),
        ("来源：新华网", "3 April 2022", "新华网", None),
        ("Ferry landing to return before summer – Kaieteur News", "3 April 2022", "Kaieteur News", "kaieteurnewsonline.com"),
        ("", "By Marta Quill, Halden Post", "Halden Post", None),
        ("", "By Sofia Duarte, CNN", "CNN", "cnn.com"),
        ("", "Updated on: April 3, 2022 / 6:30 PM EDT / CBS News", "CBS News", "cbsnews.com"),
        ("", "By MARTA QUILL FOR MAILONLINE", "Daily Mail", "dailymail.co.uk"),
        ("", "By Marta Quill for the Halden Post", "Halden Post", None),
        ("Skip to main content\nSupport the Guardian", "3 April 2022", "The Guardian", "theguardian.com"),
        ("Skip to content\nCNN homepage\nSign in", "3 April 2022", "CNN", "cnn.com"),
        ("EL PAÍS\nSuscríbete", "3 April 2022", "El País", "elpais.com"),
    ],
)
def test_an_outlet_is_read_in_the_usual_positions(above: str, under: str, source: str, domain: str | None) -> None:
    found = read(above, under)
    assert (found.source, found.domain) == (source, domain)


def test_an_outlet_in_a_dateline_is_the_source_and_an_agency_is_not() -> None:
    own = read(lead=f"ALDMOOR (Halden Tribune) — {LEAD}")
    assert (own.source, own.agency, own.place) == ("Halden Tribune", "Halden Tribune", "ALDMOOR")
    wire = read(lead=f"ALDMOOR (Reuters) - {LEAD}")
    assert (wire.source, wire.agency) == (None, "Reuters")


@pytest.mark.parametrize(
    "after",
    [
        "Copyright 2023 Harbour Television Corp. All rights reserved.",
        "Photo: Ana Sousa/Reuters",
        "https://summit.example/programme/day-two",
    ],
)
def test_holding_companies_photo_agencies_and_other_addresses_are_not_the_source(after: str) -> None:
    assert read(after=after).source is None


def test_a_copyright_line_names_the_outlet() -> None:
    assert read(after="© 2022 Halden Tribune. All rights reserved.").source == "Halden Tribune"


def test_the_outlet_is_read_from_the_end_of_the_page_title() -> None:
    page = f"<title>Ferry landing to return – Kaieteur News</title><h1>Ferry landing to return</h1><p>{LEAD}</p><p>{REST}</p>"
    found = Cleaner().clean(RawDocument(page.encode(), "text/html", "a.html")).metadata
    assert (found.title, found.source) == ("Ferry landing to return", "Kaieteur News")


def test_the_full_stop_after_a_state_is_part_of_the_place() -> None:
    assert read(lead=f"ALDMOOR, N.C. (AP) — {LEAD}").place == "ALDMOOR, N.C."
    assert read(lead=f"ALDMOOR, Fla. (AP) — {LEAD}").place == "ALDMOOR, Fla."


def test_the_speakers_of_a_transcript_are_not_places() -> None:
    transcript = f"SOUSA: {LEAD} It had stood there for sixty years, and nobody thought that it would fall.\n\nBRANDT: {REST}"
    assert read(lead=transcript).place is None
    assert read(lead=f"ALDMOOR: {LEAD} It had stood there for sixty years, and nobody thought it would fall.").place == "ALDMOOR"


def test_a_press_release_service_is_an_agency() -> None:
    found = read(lead=f"ALDMOOR, Norway, April 3, 2022 /PRNewswire/ -- {LEAD}")
    assert (found.place, found.agency, found.source) == ("ALDMOOR, Norway", "PRNewswire", None)


def test_an_editor_is_not_an_author_and_the_outlet_is_read_without_its_agencies() -> None:
    found = read(above="Source: Skerry Times + agencies\nEditor: huaxia", under="3 April 2022")
    assert (found.source, found.authors) == ("Skerry Times", ())


def test_a_byline_attached_to_the_headline_is_not_part_of_it() -> None:
    text = f"Ferry landing to return before summerBy Marta QuillMarch 4, 2021\n\n{LEAD}\n\n{REST}\n"
    found = Cleaner().clean(RawDocument(text.encode(), "text/plain", "a.txt")).metadata
    assert found.title == "Ferry landing to return before summer"
