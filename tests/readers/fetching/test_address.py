"""What can be fetched, and what is public."""

from __future__ import annotations

import pytest

from dateline.errors import FetchError
from dateline.readers.fetching.address import Address, is_address, is_public


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("https://Mail.Example", "https://mail.example/"),
        ("http://mail.example:80/a b?q=ü#part", "http://mail.example/a%20b?q=%C3%BC"),
        ("https://mail.example:8443/%7Ea", "https://mail.example:8443/%7Ea"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("http://[2001:db8::1]:8080/", "http://[2001:db8::1]:8080/"),
    ],
)
def test_an_address_has_one_spelling(text: str, known: str) -> None:
    assert str(Address.parse(text)) == known


@pytest.mark.parametrize(
    "text",
    [
        "ftp://a.example/",
        "https://",
        "https://user@a.example/",
        "http://a..b/",
        "http://a.example:99999/",
        "http://[::1",
        "http://a\\b/",
        "http://" + "a" * 70 + ".example/",
        "http://a.example/" + "a" * 9000,
        "http://fe80::1%eth0/",
        "mail.example",
    ],
)
def test_an_address_that_cannot_be_fetched_is_refused(text: str) -> None:
    with pytest.raises(FetchError):
        Address.parse(text)


@pytest.mark.parametrize("text", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"])
def test_the_open_internet_is_public(text: str) -> None:
    assert is_public(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "127.0.0.1",
            "127.9.9.9",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "224.0.0.1",
        ),
        *("255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1"),
        *("ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2002:a00:1::", "nonsense", ""),
    ],
)
def test_every_other_address_is_not_public(text: str) -> None:
    assert not is_public(text)


def test_a_file_is_not_an_address() -> None:
    assert is_address("HTTPS://mail.example/a")
    assert not is_address("http.txt")
    assert not is_address("https:/mail.example")
