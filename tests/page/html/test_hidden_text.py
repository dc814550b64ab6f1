"""If a page shows no text or only a stub, its story is read from its hidden text."""

from __future__ import annotations

import json
from random import Random

import pytest

from dateline.page.html.read import read_markup

SENTENCES = [f"Paragraph {number} of the story tells at some length what the council did on that day." for number in range(6)]
STORY = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
HEAD = "<!doctype html><html><head><title>Council votes</title>"


def script(data: object, before: str = "window.__STATE__ = ") -> str:
    return f"<script>{before}{json.dumps(data)};</script>"


LINKED_DATA = json.dumps({"@type": "NewsArticle", "articleBody": "\n".join(SENTENCES)})
SOURCES = {
    "hidden": f'<div style="display:none">{STORY}</div>',
    "noscript": f"<div id=app></div><noscript><article>{STORY}</article></noscript>",
    "template": f'<script type="text/template" id="story">{STORY}</script>',
    "json-ld": f'<script type="application/ld+json">{LINKED_DATA}</script>',
    "script": script({"related": ["A short one."], "story": {"id": "a-1", "body": STORY}}),
}


@pytest.mark.parametrize("origin", SOURCES)
def test_a_hidden_story_is_found_and_its_origin_recorded(origin: str) -> None:
    found = read_markup(f"{HEAD}</head><body><nav><a href=/>Home</a></nav><h1>Council votes</h1>{SOURCES[origin]}</body></html>")
    assert found.origin == origin
    assert [line.text for line in found.lines] == ["Home", "Council votes", *SENTENCES]


@pytest.mark.parametrize("origin", SOURCES)
def test_a_page_that_shows_its_story_is_read_as_shown(origin: str) -> None:
    shown = "".join(f"<p>What is shown is another story, of which this is sentence number {number}.</p>" for number in range(9))
    found = read_markup(f"{HEAD}</head><body>{shown}{SOURCES[origin]}</body></html>")
    assert found.origin is None
    assert len(found.lines) == 9


def test_a_story_is_found_in_nested_json_and_in_a_list_of_paragraphs() -> None:
    """As frameworks send it to the browser, escaped twice, and as content systems store it."""
    twice = json.dumps([1, json.dumps({"content": STORY})]).replace("<", "\\u003c")
    elements = {"content_elements": [{"type": "text", "content": sentence} for sentence in SENTENCES]}
    for carrier in (f"<script>self.push({twice})</script>", script(elements)):
        assert [line.text for line in read_markup(f"<html><body><div id=root></div>{carrier}").lines] == SENTENCES


def test_a_long_teaser_is_a_stub_if_the_data_contain_the_complete_story() -> None:
    words, chosen = "council ferry harbour mayor vote night budget bridge market garden boats winter repairs answer", Random(1)
    whole = [" ".join(chosen.choices(words.split(), k=15)).capitalize() + "." for _ in range(40)]
    data = json.dumps({"@type": "NewsArticle", "articleBody": "\n\n".join(whole)})
    teaser = "".join(f"<p>{sentence}</p>" for sentence in whole[:9])
    ld = f'<script type="application/ld+json">{data}</script>'
    assert (found := read_markup(f"<h1>Votes</h1>{teaser}{ld}")).origin == "json-ld"
    assert [line.text for line in found.lines] == ["Votes", *whole]
    shown = "".join(f"<p>{sentence}</p>" for sentence in whole[:25])
    assert read_markup(f"<h1>Votes</h1>{shown}{ld}").origin is None


def test_a_teaser_is_not_repeated() -> None:
    stub = f"<h1>Council votes</h1><p>{SENTENCES[0]}</p><p>Subscribe to read on</p>"
    found = read_markup(f"{HEAD}{SOURCES['json-ld']}</head><body>{stub}</body></html>")
    assert [line.text for line in found.lines] == ["Council votes", *SENTENCES, "Subscribe to read on"]


def test_page_and_head_inside_an_unclosed_noscript_are_read() -> None:
    rest = f'<img src=x><meta name="author" content="Ann Lee"></head><body><h1>Council votes</h1>{STORY}</body></html>'
    found = read_markup(f"{HEAD}<noscript>{rest}")
    assert (found.origin, found.head.title, found.head.meta["author"]) == ("noscript", "Council votes", ("Ann Lee",))
    assert [line.text for line in found.lines] == ["Council votes", *SENTENCES]


def test_a_noscript_notice_is_not_a_story() -> None:
    html = "<p>The ferry sails at noon.</p><noscript><p>Please enable JavaScript to see all parts of this page.</p></noscript>"
    found = read_markup(html + "<script>var a = '<p>Hi</p>', b = \"unfinished</script>")
    assert (found.origin, len(found.lines)) == (None, 1)


@pytest.mark.parametrize(
    "script",
    [
        *("\\" * 500_000 + "<p", "<p>" * 100_000, "<p " * 9_000, "<p>\\u003c" * 20_000, "<script>" * 50_000, '"' * 100_000),
        *('\\"' * 200_000, '"\\"' * 100_000, '{"a":"' * 50_000),
    ],
)
def test_no_script_of_a_page_without_text_makes_it_hang(script: str) -> None:
    assert read_markup(f"<html><body><script>{script}</script></body></html>").lines == []
