"""Authors: clean names from all evidence; the outlet's own name only if no person is named."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dateline.cleaning import Cleaner
from dateline.metadata.byline import parse_byline
from dateline.metadata.name_forms import is_person_name
from dateline.types.articles import Metadata
from dateline.types.documents import RawDocument

STORY = (
    "<p>The council of Aldmoor voted on Tuesday to rebuild the old ferry landing, after two winters of storms had torn it away.</p>"
    * 30
)


def read(head: str = "", byline: str = "", after: str = "") -> Metadata:
    head = f"<head><title>Ferry landing to return</title>{head}</head>"
    page = f"<html>{head}<body><h1>Ferry landing to return</h1>{byline}{STORY}{after}</body></html>"
    return Cleaner().clean(RawDocument(page.encode(), "text/html", "page.html")).metadata


def json_ld(author: Any, publisher: str = "Harbour Post") -> str:
    block = {"@type": "NewsArticle", "author": author, "publisher": {"@type": "Organization", "name": publisher}}
    return f'<script type="application/ld+json">{json.dumps(block)}</script>'


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ({"@type": "Person", "name": "Marta Quill"}, ("Marta Quill",)),
        ([{"name": "Marta Quill"}, {"name": "By Ivo Brandt"}], ("Marta Quill", "Ivo Brandt")),
        ({"@type": "Person", "givenName": "Marta", "familyName": "Quill"}, ("Marta Quill",)),
        ("Marta Quill and Ivo Brandt", ("Marta Quill", "Ivo Brandt")),
        ({"name": "Rosa &amp; Marta Quill"}, ("Rosa & Marta Quill",)),
        ({"name": "Marta Quill, Reader in Coastal Law, University of Aldmoor"}, ("Marta Quill",)),
    ],
)
def test_json_ld_names_the_authors(author: Any, names: tuple[str, ...]) -> None:
    assert read(json_ld(author)).authors[-len(names) :] == names


def test_a_person_is_the_author_instead_of_the_outlet() -> None:
    assert read(json_ld({"@type": "Organization", "name": "Harbour Post"}), "<p>By Marta Quill</p>").authors == ("Marta Quill",)


def test_the_outlet_is_the_author_if_nobody_else_is_named() -> None:
    assert read(json_ld({"@type": "Organization", "name": "Harbour Post"})).authors == ("Harbour Post",)


@pytest.mark.parametrize(
    "byline",
    [
        '<a rel="author" href="/staff/7">Marta Quill</a>',
        '<span itemprop="author">Marta Quill</span>',
        '<div class="story__byline"><span>Marta Quill</span></div>',
        '<a href="/authors/marta-quill">Marta Quill</a>',
        "<p>By</p><p>Marta Quill</p>",
        "<p>ByMarta Quill</p>",
        "<p>Marta Quill | Staff writer</p>",
    ],
)
def test_author_elements_and_byline_lines_give_the_author(byline: str) -> None:
    assert read(byline=byline).authors == ("Marta Quill",)


def test_authors_of_comments_and_of_other_stories_are_not_the_authors() -> None:
    others = "".join(f'<div class="card"><span class="card-author">{name}</span></div>' for name in ("Ivo Brandt", "Ana Sousa"))
    comments = '<div class="comment-author">Karl Meer</div>'
    assert read(byline='<span class="byline">Marta Quill</span>', after=others + comments).authors == ("Marta Quill",)
    assert read(after=others + comments).authors == ()


def test_a_twitter_card_gives_an_author_only_with_the_right_label() -> None:
    def card(label: str, data: str) -> str:
        return f'<meta name="twitter:label1" content="{label}"><meta name="twitter:data1" content="{data}">'

    assert read(card("Written by", "Marta Quill")).authors == ("Marta Quill",)
    assert read(card("Est. reading time", "4 minutes")).authors == ()


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Marta Quill, Chief Political Correspondent", ("Marta Quill",)),
        ("Von Jens Möller und Anna-Lena Graf", ("Jens Möller", "Anna-Lena Graf")),
        ("Par Éloïse d'Arcy", ("Éloïse d'Arcy",)),
        ("Por María José de la Cruz", ("María José de la Cruz",)),
        ("Eine Kolumne von Marta Quill", ("Marta Quill",)),
        ("By MARTA QUILL", ("MARTA QUILL",)),
    ],
)
def test_bylines_are_parsed_in_many_languages(line: str, names: tuple[str, ...]) -> None:
    byline = parse_byline(line)
    assert byline is not None
    assert byline.names == names


@pytest.mark.parametrize(
    "line", ["Reviewed by Marta Quill", "By the time the boat came, it was dark.", "Subscribe by email", "By 2030"]
)
def test_a_line_that_only_begins_like_a_byline_is_not_one(line: str) -> None:
    assert parse_byline(line) is None


@pytest.mark.parametrize(
    "name", ["Marta Quill", "Ludwig van Beethoven", "J. R. Brandt", "Dr. Ana Sousa", "Seán O'Casey", "Jean-Luc Picard"]
)
def test_names_of_people_are_recognised(name: str) -> None:
    assert is_person_name(name)


@pytest.mark.parametrize(
    "text", ["Chief Marketing Officer", "Table of Contents", "of TheBestBoats", "Read More Stories", "HeadOfficeBoatsNews Page"]
)
def test_other_phrases_are_not_names_of_people(text: str) -> None:
    assert not is_person_name(text)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Marta Quill For Daily Harbour Australia", ("Marta Quill",)),
        ("By Marta Quill and Ivo Brandt for the Harbour Post", ("Marta Quill", "Ivo Brandt")),
        ("By MARTA QUILL and IVO BRANDT", ("MARTA QUILL", "IVO BRANDT")),
        ("By Marta Quill Staff Reporter", ("Marta Quill",)),
        ("By Marta Quill Associated Press", ("Marta Quill",)),
        ("Par Éloïse d'Arcy (Rennes, envoyée spéciale)", ("Éloïse d'Arcy",)),
        ("Author: Quill, Marta", ("Marta Quill",)),
        ("Posted on 5 May 2020 by Marta Quill", ("Marta Quill",)),
        ("// By Marta Quill • Nov 11, 2020", ("Marta Quill",)),
        ("*By [Marta Quill](https://post.example/staff/quill)*", ("Marta Quill",)),
        ("이하늘 기자", ("이하늘",)),
        ("이하늘 기자 입력 2020.12.07 19:02", ("이하늘",)),
        ("2023-11-17 08:12:30 来源：港口日报 作者：王小川", ("王小川",)),
        ("本报记者 王小川", ("王小川",)),
    ],
)
def test_words_around_the_names_in_a_byline_are_not_part_of_them(line: str, names: tuple[str, ...]) -> None:
    byline = parse_byline(line)
    assert byline is not None
    assert byline.names == names


@pytest.mark.parametrize(
    "line",
    [
        "By Staff",
        "Email the author",
        "First Published May 4, 2020",
        "대통령 신년 기자 회견 열려",
        "의원들이 입장을 밝히고 있다. 이하늘 기자",
    ],
)
def test_staff_widgets_and_captions_are_not_bylines(line: str) -> None:
    assert parse_byline(line) is None


def test_a_person_is_the_author_instead_of_an_organisation_with_a_personlike_name() -> None:
    body = {"@type": "Organization", "name": "Harbour Broadcasting Corporation"}
    head = json_ld(body, "Harbour Post") + '<meta name="author" content="Harbour Broadcasting Corporation">'
    assert read(head, "<div>By Marta Quill</div>").authors == ("Marta Quill",)
    assert read(head).authors == ("Harbour Broadcasting Corporation",)
    both = json_ld([{"@type": "Person", "name": "Ivo Brandt"}, body])
    assert read(both).authors == ("Ivo Brandt", "Harbour Broadcasting Corporation")


def test_an_outlet_in_an_author_element_under_the_headline_is_the_author() -> None:
    assert read(byline='<p><span id="author">The Harbour Press</span></p>').authors == ("The Harbour Press",)
    assert read(byline='<p><span id="author">Follow us</span></p>').authors == ()
    assert read(after='<p><span id="author">The Harbour Press</span></p>').authors == ()


def test_names_in_a_menu_above_the_headline_are_not_authors() -> None:
    stories = (("Coffee for all", "Ivo Brandt"), ("Trolls in court", "Ana Sousa"))
    items = "".join(f'<li><a href="/">{story} <span class="byline">{name}</span></a></li>' for story, name in stories)
    story = f"<ul>{items}</ul><h1>Ferry landing to return</h1>"
    for own, authors in (('<span class="by"><a href="/writer/mq">Marta Quill</a></span>', ("Marta Quill",)), ("", ())):
        page = f"<html><head><title>Ferry landing to return</title></head><body>{story}{own}{STORY}</body></html>"
        assert Cleaner().clean(RawDocument(page.encode(), "text/html", "page.html")).metadata.authors == authors


def test_a_team_or_a_single_name_next_to_the_headline_is_an_author() -> None:
    assert read(byline='<p class="author">Harbour Post Team</p>').authors == ("Harbour Post Team",)
    assert read(byline='<p class="author-name">Kiersten</p>').authors == ("Kiersten",)
    assert read(byline="<p>by kiersten | May 4, 2021</p>").authors == ("kiersten",)
    for nobody in ("Staff", "Category", "Share"):
        assert read(byline=f'<p class="author">{nobody}</p>').authors == ()


def test_authors_in_teasers_and_testimonials_are_not_the_authors() -> None:
    aside = '<div class="teaser-author">Von Ivo Brandt</div><div class="testimonial-author">Ana Sousa</div>'
    assert read(after=aside).authors == ()


def test_text_after_a_semicolon_in_an_author_field_is_not_a_second_author() -> None:
    person = {"@type": "Person", "name": "Marta Quill; Lowland Film"}
    assert read(json_ld(person)).authors == ("Marta Quill",)


def test_a_byline_completes_a_field_that_names_only_the_first_author() -> None:
    head = '<meta name="author" content="Marta Quill">'
    assert read(head, "<p>By Marta Quill, Ivan Brandt and Ana Sousa</p>").authors == ("Marta Quill", "Ivan Brandt", "Ana Sousa")
    several = '<meta name="citation_author" content="Marta Quill"><meta name="citation_author" content="Ana Sousa">'
    assert read(head + several).authors == ("Marta Quill", "Ana Sousa")


@pytest.mark.parametrize(
    ("head", "byline", "after", "names"),
    [
        (json_ld({"@type": "Person", "name": "Otto Upload"}), "<p>By: Marta Quill</p>", "", ("Marta Quill",)),
        (json_ld([{"name": "Marta Quill"}, {"name": "Ivo Brandt"}]), "<p>By Marta Quill</p>", "", ("Marta Quill", "Ivo Brandt")),
        (json_ld({"@type": "Organization", "name": "Skerry Media, LLC"}), "", "", ()),
        ("", "<p>Interview by Marta Quill</p>", "", ("Marta Quill",)),
        ("", "", "<p>This article was written by Sara Quill, head of marketing at Halden.</p>", ("Sara Quill",)),
        ("", "", "<div><h4>Sara Quill</h4><p>Sara Quill is a reporter who covers harbours.</p></div>", ("Sara Quill",)),
        ("", "", "<div><h2>Article by</h2><div>Marta Quill</div></div>", ("Marta Quill",)),
        ("", "<div class='author'><a class='author-name'>Marta Quill</a>Head of Boats</div>", "", ("Marta Quill",)),
    ],
)
def test_an_author_is_also_found_outside_the_author_fields(head: str, byline: str, after: str, names: tuple[str, ...]) -> None:
    assert read(head, byline, after).authors == names


def test_two_notes_about_people_give_no_author() -> None:
    notes = "".join(f"<h4>{name} Quill</h4><p>{name} Quill is one of our team.</p>" for name in ("Sara", "Anna"))
    assert read(after=notes).authors == ()


@pytest.mark.parametrize(("name", "names"), [("Sara Quill", ("Sara Quill",)), ("Halden Post", ()), ("Anna Brandt", ())])
def test_a_site_with_the_name_and_address_of_a_person_has_that_author(name: str, names: tuple[str, ...]) -> None:
    head = f"<title>Ferry landing to return | {name}</title><meta property='og:site_name' content='{name}'>"
    page = f"<html><head>{head}</head><body><h1>Ferry landing to return</h1>{STORY}</body></html>"
    raw = RawDocument(page.encode(), "text/html", "page.html", url="https://saraquill.example/ferry")
    assert Cleaner().clean(raw).metadata.authors == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By H.G. Parry", ("H.G. Parry",)),
        ("By A. J. Neal and P.D. Quill", ("A. J. Neal", "P.D. Quill")),
        ("By JOHN QUILL Staff Writer", ("JOHN QUILL",)),
    ],
)
def test_initials_are_part_of_a_name(line: str, names: tuple[str, ...]) -> None:
    found = parse_byline(line)
    assert found is not None
    assert found.names == names
