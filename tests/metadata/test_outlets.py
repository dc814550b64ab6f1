"""Outlets, found by name and by host."""

from dateline.metadata.outlets import outlets


def test_a_host_is_known_by_its_parent_domain() -> None:
    found = outlets().at("www.amp.theguardian.com")
    assert found
    assert found.name == "The Guardian"


def test_what_is_too_long_for_a_host_is_none() -> None:
    assert outlets().at("a." * 200 + "theguardian.com") is None
