"""Mailboxes (mbox): messages one after the other, each after a line that begins with "From "."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from dateline.errors import ReadError
from dateline.readers.base import Arrival, Likeness, Member
from dateline.readers.limits import CHUNK, BoundedStream, bounded, megabytes
from dateline.readers.mail import message_documents
from dateline.readers.mime import header_names
from dateline.readers.plugins import hookimpl
from dateline.types.documents import Failure

_SEPARATOR = re.compile(rb"From \S{1,300}[^\n]{0,100}\d\d:\d\d[^\n]{0,40}\n")
_HEADER = re.compile(rb"(?:From|To|Date|Subject|Message-ID|MIME-Version|Received|Return-Path|Status|X-[\w-]{1,40}):", re.IGNORECASE)
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class MailboxReader:
    """Reads the messages of a mailbox, one at a time."""

    name: str = "mbox"
    suffixes: tuple[str, ...] = (".mbox", ".mbx")
    signs: str = 'a first line "From …" with a time, and headers of mail under it'
    enclosed: bool = False  # whether attachments are read too

    def recognise(self, head: bytes) -> Likeness:
        """Certain by the line before the first message."""
        match = _SEPARATOR.match(head.replace(b"\r\n", b"\n"))
        return Likeness.CERTAIN if match and header_names(head.replace(b"\r\n", b"\n")[match.end() :]) else Likeness.NONE

    def read(self, stream: BinaryIO, origin: str, identity: str | None) -> Iterator[Arrival | Member]:
        """Yield the document of each message."""
        for number, content in enumerate(_split_messages(bounded(stream)), 1):
            where = f"{origin}:{number}"
            if isinstance(content, ReadError):
                yield Failure(where, str(content))
            else:
                yield from message_documents(content, where, None, enclosed=self.enclosed)


def _split_messages(stream: BoundedStream) -> Iterator[bytes | ReadError]:
    parts: list[bytes] = []
    size, blank, line = 0, True, stream.readline(CHUNK)
    while line:
        after = stream.readline(CHUNK)
        if _SEPARATOR.match(line) and (blank or _HEADER.match(after)):
            if size:
                yield _join_message(parts[:-1] if blank else parts, size, stream.limit)  # the blank line belongs to the mailbox
            parts, size = [], 0
        else:
            size += len(line)
            if size <= stream.limit:
                parts.append(line)
        blank, line = not line.strip(), after
    if size:
        yield _join_message(parts, size, stream.limit)


def _join_message(parts: list[bytes], size: int, limit: int) -> bytes | ReadError:
    if size > limit:
        return ReadError(f"the message holds {megabytes(size)}, more than the {megabytes(limit)} that one document may")
    return _QUOTED.sub(rb"\1", b"".join(parts))


@hookimpl
def dateline_readers() -> Sequence[object]:
    """The reader of this module."""
    return [MailboxReader()]
