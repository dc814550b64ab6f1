"""Feeds: each entry with a text becomes a document with hints, and entities are not expanded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dateline.types.documents import Failure, RawDocument, Skipped

Read = Callable[..., list[Any]]
RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>The Lennox Mail</title><link>https://mail.example/</link><language>en-gb</language>
<item><title>Ferry talks &amp;amp; tea</title><link>https://mail.example/ferry</link><guid isPermaLink="false">m-1</guid>
<pubDate>Fri, 03 May 2024 10:00:00 GMT</pubDate><dc:creator>Ann Lee</dc:creator><category>sea</category><category>ferry</category>
<description>Short.</description><content:encoded><![CDATA[<p>Talks <b>resumed</b>.</p>]]></content:encoded></item>
<item><title>Storm</title><guid>https://mail.example/storm</guid><author>bo@mail.example (Bo Dahl)</author>
<description>A storm took the roof, &lt;b&gt;twice&lt;/b&gt;.</description></item>
<item><title>Only a headline</title><link>https://mail.example/x</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Küstenbote</title>
<entry><title type="html">Der &lt;i&gt;Deich&lt;/i&gt; hält</title><id>tag:kueste.example,2024:1</id>
<link rel="alternate" href="https://kueste.example/deich"/><published>2024-05-03T10:00:00Z</published>
<updated>2024-05-04T10:00:00Z</updated><author><name>Anna Krey</name></author><author><name>Jens Ohl</name></author>
<category term="meer" label="Meer"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Der Deich hielt.</p></div></content>
</entry></feed>"""
RDF = """<?xml version="1.0"?><!-- made by hand --><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/"><channel rdf:about="https://mail.example/"><title>Old Mail</title></channel>
<item rdf:about="https://mail.example/1"><title>One</title>
<link>https://mail.example/1</link><description>Talks.</description></item></rdf:RDF>"""


@pytest.mark.parametrize("name", ["feed.xml", "feed.rss", "feed.html", "feed.txt", "feed"])
def test_rss_entries_become_documents_with_hints(read: Read, name: str) -> None:
    ferry, storm, headline = read(RSS.encode(), name)
    assert (ferry.content, ferry.media_type, ferry.url) == (
        b"<p>Talks <b>resumed</b>.</p>",
        "text/html",
        "https://mail.example/ferry",
    )
    assert ferry.hints == {
        "title": "Ferry talks & tea",
        "published": "Fri, 03 May 2024 10:00:00 GMT",
        "authors": "Ann Lee",
        "source": "The Lennox Mail",
        "tags": "sea\nferry",
        "language": "en-gb",
    }
    assert (storm.content, storm.identity) == (b"A storm took the roof, <b>twice</b>.", "https://mail.example/storm")
    assert storm.hints["authors"] == "Bo Dahl"
    assert isinstance(headline, Skipped)
    assert "https://mail.example/x" in headline.reason


def test_atom_entries_become_documents(read: Read) -> None:
    (document,) = read(ATOM.encode())
    assert b"Der Deich hielt." in document.content
    assert document.media_type == "text/html"
    assert document.url == "https://kueste.example/deich"
    assert document.hints["title"] == "Der Deich hält"
    assert (document.hints["published"], document.hints["updated"]) == ("2024-05-03T10:00:00Z", "2024-05-04T10:00:00Z")
    assert (document.hints["authors"], document.hints["tags"], document.hints["language"]) == ("Anna Krey\nJens Ohl", "Meer", "de")


def test_rss_in_rdf_is_read(read: Read) -> None:
    (document,) = read(RDF.encode(), "feed.rdf")
    assert (document.content, document.hints["source"]) == (b"Talks.", "Old Mail")


@pytest.mark.parametrize("encoding", ["utf-16", "windows-1251"])
def test_feeds_in_other_encodings_are_read(read: Read, encoding: str) -> None:
    feed = RSS.replace("Talks", "Переговоры продолжатся на этой неделе").replace('encoding="utf-8"', f'encoding="{encoding}"')
    assert "Переговоры продолжатся" in read(feed.encode(encoding))[0].content.decode()


def test_a_feed_of_any_length_is_read_in_batches(read: Read) -> None:
    item = (
        "<item><title>Story {0}</title><guid>g{0}</guid><description>" + "Talks resumed in town. " * 20 + "{0}</description></item>"
    )
    feed = RSS[: RSS.index("<item>")] + "".join(item.format(number) for number in range(2_000)) + "</channel></rss>"
    found = read(feed.encode())
    assert [one.hints["title"] for one in found] == [f"Story {number}" for number in range(2_000)]
    assert {one.hints["source"] for one in found} == {"The Lennox Mail"}
    assert found[-1].identity.endswith("#id=g1999")


def test_a_truncated_feed_yields_its_entries_and_a_failure(read: Read) -> None:
    found = read(RSS[: RSS.index("A storm took") + 20].encode())
    assert [type(one) for one in found] == [RawDocument, RawDocument, Failure]
    assert found[1].content == b"A storm took the roo"
    assert "cut off" in found[-1].reason


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha ha ha ha ha">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True))
    + ']><rss version="2.0"><channel><title>&i;</title>'
    + "<item><title>t</title><description>Text &i; end</description></item></channel></rss>"
)
OUTSIDE = RSS.replace("<rss ", '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss ', 1).replace("Short.", "&x;")


def test_entities_are_neither_expanded_nor_fetched(read: Read) -> None:
    """One feed would expand to a gigabyte; the other refers to a private file."""
    (document,) = read(BOMB.encode())
    assert len(document.content) < 100
    assert not any(b"root:" in one.content for one in read(OUTSIDE.encode()) if isinstance(one, RawDocument))


