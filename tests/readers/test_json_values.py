"""JSON of any layout and size: arrays and API answers are read as streams, and a broken record affects only itself."""

from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import chain, repeat
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import ReadError
from dateline.readers.json_values import JsonValues
from dateline.readers.jsonl import JsonLinesReader
from dateline.readers.limits import BoundedStream, Unpacked
from dateline.types.documents import Failure, RawDocument

Read = Callable[..., list[Any]]
RECORD = {"title": "Ferry talks", "text": "Talks resumed."}


def pieces(text: str, size: int) -> Iterator[str]:
    """Yield `text` in pieces of that size, as a stream does."""
    return (text[at : at + size] for at in range(0, len(text), size))


@given(st.lists(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5)), st.integers(1, 9))
def test_an_array_in_pieces_gives_the_same_values(values: list[Any], size: int) -> None:
    assert list(JsonValues(pieces(json.dumps(values), size), 10_000)) == values


def test_a_large_array_is_read_as_a_stream() -> None:
    """Neither the list nor its text is ever in memory as a whole: 10 MB are read in less than 3 MB."""

    record = b'{"text": "%s"},' % (b"word " * 200)
    stream = BoundedStream(Unpacked(chain((b"[",), repeat(record, 10_000))), 100_000)
    tracemalloc.start()
    found = sum(isinstance(one, RawDocument) for one in JsonLinesReader().read(stream, "dump", None))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == 10_000
    assert peak < 3_000_000


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize(
    "broken", ['{"title": "cut off, "text": }', '{"title": bare}', '{"title": "x" "text"}', '{"title": ' + "[" * 50_000]
)
def test_a_broken_record_in_an_array_fails_alone(read: Read, indent: int | None, broken: str) -> None:
    records = [json.dumps(RECORD | {"text": f"Story {number}."}, indent=indent) for number in range(4)]
    found = read(("[" + ",\n".join([*records[:2], broken, *records[2:]]) + "]").encode(), "dump.json")
    assert [getattr(one, "content", None) for one in found] == [b"Story 0.", b"Story 1.", None, b"Story 2.", b"Story 3."]
    assert [one.origin.rsplit(":", 1)[1] for one in found] == ["1", "2", "3", "4", "5"]


def test_a_truncated_array_yields_its_complete_records_and_a_failure(read: Read) -> None:
    found = read(json.dumps([RECORD] * 3).encode()[:-20], "dump.json")
    assert [type(one) for one in found] == [RawDocument, RawDocument, Failure]


@pytest.mark.parametrize(
    ("end", "word"), [("", "not closed"), ("] and more", "there is more"), (', {"title": "x"', "not valid JSON")]
)
def test_a_faulty_end_of_an_array_is_reported(read: Read, end: str, word: str) -> None:
    document, failure = read((json.dumps([RECORD])[:-1] + end).encode(), "dump.json")
    assert isinstance(document, RawDocument)
    assert word in failure.reason


def test_consecutive_arrays_are_all_read(read: Read) -> None:
    assert len(read((json.dumps([RECORD]) + "\n" + json.dumps([RECORD] * 2)).encode(), "dump.json")) == 3


def test_consecutive_multi_line_objects_are_all_read(read: Read) -> None:
    found = read("\n".join(json.dumps(RECORD, indent=2) for _ in range(3)).encode(), "dump.json")
    assert [one.origin.rsplit(":", 1)[1] for one in found] == ["1", "2", "3"]


@pytest.mark.parametrize(
    "answer",
    [
        {"status": "ok", "totalResults": 2, "articles": [RECORD, RECORD]},
        {"response": {"status": "ok", "results": [{"webTitle": "Ferry talks", "fields": {"bodyText": "Talks resumed."}}] * 2}},
        {"hits": {"hits": [{"_id": "1", "_source": RECORD}, {"_id": "2", "_source": RECORD}]}},
        {"title": "A list of stories", "data": [RECORD, RECORD]},
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_the_records_in_an_api_answer_are_found(read: Read, answer: dict[str, Any], indent: int | None) -> None:
    found = read(json.dumps(answer, indent=indent).encode(), "answer.json")
    assert [(one.content, one.hints["title"]) for one in found] == [(b"Talks resumed.", "Ferry talks")] * 2


def test_a_story_with_a_list_in_it_stays_one_story(read: Read) -> None:
    story = RECORD | {"related": [{"title": "Other", "text": "Another story."}], "comments": [{"text": "First!"}]}
    (document,) = read(json.dumps(story, indent=2).encode(), "story.json")
    assert document.content == b"Talks resumed."


def test_a_record_over_the_limit_fails_and_the_next_is_read() -> None:
    content = json.dumps([RECORD, {"title": "Long", "text": "x" * 300_000}, RECORD]).encode()
    found = list(JsonLinesReader().read(BoundedStream(io.BytesIO(content), 100_000), "dump", None))
    assert [type(one) for one in found] == [RawDocument, Failure, RawDocument]
    assert "more than the 100000 bytes" in found[1].reason  # type: ignore[union-attr]


@given(st.text(alphabet='[]{}",:\\ 1atr\n', max_size=60), st.integers(1, 7))
def test_any_text_gives_only_values_and_errors(text: str, size: int) -> None:
    for value in JsonValues(pieces(text, size), 50):
        assert isinstance(value, ReadError | dict | list | str | int | float | bool | None)
