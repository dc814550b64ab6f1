"""Pages that are not a single story are marked with their kind, and their text is kept."""

from __future__ import annotations

import pytest

from dateline.cleaning import Cleaner
from dateline.types.documents import RawDocument

PARAGRAPH = (
    "The council of {place} voted on Tuesday to rebuild the old ferry landing, after two winters in which storms had torn away "
    "most of its timber and left the island without a safe berth for the evening boat."
)
PLACES = ("Aldmoor", "Brackwell", "Cornhythe", "Dunsea", "Eastmere", "Fallow Bay", "Gullport")


def kind(text: str, media_type: str = "text/plain") -> str:
    return Cleaner().clean(RawDocument(text.encode(), media_type, "page")).kind


def story(place: str) -> str:
    headline = f"{place} council backs new ferry landing"
    return f"{headline}\n\nBy Marta Quill\n\n{PARAGRAPH.format(place=place)}\n\n{PARAGRAPH.format(place='the whole of ' + place)}\n"


def test_one_story_is_an_article() -> None:
    assert kind(story("Aldmoor") + "\n" + PARAGRAPH.format(place="Brackwell")) == "article"


def test_a_short_notice_is_kept_as_a_notice() -> None:
    text = "Road closed\n\nThe coast road between Aldmoor and Dunsea is closed until further notice after a landslip on Monday."
    article = Cleaner().clean(RawDocument(text.encode(), "text/plain", "page"))
    assert article.kind == "notice"
    assert "landslip" in article.body


def test_entries_under_clock_times_are_a_live_blog() -> None:
    entries = "\n\n".join(f"1{hour}:05\n\n{PARAGRAPH.format(place=place)}" for hour, place in enumerate(PLACES))
    assert kind(f"Storm on the coast: live\n\n{entries}") == "live blog"


def test_a_page_whose_markup_states_a_live_blog_is_one() -> None:
    block = '<script type="application/ld+json">{"@type": "LiveBlogPosting", "headline": "Storm on the coast"}</script>'
    body = "".join(f"<p>{PARAGRAPH.format(place=place)}</p>" for place in PLACES[:3])
    assert kind(f"<html><head>{block}</head><body><h1>Storm on the coast</h1>{body}</body></html>", "text/html") == "live blog"


def test_several_stories_on_a_page_are_several_articles_and_all_are_kept() -> None:
    text = "\n\n".join(story(place) for place in PLACES[:3])
    article = Cleaner().clean(RawDocument(text.encode(), "text/plain", "page"))
    assert article.kind == "several articles"
    assert all(PARAGRAPH.format(place=place) in article.body for place in PLACES[:3])


def test_a_front_page_of_headlines_is_not_an_article() -> None:
    items = "".join(f"<li><a href='/{n}'>{place} council backs a new ferry landing</a></li>" for n, place in enumerate(PLACES * 3))
    page = f"<html><head><title>Harbour Post</title></head><body><h1>Harbour Post</h1><ul>{items}</ul></body></html>"
    assert kind(page, "text/html") in ("list", "empty")


@pytest.mark.parametrize("nothing", ["", "\n \n", "Subscribe\nShare\nNewsfeed"])
def test_a_page_without_a_story_is_empty(nothing: str) -> None:
    assert kind(nothing) == "empty"
