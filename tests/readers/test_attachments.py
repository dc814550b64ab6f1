"""Attached and forwarded messages become separate documents on request."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from dateline import Archive
from dateline.readers import open_files
from dateline.readers.detection import ReadOptions
from dateline.types.documents import Failure, RawDocument
from dateline.workers.worker import Limits

STORY = "The library of Moss will lend tools from next month, its director said on Friday."
FORWARDED = f"""Have a look at these.

---------- Forwarded message ---------
From: Halden Mail <news@halden.example>
Date: Wed, 13 Jul 2016 at 09:00
Subject: Terminal closes
To: Ann Lee <ann@mail.example>

The council closed the old ferry terminal on Monday.

> Von: Moss Avis [mailto:avis@moss.example]
> Gesendet: 12. Juli 2016 08:00
> Betreff: Werkzeug
>
> {STORY}
"""


def letter(text: str | None, subject: str = "Fwd: stories", number: str = "1") -> EmailMessage:
    mail = EmailMessage()
    for name, value in {
        "From": "Ann Lee <ann@mail.example>",
        "Subject": subject,
        "Date": "Thu, 14 Jul 2016 10:00:00 +0200",
    }.items():
        mail[name] = value
    mail["Message-ID"] = f"<{number}@mail.example>"
    if text is not None:
        mail.set_content(text)
    return mail


def found(content: bytes, folder: Path, name: str = "a.eml", *, enclosed: bool = True, in_worker: bool = False) -> list[Any]:
    (folder / name).write_bytes(content)
    arrivals = open_files([str(folder / name)], options=ReadOptions(enclosed=enclosed), limits=Limits() if in_worker else None)
    return [one for one in arrivals if isinstance(one, RawDocument | Failure)]


def test_attached_messages_and_files_become_documents_on_request(tmp_path: Path) -> None:
    mail = letter("See below.")
    mail.add_attachment(letter(STORY, "Tools for all", "2"))
    mail.add_attachment(f"<title>Tools</title><p>{STORY}</p>", subtype="html", filename="tools.html")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("inner.txt", STORY)
    mail.add_attachment(packed.getvalue(), maintype="application", subtype="zip", filename="more.zip")
    assert len(found(mail.as_bytes(), tmp_path, enclosed=False)) == 1
    for in_worker in (False, True):
        documents = found(mail.as_bytes(), tmp_path, in_worker=in_worker)
        places = [one.origin.partition("a.eml")[2] for one in documents]
        assert places == ["", "!/2.eml", "!/tools.html", "!/more.zip!/inner.txt"]
        assert documents[1].hints["title"] == "Tools for all"
        assert len({one.identity for one in documents}) == 4


def test_forwarded_messages_become_documents_with_hints_from_their_headers(tmp_path: Path) -> None:
    whole, first, second = found(letter(FORWARDED).as_bytes(), tmp_path)
    assert b"Have a look" in whole.content
    assert first.content.startswith(b"The council closed")
    assert b"library" not in first.content
    assert first.hints == {
        "title": "Terminal closes",
        "published": "Wed, 13 Jul 2016 at 09:00",
        "authors": "Halden Mail",
        "source": "halden.example",
    }
    assert (second.hints["title"], second.hints["authors"], second.hints["source"]) == ("Werkzeug", "Moss Avis", "moss.example")


def test_a_text_that_only_mentions_headers_contains_no_messages(tmp_path: Path) -> None:
    text = "From: the ferry to the bridge, all is new.\n\nDate: nobody knows.\n\nSubject: to change."
    assert len(found(letter(text).as_bytes(), tmp_path)) == 1


def test_a_message_with_only_an_attached_message_is_not_a_failure(tmp_path: Path) -> None:
    mail = letter(None)
    mail.add_attachment(letter(STORY, "Tools for all", "2"))
    (document,) = found(mail.as_bytes(), tmp_path)
    assert document.hints["title"] == "Tools for all"
    (failure,) = found(letter(None).as_bytes() + b"\n", tmp_path)
    assert "no text" in failure.reason


def test_a_mailbox_yields_enclosed_messages_and_reading_it_again_adds_nothing(tmp_path: Path) -> None:
    line = b"From ann@mail.example Fri May  3 10:00:00 2024\n"
    (tmp_path / "box.mbox").write_bytes(line + letter(FORWARDED).as_bytes() + b"\n" + line + letter(STORY, "Tools", "2").as_bytes())
    with Archive.open(tmp_path / "archive", create=True) as archive:
        counts = [archive.ingest(open_files([str(tmp_path / "box.mbox")], options=ReadOptions(enclosed=True))) for _ in range(2)]
    assert [(one.new, one.duplicate, one.failed) for one in counts] == [(4, 0, 0), (0, 4, 0)]
