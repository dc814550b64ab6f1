"""Sitemaps, OPML and address lists are not stories; where fetching is allowed, they lead to stories."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from dateline.errors import FetchError
from dateline.readers import Arrival, Web, all_readers, open_documents
from dateline.readers.address_lists import SitemapReader
from dateline.readers.fetching.answer import Answer
from dateline.readers.opml import FeedOutline, read_outlines
from dateline.types.documents import Failure, RawDocument, Skipped

Read = Callable[..., list[Any]]
AT = datetime(2024, 5, 4, 9, 0, tzinfo=UTC)
NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><image:image><image:loc>https://mail.example/ferry.jpg</image:loc><image:title>Boats</image:title></image:image>
<loc> https://mail.example/ferry?a=1&amp;b=2 </loc><lastmod>2024-05-03</lastmod>
<news:news><news:publication><news:name>The Lennox Mail</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2024-05-03</news:publication_date><news:title><![CDATA[Ferry talks & tea]]></news:title>
<news:keywords>ferry, harbour</news:keywords></news:news></url></urlset>"""
INDEX = "<sitemapindex><sitemap><loc>https://mail.example/1.xml</loc></sitemap></sitemapindex>"
OPML = (
    '<?xml version="1.0"?>\n<!-- mine -->\n<opml version="2.0"><body><outline text="Local">'
    '<outline title="Mail &amp; Post" xmlUrl="https://mail.example/rss"/></outline></body></opml>'
)
LIST = "# to read\nhttps://mail.example/a#part\n\nhttps://mail.example/b\n"
PAGE = "<!doctype html><html><head><title>{0}</title></head><body><p>{0} resumed on Tuesday.</p></body></html>"


class Pages:
    """A fake web: the answer for each address, and the addresses that were requested."""

    def __init__(self, **pages: str) -> None:
        self.pages = {f"https://mail.example/{name}": text for name, text in pages.items()}
        self.asked: list[str] = []

    def get(self, url: str) -> Answer:
        self.asked.append(url)
        if url not in self.pages:
            raise FetchError("the server answered 404: there is no such page; check the address")
        return Answer(url, 200, self.pages[url].encode(), "", None, AT)


def followed(given: str, web: Web) -> Sequence[Arrival]:
    """Return what is read from a list on standard input."""
    return list(open_documents(["-"], stdin=io.BytesIO(given.encode()), readers=all_readers(external=False), web=web))


@pytest.mark.parametrize(
    ("content", "word"), [(NEWS, "a sitemap"), (INDEX, "a sitemap"), (OPML, "OPML"), (LIST, "list of addresses")]
)
@pytest.mark.parametrize("name", ["list.xml", "list.txt", "list.opml", "list"])
def test_an_address_list_is_skipped_with_a_hint_at_fetch(read: Read, content: str, word: str, name: str) -> None:
    (skipped,) = read(content.encode(), name)
    assert isinstance(skipped, Skipped)
    assert word in skipped.reason
    assert "--fetch" in skipped.reason


def test_a_long_list_is_skipped_only_once(read: Read) -> None:
    assert len(read(LIST.encode() * 2000, "list.txt")) == 1


def test_a_text_with_an_address_in_it_is_a_text(read: Read) -> None:
    (document,) = read(b"https://mail.example/a\nFerry talks resumed on Tuesday.\n", "note.txt")
    assert isinstance(document, RawDocument)


@pytest.mark.parametrize("text", ["<urlset></urlset>", "<opml></opml>", "<urlset><url><loc>no address</loc></url></urlset>"])
def test_a_list_without_addresses_is_reported(read: Read, text: str) -> None:
    (skipped,) = read(text.encode())
    assert "without" in skipped.reason


def test_a_news_sitemap_leads_to_the_page_and_adds_hints() -> None:
    web = Web(Pages(**{"ferry?a=1&b=2": PAGE.format("Talks")}), follow=True)
    (document,) = followed(NEWS, web)
    assert isinstance(document, RawDocument)
    assert document.identity == document.url == document.origin == "https://mail.example/ferry?a=1&b=2"
    assert document.fetched == AT
    assert document.hints == {
        "title": "Ferry talks & tea",
        "published": "2024-05-03",
        "source": "The Lennox Mail",
        "language": "en",
        "tags": "ferry\nharbour",
        "captured": AT.isoformat(),
    }


def test_a_sitemap_index_leads_to_sitemaps_and_their_pages() -> None:
    pages = Pages(**{"1.xml": "<urlset><url><loc>https://mail.example/a</loc></url></urlset>", "a": PAGE.format("Talks")})
    (document,) = followed(INDEX, Web(pages, follow=True))
    assert document.origin == "https://mail.example/a"


