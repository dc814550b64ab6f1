"""robots.txt is read as its standard (RFC 9309) requires."""

from __future__ import annotations

import pytest

from dateline.readers.fetching.robots import Robots

NEWS = """\ufeff# for all
User-agent: *
Disallow: /search
Disallow: /*.pdf$
Allow: /search/help
Crawl-delay: 2.5

User-agent: OtherBot
User-Agent: Dateline/1.0
Disallow: /archive/
Allow: /archive/open
Disallow:
Sitemap: https://mail.example/sitemap.xml

user-agent: dateline
disallow: /%7Ejoe/
"""


@pytest.mark.parametrize(
    ("target", "allowed"),
    [
        ("/search", True),  # the group for all does not apply if another group names us
        ("/archive/1", False),
        ("/archive/open/1", True),
        ("/~joe/diary", False),  # groups with the same name are joined, and spellings of a path are equal
        ("/", True),
    ],
)
def test_the_group_that_names_us_applies(target: str, allowed: bool) -> None:
    assert Robots.parse(NEWS, "Dateline").allows(target) is allowed


@pytest.mark.parametrize(
    ("target", "allowed"),
    [
        ("/search?q=ferry", False),
        ("/search/help/1", True),
        ("/a/report.pdf", False),
        ("/a/report.pdf?page=2", True),
        ("/Search", True),
    ],
)
def test_otherwise_the_longest_rule_in_the_group_for_all_applies(target: str, allowed: bool) -> None:
    assert Robots.parse(NEWS, "Somebody").allows(target) is allowed


def test_the_crawl_delay_is_read_and_has_a_limit() -> None:
    assert Robots.parse(NEWS, "Somebody").delay == 2.5
    assert Robots.parse("User-agent: *\nCrawl-delay: 86400", "a").delay == 60.0
    assert Robots.parse("User-agent: *\nCrawl-delay: soon", "a").delay is None


@pytest.mark.parametrize(
    "text", ["", "<!doctype html><p>Not found</p>", "Disallow: /", "User-agent: other\nDisallow: /", "\0" * 99]
)
def test_a_file_without_rules_for_us_allows_everything(text: str) -> None:
    assert Robots.parse(text, "Dateline").allows("/a")


def test_of_two_rules_of_equal_length_the_one_that_allows_wins() -> None:
    assert Robots.parse("User-agent: *\nDisallow: /a\nAllow: /a", "x").allows("/a/b")


def test_an_empty_group_for_us_allows_everything() -> None:
    assert Robots.parse("User-agent: dateline\nDisallow:\n\nUser-agent: *\nDisallow: /", "Dateline").allows("/a")


def test_hostile_patterns_do_not_hang_the_parser() -> None:
    robots = Robots.parse("User-agent: *\nDisallow: /" + "*a" * 2000 + "$", "x")
    assert robots.allows("/" + "a" * 1999)
    assert not robots.allows("/" + "a" * 5000)
