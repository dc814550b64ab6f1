"""Marks of the markup: where a line stood, without walking the tree."""

from __future__ import annotations

import json

import pytest

from dateline.page import Page, read_page
from dateline.types.documents import RawDocument

HTML = """<!doctype html><html><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article>
<h1>Ferry terminal to close</h1>
<div class="share-bar"><a href="#">Facebook</a></div>
<div class="article-body"><p>The council voted nine to two on Monday to close the old ferry terminal.</p>
<p>It will <a href="/x">become</a> a market hall.</p></div>
</article>
<div class="related-stories"><ul><li><a href="/y">Bridge toll halved</a></li></ul></div>
<section id="comments"><p>I shall miss the boats.</p></section>
<footer>All rights reserved.</footer>
</body></html>"""

MAIN, CHROME, COMMENTS, RELATED, FURNITURE, FIGURE, ARTICLE, CONTENT, HIDDEN = range(9)


def page(html: str) -> Page:
    return read_page(RawDocument(html.encode(), "text/html", "page"))


def marks(found: Page, text: str) -> tuple[float, ...]:
    return next(line.marks for line in found.lines if text in line.text)


def test_each_line_knows_the_kinds_of_elements_it_stood_in() -> None:
    found = page(HTML)
    assert marks(found, "Home")[CHROME] == 1
    assert marks(found, "All rights")[CHROME] == 1
    assert marks(found, "miss the boats")[COMMENTS] == 1
    assert marks(found, "Bridge toll")[RELATED] == 1
    assert marks(found, "Facebook")[FURNITURE] == 1
    body = marks(found, "voted nine")
    assert (body[ARTICLE], body[CONTENT]) == (1, 1)
    assert sum(body[kind] for kind in (CHROME, COMMENTS, RELATED, FURNITURE, FIGURE, HIDDEN)) == 0


def test_tags_and_links_are_marked() -> None:
    found = page(HTML)
    paragraph, heading, item = marks(found, "market hall"), marks(found, "Ferry terminal to close"), marks(found, "Bridge toll")
    assert (paragraph[9], heading[10]) == (1, 1)
    assert 0 < paragraph[15] < 0.5
    assert (item[15], item[16]) == (1, 1)


def test_a_page_without_anything_to_see_gives_what_its_scripts_carry() -> None:
    """Sites that are put together in the browser keep the story in a script, escaped once or twice."""
    story = "".join(
        f"<p>Paragraph {number} of the story tells at some length what the council did on that day.</p>" for number in range(5)
    )
    script = json.dumps([1, json.dumps({"content": story})]).replace("<", "\\u003c")
    found = page(f"<html><body><div id='root'></div><script>self.push({script})</script></body></html>")
    assert len(found.lines) == 5
    assert found.lines[0].text.startswith("Paragraph 0 of the story")


def test_a_page_that_is_really_empty_stays_empty() -> None:
    assert page("<html><body><script>var a = '<p>Hi</p>';</script></body></html>").lines == ()


@pytest.mark.parametrize(
    "script",
    ["\\" * 500_000 + "<p", "<p>" * 100_000, "<p><li><h2>" * 50_000, "<p " * 9_000, "<p>\\u003c" * 20_000, "<script>" * 50_000],
)
def test_no_script_of_a_page_without_text_holds_it_up(script: str) -> None:
    assert page(f"<html><body><script>{script}</script></body></html>").lines == ()


def test_the_blocks_of_a_script_end_where_they_are_closed_and_need_no_order() -> None:
    story = "The council voted nine to two on Monday to close the old ferry terminal, its harbour master said. " * 4
    found = page(f"<html><body><script>'<li>open <p>{story}</p><h2>Why</h2><p>open <h2>Next</h2>'</script></body></html>")
    assert [line.text for line in found.lines] == [story.strip(), "Why", "Next"]
