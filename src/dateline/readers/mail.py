"""Mail: one message is one document, such as a newsletter or a forwarded article.

The identity of a message is its Message-ID with its first words, because in some mailboxes all messages have the same Message-ID.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import Message
from email.utils import parseaddr
from io import BytesIO
from typing import BinaryIO

from dateline.errors import ReadError
from dateline.readers.attachments import read_attachments
from dateline.readers.base import Arrival, Likeness, Member, check_text
from dateline.readers.error_boundary import make_or_fail
from dateline.readers.mime import TextPart, header_names, header_text, is_saved_page, own_parts, read_message, text_part
from dateline.readers.plugins import hookimpl
from dateline.readers.press.readers import is_press_export
from dateline.text import content_hash
from dateline.text.decoding import decode
from dateline.types.documents import Failure, RawDocument

_MAIL_HEADERS = (b"message-id", b"received", b"return-path", b"mime-version", b"delivered-to")
_BULK_HEADERS = ("List-Id", "List-Unsubscribe", "List-Post", "Feedback-ID")
_MOST_CHARACTERS = 20_000  # of a text
_FIRST_WORDS = 50
_APPLE = re.compile(rb"\s{0,3}(\d{1,10})[ \t]{0,20}\r?\n")
_REPLY = re.compile(r"(?:(?:re|fwd?|aw|wg|tr|rv|vs)\s*:\s*)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MailReader:
    """Reads a stream as one message."""

    name: str = "mail"
    suffixes: tuple[str, ...] = (".eml", ".emlx")
    signs: str = "headers of mail at the start: From, a date or a subject, and one that only mail programs write"
    enclosed: bool = False  # whether attachments are read too

    def recognise(self, head: bytes) -> Likeness:
        """Certain by headers that only mail programs write."""
        head = _strip_apple_mail(head)
        names = header_names(head)
        if is_saved_page(head):
            return Likeness.NONE
        if b"from" not in names or not {b"date", b"subject"} & set(names):
            return Likeness.POSSIBLE if names else Likeness.NONE
        return Likeness.CERTAIN if any(name in names for name in _MAIL_HEADERS) else Likeness.POSSIBLE

    def read(self, stream: BinaryIO, origin: str, identity: str | None) -> Iterator[Arrival | Member]:
        """Read the one message in `stream`, or the articles of an export that was sent in it."""
        content = _strip_apple_mail(stream.read())
        check_text(content)
        for found in message_documents(content, origin, identity, enclosed=self.enclosed):
            if isinstance(found, RawDocument) and found.origin == origin and is_press_export(found.content):
                yield Member(BytesIO(found.content), "", origin, None, sole=True)
            elif isinstance(found, Failure) and not self.enclosed:
                raise ReadError(found.reason)
            else:
                yield found


def _strip_apple_mail(content: bytes) -> bytes:
    """A message without what Apple Mail adds: its length above, a property list below."""
    match = _APPLE.match(content)
    if not match:
        return content
    end = match.end() + int(match[1])
    return content[match.end() : end if content[end:].lstrip().startswith(b"<?xml") else None]


def message_documents(content: bytes, origin: str, identity: str | None, *, enclosed: bool) -> Iterator[Arrival | Member]:
    """Yield the story in a message and, with `enclosed`, its attachments."""
    message = make_or_fail(origin, read_message, content)
    if isinstance(message, Failure):
        yield message
        return
    document = make_or_fail(origin, _document, message, origin, identity, enclosed=enclosed)
    attached = (
        list(read_attachments(message, origin, document.identity if isinstance(document, RawDocument) else identity))
        if enclosed
        else []
    )
    if not (attached and isinstance(document, Failure)):  # a message with attachments alone needs no story
        yield document
    yield from attached


def _document(message: Message, origin: str, identity: str | None, *, enclosed: bool) -> RawDocument:
    """The story in a message, with its subject as the title; ReadError if it has no story."""
    part = text_part(message, own_parts(message)) if enclosed else text_part(message)
    if part is None:
        raise ReadError("the message has no text; only attachments, or nothing at all")
    number = header_text(message, "Message-ID").strip("<>")
    url = part.location if part.location and re.match(r"https?://\S+$", part.location) else None
    hints = {key: value for key, value in _read_hints(message).items() if value}
    name = f"mid:{number} {_content_key(message, part)}" if number else identity
    return RawDocument(part.content, part.media_type, origin, url or name, url, hints=hints)


def _content_key(message: Message, part: TextPart) -> str:
    """A short hash of the subject and first words of a message, independent of its markup and encoding."""
    text = decode(part.content)[0][:_MOST_CHARACTERS]
    if part.media_type.startswith("text/html"):
        page = text[max(text.lower().find("<body"), 0) :]
        text = " ".join(piece.partition(">")[2] for piece in page.split("<"))
    words = re.findall(r"\w+", text)[:_FIRST_WORDS]
    subject = _REPLY.sub("", header_text(message, "Subject"), count=1)
    return content_hash(" ".join([subject, *words]).casefold().encode("utf-8", "replace"))[3:15]


def _read_hints(message: Message) -> dict[str, str]:
    """The hints in the headers. The sender of bulk mail is an outlet, the sender of other mail is a person."""
    name, address = _parse_sender(message)
    domain = address.rpartition("@")[2].lower()
    is_bulk = any(message.get(header) for header in _BULK_HEADERS) or header_text(message, "Precedence").lower() in ("bulk", "list")
    return {
        "title": _REPLY.sub("", header_text(message, "Subject"), count=1),
        "published": header_text(message, "Date"),
        "source": (name or domain) if is_bulk else domain,
        "authors": "" if is_bulk else name,
        "language": header_text(message, "Content-Language"),
    }


def _parse_sender(message: Message) -> tuple[str, str]:
    """The name and the address in the From header; empty if its brackets are nested too deeply."""
    try:
        return parseaddr(header_text(message, "From"))
    except (RecursionError, ValueError, LookupError, AttributeError):
        return "", ""


@hookimpl
def dateline_readers() -> Sequence[object]:
    """The reader of this module."""
    return [MailReader()]
