"""The error boundary: any exception of a reader or a fetch becomes one failure, and reading continues."""

from __future__ import annotations

import binascii
import csv
import email.errors
import http.client
import io
import lzma
import ssl
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from xml.etree import ElementTree

import pytest

from dateline.errors import DatelineError
from dateline.readers import Arrival, Web, all_readers, open_documents
from dateline.readers.base import Likeness, Reader
from dateline.readers.fetching.answer import Answer
from dateline.types.documents import Failure, RawDocument
from made_files import SEEDS


def every_kind(root: type[Exception]) -> Iterator[type[Exception]]:
    """Yield `root` and all its subclasses in Python's standard library."""
    yield root
    for kind in root.__subclasses__():
        if kind.__module__ in ("builtins", "json.decoder", "http.client", "email.errors", "zipfile", "tarfile", "ssl"):
            yield from every_kind(kind)


def make_error(kind: type[Exception]) -> Exception:
    """Return an exception of that class, whatever arguments it usually takes."""
    return kind("several", [ValueError()]) if issubclass(kind, ExceptionGroup) else kind.__new__(kind)


OTHERS = (struct.error, zlib.error, lzma.LZMAError, csv.Error, binascii.Error, ElementTree.ParseError)
LOADED = (email.errors, http.client, ssl, tarfile, zipfile)  # imported so that their exceptions are known subclasses
KINDS = sorted({*every_kind(Exception), *OTHERS}, key=lambda kind: (kind.__module__, kind.__name__))
READERS = all_readers(external=False)


class FailingStream(io.BytesIO):
    """A stream that raises an error on the second read."""

    def __init__(self, content: bytes, error: Exception) -> None:
        super().__init__(content)
        self.error = error
        self.left = 1

    def seekable(self) -> bool:
        return False

    def read1(self, size: int | None = -1, /) -> bytes:
        self.left -= 1
        if self.left < 0:
            raise self.error
        return super().read1(9_000)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_any_exception_in_any_reader_becomes_a_failure(kind: type[Exception]) -> None:
    for name, content in SEEDS.items():
        stream = FailingStream(content * (1 + 40_000 // len(content)), make_error(kind))
        found = list(open_documents(["-"], stdin=stream, readers=READERS))
        assert stream.left >= 0 or any(isinstance(one, Failure) for one in found), f"{name} gave no failure"


@dataclass(frozen=True, slots=True)
class Broken:
    """A reader that fails on its second document."""

    error: Exception
    name: str = "broken"
    suffixes: tuple[str, ...] = (".broken",)

    def read(self, stream: BinaryIO, origin: str, identity: str | None) -> Iterator[Arrival]:
        yield RawDocument(b"A boat came in.", "text/plain", origin)
        raise self.error


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not issubclass(kind, DatelineError)], ids=lambda kind: kind.__name__)
def test_documents_before_a_reader_error_are_kept_and_the_next_members_are_read(kind: type[Exception]) -> None:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as packed:
        packed.writestr("a.broken", "x")
        packed.writestr("b.txt", "A ferry sails\n\nThe ferry sails at noon.")
    found = list(open_documents(["-"], stdin=io.BytesIO(box.getvalue()), readers=[*READERS, Broken(make_error(kind))]))
    assert [type(one) for one in found] == [RawDocument, Failure, RawDocument]
    assert issubclass(kind, OSError) or "the reader broken fails on it" in str(found[1])


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_any_exception_in_a_fetch_becomes_a_failure_of_that_address(kind: type[Exception]) -> None:
    class Getter:
        def get(self, url: str) -> Answer:
            raise make_error(kind)

    found = list(open_documents(["https://mail.example/a", "https://mail.example/b"], web=Web(Getter())))
    assert [(type(one), one.origin[-1]) for one in found] == [(Failure, "a"), (Failure, "b")]


@pytest.mark.parametrize("given", [None, 7, "a text", ["a list"]], ids=str)
def test_a_reader_whose_result_is_not_a_document_is_named(given: object) -> None:
    class Odd:
        name = "odd"
        suffixes = (".odd",)

        def read(self, stream: BinaryIO, origin: str, identity: str | None) -> Iterator[object]:
            yield given

    (failure,) = open_documents(["-"], stdin=io.BytesIO(b"x"), readers=[Odd()], format="odd")  # type: ignore[list-item]
    assert "the reader odd returns" in str(failure)


def test_a_reader_that_fails_in_format_detection_is_named() -> None:
    class Blind(Broken):
        signs = "none"

        def recognise(self, head: bytes) -> Likeness:
            raise KeyError("x")

    reader: Reader = Blind(ValueError())
    (failure,) = open_documents(["-"], stdin=io.BytesIO(b"x"), readers=[reader])
    assert "the reader broken fails on it (KeyError: 'x')" in str(failure)


def test_an_interrupt_or_exit_is_not_an_error_and_ends_the_reading() -> None:
    """That is Ctrl-C, or the end of the program."""
    for stop in (KeyboardInterrupt(), SystemExit()):
        with pytest.raises(type(stop)):
            list(open_documents(["-"], stdin=io.BytesIO(b"x"), readers=[Broken(stop)], format="broken"))  # type: ignore[arg-type]
