"""Fetching respects its limits and the rules of the host, whatever a server does."""

from __future__ import annotations

import gzip
import itertools
import shutil
import socket
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from dateline.errors import FetchError
from dateline.readers.fetching.connection import Connector
from dateline.readers.fetching.fetcher import AGENT, Fetcher
from dateline.readers.fetching.rate_limit import RateLimit
from made_server import Reply, Site, page, quick, serving, talking

HTML = {"Content-Type": "text/html; charset=Windows-1251"}


def test_a_page_is_fetched_with_the_headers_that_describe_it(site: Site) -> None:
    site.pages["/a?b=1"] = Reply(page(), HTML | {"ETag": '"7"', "Last-Modified": "Fri, 03 May 2024 10:00:00 GMT"})
    answer = quick().get(site.at("/a?b=1#part"))
    assert answer.content.decode() == page()
    assert (answer.media_type, answer.charset, answer.etag) == ("text/html", "windows-1251", '"7"')
    assert answer.modified == "Fri, 03 May 2024 10:00:00 GMT"
    assert answer.fetched.tzinfo is not None
    assert site.headers[-1]["User-Agent"] == AGENT
    assert AGENT.startswith("Dateline/")


def test_an_unchanged_page_is_not_sent_again(site: Site) -> None:
    def known(headers: Mapping[str, str]) -> Reply:
        same = headers.get("If-None-Match") == '"7"' and headers.get("If-Modified-Since") == "Fri, 03 May 2024 10:00:00 GMT"
        return Reply(status=304, headers={"ETag": '"7"'}) if same else Reply("new", {"ETag": '"7"'})

    site.pages["/feed"] = known
    assert not quick().get(site.at("/feed")).unchanged
    answer = quick().get(site.at("/feed"), '"7"', "Fri, 03 May 2024 10:00:00 GMT")
    assert answer.unchanged
    assert answer.content == b""


def test_all_redirects_together_have_one_deadline(site: Site) -> None:
    def onward(headers: Mapping[str, str]) -> Reply:
        time.sleep(0.4)
        return Reply(status=302, headers={"Location": f"/{len(site.asked)}"})

    site.pages |= {f"/{number}": onward for number in range(10)}
    with pytest.raises(FetchError, match="did not arrive within 1 seconds"):
        quick(seconds=1.0).get(site.at("/1"))


def test_a_chunk_of_negative_length_is_refused() -> None:
    pieces = [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nabc"]
    with talking(lambda: iter(pieces)) as url, pytest.raises(FetchError, match="does not answer like a web server"):
        quick().get(url)


def test_redirects_are_followed_and_permanent_ones_are_reported(site: Site) -> None:
    site.pages["/old"] = Reply(status=301, headers={"Location": "/new"})
    site.pages["/new"] = Reply(status=308, headers={"Location": site.at("/newest")})
    site.pages["/newest"] = Reply(page())
    site.pages["/today"] = Reply(status=302, headers={"Location": "/old"})
    answer = quick().get(site.at("/old"))
    assert answer.url == answer.moved == site.at("/newest")
    assert quick().get(site.at("/today")).moved is None


@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("/round", "more than 5 times"),
        ("file:///etc/passwd", "not an http or https"),
        ("ftp://files.example/", "not an http or https"),
        ("http://user:secret@127.0.0.1/", "password"),
        ("http://[::1", "not valid|not a valid"),
        ("", "without an address to go to"),
    ],
)
def test_an_invalid_or_endless_redirect_is_refused(site: Site, location: str, why: str) -> None:
    site.pages["/round"] = Reply(status=302, headers={"Location": location})
    with pytest.raises(FetchError, match=why):
        quick().get(site.at("/round"))
    assert site.asked.count("/round") <= 6


def test_a_private_address_is_refused_before_anything_is_sent(site: Site) -> None:
    with pytest.raises(FetchError, match=r"private address.*--allow-private"):
        Fetcher(pace=RateLimit(0.0)).get(site.at("/"))
    assert site.asked == []


def test_a_redirect_to_a_private_address_is_refused(site: Site) -> None:
    """Each hop is looked up and checked again."""
    site.pages["/out"] = Reply(status=302, headers={"Location": site.at("/secret").replace("127.0.0.1", "127.0.0.2")})
    dialer = Connector(public=lambda address: address == "127.0.0.1")
    with pytest.raises(FetchError, match=r"private address \(127\.0\.0\.2\)"):
        quick(dialer=dialer).get(site.at("/out"))
    assert "/secret" not in site.asked


def test_a_host_name_is_checked_again_for_each_connection(site: Site) -> None:
    """DNS rebinding: the address of a name is used for one connection only, and checked for it."""
    site.pages["/a"] = Reply(page())
    hosts = iter(["127.0.0.1", "127.0.0.2"])

    def resolve(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(hosts), port))]

    dialer = Connector(public=lambda address: address == "127.0.0.1", resolve=resolve)
    with pytest.raises(FetchError, match=r"private address \(rebind\.example\)"):
        quick(dialer=dialer).get(site.at("/a").replace("127.0.0.1", "rebind.example"))
    assert site.asked == ["/robots.txt"]


