"""Access to the server, permission to change things, and the security headers of every answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from dateline.errors import DatelineError
from dateline.web.settings import Bounds, Settings

if TYPE_CHECKING:
    from starlette.testclient import TestClient

TOKEN = "a-token-that-nobody-guesses"
ANSWERS = ("/api/v1/count", "/api/v1/articles/none", "/nowhere", "/api/v1/search?format=csv", "/api/v1/openapi.json")


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8321", "127.0.0.1.evil.example", "10.0.0.7:8321", "[::2]", ""])
def test_a_host_name_of_another_server_is_refused(client: TestClient, host: str) -> None:
    """Someone else's name server can point any name at this machine (DNS rebinding)."""
    answer = client.get("/api/v1/count", headers={"host": host})
    assert answer.status_code == 421
    assert "articles" not in answer.json()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8321", "[::1]:8321", "LOCALHOST:80"])
def test_the_names_of_this_machine_are_accepted(client: TestClient, host: str) -> None:
    assert client.get("/api/v1/count", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_has_security_headers(client: TestClient, path: str) -> None:
    """Errors and streams have them too."""
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "server" not in headers


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "::", "news.example"])
def test_other_machines_are_not_served_without_a_token_or_a_proxy(host: str) -> None:
    with pytest.raises(DatelineError, match="could read the whole archive"):
        Settings(host=host).check()
    Settings(host=host, token=TOKEN).check()
    Settings(host=host, proxy="news.example").check()


def test_a_token_that_can_be_guessed_is_refused() -> None:
    with pytest.raises(DatelineError, match="can be guessed"):
        Settings(token="secret").check()


def test_there_is_no_access_without_the_token(serve) -> None:
    client = serve(token=TOKEN)
    assert client.get("/api/v1/count").status_code == 401
    assert client.get("/api/v1/count", headers={"authorization": f"Bearer {TOKEN}x"}).status_code == 401
    assert client.get(f"/api/v1/count?token={TOKEN}").status_code == 401
    assert client.get("/api/v1/count", headers={"cookie": f"dateline_key={TOKEN}"}).status_code == 401
    assert client.get("/api/v1/count", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_a_request_from_another_site_changes_nothing(serve) -> None:
    """A page of another site can send a request from this browser, but the browser states its origin."""
    client, path = serve(write=True), "/api/v1/articles/0/note"
    for headers in ({"origin": "https://evil.example"}, {"origin": "http://127.0.0.1:9999"}, {"sec-fetch-site": "cross-site"}):
        assert client.post(path, json={"text": "x"}, headers=headers).status_code == 403, headers
    assert client.post(path, json={"text": "x"}, headers={"origin": "http://127.0.0.1:8321"}).status_code == 404
    assert client.post(path, json={"text": "x"}, headers={"origin": "null"}).status_code == 403


def test_a_change_is_accepted_only_as_json(serve) -> None:
    """A form of another site can only send form data or plain text."""
    client = serve(write=True)
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        answer = client.post("/api/v1/articles/0/note", content=b'{"text": "x"}', headers={"content-type": kind})
        assert answer.status_code == 400


def test_a_body_that_is_too_large_is_refused_before_it_is_read(serve) -> None:
    client = serve(write=True, bounds=Bounds(body=1000))
    path = "/api/v1/articles/0/note"
    assert client.post(path, json={"text": "x" * 2000}).status_code == 413
    pieces = iter([b'{"text": "', b"x" * 2000, b'"}'])
    assert client.post(path, content=pieces, headers={"content-type": "application/json"}).status_code == 413


def test_each_request_is_one_log_line_without_the_token(serve) -> None:
    lines: list[str] = []
    client = serve(token=TOKEN, log=lines.append)
    client.get(f"/api/v1/count?q=a%1b%5b31m&token={TOKEN}", headers={"authorization": f"Bearer {TOKEN}"})
    (line,) = lines
    assert TOKEN not in line
    assert line.isprintable()
    assert re.fullmatch(r'\S+ "GET /api/v1/count\?q=a%1B%5B31m" 400 \d+ \d+ms', line)


def test_proxy_headers_are_used_only_if_a_proxy_is_configured(serve) -> None:
    lines: list[str] = []
    headers = {"x-forwarded-for": "203.0.113.7", "host": "news.example"}
    assert serve(log=lines.append).get("/api/v1/count", headers=headers).status_code == 421
    serve(log=lines.append, proxy="news.example").get("/api/v1/count", headers=headers)
    assert [line.split()[0] for line in lines] == ["testclient", "203.0.113.7"]
