"""Mail: one message, one document, such as a newsletter or an article that somebody sent on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import Message
from email.utils import parseaddr
from io import BytesIO
from typing import BinaryIO

from dateline.errors import ReadError
from dateline.plugins import hookimpl
from dateline.readers.base import Arrival, Likeness, Member, check_text
from dateline.readers.mime import header_names, header_text, is_saved_page, read_message, text_part
from dateline.readers.press.readers import is_press_export
from dateline.types.documents import RawDocument

_SENT = (b"message-id", b"received", b"return-path", b"mime-version", b"delivered-to")
_TO_MANY = ("List-Id", "List-Unsubscribe", "List-Post", "Feedback-ID")
_REPLY = re.compile(r"(?:(?:re|fwd?|aw|wg|tr|rv|vs)\s*:\s*)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MailReader:
    """Reads a stream as one message."""

    name: str = "mail"
    suffixes: tuple[str, ...] = (".eml",)
    signs: str = "headers of mail at the start: From, a date or a subject, and one that only mail programs write"

    def recognise(self, head: bytes) -> Likeness:
        """Certain by headers that only mail programs write."""
        names = header_names(head)
        if is_saved_page(head):
            return Likeness.NONE
        if b"from" not in names or not {b"date", b"subject"} & set(names):
            return Likeness.POSSIBLE if names else Likeness.NONE
        return Likeness.CERTAIN if any(name in names for name in _SENT) else Likeness.POSSIBLE

    def read(self, stream: BinaryIO, origin: str, identity: str | None) -> Iterator[Arrival | Member]:
        """The one message in `stream`, or the articles of the export that was sent in it."""
        content = stream.read()
        check_text(content)
        document = message_document(content, origin, identity)
        if is_press_export(document.content):
            yield Member(BytesIO(document.content), "", origin, None, sole=True)
        else:
            yield document


def message_document(content: bytes, origin: str, identity: str | None) -> RawDocument:
    """The story in a message, under its subject; ReadError where it has none."""
    message = read_message(content)
    part = text_part(message)
    if part is None:
        raise ReadError("the message has no text; only attachments, or nothing at all")
    number = header_text(message, "Message-ID").strip("<>")
    url = part.location if part.location and re.match(r"https?://\S+$", part.location) else None
    hints = {key: value for key, value in _hints(message).items() if value}
    return RawDocument(part.content, part.media_type, origin, url or (f"mid:{number}" if number else identity), url, hints=hints)


def _hints(message: Message) -> dict[str, str]:
    """What the headers say. What goes to many is sent by an outlet, what goes to one by a person."""
    name, address = _sender(message)
    domain = address.rpartition("@")[2].lower()
    to_many = any(message.get(header) for header in _TO_MANY) or header_text(message, "Precedence").lower() in ("bulk", "list")
    return {
        "title": _REPLY.sub("", header_text(message, "Subject"), count=1),
        "published": header_text(message, "Date"),
        "source": (name or domain) if to_many else domain,
        "authors": "" if to_many else name,
        "language": header_text(message, "Content-Language"),
    }


def _sender(message: Message) -> tuple[str, str]:
    """The name and the address in the From header; empty where brackets lie in each other without end."""
    try:
        return parseaddr(header_text(message, "From"))
    except (RecursionError, ValueError, LookupError, AttributeError):
        return "", ""


@hookimpl
def dateline_readers() -> Sequence[object]:
    """The reader of this module."""
    return [MailReader()]
