"""JSON records: common field names are understood, and a bad record affects only itself."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from dateline.readers import open_documents
from dateline.readers.jsonl import JsonLinesReader
from dateline.types.documents import Failure, RawDocument

FILE = "file:/news/dump.jsonl"


def read(text: str | bytes) -> list[Any]:
    """Read the records of a dump."""
    return list(JsonLinesReader().read(io.BytesIO(text.encode() if isinstance(text, str) else text), "dump.jsonl", FILE))


def read_one(record: dict[str, Any]) -> RawDocument:
    """Read a record that gives one document."""
    (document,) = read(json.dumps(record))
    assert isinstance(document, RawDocument)
    return document


@pytest.mark.parametrize("name", ["text", "content", "Body", "articleBody", "maintext", "full_text", "plain-text"])
def test_common_names_of_the_text_field_are_known(name: str) -> None:
    assert read_one({name: "Talks resumed."}).content == b"Talks resumed."


@pytest.mark.parametrize(
    ("record", "hints"),
    [
        ({"headline": "Ferry  talks\nresume"}, {"title": "Ferry talks resume"}),
        ({"date_publish": "2024-05-03 10:00:00"}, {"published": "2024-05-03 10:00:00"}),
        ({"datePublished": "the other day"}, {"published": "the other day"}),
        ({"authors": ["Ann Lee", "Bo Dahl"]}, {"authors": "Ann Lee\nBo Dahl"}),
        ({"author": [{"@type": "Person", "name": "Ann Lee"}]}, {"authors": "Ann Lee"}),
        ({"publisher": {"name": "The Lennox Mail", "logo": {"url": "x"}}}, {"source": "The Lennox Mail"}),
        ({"source_domain": "mail.example", "lang": "en"}, {"source": "mail.example", "language": "en"}),
        ({"keywords": ["sea", "ferry"]}, {"tags": "sea\nferry"}),
        ({"summary": None, "title": "", "category": "World", "author": 7}, {"section": "World"}),
    ],
)  # fmt: skip
def test_fields_become_hints_without_validation(record: dict[str, Any], hints: dict[str, str]) -> None:
    assert read_one({"text": "Talks resumed.", **record}).hints == hints


def test_the_identity_of_a_record_is_its_url_or_its_id_or_none() -> None:
    """The identity decides what counts as a new version of the same article."""
    url = "https://mail.example/ferry"
    assert (read_one({"text": "x", "id": 7, "link": url}).identity, read_one({"text": "x", "link": url}).url) == (url, url)
    assert read_one({"text": "x", "id": 7, "url": "n/a"}).identity == FILE + "#id=7"
    assert [document.identity for document in read('{"text": "x"}\n{"text": "y"}')] == [None, None]


def test_markup_in_a_text_field_is_html() -> None:
    assert read_one({"text": "<p>Talks <b>resumed</b>.</p>"}).media_type == "text/html"
    assert read_one({"text": "if a < b and c > d", "html": ""}).media_type == "text/plain"
    assert read_one({"text": "Talks", "html": "<p>Talks"}).content == b"<p>Talks"


def test_bad_lines_fail_with_their_number_and_the_others_are_read() -> None:
    found = read('{"text": "one"}\n{"text": \n\n{"title": "no text"}\n{"text": " "}\n[1]\n{"text": "two"}')
    assert [item.origin for item in found] == [f"dump.jsonl:{number}" for number in (1, 2, 4, 5, 6, 7)]
    assert [item.reason for item in found if isinstance(item, Failure)] == [
        "not valid JSON (Expecting value, column 10)",
        "no text field; expected one of text, content, body, article, html …",
        "the text field is empty",
        'not a record but a bare value; expected an object such as {"text": "…"}',
    ]


@pytest.mark.parametrize("line", ["[" * 100_000, '{"text": ' * 5_000, '{"n": ' + "9" * 5000 + "}"])
def test_hostile_lines_are_failures(line: str) -> None:
    first, second, third = read(f'{{"text": "a"}}\n{line}\n{{"text": "b"}}')
    assert isinstance(second, Failure)
    assert (first.content, third.content) == (b"a", b"b")


def test_a_line_over_the_limit_fails_alone() -> None:
    dump = b'{"text": "a"}\n{"text": "' + b"x" * 200_000 + b'"}\n{"text": "b"}\n'
    first, second, third = open_documents(["-"], stdin=io.BytesIO(dump), format="jsonl", max_bytes=1000)
    assert isinstance(second, Failure)
    assert "more than the 1000 bytes" in second.reason
    assert [first.origin, second.origin, third.origin] == ["stdin:1", "stdin:2", "stdin:3"]


def test_half_a_surrogate_pair_is_replaced() -> None:
    """JSON can express characters that UTF-8 and SQLite cannot store."""
    document = read(r'{"text": "a \ud83d b \ud83d\ude00", "title": "\udc00"}')[0]
    assert document.content.decode() == "a \ufffd b 😀"
    assert document.hints == {"title": "\ufffd"}


def test_a_multi_line_object_or_array_is_read_as_a_whole() -> None:
    record = {"title": "Ferry talks", "text": "Talks resumed."}
    (document,) = read(json.dumps(record, indent=2))
    assert (document.origin, document.identity) == ("dump.jsonl", FILE)
    assert [found.origin for found in read(json.dumps([record, record], indent=1))] == ["dump.jsonl:1", "dump.jsonl:2"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1251"])
def test_dumps_in_other_encodings_are_read(encoding: str) -> None:
    dump = '{"text": "Переговоры продолжатся на этой неделе."}\r\n{"text": "Ответа нет, сообщили в посольстве."}\r\n'
    assert [found.content.decode()[:10] for found in read(dump.encode(encoding))] == ["Переговоры", "Ответа нет"]


def test_a_record_with_endlessly_nested_sections_fails_alone() -> None:
    deep = '{"text": ' + '{"sections": [' * 300 + '"x"' + "]}" * 300 + "}"
    first, failure, last = read(f'{{"text": "First."}}\n{deep}\n{{"text": "Last."}}\n')
    assert (first.content, last.content) == (b"First.", b"Last.")
    assert failure == Failure("dump.jsonl:2", "cannot be read: its parts are nested too deeply")
