"""Mail and mailboxes: newsletters and forwarded articles."""

from __future__ import annotations

import io
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest

from dateline.page.read import read_page
from dateline.readers import open_documents
from dateline.types.documents import Failure, RawDocument

Read = Callable[..., list[Any]]


def message(text: str | None = None, page: str | None = None, **headers: str) -> bytes:
    """A message as mail programs send it."""
    mail = EmailMessage()
    known = {"From": '"Ann Lee" <ann@mail.example>', "Subject": "Ferry talks resume", "Date": "Fri, 03 May 2024 10:00:00 +0200"}
    for name, value in (known | {"Message_ID": "<1@mail.example>", "To": "me@home.example"} | headers).items():
        mail[name.replace("_", "-")] = value
    if text is not None:
        mail.set_content(text)
    if page is not None:
        mail.add_alternative(page, subtype="html") if text is not None else mail.set_content(page, subtype="html")
    return mail.as_bytes()


@pytest.mark.parametrize("name", ["ferry.eml", "ferry", "ferry.txt"])
def test_the_html_part_of_a_message_is_preferred_to_its_text(read: Read, name: str) -> None:
    (document,) = read(message("Talks resumed.", "<p>Talks <b>resumed</b>.</p>"), name)
    assert isinstance(document, RawDocument)
    assert (document.content.strip(), document.media_type) == (b"<p>Talks <b>resumed</b>.</p>", "text/html; charset=utf-8")
    assert document.identity.startswith("mid:1@mail.example ")
    assert document.hints == {
        "title": "Ferry talks resume",
        "published": "Fri, 03 May 2024 10:00:00 +0200",
        "authors": "Ann Lee",
        "source": "mail.example",
    }


def test_the_sender_of_a_newsletter_is_the_source_and_not_an_author(read: Read) -> None:
    headers = {"From": "The Lennox Mail <news@mail.example>", "List_Unsubscribe": "<https://mail.example/no-more>"}
    (document,) = read(message("Talks resumed.", **headers))
    assert document.hints["source"] == "The Lennox Mail"
    assert "authors" not in document.hints


@pytest.mark.parametrize("subject", ["Re: Fwd: Die Fähre fährt wieder", "Die Fähre fährt wieder"])
def test_encoded_headers_are_decoded_and_reply_prefixes_removed(read: Read, subject: str) -> None:
    (document,) = read(message("Text.", Subject=subject))
    assert document.hints["title"] == "Die Fähre fährt wieder"


def test_the_charset_of_the_part_is_used(read: Read) -> None:
    mail = (
        b"From: a@b.example\r\nSubject: =?koi8-r?B?7c/T1A==?=\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: text/plain; charset=koi8-r\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=ED=CF=D3=D4\r\n"
    )
    (document,) = read(mail)
    assert document.hints["title"] == "Мост"
    assert read_page(document).lines[0].text == "Мост"


def test_attachments_are_not_stories(read: Read) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Message-ID"] = "a@b.example", "Photo", "<2@b.example>"
    mail.add_attachment("Not the story", filename="notes.txt")
    (failure,) = read(mail.as_bytes())
    assert "no text" in failure.reason


def test_endlessly_nested_parts_are_one_failure(read: Read) -> None:
    head = b"From: a@b.example\nSubject: x\nMIME-Version: 1.0\n"
    for number in range(2_000):
        head += b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (number, number)
    (failure,) = read(head + b"Content-Type: text/plain\n\nText.\n")
    assert isinstance(failure, Failure)
    assert "too deeply" in failure.reason


def test_a_story_with_lines_like_mail_headers_is_not_mail(read: Read) -> None:
    (document,) = read(b"From: Our correspondent\nDate: 3 May 2024\nSubject: Ferry\n\nTalks resumed.\n", "story.txt")
    assert document.media_type == "text/plain"
    assert document.content.startswith(b"From: Our")


def mailbox(*messages: bytes) -> bytes:
    """A mailbox with those messages."""
    parts = (b"From ann@mail.example Fri May  3 10:00:00 2024\n" + one.replace(b"\nFrom ", b"\n>From ") for one in messages)
    return b"\n".join(parts)


