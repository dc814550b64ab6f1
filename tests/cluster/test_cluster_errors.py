"""Temporary faults of a cluster are waited for, other faults are one line, and passwords are neither shown nor stored."""

from __future__ import annotations

import json
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from dateline.errors import IndexFault, QueryError, WrongUse
from dateline.search.opensearch.settings import Access, Place

pytest.importorskip("opensearchpy", reason="the extra for OpenSearch is not installed")

from dateline.search.opensearch.cluster import Cluster

Answer = tuple[int, dict[str, Any]]
FINE: Answer = (200, {"fine": True})


@contextmanager
def server(answers: list[Answer], certificate: Path | None = None) -> Iterator[tuple[int, list[str | None]]]:
    """Run a server that gives these answers in turn and repeats the last; give its port and the authorization of each request."""
    requests: list[str | None] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            requests.append(self.headers.get("Authorization"))
            status, record = answers.pop(0) if len(answers) > 1 else answers[0]
            body = json.dumps(record).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *_: object) -> None:
            pass

    found = HTTPServer(("127.0.0.1", 0), Handler)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        found.socket = context.wrap_socket(found.socket, server_side=True)
    thread = Thread(target=found.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield found.server_address[1], requests
    finally:
        found.shutdown()
        thread.join()
        found.server_close()


@contextmanager
def cluster(port: int, access: Access | None = None, timeout: float = 0.5, scheme: str = "http") -> Iterator[Cluster]:
    found = Cluster(Place.read(f"{scheme}://localhost:{port}/news", "a"), access or Access(), (timeout, timeout))
    yield found
    found.close()


def test_a_failed_count_among_others_is_requested_again() -> None:
    def counted(number: int) -> dict[str, Any]:
        return {"hits": {"total": {"value": number}}, "_shards": {"failed": 0}, "timed_out": False}

    answers: list[Answer] = [(200, {"responses": [counted(3), {"status": 503, "error": {}}, counted(5)]}), (200, counted(4))]
    with server(answers) as (port, asked), cluster(port) as found:
        assert found.counts("news", [{"term": {"body": word}} for word in "abc"]) == [3, 4, 5]
        assert found.counts("news", []) == []
    assert len(asked) == 2


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_request_is_repeated_while_the_cluster_is_busy_or_away(status: int) -> None:
    busy: Answer = (status, {"error": {"type": "x", "reason": "rejected execution"}})
    with server([busy, busy, FINE]) as (port, requests), cluster(port, timeout=30.0) as found:
        assert found.ask("GET", "/") == {"fine": True}
    assert len(requests) >= 3


@pytest.mark.parametrize(
    ("status", "body", "line"),
    [
        (
            429,
            {"error": {"reason": "rejected"}},
            "it is busy (rejected); check the cluster and try again (the archive itself is safe)",
        ),
        (503, {"error": {"reason": "no manager"}}, "a part of it is not there (no manager)"),
        (401, {"error": "no"}, "it refused the login; set DATELINE_OPENSEARCH_USER"),
        (403, {"error": {"reason": "no permissions"}}, "this user may not do that (no permissions)"),
        (500, {"error": {"reason": "node not connected"}}, "it failed (node not connected); check the cluster"),
        (409, {"error": {"reason": "another"}}, "it refused (409: another)"),
    ],
)
def test_a_lasting_fault_is_reported_in_one_line(status: int, body: dict[str, Any], line: str) -> None:
    with server([(status, body)]) as (port, _), cluster(port) as found, pytest.raises(IndexFault) as error:
        found.ask("GET", "/")
    assert f"http://localhost:{port}/news: " in str(error.value)
    assert line in str(error.value)
    assert "\n" not in str(error.value)


def test_an_unreachable_node_is_reported() -> None:
    with cluster(9) as found, pytest.raises(IndexFault, match=r"localhost:9/news: it cannot be reached .*refused"):
        found.ask("GET", "/")


def test_a_pattern_that_is_too_complex_is_a_query_error() -> None:
    reason = {"error": {"reason": "all shards failed", "root_cause": [{"reason": "Determinizing x would require more than 10000"}]}}
    with server([(400, reason)]) as (port, _), cluster(port) as found, pytest.raises(QueryError, match="too complex"):
        found.ask("GET", "/")


@pytest.mark.parametrize(
    ("access", "header"),
    [
        (Access(), None),
        (Access("ines", "pass:word"), "Basic aW5lczpwYXNzOndvcmQ="),
        (Access(token="a.b.c"), "Bearer a.b.c"),
        (Access("ines", "pass", token="a.b.c"), "Bearer a.b.c"),
    ],
)
def test_credentials_are_sent_to_the_cluster_and_not_shown_in_repr(access: Access, header: str | None) -> None:
    with server([FINE]) as (port, requests), cluster(port, access) as found:
        found.ask("GET", "/")
    assert requests == [header]
    assert "pass" not in repr(access)
    assert "a.b.c" not in repr(access)


def test_an_untrusted_certificate_is_refused_and_a_trusted_one_accepted(tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    made = tmp_path / "node.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(made), "-out", str(tmp_path / "cert.pem")]
    subprocess.run(command, check=True, capture_output=True)
    made.write_text(made.read_text() + (tmp_path / "cert.pem").read_text())
    with server([FINE], made) as (port, _):
        with cluster(port, scheme="https") as found, pytest.raises(IndexFault, match="its certificate is not trusted"):
            found.ask("GET", "/")
        with cluster(port, Access(authority=str(tmp_path / "cert.pem")), scheme="https") as found:
            assert found.ask("GET", "/") == {"fine": True}


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://search.example", "https://search.example:9200/dateline"),
        ("HTTPS://search.example:9201/news/", "https://search.example:9201/news"),
        ("http://one.example,two.example:9201/news", "http://one.example:9200,two.example:9201/news"),
        ("http://[::1]:9200/news", "http://[::1]:9200/news"),
    ],
)
def test_an_address_contains_nodes_and_a_name(address: str, expected: str) -> None:
    assert Place.read(address, "a").address == expected


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("search.example", "is not the address of a cluster; write https://HOST:9200/NAME"),
        ("https://ines:secret@search.example/news", "set DATELINE_OPENSEARCH_USER"),
        ("https://search.example:port/news", "is not a node"),
        ("https://search.example/News", "use small letters"),
        ("https://search.example/a/b", "is not the address"),
    ],
)
def test_an_invalid_address_is_refused_with_the_cure(address: str, reason: str) -> None:
    with pytest.raises(WrongUse, match=reason) as error:
        Place.read(address, "a")
    assert "secret" not in str(error.value)
