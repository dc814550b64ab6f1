"""Fetched content is read like a file, with its address as its identity."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest

from dateline.page.read import read_page
from dateline.readers import Web, open_documents
from dateline.types.documents import Failure, RawDocument, Skipped
from made_server import Reply, Site, page, quick, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


def fetched(site: Site, path: str) -> list[object]:
    """Return what is read from a path of the site."""
    return list(open_documents([site.at(path)], web=Web(quick())))


def test_the_identity_of_a_page_is_the_requested_address(site: Site) -> None:
    site.pages |= {"/a": Reply(status=302, headers={"Location": "/b"}), "/b": Reply(page(), {"Content-Type": "text/html"})}
    (document,) = fetched(site, "/a#part")
    assert isinstance(document, RawDocument)
    assert (document.identity, document.origin, document.url) == (site.at("/a"), site.at("/a"), site.at("/b"))
    assert document.fetched is not None
    assert document.hints["captured"] == document.fetched.isoformat()


def test_the_charset_of_the_header_is_used_if_the_bytes_are_ambiguous(site: Site) -> None:
    body = page("Паромы снова ходят").encode("windows-1251")
    site.pages["/a"] = Reply(body, {"Content-Type": "text/html; charset=windows-1251"})
    (document,) = fetched(site, "/a")
    assert isinstance(document, RawDocument)
    assert document.media_type == "text/html; charset=windows-1251"
    assert any(line.text == "Паромы снова ходят" for line in read_page(document).lines)


def test_a_wrong_charset_in_the_header_is_ignored(site: Site) -> None:
    for charset in ("utf-16", "klingon", "ascii", "us-ascii;;"):
        site.pages["/a"] = Reply(page("Les îles de là-bas"), {"Content-Type": f"text/html; charset={charset}"})
        (document,) = fetched(site, "/a")
        assert isinstance(document, RawDocument)
        assert any("Les îles de là-bas" in line.text for line in read_page(document).lines), charset


def test_a_page_saved_from_elsewhere_is_identified_by_the_fetched_address(site: Site) -> None:
    site.pages["/a"] = Reply("<!-- saved from url=(0022)https://other.example/ -->" + page())
    (document,) = fetched(site, "/a")
    assert isinstance(document, RawDocument)
    assert document.identity == site.at("/a")


def test_a_compressed_answer_is_unpacked(site: Site) -> None:
    lines = b'{"text": "Talks resumed.", "url": "https://mail.example/1"}\n{"text": "A storm came."}\n'
    site.pages["/dump"] = Reply(gzip.compress(lines), {"Content-Type": "application/octet-stream"})
    one, two = fetched(site, "/dump")
    assert isinstance(one, RawDocument)
    assert isinstance(two, RawDocument)
    assert (one.identity, two.origin) == ("https://mail.example/1", site.at("/dump:2"))
    assert two.fetched is not None


def test_the_media_type_of_the_server_breaks_ties(site: Site) -> None:
    body = "name,text\nFerry,Talks resumed on Tuesday.\n"
    site.pages |= {"/a": Reply(body, {"Content-Type": "text/csv"}), "/b": Reply(body, {"Content-Type": "text/plain"})}
    (row,), (text,) = fetched(site, "/a"), fetched(site, "/b")
    assert isinstance(row, RawDocument)
    assert isinstance(text, RawDocument)
    assert row.content == b"Talks resumed on Tuesday."
    assert text.content == body.encode()


@pytest.mark.parametrize(
    ("reply", "why"),
    [(Reply(status=404), "404"), (Reply(b"\x89PNG\r\n\x1a\n" + bytes(99)), "PNG image"), (Reply(b""), "is empty")],
)
def test_an_answer_without_a_story_is_a_failure_with_its_address(site: Site, reply: Reply, why: str) -> None:
    site.pages["/a"] = reply
    (failure,) = fetched(site, "/a")
    assert isinstance(failure, Failure)
    assert failure.origin == site.at("/a")
    assert why in failure.reason


def test_a_sitemap_is_not_followed_by_default(site: Site) -> None:
    site.pages["/sitemap.xml"] = Reply(f"<urlset><url><loc>{site.at('/a')}</loc></url></urlset>")
    (skipped,) = fetched(site, "/sitemap.xml")
    assert isinstance(skipped, Skipped)
    assert "/a" not in site.asked


def test_without_a_web_nothing_is_fetched(site: Site) -> None:
    (failure,) = open_documents([site.at("/a")])
    assert isinstance(failure, Failure)
    assert site.asked == []
