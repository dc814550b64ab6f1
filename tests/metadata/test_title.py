"""The headline, without the name of the site, from markup or only from lines."""

from __future__ import annotations

import pytest

from dateline.cleaning import Cleaner
from dateline.types.documents import RawDocument

STORY = "The council of Aldmoor voted on Tuesday to rebuild the old ferry landing, after two winters of storms had torn it away."


def title(content: str, media_type: str = "text/html") -> str | None:
    return Cleaner().clean(RawDocument(content.encode(), media_type, "page")).metadata.title


@pytest.mark.parametrize(
    "head",
    [
        "<title>Ferry landing to return - Harbour Post</title><meta property='og:site_name' content='Harbour Post'>",
        "<title>Harbour Post | Ferry landing to return</title><meta property='og:site_name' content='Harbour Post'>",
        "<meta property='og:title' content='Ferry landing to return'><title>Home</title>",
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferry landing to return"}</script>',
    ],
)
def test_the_name_of_the_site_is_removed_from_the_title(head: str) -> None:
    page = f"<html><head>{head}</head><body><h1>Ferry landing to return</h1><p>{STORY}</p><p>{STORY}</p></body></html>"
    assert title(page) == "Ferry landing to return"


@pytest.mark.parametrize(
    "headline",
    ["«The ferry returns»", "Council: «The ferry returns»", "»Die Fähre kommt«", "« La tempête arrive »", "Le maire : « Le bac »"],
)
def test_guillemets_around_a_quotation_are_not_separators(headline: str) -> None:
    head = f"<title>{headline} | Harbour Post</title><meta property='og:title' content='{headline}'>"
    page = f"<html><head>{head}<meta property='og:site_name' content='Harbour Post'></head><body><p>{STORY}</p></body></html>"
    assert title(page) == headline


def test_a_single_guillemet_separates_the_name_of_the_site() -> None:
    head = "<title>Harbour Post » Ferry landing to return</title><meta property='og:site_name' content='Harbour Post'>"
    assert title(f"<html><head>{head}</head><body><p>{STORY}</p></body></html>") == "Ferry landing to return"


def test_a_dash_inside_a_headline_is_kept() -> None:
    headline = "Ferry landing - a town waits"
    page = f"<html><head><title>{headline}</title></head><body><h1>{headline}</h1><p>{STORY}</p></body></html>"
    assert title(page) == headline


def test_the_title_of_a_text_is_its_headline_and_not_a_widget() -> None:
    text = f"Subscribe\nNewsfeed\n\nFerry landing to return after two winters\n\nBy Marta Quill\n\n{STORY}\n\n{STORY}\n"
    assert title(text, "text/plain") == "Ferry landing to return after two winters"


def test_section_and_site_after_underscores_are_removed_if_the_page_shows_the_headline() -> None:
    head, shown = "<title>青川石桥明春前修复_社会_青川网</title>", "<h1>青川石桥明春前修复</h1>"
    assert title(f"<html><head>{head}</head><body>{shown}<p>{STORY}</p><p>{STORY}</p></body></html>") == "青川石桥明春前修复"


def test_the_name_of_the_site_is_not_the_headline() -> None:
    named = "".join(f"<meta property='og:{key}' content='Harbour Post'>" for key in ("title", "site_name"))
    head = f"<title>Harbour Post</title>{named}"
    shown = "<h1>Harbour Post</h1><article><h2>Ferry landing to return after two winters</h2>"
    page = f"<html><head>{head}</head><body>{shown}<p>{STORY}</p><p>{STORY}</p></article></body></html>"
    assert title(page) == "Ferry landing to return after two winters"


def test_a_section_attached_to_the_headline_is_removed() -> None:
    page = f"<title>Ferry landing to return</title><h1>SportFerry landing to return</h1><p>{STORY}</p><p>{STORY}</p>"
    assert title(page) == "Ferry landing to return"


@pytest.mark.parametrize("sign", ["|", "-", "_", "ㅣ", "｜"])
def test_separators_without_spaces_mark_the_site_if_the_page_shows_the_headline(sign: str) -> None:
    headline = "항구 선착장 여름 전에 다시 문 연다"
    page = f"<title>{headline}{sign}항구일보</title><h1>{headline}</h1><p>{STORY}</p><p>{STORY}</p>"
    assert title(page) == headline


def test_a_title_on_which_two_fields_agree_wins_over_a_similar_line() -> None:
    stated = "Ferry landing at Aldmoor to return before summer"
    ld = f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{stated}"}}</script>'
    social = f"<meta property='og:title' content='{stated}'>"
    page = f"<html><head>{{}}</head><body><h1>Ferry landing at Aldmoor to return</h1><p>{STORY}</p><p>{STORY}</p></body></html>"
    assert title(page.format(ld + social)) == stated
    assert title(page.format(social)) == "Ferry landing at Aldmoor to return"


def test_a_title_that_was_escaped_twice_is_unescaped_twice() -> None:
    page = f"<meta property='og:title' content='Ferries &amp;amp; landings: a plan'><p>{STORY}</p><p>{STORY}</p>"
    assert title(page) == "Ferries & landings: a plan"


def test_a_heading_in_the_breadcrumbs_is_not_the_headline() -> None:
    head = "<title>Ferry Aldmoor: money found | Post</title><meta property='og:title' content='Ferry landing to return after all'>"
    crumb = "<ul class='breadcrumb'><li><h1 class='breadcrumb__headline'>Ferry Aldmoor: money found</h1></li></ul>"
    page = f"{head}{crumb}<article><h2><b>Harbours</b> Ferry landing to return after all</h2><p>{STORY}</p><p>{STORY}</p></article>"
    assert title(page) == "Ferry landing to return after all"


def test_a_copyright_line_is_not_the_title() -> None:
    stories = "".join(
        f"<div><h3>{head}</h3><p>{STORY}</p></div>" for head in ("Ferry landing to return", "A bridge opens", "Buses run")
    )
    for page in (
        f"<title>© 2024 Harbour Post</title><h1>© 2024 Harbour Post</h1>{stories}",
        f"<title>Copyright (c) 2024 Harbour Post</title>{stories}<p>© 2024 Harbour Post. All rights reserved.</p>",
    ):
        assert title(page) in (None, "Ferry landing to return")
