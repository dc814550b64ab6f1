"""The keys that copies share."""

from __future__ import annotations

from dateline.syndication.shingles import make_shingles
from dateline.syndication.sketch import make_sketch
from made_news import FERRY, STORM, body


def keys(text: str) -> set[bytes]:
    (found,) = make_shingles([text])
    whole = make_sketch(found)
    return {whole[at : at + 4] for at in range(0, len(whole), 4)}


def test_a_story_has_two_keys_of_the_whole_and_up_to_two_dozen_of_its_runs() -> None:
    assert len(keys(body(FERRY))) == 26


def test_a_shortened_copy_shares_some_keys_and_another_story_none() -> None:
    assert len(keys(body(FERRY)) & keys(body(FERRY[:4]))) >= 5
    assert not keys(body(FERRY)) & keys(body(STORM))


def test_a_short_text_shares_keys_only_with_its_exact_copies() -> None:
    short = "No papers will be printed on Monday in all of Port Ellin, says the Gazette."
    assert len(keys(short)) == 2
    assert not keys(short) & keys(short.replace("Monday", "Tuesday"))


def test_a_text_too_short_for_a_story_has_no_keys() -> None:
    assert keys("This video is not available in your region.") == set()
    assert keys("") == set()
