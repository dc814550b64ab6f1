"""The metadata that a page states in its markup, wherever it is."""

from __future__ import annotations

from dateline.page.html.read import read_markup
from dateline.types.pages import Head


def head(html: str) -> Head:
    """The head of a page."""
    return read_markup(html).head


def test_fields_are_read_from_the_head_the_body_and_other_elements() -> None:
    found = head(
        '<meta name="Author" content=" Ann  Lee "><body><meta property="og:title" content="Ferry"><p>Text'
        '<span itemprop="datePublished" content="2020-03-18T13:15:00">Wednesday</span>'
        '<time itemprop="x" content="y" datetime="2020">z</time>'
    )
    assert found.meta == {"author": ("Ann Lee",), "og:title": ("Ferry",), "datepublished": ("2020-03-18T13:15:00",)}
    assert found.times == ("2020",)


def test_the_title_of_an_svg_is_not_the_title_of_the_page() -> None:
    assert head("<body><svg><title>Logo</title></svg><p>Text").title is None
    assert head("<title>Ferry &amp; hope</title><body><svg><title>Logo</title></svg>").title == "Ferry & hope"


def test_elements_after_a_noscript_in_the_head_are_still_part_of_the_head() -> None:
    found = head(
        '<head><noscript><img src="p.gif"></noscript><link rel="canonical" href="https://a.example/x"><title>T</title></head>'
    )
    assert (found.canonical, found.title) == ("https://a.example/x", "T")


def test_elements_named_as_author_give_their_text() -> None:
    found = head('<p class="Byline">By <a rel="author" href="/x">Ann Lee</a></p><ol class="comment-authors"><li>Bob</ol>')
    assert found.bylines == (("By Ann Lee", "Byline"), ("Ann Lee", ""))


def test_dates_are_read_from_any_element_with_their_property() -> None:
    found = head(
        '<abbr itemprop="datePublished" title="2021-05-04T10:00">yesterday</abbr><span itemprop="dateModified">May 5, 2021</span>'
    )
    assert found.meta == {"datepublished": ("2021-05-04T10:00",), "datemodified": ("May 5, 2021",)}
    several = head('<i itemprop="datePublished">May 4, 2021</i><i itemprop="datePublished">May 3, 2021</i>')
    assert several.meta == {}


def test_times_of_an_update_are_marked_as_updates() -> None:
    found = head('<time class="entry-date published" datetime="2021-05-04"></time><p class="modified"><time datetime="2021-05-06">')
    assert (found.times, found.updates) == (("2021-05-04", "2021-05-06"), {"2021-05-06"})


def test_fields_that_contain_json_are_parsed() -> None:
    found = head(
        """<meta name="parsely-page" content='{"title": "Ferry", "pub_date": "2021-05-04T10:00:00Z", "author": "Marta Quill"}'>"""
    )
    assert found.meta["parsely-pub-date"] == ("2021-05-04T10:00:00Z",)
    assert head('<meta name="parsely-page" content="{broken">').meta == {"parsely-page": ("{broken",)}
