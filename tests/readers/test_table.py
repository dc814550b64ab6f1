"""CSV and TSV: columns are read like the fields of records, and a bad row affects only itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

from dateline.readers import open_documents
from dateline.types.documents import Failure, RawDocument

Read = Callable[..., list[Any]]
ROWS = [
    ["id", "title", "publication", "author", "date", "url", "content"],
    [
        "7",
        "Ferry talks",
        "The Lennox Mail",
        "Ann Lee",
        "2016-12-31",
        "https://mail.example/ferry",
        'Talks "resumed",\nsaid the office.',
    ],
    ["8", "Storm", "The Lennox Mail", "", "2017-01-01", "", "A storm; it took the roof."],
]


def table(rows: list[list[str]], delimiter: str = ",") -> bytes:
    """Return a table as programs write it."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter).writerows(rows)
    return buffer.getvalue().encode()


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("name", ["articles.csv", "articles.tsv", "articles"])
def test_rows_become_documents_with_any_separator(read: Read, delimiter: str, name: str) -> None:
    ferry, storm = read(table(ROWS, delimiter), name)
    assert ferry.content.decode() == 'Talks "resumed",\nsaid the office.'
    assert (ferry.url, ferry.origin.rsplit(":", 1)[1], storm.origin.rsplit(":", 1)[1]) == ("https://mail.example/ferry", "2", "4")
    assert ferry.hints == {"title": "Ferry talks", "source": "The Lennox Mail", "authors": "Ann Lee", "published": "2016-12-31"}
    assert storm.identity.endswith("#id=8")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1251"])
def test_tables_in_other_encodings_are_read(read: Read, encoding: str) -> None:
    content = "title,text\r\nМост,Переговоры о мосте продолжатся на этой неделе\r\n".encode(encoding)
    (document,) = read(content, "table.csv")
    assert document.content.decode() == "Переговоры о мосте продолжатся на этой неделе"


def test_a_row_with_the_wrong_number_of_cells_fails_with_its_line(read: Read) -> None:
    found = read(b"title,text\nOne,Text one.\nTwo\nThree,Text,too many\n\nFour,Text four.,,\n", "table.csv")
    assert [one.origin.rsplit(":", 1)[1] for one in found] == ["2", "3", "4", "6"]
    assert [type(one) for one in found] == [RawDocument, Failure, Failure, RawDocument]
    assert found[2].reason == "the row has 3 cells where the header has 2"


def test_an_unclosed_quote_loses_at_most_its_own_row(read: Read) -> None:
    found = read(b'title,text\nOne,"Text one.\nTwo,Text two.\nThree,Text three.\n', "table.csv")
    assert [getattr(one, "content", None) for one in found] == [b"Text one.\nTwo,Text two.\nThree,Text three.\n"]
    found = read(b'title,text\n"One,Text one.\nTwo,Text two.\nThree,Text three.\n', "table.csv")
    assert [getattr(one, "content", None) for one in found] == [None, b"Text two.", b"Text three."]


def test_lines_lost_to_an_unclosed_quote_are_named(read: Read) -> None:
    rows = b"".join(b"Story %d,Text of story %d which goes on and on.\n" % (number, number) for number in range(30_000))
    (failure,) = read(b'title,text\n"One,Text one.\n' + rows, "table.csv")
    assert "lines 2 to 30002 are lost with it" in failure.reason


def test_a_gigantic_row_fails_alone() -> None:
    content = b'title,text\nOne,"' + b"word\n" * 100_000 + b'"\nTwo,Text two.\n'
    found = list(open_documents(["-"], stdin=io.BytesIO(content), format="csv", max_bytes=50_000))
    assert isinstance(found[0], Failure)
    assert "more than the 50000 bytes" in found[0].reason
    assert isinstance(found[-1], RawDocument)
    assert found[-1].content == b"Text two."


def test_a_large_field_is_read(read: Read) -> None:
    """The parser's own limit is 128 KB, less than many pages have."""
    (document,) = read(b"title,text\nOne," + b"word " * 100_000 + b"\n", "table.csv")
    assert len(document.content) == 500_000


@pytest.mark.parametrize("content", [b"name,age\nAnn,3\n", b"just some words\n", b"1,2,3\n4,5,6\n"])
def test_a_table_without_a_text_column_is_one_failure(read: Read, content: bytes) -> None:
    (failure,) = read(content, "table.csv")
    assert "has no column for texts" in failure.reason


def test_a_story_that_begins_with_a_list_is_not_a_table(read: Read) -> None:
    (document,) = read(b"Text, content, story. These are words.\n\nThe council met.\n")
    assert document.media_type == "text/plain"


@pytest.mark.parametrize("line", [b'"a\n', b'",a"b,"\n', b'"""\n', b'""x\n', b'"\n""x\n'])
def test_many_unclosed_quotes_fail_their_rows_without_hanging(read: Read, line: bytes) -> None:
    """A line of the second kind opens a quote in any state, so each was once read together with all lines after it."""
    *failures, last = read(b"title,text\n" + line * 40_000 + b'"\nFerry,Talks resumed.\n', "articles.csv")
    assert failures
    assert all(isinstance(failure, Failure) for failure in failures)
    assert isinstance(last, RawDocument) or "quote was not closed" in last.reason


@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
def test_the_separator_line_of_a_spreadsheet_is_not_the_header(read: Read, sign: str) -> None:
    content = table([["title", "text"], ["Ferry, late", "Talks; and more | talks\tresumed."]], sign)
    (found,) = read(f"sep={sign}\r\n".encode() + content, "talks.csv")
    assert (found.hints["title"], found.content) == ("Ferry, late", b"Talks; and more | talks\tresumed.")


def test_lines_may_end_with_a_bare_carriage_return(read: Read) -> None:
    content = table([["title", "text"], ["Ferry", "Talks resumed."], ["Storm", "A storm took the roof."]])
    found = read(content.replace(b"\r\n", b"\r").replace(b"\n", b"\r"), "talks.csv")
    assert [(one.hints["title"], one.origin.rsplit(":", 1)[1]) for one in found] == [("Ferry", "2"), ("Storm", "3")]
