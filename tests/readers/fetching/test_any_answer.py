"""Whatever a server sends, a fetch gives an answer or one error with a reason."""

from __future__ import annotations

import gzip
import io
from collections.abc import Sequence
from typing import cast

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import FetchError
from dateline.readers.fetching.address import Address
from dateline.readers.fetching.answer import Answer
from dateline.readers.fetching.connection import Connector, Deadline
from dateline.readers.fetching.fetcher import Fetcher, Limits
from dateline.readers.fetching.rate_limit import RateLimit

BODY = gzip.compress(b"<!doctype html><p>Talks resumed.</p>" * 30, mtime=0)
PIECES = (
    *(
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.0 301 Moved\r\n",
        b"HTTP/1.1 304 Not Modified\r\n",
        b"HTTP/1.1 503 Busy\r\n",
        b"HTTP/1.1 -7 ?\r\n",
    ),
    *(b"Content-Length: 7\r\n", b"Content-Length: -1\r\n", b"Content-Length: 99999999999999999999\r\n", b"Content-Length: x\r\n"),
    *(
        b"Transfer-Encoding: chunked\r\n",
        b"Content-Encoding: gzip\r\n",
        b"Content-Encoding: deflate\r\n",
        b"Content-Encoding: br\r\n",
    ),
    *(
        b"Location: /a\r\n",
        b"Location: //[\r\n",
        b"Location: http://\xff\xfe/\r\n",
        b"Location: \r\n",
        b"Location: https://:99999/\r\n",
    ),
    *(
        b"Content-Type: text/html; charset=\xe9\r\n",
        b"Content-Type: ;;\r\n",
        b"Retry-After: -1\r\n",
        b"Retry-After: Fri, 99 May\r\n",
    ),
    *(
        b"ETag: \x00\r\n",
        b"Retry-After: 99999999999\r\n",
        b"\r\n",
        b"7\r\n",
        b"fffffffff\r\n",
        b"-1\r\n",
        b"zz\r\n",
        b"0\r\n\r\n",
        b"\n",
    ),
    *(
        BODY,
        BODY[:40],
        b"x\x9c",
        b"\x00" * 40,
        b"User-agent: *\nDisallow: /*a*$\n",
        b"User-agent: dateline\nCrawl-delay: nan\n",
        b":" * 70_000,
    ),
)


class _FakeConnection:
    """A fake connection."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def send(self, data: bytes) -> None:
        assert data.endswith(b"\r\n\r\n")
        assert data.count(b"\r\n\r\n") == 1

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(cast(io.RawIOBase, io.BytesIO(self.content)))

    def close(self) -> None:
        """Nothing to close."""


class _FakeNetwork:
    """A fake network: each connection sends the next of the given answers."""

    def __init__(self, answers: Sequence[bytes]) -> None:
        self.answers = list(answers)
        self.at = 0

    def connect(self, address: Address, deadline: Deadline) -> tuple[_FakeConnection, str]:
        self.at += 1
        return _FakeConnection(self.answers[self.at % len(self.answers)]), address.target


ANSWER = st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=20)), max_size=12).map(b"".join)


@given(st.lists(st.one_of(ANSWER, ANSWER.map(lambda rest: PIECES[0] + rest)), min_size=1, max_size=4))
@settings(max_examples=400, deadline=None)
def test_any_bytes_give_an_answer_or_one_error_with_a_reason(answers: list[bytes]) -> None:
    fetcher = Fetcher(cast(Connector, _FakeNetwork(answers)), Limits(size=100_000), RateLimit(0.0, sleep=lambda seconds: None))
    found = fetch(fetcher)
    if isinstance(found, Answer):
        assert len(found.content) <= 100_000
        assert found.etag is None or found.etag.isprintable()
    else:
        assert found.strip()
        assert found.isprintable()


def fetch(fetcher: Fetcher) -> Answer | str:
    """Return the answer, or the reason why there is none."""
    try:
        return fetcher.get("http://mail.example/a", '"1"')
    except FetchError as error:
        return str(error)
