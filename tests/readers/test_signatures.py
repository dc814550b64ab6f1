"""Detection by the first bytes: pages after comments and declarations, elements in a text, and input that must not make it hang."""

from __future__ import annotations

import pytest

from dateline.readers.signatures import has_markup, has_tags, looks_like_page, xml_root


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html><p>x",
        b"\n<!-- saved --><!---->\n<!-- a - b -- c --> <HTML>",
        b'<?xml version="1.0"?><!-- a --><!DOCTYPE html>',
        b"\xef\xbb\xbf<body class=x>",
    ],
)
def test_a_page_is_detected_by_its_first_tag_after_any_comments(content: bytes) -> None:
    assert looks_like_page(content)


@pytest.mark.parametrize("content", [b"<!-- a --> The <html> tag", b"<!-- <html>", b"<!---- <html>", b"<p>x</p>"])
def test_a_text_that_only_mentions_or_contains_tags_is_not_a_page(content: bytes) -> None:
    assert not looks_like_page(content)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b'<?xml version="1.0"?><!-- a - b --><rss>', "rss"),
        (b"<!DOCTYPE n:Feed [<!ENTITY a ']'> ] ><n:Feed>", "feed"),
        (b"<!DOCTYPE opml SYSTEM 'a'>\n<opml>", "opml"),
        (b"<?xml version='1.0'?>" + b"<!-- ad slot -->\n" * 200 + b"<urlset/>", "urlset"),
        (b"Talks <rss>", None),
        (b"<?xml version='1.0'?><!-- a <rss>", None),
    ],
)
def test_the_root_element_of_xml_is_found_after_declarations_and_comments(content: bytes, name: str | None) -> None:
    assert xml_root(content) == name


@pytest.mark.parametrize("text", ["a <p>x</p>", "<P class=a>x\ny</p >", "a<br/>b", "<p>a <b>x</b>", "<a href='/'>x</p></a>"])
def test_one_complete_element_is_markup(text: str) -> None:
    assert has_markup(text)


@pytest.mark.parametrize("text", ["a < b > c", "<p>x", "</p>x<p>", "<p>x</p y>", "<paste>x</paste>", "<br x>"])
def test_angle_brackets_without_a_complete_element_are_not_markup(text: str) -> None:
    assert not has_markup(text)


@pytest.mark.parametrize("piece", [b"<!---->", b"<!-- ad -->\n", b"<?a?>", b"<!DOCTYPE a[ ]", b"<p", b"<p ", b"-->", b"\n"])
def test_no_beginning_makes_detection_hang(piece: bytes) -> None:
    """Each of these once took minutes, or never ended."""
    for start in (b"", b"<!DOCTYPE a [", b"<?xml version='1.0'?>", b"<!--"):
        content = start + piece * 10_000
        assert not looks_like_page(content)
        assert not has_tags(content)
        assert xml_root(content) in (None, "p")


@pytest.mark.parametrize("piece", ["<p>", "<p", "</p ", "<br ", "<b>x</i>"])
def test_no_incomplete_markup_makes_detection_hang(piece: str) -> None:
    assert not has_markup(piece * 200_000)
