"""One small file of each format, and ways to break it: the start of the fuzz tests and of benchmarks/fuzz.py."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence

import pyarrow
import pyarrow.parquet
import zstandard

from dateline.readers import Arrival, Reader, all_readers, open_documents
from dateline.types.documents import Failure, RawDocument, Skipped
from made_exports import EUROPRESSE, FACTIVA, FACTIVA_PAGE, FACTIVA_XML, NEXIS, PROQUEST, word

STORY = "Ferry talks resume\n\nPORT LENNOX, May 3 — Talks about the night ferry resumed on Tuesday, the harbour office said.\n"
PAGE = (
    '<!doctype html><html lang="en"><head><title>Ferry talks</title></head>'
    "<body><p>Talks about the night ferry resumed.</p></body></html>"
)
RECORD = {
    "id": 7,
    "title": "Ferry talks",
    "text": "Talks resumed.",
    "authors": ["Ann Lee"],
    "date": "2024-05-03",
    "url": "https://mail.example/ferry",
}
MOST = 1024 * 1024
_HINTS = {"title", "published", "updated", "captured", "authors", "source", "section", "tags", "language", "description"}
_HINTS |= {"page", "words", "body", "database", "dateline", "remark", "truncated"}


def _zip(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


def _tar(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as packed:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            packed.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def _parquet() -> bytes:
    buffer = io.BytesIO()
    rows = {"text": ["Talks resumed.", None], "title": ["Ferry", "Storm"], "tags": [["sea"], []], "date": ["2024-05-03", ""]}
    pyarrow.parquet.write_table(pyarrow.table(rows), buffer)
    return buffer.getvalue()


def _record(kind: str, block: bytes, content_type: str) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://mail.example/ferry\r\nWARC-Date: 2024-05-03T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:2c2b5d0e-6d1a-4c39-9f0e-0c7f3a3a0001>\r\nContent-Type: {content_type}\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def _answer(body: bytes, more: bytes = b"") -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=windows-1251\r\n" + more + b"\r\n" + body


_HTTP = "application/http; msgtype=response"
_PLAIN, _WHOLE = STORY.encode(), PAGE.encode()
_LINES = "\n".join(json.dumps(RECORD | {"id": number}) for number in range(3)).encode() + b"\n"
_ITEM = (
    "<item><title>Ferry &amp;amp; tea</title><link>https://mail.example/1</link><guid>g1</guid>"
    "<pubDate>Fri, 03 May 2024 10:00:00 GMT</pubDate><author>ann@mail.example (Ann Lee)</author>"
    "<category>sea</category><description><![CDATA[<p>Talks <b>resumed</b>.</p>]]></description></item>"
)
_MAIL = (
    "From: =?utf-8?Q?Ann_L=C3=A9e?= <ann@mail.example>\nSubject: Re: Ferry\nDate: Fri, 03 May 2024 10:00:00 +0200\n"
    'Message-ID: <1@mail.example>\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary="b"\n\n'
    "--b\nContent-Type: text/plain; charset=koi8-r\nContent-Transfer-Encoding: quoted-printable\n\n=ED=CF=D3=D4\n"
    "--b\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\nPHA+VGFsa3MgcmVzdW1lZC48L3A+\n--b--\n"
)
_FEED_ITEM = {"id": "1", "url": "https://mail.example/1", "content_html": "<p>Talks resumed.</p>", "authors": [{"name": "Ann Lee"}]}

SEEDS: dict[str, bytes] = {
    "text": _PLAIN,
    "text in UTF-16": STORY.encode("utf-16"),
    "html": _WHOLE,
    "saved page": _WHOLE.replace(
        b"<head>",
        b"<!--\n Page saved with SingleFile\n url: https://m.example/1\n saved date: Fri May 03 2024 10:00:00 GMT+0200\n--><head>",
    ),
    "json lines": _LINES,
    "json array": json.dumps([RECORD] * 3, indent=1).encode(),
    "json answer": json.dumps({"status": "ok", "articles": [RECORD] * 2}).encode(),
    "gzip": gzip.compress(_LINES, mtime=0),
    "bzip2": bz2.compress(_LINES),
    "xz": lzma.compress(_LINES),
    "zstd": zstandard.compress(_LINES) * 2,
    "zip": _zip({"a.txt": _PLAIN, "b.html": _WHOLE, "c.jsonl.gz": gzip.compress(_LINES, mtime=0), "d.png": b"\x89PNG"}),
    "tar": _tar({"a.txt": _PLAIN, "wide-" * 30 + "мост.html": _WHOLE}),
    "tar.gz": gzip.compress(_tar({"a.txt": _PLAIN, "b.html": _WHOLE}), mtime=0),
    "warc": _record("response", _answer(_WHOLE), _HTTP)
    + _record("response", _answer(gzip.compress(_WHOLE, mtime=0), b"Content-Encoding: gzip\r\n"), _HTTP)
    + _record("response", _answer(b"%x\r\n%s\r\n0\r\n\r\n" % (len(_WHOLE), _WHOLE), b"Transfer-Encoding: chunked\r\n"), _HTTP),
    "wet": _record("conversion", _PLAIN, "text/plain") * 2,
    "rss": f"<?xml version='1.0'?><rss version='2.0'><channel><title>Mail</title>{_ITEM * 2}</channel></rss>".encode(),
    "atom": (
        b"<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en'><title>Mail</title>"
        b"<entry><title type='html'>&lt;i&gt;F&lt;/i&gt;</title>"
        b"<id>tag:1</id><link href='https://mail.example/1'/><updated>2024-05-03T10:00:00Z</updated><author><name>Ann</name></author>"
        b"<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Talks resumed.</p></div></content></entry></feed>"
    ),
    "json feed": json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Mail", "items": [_FEED_ITEM] * 2}).encode(),
    "sitemap": b"<?xml version='1.0'?><urlset><url><loc>https://mail.example/1</loc></url></urlset>",
    "opml": b"<opml version='2.0'><body><outline xmlUrl='https://mail.example/rss'/></body></opml>",
    "addresses": b"# to read\nhttps://mail.example/1\n\nhttps://mail.example/2\n",
    "csv": b'id,title,date,text\n1,Ferry,2024-05-03,"Talks ""resumed"",\nat last."\n2,Storm,,A storm took the roof.\n',
    "tsv": b"title\ttext\nFerry\tTalks resumed.\nStorm\tA storm took the roof.\n",
    "parquet": _parquet(),
    "mail": _MAIL.encode(),
    "mbox": f"From ann@mail.example Fri May  3 10:00:00 2024\n{_MAIL}\n".encode() * 2,
    "nexis": NEXIS.encode(),
    "factiva": FACTIVA.encode(),
    "factiva page": FACTIVA_PAGE.encode(),
    "factiva xml": FACTIVA_XML.encode(),
    "europresse": EUROPRESSE.encode(),
    "proquest": PROQUEST.encode(),
    "docx": word("Ferry talks resume", "Talks resumed."),
    "mhtml": _MAIL.replace("From: =?utf-8?Q?Ann_L=C3=A9e?= <ann@mail.example>", "From: <Saved by Blink>")
    .replace("multipart/alternative", "multipart/related")
    .encode(),
}
"""A small file of each format; all except the address lists contain at least one document."""

TOKENS = (
    *(b"\x00", b"\xff", b"\n", b"\r\n\r\n", b" ", b"\t", b'"', b"'", b"<", b">", b"&", b"\\", b"{", b"}", b"[", b"]", b",", b":"),
    *(b"<!DOCTYPE x [<!ENTITY y '&y;&y;'>]>", b"<![CDATA[", b"]]>", b"<item>", b"</item>", b"<entry>", b"&y;", b"<!--", b"-->"),
    *(b"WARC/1.0\r\n", b"Content-Length: ", b"HTTP/1.1 ", b"99999999999999999999", b"-1", b"0", b"NaN", b"1e999", b"\\ud800"),
    *(b"Content-Type: ", b"multipart/mixed; boundary=b", b"--b\n", b"charset=", b"utf-16", b"=?utf-8?B?", b"?=", b"From a 10:00\n"),
    *(b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18", b"PAR1", b"ustar"),
    *(b"../../", b"/etc/", b"\xe2\x80", b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", b"a" * 300, b"(" * 300, b"{" * 2000),
)
PIECES = (
    *(
        b"<p>",
        b"<p ",
        b"<p",
        b"</p ",
        b"<!---->",
        b"<!-- a -->\n",
        b"<?a?>",
        b"<a href='",
        b'<a b="',
        b"<script>",
        b"<li><h2>",
        b"<br ",
    ),
    *(
        b"\\",
        b"\\u003c",
        b'"a\n',
        b'",a"b,"\n',
        b'""',
        b"'",
        b"a=",
        b"a ",
        b" ",
        b"\n",
        b"\r",
        b"\t",
        b"\n\n ",
        b" \n",
        b"\xc2\xa0",
    ),
    *(
        b"<@",
        b"&lt;@",
        b"(@",
        b"@",
        b"a@",
        b" - A",
        b"AAAA",
        b"A.",
        b"\xcc\x81\xcc\xa3",
        b"&amp;",
        b"&",
        b"|",
        b", ",
        b" and ",
        b"\xc2\xa9",
    ),
    *(
        b"[",
        b"{",
        b'{"a":',
        b"[[",
        b"],",
        b"<item>",
        b"</item>",
        b"<url><loc>",
        b"<![CDATA[",
        b"]]>",
        b"<!DOCTYPE a [",
        b"<outline ",
    ),
    *(
        b"1/",
        b"1 ",
        b"1999-",
        b"May 3 ",
        b"3 May, ",
        b"10:00 ",
        b"Jan.",
        b"www.",
        b"https://",
        b"#a ",
        b"- ",
        b"> ",
        b">",
        b"_",
        b"=\n",
    ),
    *(
        b"--b\n",
        b"=?utf-8?Q?",
        b"From a 10:00\n",
        b"X-A: b\n",
        b" a\n",
        b"charset=",
        b"Content-Encoding: gzip\n",
        b"WARC/1.0\n",
        b"0\r\n",
    ),
)
"""Pieces of the syntax of each format, and of what patterns look for, that a hostile file may contain thousands of times."""
PACKERS: tuple[Callable[[bytes], bytes], ...] = (
    lambda content: content,
    lambda content: gzip.compress(content, mtime=0),
    bz2.compress,
    zstandard.compress,
    lambda content: _zip({"a.bin": content, "b.jsonl": content}),
    lambda content: _tar({"a.csv": content}),
)

Step = tuple[str, float, int]
STEPS = ("flip", "insert", "cut", "drop", "copy", "splice")
READERS: tuple[Reader, ...] = all_readers(external=False)
FORMATS: tuple[str | None, ...] = (None, *(reader.name for reader in READERS))


def mutate(content: bytes, steps: Sequence[Step]) -> bytes:
    """Return `content` after all steps: what is done, where (0 to 1), and with what."""
    found = bytearray(content)
    others = tuple(SEEDS.values())
    for kind, where, what in steps:
        at = int(where * len(found))
        if kind == "flip" and at < len(found):
            found[at] = (found[at] + what) % 256
        elif kind == "insert":
            found[at:at] = TOKENS[what % len(TOKENS)]
        elif kind == "cut":
            del found[at:]
        elif kind == "drop":
            del found[at : at + what % 64]
        elif kind == "copy":
            found[at:at] = found[at // 2 : at // 2 + what]
        elif kind == "splice":
            other = others[what % len(others)]
            found[at:] = other[int(where * len(other)) :]
    return bytes(found)


def pumped(content: bytes, where: float, piece: bytes, length: int) -> bytes:
    """Return `content` with about `length` bytes of one repeated piece at some place (0 to 1)."""
    at = int(where * len(content))
    return content[:at] + piece * max(1, length // len(piece)) + content[at:]


def account(content: bytes, form: str | None, look: Callable[[RawDocument], object] = lambda _: None) -> Counter[str]:
    """Count what the readers yield for `content`, and pass each document to `look`; AssertionError if anything is invalid."""
    counts: Counter[str] = Counter()
    for arrival in open_documents(["-"], stdin=io.BytesIO(content), readers=READERS, format=form, max_bytes=MOST):
        counts[type(arrival).__name__] += 1
        _check(arrival)
        if isinstance(arrival, RawDocument):
            look(arrival)
    assert counts, "the readers gave no result"
    return counts


def _check(arrival: Arrival) -> None:
    assert arrival.origin.startswith("stdin")
    arrival.origin.encode()
    if isinstance(arrival, Failure | Skipped):
        assert arrival.reason.strip()
        assert arrival.reason.isprintable(), "a reason is one line"
        arrival.reason.encode()
        return
    assert isinstance(arrival, RawDocument)
    assert isinstance(arrival.content, bytes)
    assert arrival.content.strip(), "an empty document"
    assert len(arrival.content) <= 8 * MOST
    assert arrival.media_type.partition(";")[0] in ("text/plain", "text/html", "text/markdown")
    assert set(arrival.hints) <= _HINTS
    for text in (arrival.media_type, arrival.identity or "", arrival.url or "", *arrival.hints.values()):
        assert isinstance(text, str)
        text.encode()
    assert all(arrival.hints.values())
