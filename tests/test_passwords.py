"""No password in an address is stored or shown: not in the archive file, not on the screen, not in an export."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from dateline.cli import main
from dateline.readers.fetching.address import Address
from dateline.readers.web import without_fragment
from dateline.text import web_address, without_users
from dateline.types.documents import Failure, RawDocument

SECRET = "hunter2-Zk9"
ADDRESS = f"https://marit:{SECRET}@harbourpost.example/ferry"
STORY = "The harbour council voted to close the ferry terminal after ninety years of service, the mayor said on Tuesday."


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        (ADDRESS, "https://harbourpost.example/ferry"),
        ("HTTPS://token@harbourpost.example", "HTTPS://harbourpost.example"),
        ("//marit:pw@harbourpost.example/a", "//harbourpost.example/a"),
        ("https://marit:p@w@harbourpost.example/a", "https://harbourpost.example/a"),
        ("https://marit:p/w@harbourpost.example/a", "https://harbourpost.example/a"),
        ("https://marit:p#w?@harbourpost.example/a", "https://harbourpost.example/a"),
        ("ftp://marit:2121@harbourpost.example/a", "ftp://harbourpost.example/a"),
        ("https://harbourpost.example/@marit", "https://harbourpost.example/@marit"),
        ("https://harbourpost.example:8443/@marit", "https://harbourpost.example:8443/@marit"),
        ("https://[2001:db8::1]:80/@marit", "https://[2001:db8::1]:80/@marit"),
        ("https://harbourpost.example//a:b@c", "https://harbourpost.example//a:b@c"),
        ("https://harbourpost.example/a\x1b[2J\n\u202eb", "https://harbourpost.example/a%1B[2J%E2%80%AEb"),
        ("mid:<1@harbourpost.example>", "mid:<1@harbourpost.example>"),
        ("file:/home/marit//x:y@z", "file:/home/marit//x:y@z"),
        ("Harbour Post", "Harbour Post"),
    ],
)
def test_an_address_is_stored_without_user_name_and_password(given_: str, kept: str) -> None:
    assert web_address(given_) == kept
    assert web_address(kept) == kept


@given(st.text(), st.text(alphabet="abcäß1-._~%:!$&'()*+,;=", min_size=1), st.sampled_from(["https://", "ftp://", "HTTP://"]))
def test_no_user_name_survives_in_any_text(text: str, user: str, scheme: str) -> None:
    cleaned = without_users(f"{text} {scheme}{user}{SECRET}@harbourpost.example/a {text}")
    assert SECRET not in cleaned
    assert without_users(cleaned) == cleaned


def test_a_password_with_a_number_sign_is_not_cut_in_two() -> None:
    assert without_fragment("https://marit:a#b@harbourpost.example/") == "https://marit:a#b@harbourpost.example/"
    assert without_fragment("https://harbourpost.example/a#b") == "https://harbourpost.example/a"


def test_documents_and_failures_never_have_a_password() -> None:
    document = RawDocument(b"", "text/plain", f"{ADDRESS}:1", ADDRESS, ADDRESS, None, {"source": f"see {ADDRESS}"})
    assert SECRET not in repr(document)
    assert SECRET not in repr(Failure(ADDRESS, f"is redirected to {ADDRESS}"))


def test_an_ingest_leaves_no_password_anywhere(tmp_path: Path) -> None:
    """Neither in the archive file nor in any output. This does not cover the texts of documents."""
    (tmp_path / "a.jsonl").write_text(json.dumps({"url": ADDRESS, "title": "Ferry", "author": ADDRESS, "text": STORY}))
    (tmp_path / "list.urls").write_text(f"{ADDRESS}\n")
    (tmp_path / "subs.opml").write_text(f'<opml><body><outline text="Post" xmlUrl="{ADDRESS}"/></body></opml>')
    archive, outputs = tmp_path / "archive", []
    for words in (
        ["clean", str(tmp_path / "a.jsonl"), "--format", "jsonl"],
        ["ingest", "--dry-run", str(tmp_path / "a.jsonl"), ADDRESS],
        ["ingest", str(tmp_path / "a.jsonl"), ADDRESS, "--fetch", str(tmp_path / "list.urls")],
        ["ingest", "--fetch", f"https://marit:{SECRET}#x@harbourpost.example/", f"https://marit:x/{SECRET}@harbourpost.example/"],
        ["feeds", "add", ADDRESS],
        ["feeds", "import", str(tmp_path / "subs.opml")],
        ["feeds", "fetch", ADDRESS],
        ["feeds", "remove", ADDRESS],
        *(["search", "--format", form] for form in ("json", "csv", "bibtex", "ris", "csl-json", "markdown")),
        ["stats", "--failures"],
        ["retry"],
        ["export"],
    ):
        result = CliRunner().invoke(main, ["--archive", str(archive), *words])
        outputs.append(result.output)
        assert SECRET not in result.output, words
    assert any("harbourpost.example/ferry" in one for one in outputs)
    files = [path for path in archive.rglob("*") if path.is_file()]
    assert not [path.name for path in files if SECRET.encode() in path.read_bytes()]


def test_an_older_archive_forgets_its_passwords_when_it_is_opened(tmp_path: Path) -> None:
    """They are overwritten in its file, and the same address finds the same article afterwards."""
    (tmp_path / "a.jsonl").write_text(json.dumps({"url": "https://harbourpost.example/ferry", "text": STORY}))
    archive = tmp_path / "archive"
    run = ["--archive", str(archive)]
    CliRunner().invoke(main, [*run, "ingest", str(tmp_path / "a.jsonl"), f"https://no.example/{tmp_path}"])
    database = sqlite3.connect(archive / "archive.db")
    database.execute("UPDATE sightings SET url = ?1, origin = ?1, name = 1", (ADDRESS,))
    database.execute("UPDATE articles SET url = ?1, origin = ?1", (ADDRESS,))
    database.execute("UPDATE failures SET origin = ?1, reason = 'leads to ' || ?1", (ADDRESS,))
    database.execute("DELETE FROM _sqlite_migrations WHERE name = '0013_passwords'")
    database.commit()
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    assert SECRET.encode() in (archive / "archive.db").read_bytes()
    assert "1 duplicate" in CliRunner().invoke(main, [*run, "ingest", "--again", str(tmp_path / "a.jsonl")]).output
    assert "Error" not in CliRunner().invoke(main, [*run, "verify"]).output
    assert not [path.name for path in archive.iterdir() if path.is_file() and SECRET.encode() in path.read_bytes()]


@pytest.mark.parametrize("given_", [ADDRESS, "https://token@harbourpost.example"])
def test_an_address_with_a_user_name_or_password_is_not_fetched(given_: str) -> None:
    with pytest.raises(Exception, match="user name or password"):
        Address.parse(given_)
