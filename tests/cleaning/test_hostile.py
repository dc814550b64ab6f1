"""Documents whose form once made cleaning hang get their verdicts like any other."""

from __future__ import annotations

import pytest

from dateline.cleaning import Cleaner
from dateline.types.documents import RawDocument

STORY = "The council of Lennox voted nine to two on Monday to close the old ferry terminal at the end of the year.\n"


@pytest.mark.parametrize(
    "line",
    [
        "LENNOX - " + "A" * 50_000 + "!",
        "LENNOX | " + "Ab " * 20_000 + "!",
        "By " + "A" * 50_000 + " a",
        "By Ann Lee" + "-" * 50_000,
        "1" * 50_000 + "é",
        "5 " + "- " * 20_000 + "x",
        "Ferry" + " | x" * 20_000,
        "Ferry_" * 10_000 + " x",
        "© 2020 " + "by " * 20_000,
        "Tags: " + "a " * 20_000,
        "a" + "\u0301\u0323" * 40_000,
        "(" * 50_000,
        "@a" * 30_000,
    ],
    ids=lambda line: line[:12],
)
def test_a_long_line_of_any_form_does_not_make_cleaning_hang(line: str) -> None:
    found = Cleaner().clean(RawDocument(f"Ferry to close\n\n{STORY}{STORY}{line}\n\n{STORY}".encode(), "text/plain", "a"))
    assert STORY.strip() in [one.text for one in found.lines]


@pytest.mark.parametrize(
    "url", ["http://[a", "https://[A]/ferry", "https://mail.example：：/ferry", "http://a]b", "http://" + "a." * 30_000 + "org/"]
)
def test_a_page_with_an_invalid_address_is_cleaned(url: str) -> None:
    """Feeds and exports contain such addresses; parsing them raises an error in Python."""
    found = Cleaner().clean(RawDocument(f"Ferry to close\n\n{STORY}\n{STORY}".encode(), "text/plain", "a", url, url))
    assert found.metadata.title == "Ferry to close"