def test_a_page_that_robots_txt_forbids_is_not_fetched(site: Site) -> None:
    site.pages |= {"/robots.txt": Reply("User-agent: *\nDisallow: /private"), "/private/1": Reply(page()), "/open": Reply(page())}
    fetcher = quick()
    with pytest.raises(FetchError, match=r"robots.txt of 127.0.0.1:\d+ forbids it"):
        fetcher.get(site.at("/private/1"))
    assert fetcher.get(site.at("/open")).status == 200
    assert site.asked == ["/robots.txt", "/open"]


def test_a_redirect_to_a_page_that_robots_txt_forbids_is_not_followed(site: Site) -> None:
    site.pages |= {
        "/robots.txt": Reply("User-agent: dateline\nDisallow: /private"),
        "/open": Reply(status=302, headers={"Location": "/private/1"}),
    }
    with pytest.raises(FetchError, match="forbids it"):
        quick().get(site.at("/open"))
    assert "/private/1" not in site.asked


def test_nothing_is_fetched_while_robots_txt_is_unavailable(site: Site) -> None:
    site.pages |= {"/robots.txt": Reply(status=503), "/a": Reply(page())}
    fetcher = quick()
    for _ in range(2):
        with pytest.raises(FetchError, match=r"not fetched without the robots.txt of .* \(the server answers 503\)"):
            fetcher.get(site.at("/a"))
    assert site.asked == ["/robots.txt"]


def test_a_huge_robots_txt_is_read_as_far_as_the_standard_requires(site: Site) -> None:
    body = "User-agent: *\nDisallow: /private\n" + "# padding\n" * 200_000
    site.pages |= {"/robots.txt": Reply(body), "/private": Reply(page()), "/open": Reply(page())}
    with pytest.raises(FetchError, match="forbids it"):
        quick().get(site.at("/private"))
    assert quick().get(site.at("/open")).status == 200


def drip() -> Iterator[bytes]:
    """Yield a byte now and then, without end, so that each read is quick."""
    waiting = threading.Event()
    while True:
        yield b"x"
        waiting.wait(0.02)


@pytest.mark.parametrize("chunked", [True, False])
def test_a_slow_drip_does_not_outlast_the_deadline(site: Site, chunked: bool) -> None:
    """The deadline applies to the whole answer, although each piece arrives in time."""
    site.pages["/slow"] = Reply(chunks=drip)
    if chunked:
        site.pages["/slow"] = Reply(headers={"Transfer-Encoding": "chunked"}, chunks=lambda: (b"1\r\nx\r\n" for _ in drip()))
    with pytest.raises(FetchError, match=r"not arrive within 1 seconds.*--timeout"):
        quick(seconds=0.6).get(site.at("/slow"))


def test_a_slow_drip_of_headers_does_not_outlast_the_deadline_either() -> None:
    with (
        talking(lambda: itertools.chain([b"HTTP/1.1 200 OK\r\nX: "], drip())) as url,
        pytest.raises(FetchError, match="not arrive within"),
    ):
        quick(seconds=0.6).get(url)


@pytest.mark.parametrize("stated", [True, False])
def test_an_answer_that_is_too_large_is_refused(site: Site, stated: bool) -> None:
    body = b"a" * 2_000_000
    site.pages["/big"] = Reply(body) if stated else Reply(headers={"X": "y"}, chunks=lambda: iter([body]))
    with pytest.raises(FetchError, match=r"larger than 1 MB.*--max-size"):
        quick().get(site.at("/big"))


@pytest.mark.parametrize("packing", ["gzip", "deflate", "raw deflate"])
def test_a_compressed_answer_is_unpacked(site: Site, packing: str) -> None:
    raw = zlib.compressobj(wbits=-15)
    packed = {
        "gzip": gzip.compress(page().encode()[:200]) + gzip.compress(page().encode()[200:]),
        "deflate": zlib.compress(page().encode()),
        "raw deflate": raw.compress(page().encode()) + raw.flush(),
    }[packing]
    site.pages["/a"] = Reply(packed, {"Content-Encoding": packing.split()[-1]})
    assert quick().get(site.at("/a")).content.decode() == page()


def test_a_decompression_bomb_is_refused(site: Site) -> None:
    bomb = gzip.compress(bytes(300_000_000))
    site.pages["/bomb"] = Reply(bomb, {"Content-Encoding": "gzip"})
    with pytest.raises(FetchError, match="larger than 1 MB"):
        quick().get(site.at("/bomb"))
    with pytest.raises(FetchError, match="500 times its size"):
        quick(size=400_000_000).get(site.at("/bomb"))


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (Reply(gzip.compress(b"a" * 9999)[:-9], {"Content-Encoding": "gzip"}), "broke off"),
        (Reply(b"not packed at all", {"Content-Encoding": "gzip"}), "damaged"),
        (Reply(b"?", {"Content-Encoding": "br"}), "in the encoding 'br'"),
        (Reply(b"half", {"Content-Length": "9"}), "broke off"),
        (Reply(headers={"Transfer-Encoding": "chunked"}, chunks=lambda: iter([b"5\r\nab"])), "broke off"),
        (Reply(status=404), r"404: there is no such page"),
        (Reply(status=403), r"403: it does not let"),
        (Reply(status=500), r"500: the site has a fault"),
        (Reply(status=204), r"204: it sent no page"),
        (Reply(status=304), r"304: it sent no page"),
        (Reply(status=418), r"418"),
    ],
)
def test_an_answer_that_is_not_a_page_is_an_error_with_a_reason(site: Site, reply: Reply, why: str) -> None:
    site.pages["/a"] = reply
    with pytest.raises(FetchError, match=why):
        quick().get(site.at("/a"))


