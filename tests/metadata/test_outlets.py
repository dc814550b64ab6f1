"""Outlets, found by name and by host."""

import re
from collections import Counter

from dateline.metadata.outlets import load_outlets
from dateline.metadata.vocabulary import read_lines


def test_a_host_is_found_by_its_parent_domain() -> None:
    found = load_outlets().at("www.amp.theguardian.com")
    assert found
    assert found.name == "The Guardian"


def test_a_name_that_is_too_long_for_a_host_is_not_found() -> None:
    assert load_outlets().at("a." * 200 + "theguardian.com") is None


def test_an_ip_address_is_its_own_domain() -> None:
    from dateline.metadata.source import _registered

    assert [_registered(host) for host in ("127.0.0.1", "news.post.co.uk", "www.post.example")] == [
        "127.0.0.1",
        "post.co.uk",
        "post.example",
    ]


def test_each_outlet_is_listed_once_and_in_valid_form() -> None:
    rows = [row.split("\t") for row in read_lines("outlets.tsv")]
    assert len(rows) > 2_500
    assert max(Counter(row[0] for row in rows).values()) == 1
    hosts = Counter(host for row in rows for host in row[1].split())
    assert [host for host, count in hosts.items() if count > 1] == ["ambito.com"]  # a paper with two names
    for _, where, country, language, *common in rows:
        assert all(re.fullmatch(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", host) for host in where.split())
        assert re.fullmatch(r"[a-z]{2} [a-z]{2}", f"{country} {language}")
        assert common in ([], ["common"])


def test_an_outlet_named_by_a_common_word_is_found_only_by_its_host() -> None:
    assert load_outlets().find("Index") is None
    found = load_outlets().at("index.hu")
    assert found
    assert found.name == "Index"
