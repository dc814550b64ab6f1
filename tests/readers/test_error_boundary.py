"""The border of reading: any error of a reader or a fetcher is one failure, and the rest is read."""

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
    """`root` and all classes of errors under it that come with Python."""
    yield root
    for kind in root.__subclasses__():
        if kind.__module__ in ("builtins", "json.decoder", "http.client", "email.errors", "zipfile", "tarfile", "ssl"):
            yield from every_kind(kind)


def made(kind: type[Exception]) -> Exception:
    """An error of that kind, whatever it usually is made of."""
    return kind("several", [ValueError()]) if issubclass(kind, ExceptionGroup) else kind.__new__(kind)


OTHERS = (struct.error, zlib.error, lzma.LZMAError, csv.Error, binascii.Error, ElementTree.ParseError)
LOADED = (email.errors, http.client, ssl, tarfile, zipfile)  # their errors are known once they are imported
KINDS = sorted({*every_kind(Exception), *OTHERS}, key=lambda kind: (kind.__module__, kind.__name__))
READERS = all_readers(external=False)


class Tripping(io.BytesIO):
    """Bytes of which the second half cannot be read."""

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
def test_an_error_of_any_kind_out_of_any_reader_is_a_failure(kind: type[Exception]) -> None:
    for name, content in SEEDS.items():
        stream = Tripping(content * (1 + 40_000 // len(content)), made(kind))
        found = list(open_documents(["-"], stdin=stream, readers=READERS))
        assert stream.left >= 0 or any(isinstance(one, Failure) for one in found), f"nothing was said of {name}"


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
def test_what_a_reader_gave_before_it_tripped_stands_and_the_next_members_are_read(kind: type[Exception]) -> None:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as packed:
        packed.writestr("a.broken", "x")
        packed.writestr("b.txt", "A ferry sails\n\nThe ferry sails at noon.")
    found = list(open_documents(["-"], stdin=io.BytesIO(box.getvalue()), readers=[*READERS, Broken(made(kind))]))
    assert [type(one) for one in found] == [RawDocument, Failure, RawDocument]
    assert issubclass(kind, OSError) or "the reader broken fails on it" in str(found[1])


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_error_of_any_kind_out_of_a_fetch_is_a_failure_of_that_address(kind: type[Exception]) -> None:
    class Getter:
        def get(self, url: str) -> Answer:
            raise made(kind)

    found = list(open_documents(["https://mail.example/a", "https://mail.example/b"], web=Web(Getter())))
    assert [(type(one), one.origin[-1]) for one in found] == [(Failure, "a"), (Failure, "b")]


@pytest.mark.parametrize("given", [None, 7, "a text", ["a list"]], ids=str)
def test_a_reader_that_gives_what_is_no_document_is_named(given: object) -> None:
    class Odd:
        name = "odd"
        suffixes = (".odd",)

        def read(self, stream: BinaryIO, origin: str, identity: str | None) -> Iterator[object]:
            yield given

    (failure,) = open_documents(["-"], stdin=io.BytesIO(b"x"), readers=[Odd()], format="odd")  # type: ignore[list-item]
    assert "the reader odd returns" in str(failure)


def test_a_reader_that_trips_over_the_beginning_of_a_file_is_named() -> None:
    class Blind(Broken):
        signs = "none"

        def recognise(self, head: bytes) -> Likeness:
            raise KeyError("x")

    reader: Reader = Blind(ValueError())
    (failure,) = open_documents(["-"], stdin=io.BytesIO(b"x"), readers=[reader])
    assert "the reader broken fails on it (KeyError: 'x')" in str(failure)


def test_a_stop_is_no_error_and_ends_the_reading() -> None:
    """Ctrl-C and the end of the program are meant."""
    for stop in (KeyboardInterrupt(), SystemExit()):
        with pytest.raises(type(stop)):
            list(open_documents(["-"], stdin=io.BytesIO(b"x"), readers=[Broken(stop)], format="broken"))  # type: ignore[arg-type]