@pytest.mark.parametrize("name", ["Archive.mbox", "Archive", "Archive.txt"])
def test_messages_of_a_mailbox_are_documents(read: Read, name: str) -> None:
    box = mailbox(
        message("One.\n\nFrom the sea to the hills.", Message_ID="<1@m.example>"),
        b"Subject: nothing\n\n",
        message(None, "<p>Two", Message_ID="<2@m.example>"),
    )
    one, failure, two = read(box, name)
    assert one.content == b"One.\n\nFrom the sea to the hills.\n"
    assert [found.origin.rsplit(":", 1)[1] for found in (one, failure, two)] == ["1", "2", "3"]
    assert isinstance(failure, Failure)
    assert two.identity.startswith("mid:2@m.example ")


def test_a_gigantic_message_fails_alone() -> None:
    box = mailbox(message("One."), message("word\n" * 100_000), message("Three."))
    found = list(open_documents(["-"], stdin=io.BytesIO(box), max_bytes=50_000))
    assert [type(one) for one in found] == [RawDocument, Failure, RawDocument]


def test_endless_brackets_in_a_sender_do_not_fail_the_message(read: Read) -> None:
    """The address parser calls itself for each bracket."""
    deep = message("Talks resumed.").replace(b'"Ann Lee" <ann@mail.example>', b"(" * 3_000)
    line = b"From a@mail.example Fri May  3 10:00:00 2024\n"
    box = b"".join(line + one + b"\n" for one in (message("First."), deep, message("Last.")))
    for found in (read(deep, "a.eml"), read(box, "a.mbox")):
        assert all(isinstance(one, RawDocument) for one in found)
    assert len(found) == 3


def test_the_flowed_format_of_a_part_is_applied(read: Read) -> None:
    mail = (
        message("x")
        .replace(b'charset="utf-8"', b"charset=utf-8; format=Flowed; DelSp=yes")
        .replace(b"\nx\n", b"\nThe ferry \nleft.\n")
    )
    (document,) = read(mail)
    assert document.media_type == "text/plain; charset=utf-8; format=flowed; delsp=yes"
    assert [line.text for line in read_page(document).lines] == ["The ferryleft."]


def test_a_header_in_unencoded_utf_8_is_read(read: Read) -> None:
    (document,) = read(message("Text.").replace(b"Subject: Ferry talks resume", "Subject: Café på brygga".encode()))
    assert document.hints["title"] == "Café på brygga"


def test_messages_of_a_mailbox_need_no_blank_line_between_them(read: Read) -> None:
    one = b"From ann@mail.example Fri May 03 10:00:00 2024\n" + message("From Oslo came the minister.\n").rstrip() + b"\n"
    found = read(one * 3, "box.mbox")
    assert [document.content.strip() for document in found] == [b"From Oslo came the minister."] * 3


def test_messages_that_share_a_message_id_are_one_only_if_their_texts_match(read: Read) -> None:
    """Some programs put the same Message-ID into all their messages."""
    box = mailbox(message("The ferry stays."), message("The bridge opens."), message("The ferry stays.\n\n-- \nThe list"))
    ferry, bridge, longer = read(box, "box.mbox")
    assert ferry.identity != bridge.identity
    (page,) = read(message(None, "<html><body><p>The <b>ferry</b> stays.</p></body></html>").replace(b"utf-8", b"us-ascii"))
    assert ferry.identity == page.identity
    assert longer.identity != bridge.identity


def test_the_length_and_properties_that_apple_mail_adds_are_removed(read: Read) -> None:
    one = message("Talks resumed on Tuesday, and the ferry will sail again.")
    for length in (len(one), 7):
        (document,) = read(
            b"%d      \n" % length + one + b'<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"></plist>\n', "1.emlx"
        )
        assert document.content.startswith(b"Talks resumed on Tuesday, and the ferry will sail again.\n")
        assert document.hints["title"] == "Ferry talks resume"
    assert b"plist" not in read(b"%d\n" % len(one) + one + b"<?xml version='1.0'?><plist/>", "2.emlx")[0].content
