"""The other documents in a message: attached messages and files, and messages forwarded in its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.errors import MessageError
from email.message import Message
from email.utils import parseaddr
from io import BytesIO

from dateline.errors import ReadError
from dateline.readers.base import Arrival, Member
from dateline.readers.error_boundary import make_or_fail
from dateline.readers.mime import attached_name, media_of, own_parts, payload, plain_text
from dateline.readers.packages import storable_name
from dateline.text.decoding import decode
from dateline.types.documents import Failure, RawDocument

_MOST_LETTERS = 100  # in one text
_QUOTED = r"[ \t>]{0,8}\*?"
_NAMES = {
    "from": "from|von|de|da|fra|från|van|od|от|发件人|差出人",
    "published": "date|sent|datum|gesendet|envoyé|fecha|enviado|data|inviato|dato|skickat|verzonden|wysłano|дата|发送时间|送信日時",
    "title": "subject|betreff|objet|asunto|assunto|oggetto|emne|ämne|onderwerp|temat|тема|主题|件名",
    "to": "to|cc|an|à|para|a|til|till|aan|do|кому|reply-to|收件人|宛先",
}
_HEADER = re.compile(rf"{_QUOTED}({'|'.join(_NAMES.values())})\*?[ \t]?[:\uff1a]\*?[ \t]{{0,8}}(\S[^\n]{{0,500}})$", re.IGNORECASE)
_MAILTO = re.compile(r"\[mailto:([^\]\s]{1,200})\]", re.IGNORECASE)
_KINDS = {word: kind for kind, words in _NAMES.items() for word in words.split("|")}


def read_attachments(message: Message, where: str, name: str | None) -> Iterator[Arrival | Member]:
    """The messages and files in a message with the identity `name`; each file is read by the reader that detects it."""
    for number, part in enumerate(own_parts(message), 1):
        file = _file_name(part, number)
        if not file:
            continue
        place = f"{where}!/{file}"
        content = make_or_fail(place, _read_content, part)
        if isinstance(content, Failure):
            yield content
        elif content:
            yield Member(BytesIO(content), file, place, f"{name}!/{file}" if name else None)
    text = plain_text(message)
    if text:
        yield from _find_letters(decode(*text)[0], where, name)


def _file_name(part: Message, number: int) -> str | None:
    """The file name of an attached part; None for a part of the message's own text."""
    if media_of(part) == "message/rfc822":
        return f"{number}.eml"
    name = attached_name(part)
    return None if name is None else storable_name(name.replace("/", "_")) or str(number)


def _read_content(part: Message) -> bytes:
    if media_of(part) != "message/rfc822":
        return payload(part)
    inner = part.get_payload()
    try:
        return inner[0].as_bytes() if isinstance(inner, list) and isinstance(inner[0], Message) else payload(part)
    except (MessageError, UnicodeError, LookupError, ValueError, TypeError, AttributeError) as error:
        raise ReadError("the attached message cannot be extracted") from error


def _find_letters(text: str, where: str, name: str | None) -> Iterator[RawDocument]:
    """The messages forwarded in a text: each begins with the headers that mail programs copy and ends before the next headers."""
    lines = text.split("\n")
    found = list(_find_headers(lines))[:_MOST_LETTERS]
    for number, (_, start, headers) in enumerate(found, 1):
        end = found[number][0] if number < len(found) else len(lines)
        body = "\n".join(lines[start:end]).strip("\n")
        if not body.strip(" \t>\r\n-_"):
            continue
        sender, address = parseaddr(_MAILTO.sub(r"<\1>", headers.pop("from", "")))
        headers |= {"authors": sender, "source": address.rpartition("@")[2].lower()}
        letter = f"letter-{number}"
        yield RawDocument(
            body.encode("utf-8", "replace"),
            "text/plain; charset=utf-8",
            f"{where}!/{letter}",
            f"{name}!/{letter}" if name else None,
            hints={key: value for key, value in headers.items() if value and key != "to"},
        )


def _find_headers(lines: list[str]) -> Iterator[tuple[int, int, dict[str, str]]]:
    """Find blocks of headers in a text: the first line, the line after the block, and the values."""
    at = 0
    while at < len(lines):
        start, headers = at, dict[str, str]()
        while at < len(lines) and (header := _HEADER.match(lines[at].rstrip())):
            headers.setdefault(_KINDS[header[1].lower()], header[2].strip())
            at += 1
        if "from" in headers and len(headers) >= 3:
            yield start, at, headers
        at = max(at, start + 1)