def test_a_host_that_answers_429_is_left_alone_as_long_as_it_states(site: Site) -> None:
    site.pages |= {"/a": Reply(status=429, headers={"Retry-After": "7"}), "/b": Reply(page())}
    slept: list[float] = []
    fetcher = Fetcher(Connector(allow_private=True), pace=RateLimit(0.0, clock=lambda: 100.0, sleep=slept.append))
    with pytest.raises(FetchError, match="429") as raised:
        fetcher.get(site.at("/a"))
    assert raised.value.wait == 7.0
    fetcher.get(site.at("/b"))
    assert slept == [7.0]


def closed_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def test_a_refused_connection_is_reported() -> None:
    with pytest.raises(FetchError, match="no server answers at 127"):
        quick().get(f"http://127.0.0.1:{closed_port()}/")


def test_if_one_address_of_a_host_refuses_the_next_is_tried(site: Site) -> None:
    site.pages["/a"] = Reply(page())
    refusing = closed_port()

    def resolve(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", number)) for number in (refusing, port)]

    dialer = Connector(allow_private=True, resolve=resolve)
    assert quick(dialer=dialer).get(site.at("/a").replace("127.0.0.1", "mail.example")).content.decode() == page()


def test_a_server_that_does_not_speak_tls_is_reported(site: Site) -> None:
    with pytest.raises(FetchError, match="the TLS connection"):
        quick().get(site.at("/").replace("http:", "https:"))


@pytest.mark.parametrize(
    "greeting", [b"220 mail.example ready\r\n", b"", b"HTTP/1.1 abc\r\n\r\n", b"\x00" * 99, b"HTTP/1.1 200 OK\r\n" * 200]
)
def test_a_server_that_does_not_speak_http_is_reported(greeting: bytes) -> None:
    with talking(lambda: iter([greeting])) as url, pytest.raises(FetchError, match="does not answer like a web server"):
        quick().get(url)


def test_a_host_that_does_not_exist_is_reported() -> None:
    def resolve(*_: object, **__: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    with pytest.raises(FetchError, match=r"no host nowhere\.example"):
        quick(dialer=Connector(resolve=resolve)).get("http://nowhere.example/")  # type: ignore[arg-type]


def test_a_look_up_that_hangs_does_not_outlast_the_deadline() -> None:
    gone = threading.Event()

    def resolve(*_: object, **__: object) -> list[object]:
        gone.wait(20)
        return []

    with pytest.raises(FetchError, match="not arrive within"):
        quick(seconds=0.1, dialer=Connector(resolve=resolve)).get("http://slow.example/")  # type: ignore[arg-type]
    gone.set()


def test_a_proxy_gets_the_whole_address_and_no_private_one(site: Site) -> None:
    site.pages |= {"http://news.example/a": Reply(page())}
    fetcher = quick(dialer=Connector(proxy_for=lambda scheme, host: site.url))
    assert fetcher.get("http://news.example/a").content.decode() == page()
    assert site.asked == ["http://news.example/robots.txt", "http://news.example/a"]
    for url in (
        "http://127.0.0.1/",
        "http://localhost/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::1]/",
        "http://intranet/",
    ):
        with pytest.raises(FetchError, match="private address"):
            fetcher.get(url)


def test_a_proxy_that_does_not_work_is_reported(site: Site) -> None:
    with pytest.raises(FetchError, match="the proxy answered 501"):
        quick(dialer=Connector(proxy_for=lambda scheme, host: site.url)).get("https://news.example/a")
    with pytest.raises(FetchError, match="only http://host:port"):
        quick(dialer=Connector(proxy_for=lambda scheme, host: "socks5://127.0.0.1:1")).get("http://news.example/a")


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes a certificate with openssl")
def test_an_untrusted_certificate_is_refused(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(key), "-out", str(certificate)]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    subprocess.run([*words, *names], check=True, capture_output=True)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate, key)
    knowing = ssl.create_default_context(cafile=certificate)
    with serving({"/a": Reply(page())}, server) as site:
        url = site.at("/a").replace("127.0.0.1", "localhost")
        assert quick(dialer=Connector(allow_private=True, context=knowing)).get(url).content.decode() == page()
        with pytest.raises(FetchError, match="certificate of localhost is not valid"):
            quick().get(url)
        with pytest.raises(FetchError, match=r"certificate of 127\.0\.0\.1 is not valid"):
            quick(dialer=Connector(allow_private=True, context=knowing)).get(site.at("/a"))