def test_a_list_of_feeds_leads_to_their_entries() -> None:
    rss = (
        "<rss version='2.0'><channel><title>Mail</title><item><title>One</title><link>https://mail.example/1</link></item>"
        "<item><link>https://mail.example/2</link><description>Talks resumed.</description></item></channel></rss>"
    )
    one, two = followed(OPML, Web(Pages(**{"rss": rss, "1": PAGE.format("Talks")}), follow=True))
    assert isinstance(one, RawDocument)
    assert isinstance(two, RawDocument)
    assert (one.identity, one.hints["title"]) == ("https://mail.example/1", "One")
    assert (two.identity, two.origin, two.fetched) == ("https://mail.example/2", "https://mail.example/rss:2", AT)


def test_an_address_listed_twice_is_fetched_once_and_a_failure_has_a_reason() -> None:
    pages = Pages(a=PAGE.format("Talks"))
    one, two, three = followed(LIST + "https://mail.example/a\n", Web(pages, follow=True))
    assert isinstance(one, RawDocument)
    assert two == Failure("https://mail.example/b", "the server answered 404: there is no such page; check the address")
    assert isinstance(three, Skipped)
    assert pages.asked == ["https://mail.example/a", "https://mail.example/b"]


def test_a_known_page_is_fetched_again_only_if_its_list_states_a_change() -> None:
    pages = Pages(**{"ferry?a=1&b=2": PAGE.format("Talks")})
    before, after = AT.replace(month=4), AT.replace(month=6)
    assert isinstance(followed(NEWS, Web(pages, follow=True, known=lambda url: after))[0], Skipped)
    assert isinstance(followed(NEWS, Web(pages, follow=True, known=lambda url: before))[0], RawDocument)
    assert isinstance(followed(LIST, Web(pages, follow=True, known=lambda url: before))[0], Skipped)


def test_endlessly_nested_lists_stop_at_a_depth_limit() -> None:
    class Endless(Pages):
        def get(self, url: str) -> Answer:
            self.asked.append(url)
            return Answer(url, 200, f"<sitemapindex><sitemap><loc>{url}x</loc></sitemap></sitemapindex>".encode(), "", None, AT)

    pages = Endless()
    (skipped,) = followed(INDEX, Web(pages, follow=True))
    assert isinstance(skipped, Skipped)
    assert "lists nested 4 deep" in skipped.reason
    assert len(pages.asked) == 4


def test_a_line_that_is_not_an_address_is_reported_with_its_number(read: Read) -> None:
    found = read(LIST.encode() * 3000 + b"ferry\n", "list.txt")
    assert [type(one) for one in found] == [Skipped, Failure]
    assert found[1].origin.endswith("list.txt:12001")


def test_hostile_sitemaps_do_not_hang_the_reader() -> None:
    for hostile in ("<url><loc>" * 100_000, "<url " * 400_000, "<loc" * 20_000 + "</url>", "<!ENTITY a 'b'>" * 100_000):
        text = "<urlset>" + hostile
        assert list(open_documents(["-"], stdin=io.BytesIO(text.encode()), readers=[SitemapReader()]))


def test_opml_is_read_with_its_folders() -> None:
    text = """<opml><body>
    <outline text="Local"><outline text='The "Mail"' xmlUrl='https://mail.example/rss' type="rss"></outline>
      <outline text="Deep"><outline title="Post" text="x" xmlUrl="https://post.example/?a=1&amp;b=2"/></outline></outline>
    <!-- <outline xmlUrl="https://gone.example/"/> -->
    <outline xmlUrl="javascript:alert(1)"/><outline xmlURL="https://last.example/feed" dateline:pages="true"/></body></opml>"""
    assert list(read_outlines(text)) == [
        FeedOutline("https://mail.example/rss", 'The "Mail"', "Local"),
        FeedOutline("https://post.example/?a=1&b=2", "Post", "Local/Deep"),
        FeedOutline("https://last.example/feed", None, None, True),
    ]


def test_an_entity_bomb_in_opml_is_not_expanded() -> None:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 20))
    text = f'<!DOCTYPE opml [<!ENTITY e0 "x">{lines}]><opml><outline text="&e19;" xmlUrl="https://mail.example/rss"/></opml>'
    assert list(read_outlines(text)) == [FeedOutline("https://mail.example/rss", "&e19;")]


def test_unclosed_outlines_and_quotes_do_not_hang_the_parser() -> None:
    assert list(read_outlines('<outline text="' * 100_000)) == []
    assert list(read_outlines("<outline a=" * 100_000 + ">")) == []
    assert list(read_outlines("<outline text='a'>" * 100_000)) == []
    assert list(read_outlines("<!--" * 1_000_000)) == []
