"""What the readers of mail and of pages saved as mail share: headers as text, and the part with the story."""

from __future__ import annotations

import email
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.policy import compat32
from email.utils import parsedate_to_datetime

from dateline.errors import ReadError
from dateline.readers.signatures import as_ascii, has_markup
from dateline.text.decoding import decode, is_blank

_HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]{0,60}):[ \t]?[^\n]*\n(?:[ \t][^\n]*\n)*")
_FIRST_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]{0,60}:")
_FLOW = ("format", "delsp")
"""The parameters of RFC 3676 for the lines of plain text."""
_MOST_PARTS = 10_000
_SAVED = re.compile(rb"^(?:From:\s*\"?<?Saved by|Snapshot-Content-Location:|X-MimeOLE:.*MSHTML)", re.IGNORECASE | re.MULTILINE)
_RELATED = re.compile(rb"^Content-Type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class TextPart:
    """The part of a message that a person reads, as it was sent, and its stated location."""

    content: bytes
    media_type: str
    location: str | None


def header_names(head: bytes) -> list[bytes]:
    """The names of the headers at the start of `head`, in lower case; [] if it does not begin with headers."""
    names, at, head = list[bytes](), 0, as_ascii(head)
    if not _FIRST_HEADER.match(head):  # most content is not mail
        return names
    head = head.replace(b"\r\n", b"\n")
    while match := _HEADER.match(head, at):
        names.append(match[1].lower())
        at = match.end()
    return names


def is_saved_page(head: bytes) -> bool:
    """Whether the headers are those that browsers write when they save a page with its images, and not those of mail."""
    text = as_ascii(head)
    return bool(header_names(head) and _RELATED.search(text) and _SAVED.search(text))


def read_message(content: bytes) -> Message:
    """Parse the message in `content`; raise ReadError if its parts are nested too deeply or contradict each other."""
    try:
        return email.message_from_bytes(content, policy=compat32)
    except (RecursionError, MessageError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise ReadError("cannot be read as a message: its parts are nested too deeply or contradict each other") from error


def header_text(message: Message, name: str) -> str:
    """A header as text, with encoded words decoded and lines joined; "" if there is none."""
    wanted = name.lower()
    raw = next((value for key, value in message.raw_items() if key.lower() == wanted), None)  # as it was sent: get() replaces bytes
    if raw is None:
        return ""
    given = _decode_raw(str(raw))
    try:
        parts = decode_header(given)
    except (MessageError, ValueError, LookupError):
        parts = [(given, None)]
    return " ".join("".join(_decode_word(part, charset) for part, charset in parts).split())


def sent_at(message: Message) -> datetime | None:
    """The time in the Date header; None if it is missing or invalid."""
    try:
        return parsedate_to_datetime(header_text(message, "Date"))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def text_part(message: Message, parts: Iterable[Message] | None = None) -> TextPart | None:
    """The first HTML part with a text, else the first plain one, among `parts` or the whole message; attachments do not count."""
    plain: TextPart | None = None
    for part in _walk_parts(message) if parts is None else parts:
        media = media_of(part)
        if media not in ("text/html", "application/xhtml+xml", "text/plain") or _is_attached(part):
            continue
        if plain and media == "text/plain":
            continue
        content = payload(part)
        if is_blank(content):
            continue
        charset = _read_charset(part)
        kind = "text/plain" if media == "text/plain" and not has_markup(decode(content, charset)[0]) else "text/html"
        location = header_text(part, "Content-Location") or None
        parameters = (("charset", charset), *((name, _parameter(part, name)) for name in _FLOW if kind == "text/plain"))
        suffix = "".join(f"; {name}={value}" for name, value in parameters if value)
        found = TextPart(content, kind + suffix, location)
        if media != "text/plain":
            return found
        plain = found
    return plain


def own_parts(message: Message) -> Iterator[Message]:
    """The parts of a message. An attached message is one part; its own parts are not included."""
    return _walk_parts(message, whole=("message/rfc822",))


def plain_text(message: Message) -> tuple[bytes, str | None] | None:
    """The first of the message's own parts in plain text, and its charset; None if there is none."""
    for part in own_parts(message):
        if media_of(part) == "text/plain" and not _is_attached(part) and not is_blank(content := payload(part)):
            return content, _read_charset(part)
    return None


def attached_name(part: Message) -> str | None:
    """The name of an attached file ("" if it has none); None for a part that is not an attachment."""
    if not _is_attached(part):
        return None
    try:
        return " ".join((part.get_filename() or "").split())[:200]
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""


def _walk_parts(message: Message, whole: tuple[str, ...] = ()) -> Iterator[Message]:
    waiting, number = [message], 0
    while waiting and number < _MOST_PARTS:
        part = waiting.pop()
        number += 1
        if part.is_multipart() and not (
            number > 1 and media_of(part) in whole
        ):  # checked first, because other payloads are decoded in a charset that may be invalid
            waiting.extend(one for one in reversed(list(part.get_payload())) if isinstance(one, Message))
        else:
            yield part


def payload(part: Message) -> bytes:
    """The content of a part, with its transfer encoding removed."""
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, MessageError, TypeError, AssertionError):
        content = None
    return content if isinstance(content, bytes) else b""


def media_of(part: Message) -> str:
    """The media type of a part."""
    try:
        return part.get_content_type()
    except (ValueError, LookupError, TypeError, IndexError, AttributeError):
        return "text/plain"


def _read_charset(part: Message) -> str | None:
    try:
        charset = part.get_content_charset()
    except (ValueError, LookupError, TypeError, IndexError, AttributeError):
        return None
    return charset if charset and re.fullmatch(r"[\w.:+-]{1,40}", charset) else None


def _parameter(part: Message, name: str) -> str | None:
    """A parameter of the media type, if it is a plain word; else None."""
    try:
        value = part.get_param(name)
    except (ValueError, LookupError, TypeError, AttributeError):
        return None
    return value.lower() if isinstance(value, str) and value.isascii() and value.isalpha() else None


def _is_attached(part: Message) -> bool:
    return str(part.get("Content-Disposition", "")).strip().lower().startswith("attachment")


def _decode_raw(text: str) -> str:
    """A header with its raw bytes decoded, whatever their declared charset."""
    if text.isascii():
        return text
    return decode(text.encode("utf-8", "surrogateescape"))[0]


def _decode_word(part: bytes | str, charset: str | None) -> str:
    if isinstance(part, str):
        return part
    try:
        return part.decode(charset or "ascii")
    except (LookupError, UnicodeDecodeError, ValueError):
        return decode(part, charset)[0]
