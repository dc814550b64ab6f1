"""How a client handles a server that is down, refuses it, is newer, is not Dateline, or has nothing new."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from dateline.archive.archive import Archive
from dateline.archive.client.api_connection import PREFIX, ApiConnection
from dateline.archive.client.client import Client
from dateline.errors import ArchiveLocked, DatelineError, FetchError, IndexFault, QueryError, WrongUse

Answer = Callable[[str, dict[str, str]], tuple[int, dict[str, str], bytes]]


@contextmanager
def a_server(answer: Answer) -> Iterator[tuple[str, list[tuple[str, dict[str, str]]]]]:
    """Run a server that answers with `answer`; give its address and the list of requests."""
    requests: list[tuple[str, dict[str, str]]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            requests.append((self.path, headers))
            status, extra, content = answer(self.path, headers)
            self.send_response(status)
            for name, value in {**extra, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *words: object) -> None:
            """Log nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", requests
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def problem(kind: str, status: int, **more: object) -> Answer:
    record = {"type": f"urn:dateline:problem:{kind}", "title": "Trouble", "status": status, "detail": "so it is", **more}
    return lambda path, headers: (status, {"Content-Type": "application/problem+json"}, json.dumps(record).encode())


def test_an_unreachable_server_is_a_one_line_error_with_its_address() -> None:
    with a_server(problem("busy", 503)) as (address, _):
        pass
    with pytest.raises(
        FetchError, match=f"the server at {address} cannot be reached .*; is 'dateline serve' running there"
    ) as raised:
        Archive.connect(address)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(("token", "message"), [(None, "requires a token"), ("wrong token of many signs", "refuses this token")])
def test_a_missing_or_wrong_token_is_reported(token: str | None, message: str) -> None:
    with a_server(problem("token", 401)) as (address, requests), pytest.raises(DatelineError, match=message):
        Archive.connect(address, token)
    assert requests[0][1].get("authorization") == (f"Bearer {token}" if token else None)


def test_a_newer_server_is_reported_with_the_cure() -> None:
    newer = b'{"v": 2, "articles": {}}'
    message = r"is newer than this program .* pip install --upgrade dateline"
    with a_server(lambda path, headers: (200, {}, newer)) as (address, _), pytest.raises(DatelineError, match=message):
        Archive.connect(address)


@pytest.mark.parametrize("content", [b"<!doctype html><h1>It works</h1>", b"[1, 2]", b"{}", b"[" * 100_000, b"\xff\xfe"])
@pytest.mark.parametrize("status", [200, 302, 404, 500])
def test_a_server_that_is_not_dateline_is_reported(content: bytes, status: int) -> None:
    message = f"is not a Dateline server, or a proxy answers in its place .status {status}"
    with a_server(lambda path, headers: (status, {}, content)) as (address, _), pytest.raises(DatelineError, match=message):
        Archive.connect(address)


def test_problem_responses_raise_the_errors_of_an_archive() -> None:
    for kind, status, raised in (("locked", 503, ArchiveLocked), ("index", 503, IndexFault), ("parameter", 400, WrongUse)):
        with a_server(problem(kind, status)) as (address, _), pytest.raises(raised, match="so it is"):
            Archive.connect(address)
    with a_server(problem("query", 400, query="ferry (", start=6, end=7)) as (address, _), pytest.raises(QueryError) as caught:
        Archive.connect(address)
    assert str(caught.value) == "so it is\n  ferry (\n        ^"


def test_an_unchanged_answer_is_not_sent_again() -> None:
    def answer(path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        if headers.get("if-none-match") == 'W/"one"':
            return 304, {"ETag": 'W/"one"'}, b""
        return 200, {"ETag": 'W/"one"'}, b'{"v": 1, "articles": 7, "stories": 5}'

    with a_server(answer) as (address, requests):
        client = Client(ApiConnection.to(address))
        assert [client.count("ferry"), client.count("ferry", unique=True)] == [7, 5]
        assert [headers.get("if-none-match") for _, headers in requests] == [None, 'W/"one"']
        assert client.count("boat") == 7
        assert "if-none-match" not in requests[2][1]


@pytest.mark.parametrize("url", ["", "news", "/srv/archive", "ftp://127.0.0.1", "http://ana:secret@127.0.0.1:8321", "http://"])
def test_an_invalid_server_address_is_wrong_use(url: str) -> None:
    with pytest.raises(WrongUse, match="a server needs an address"):
        Archive.connect(url)


@pytest.mark.parametrize("token", ["", " padded ", "two\r\nlines", "größe"])
def test_a_token_cannot_inject_a_header_and_repr_does_not_show_it(token: str) -> None:
    with pytest.raises(WrongUse, match="a token must be one line"):
        ApiConnection.to("http://127.0.0.1:8321", token)
    assert "secret" not in repr(Client(ApiConnection.to("http://127.0.0.1:8321", "secret of the house")))


def test_the_server_address_may_have_a_path_before_that_of_the_api() -> None:
    pytest.importorskip("starlette", reason="the extra web is not installed")
    from dateline.web.routes import PREFIX as SERVED

    assert PREFIX == SERVED
    with a_server(lambda path, headers: (200, {}, b'{"v": 1, "articles": 1, "stories": 1}')) as (address, requests):
        assert Client(ApiConnection.to(f"{address}/news/")).count("größe & \u202e") == 1
    assert requests[0][0] == "/news/api/v1/count?q=gr%C3%B6%C3%9Fe+%26+%E2%80%AE"