@pytest.mark.parametrize(
    "content",
    [
        "<rss><channel>" + "<item>" * 20_000,
        "<rss><channel><item><title>" + "&" * 100_000,
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='xhtml'>" + "<div>" * 10_000,
        "<rss><channel>" + "<!DOCTYPE [" * 20_000,
        "<rss>" + "x" * 1_000_000,
        "<rss><channel><item>" + "x" * 3_000_000 + "</item></channel></rss>",
    ],
)
def test_hostile_feeds_are_accounted_for(read: Read, content: str) -> None:
    found = read(content.encode())
    assert found
    assert all(isinstance(one, RawDocument | Failure | Skipped) for one in found)


def test_an_empty_feed_is_reported_as_empty(read: Read) -> None:
    (skipped,) = read(b"<rss version='2.0'><channel><title>x</title></channel></rss>")
    assert skipped.reason == "a feed without entries"


@pytest.mark.parametrize("author", ["a" * 40_000, "&lt;@" * 8_000, "<![CDATA[" + "a." * 20_000 + "]]>", "a@" + "a." * 20_000])
@pytest.mark.parametrize("tag", ["author", "managingEditor", "author><author"])
def test_an_overlong_author_does_not_hang_the_reader(read: Read, author: str, tag: str) -> None:
    """The parser's search for an address in it takes quadratic time."""
    item = f"<item><title>Ferry</title><description>Talks resumed.</description><{tag}>{author}</{tag.rpartition('<')[2]}></item>"
    storm = "<item><title>Storm</title><description>A storm.</description><author>bo@mail.example (Bo Dahl)</author></item>"
    found = read(f"<rss version='2.0'><channel><title>M</title>{item}{storm}</channel></rss>".encode(), "a.rss")
    assert [document.hints.get("title") for document in found if isinstance(document, RawDocument)][:1] == ["Ferry"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("bo@mail.test (Bo Dahl)", "Bo Dahl"),
        ("Bo Dahl &lt;bo@mail.test&gt;", "Bo Dahl"),
        ("Bo Dahl", "Bo Dahl"),
        ("bo@mail.test", None),
    ],
)
def test_an_author_is_found_before_or_after_the_email_address(read: Read, typed: str, name: str | None) -> None:
    item = f"<item><title>Ferry</title><description>Talks resumed.</description><author>{typed}</author></item>"
    (found,) = read(f"<rss version='2.0'><channel><title>M</title>{item}</channel></rss>".encode(), "a.rss")
    assert found.hints.get("authors") == name


def feed(items: str, head: str = "<link>https://mail.example/</link>") -> bytes:
    return f'<rss version="2.0"><channel><title>The Mail</title>{head}{items}</channel></rss>'.encode()


def item(more: str) -> str:
    return f"<item><title>Talks</title>{more}<description>Talks about the ferry resumed on Tuesday.</description></item>"


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("/news/1.html", "https://mail.example/news/1.html"),
        ("//other.example/2", "https://other.example/2"),
        ("3?x=1", "https://mail.example/3?x=1"),
        ("\n https://mail.example/4 \n", "https://mail.example/4"),
    ],
)
def test_relative_links_are_resolved_against_the_link_of_the_feed(read: Read, link: str, address: str) -> None:
    (found,) = read(feed(item(f"<link>{link}</link>")), "feed.xml")
    assert (found.url, found.identity) == (address, address)


def test_entries_that_share_a_link_are_identified_by_their_ids(read: Read) -> None:
    items = "".join(
        item(f'<link>https://mail.example/live</link><guid isPermaLink="false">live-{number}</guid>') for number in range(3)
    )
    found = read(feed(items + item("<link>https://mail.example/other</link><guid>other</guid>")), "feed.xml")
    assert {one.url for one in found[:3]} == {"https://mail.example/live"}
    assert len({one.identity for one in found}) == 4
    assert found[3].identity == "https://mail.example/other"


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("14 Jul 16 10:42 GMT", "14 Jul 2016 10:42 GMT"),
        ("Thu, 14 Jul 99 10:42:00 +0200", "14 Jul 1999 10:42:00 +0200"),
        ("Thu Jul 14 10:42:00 2016", "14 Jul 2016 10:42:00"),
        ("Thu,14 Jul 2016 10:42:00 GMT", "Thu, 14 Jul 2016 10:42:00 GMT"),
        ("\n 2016-07-14T10:42:00Z ", "2016-07-14T10:42:00Z"),
        ("1468492920", "1468492920"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("Mon, 01 Jan 0001 00:00:00 +0000", None),
        ("Tue, 30 Jan 2193 14:00:00 +0100", None),
    ],
)
def test_common_date_formats_are_read_and_impossible_dates_are_dropped(read: Read, written: str, date: str | None) -> None:
    (found,) = read(feed(item(f"<link>https://mail.example/1</link><pubDate>{written}</pubDate>")), "feed.xml")
    assert found.hints.get("published") == date


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("bo@mail.example", None),
        ("bo@mail.example (Bo Dahl)", "Bo Dahl"),
        ("Bo Dahl &lt;bo@mail.international&gt;", "Bo Dahl"),
        ("Bo Dahl bo@mail.photography", "Bo Dahl"),
    ],
)
def test_an_email_address_is_not_an_author(read: Read, author: str, name: str | None) -> None:
    (found,) = read(feed(item(f"<link>https://mail.example/1</link><author>{author}</author>")), "feed.xml")
    assert found.hints.get("authors") == name
