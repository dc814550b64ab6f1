"""What a page says of itself, wherever it says it."""

from __future__ import annotations

from dateline.page.html.read import read_markup
from dateline.types.pages import Head


def head(html: str) -> Head:
    """The head of a page."""
    return read_markup(html).head


def test_fields_stand_in_the_head_the_body_and_in_other_elements() -> None:
    found = head(
        '<meta name="Author" content=" Ann  Lee "><body><meta property="og:title" content="Ferry"><p>Text'
        '<span itemprop="datePublished" content="2020-03-18T13:15:00">Wednesday</span>'
        '<time itemprop="x" content="y" datetime="2020">z</time>'
    )
    assert found.meta == {"author": ("Ann Lee",), "og:title": ("Ferry",), "datepublished": ("2020-03-18T13:15:00",)}
    assert found.times == ("2020",)


def test_the_title_is_that_of_the_page_and_of_no_drawing_in_it() -> None:
    assert head("<body><svg><title>Logo</title></svg><p>Text").title is None
    assert head("<title>Ferry &amp; hope</title><body><svg><title>Logo</title></svg>").title == "Ferry & hope"


def test_what_follows_a_notice_for_readers_without_scripts_is_still_head() -> None:
    found = head(
        '<head><noscript><img src="p.gif"></noscript><link rel="canonical" href="https://a.example/x"><title>T</title></head>'
    )
    assert (found.canonical, found.title) == ("https://a.example/x", "T")


def test_elements_that_are_called_an_authors_give_their_lines() -> None:
    found = head('<p class="Byline">By <a rel="author" href="/x">Ann Lee</a></p><ol class="comment-authors"><li>Bob</ol>')
    assert found.bylines == (("By Ann Lee", "Byline"), ("Ann Lee", ""))


def test_dates_are_read_from_whatever_element_names_them() -> None:
    found = head(
        '<abbr itemprop="datePublished" title="2021-05-04T10:00">yesterday</abbr><span itemprop="dateModified">May 5, 2021</span>'
    )
    assert found.meta == {"datepublished": ("2021-05-04T10:00",), "datemodified": ("May 5, 2021",)}
    several = head('<i itemprop="datePublished">May 4, 2021</i><i itemprop="datePublished">May 3, 2021</i>')
    assert several.meta == {}


def test_times_of_an_update_are_told_apart() -> None:
    found = head('<time class="entry-date published" datetime="2021-05-04"></time><p class="modified"><time datetime="2021-05-06">')
    assert (found.times, found.updates) == (("2021-05-04", "2021-05-06"), {"2021-05-06"})


def test_fields_that_hold_json_are_read() -> None:
    found = head(
        """<meta name="parsely-page" content='{"title": "Ferry", "pub_date": "2021-05-04T10:00:00Z", "author": "Marta Quill"}'>"""
    )
    assert found.meta["parsely-pub-date"] == ("2021-05-04T10:00:00Z",)
    assert head('<meta name="parsely-page" content="{broken">').meta == {"parsely-page": ("{broken",)}
