"""Outlets, found by name and by host."""

from dateline.metadata.outlets import outlets


def test_a_host_is_known_by_its_parent_domain() -> None:
    found = outlets().at("www.amp.theguardian.com")
    assert found
    assert found.name == "The Guardian"


def test_what_is_too_long_for_a_host_is_none() -> None:
    assert outlets().at("a." * 200 + "theguardian.com") is None


def test_a_number_of_a_computer_is_its_own_domain() -> None:
    from dateline.metadata.source import _registered

    assert [_registered(host) for host in ("127.0.0.1", "news.post.co.uk", "www.post.example")] == [
        "127.0.0.1",
        "post.co.uk",
        "post.example",
    ]
