"""An archive of any age opens; one of a newer version or of another program is refused with a cure."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

import pytest
from sqlite_utils import Database

from dateline.errors import ArchiveError
from dateline.store import Store
from dateline.store.codec import Codec
from dateline.store.dictionaries import Dictionaries
from dateline.store.ledger import Ledger
from dateline.store.migrations import STEPS, migrations
from dateline.store.rows import name_number
from dateline.text import content_hash
from dateline.types.articles import Line, LineOverrides, join_lines
from dateline.types.documents import RawDocument

URL = "https://harbourpost.example/ferry"
TEXT = b"Ferry returns\nThe ferry sails again, and again, and again.\nIt is new.\nShare\nThe bridge opens\nA two-\nline caption"
LINES = (
    Line("Ferry returns", False, "title", "rule:title"),
    Line("The ferry sails again, and again, and again.", True, "body", "model:0.93", gap=False),
    Line("It is new.", True, "body", "model:0.93"),
    Line("Share", False, "share", "rule:counter"),
    Line("The bridge opens", False, "related", "model:0.02", gap=False),
    Line("A two-\nline caption", True, "caption", "rule:caption"),
)


def test_an_archive_of_the_first_schema_opens_and_works(path: Path) -> None:
    path.parent.mkdir()
    database = Database(path)
    migrations(STEPS[:1]).apply(database)
    database.close()
    with Store.open(path, create=False) as store:
        assert list(store.verify()) == []
        assert store.session.db.journal_mode == "wal"
        assert not migrations().pending(store.session.db)


def test_opening_again_changes_nothing(
    path: Path, store: Store, put: Callable[..., object], document: Callable[..., RawDocument]
) -> None:
    put(document())
    store.close()
    before = path.read_bytes()
    with Store.open(path, create=False) as again:
        assert again.last_change() == 1
    assert path.read_bytes() == before


def test_an_archive_of_a_newer_program_is_refused(path: Path, store: Store) -> None:
    later = migrations((*STEPS, ("9999_later", lambda db: db.execute("CREATE TABLE later (id)"))))
    later.apply(store.session.db)
    store.close()
    with pytest.raises(ArchiveError, match=r"9999_later.*update this program"):
        Store.open(path, create=False)


def test_a_migration_and_its_record_are_committed_together_or_not_at_all(store: Store) -> None:
    def half(db: Database) -> None:
        db.execute("CREATE TABLE half (id)")
        raise RuntimeError("the power went")

    database = store.session.db
    with pytest.raises(RuntimeError):
        migrations((*STEPS, ("0002_half", half))).apply(database)
    assert "half" not in database.table_names()
    assert [step.name for step in migrations().applied(database)] == [name for name, _ in STEPS]


def test_a_database_of_another_program_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE recipes (id)")
    other.close()
    with pytest.raises(ArchiveError, match="not a Dateline archive"):
        Store.open(path, create=True)
    with sqlite3.connect(path) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]
    other.close()


def test_ledgers_names_and_raw_documents_of_an_older_archive_are_migrated(path: Path) -> None:
    path.parent.mkdir()
    database = Database(path)
    migrations(STEPS[:7]).apply(database)
    article_id = write_old_article(database)
    database.close()
    with Store.open(path, create=False) as store:
        assert not [finding for finding in store.verify() if "copies" not in finding]
        article = store.get(article_id).article
        assert article.lines == LINES
        assert article.metadata.related == ("The bridge opens", "Told elsewhere")
        raw = store.raw_of(article_id)
        assert (raw.content, raw.identity, raw.url) == (TEXT, URL, URL)
        assert store.locate(raw, article.raw_id).outcome == "duplicate"
        assert not store.replace(article_id, article)
        assert store.session.rows("SELECT base, identity FROM raw JOIN sightings ON raw = raw.id") == [(article_id, None)]
        assert store.raw_of(article_id) == raw
        assert list(store.verify()) == []


def write_old_article(database: Database) -> str:
    """Write an article in the form from before step 9 and return its id."""
    raw_id, body = content_hash(TEXT), join_lines(line for line in LINES if line.keep)
    verdicts = [["title", "rule:title"], ["body", "model:0.93"], ["share", "rule:counter"], ["related", "model:0.02"]]
    items = [[1, "Ferry returns"], 2, 3, [5, "Share"], [6, "The bridge opens"], [9, "A two-\nline caption", "kept"]]
    ledger = (json.dumps([*verdicts, ["caption", "rule:caption"]]), json.dumps(items), crc32(body.encode()))
    values = {"authors": "[]", "tags": "[]", "related": '["The bridge opens","Told elsewhere"]', "dates": "[]", "kind": "article"}
    made = {"words": 15, "body": body, "url": URL, "origin": "a.jsonl:1", "seen": "2024-05-03T09:30:00+00:00", "cleaner": "rules-1"}
    row = {"id": "qvdtqwsr", **values, **made, "version": 1, "raw": 1, "change": 1}
    marks = ", ".join("?" * len(row))
    database.execute(f"INSERT INTO articles ({', '.join(row)}) VALUES ({marks})", list(row.values()))
    database.execute("INSERT INTO raw (id, hash, size, content) VALUES (1, ?, ?, ?)", (raw_id, len(TEXT), b"\0" + TEXT))
    database.execute("INSERT INTO ledger VALUES ('qvdtqwsr', ?, ?, ?)", ledger)
    database.execute(
        "INSERT INTO sightings (raw, article_id, version, origin, identity, url, media_type, seen) VALUES (1, ?, 1, ?, ?, ?, ?, ?)",
        ("qvdtqwsr", "a.jsonl:1", URL, URL, "text/plain", "2024-05-03T09:30:00+00:00"),
    )
    return "qvdtqwsr"


def test_older_verdicts_become_verdicts_on_paragraphs(path: Path) -> None:
    """The numbers in ledgers stay valid, and the same verdict on another kind of line gets a new number."""
    path.parent.mkdir()
    database = Database(path)
    migrations(tuple(step for step in STEPS if step[0] < "0016")).apply(database)
    database.execute("INSERT INTO verdicts (id, label, reason) VALUES (7, 'body', 'model:0.93')")
    database.close()
    with Store.open(path, create=False) as store:
        ledger = Ledger(store.session, Dictionaries(store.session, Codec()))
        paragraph = Line("One.", True, "body", "model:0.93", False)
        assert ledger.lines("One.", "[28]", None, ledger.dictionaries.pack(b"")) == (paragraph,)
        heading = paragraph._replace(kind="heading", level=2)
        numbers, parts, removed, _ = ledger.values((heading,), "One.")
        assert numbers != "[28]"
        assert ledger.lines("One.", numbers, parts, removed) == (heading,)
        assert list(store.session.rows("SELECT * FROM removed_lines")) == []


def test_lines_restored_in_an_older_archive_stay_restored(path: Path) -> None:
    path.parent.mkdir()
    database = Database(path)
    migrations(STEPS[:16]).apply(database)
    database["restored"].insert({"article_id": "7kq2mzx4", "text": "Tide tables"})
    database.close()
    with Store.open(path, create=False) as store:
        assert store.overrides("7kq2mzx4") == LineOverrides(kept=frozenset({"Tide tables"}))


def test_addresses_of_an_older_archive_become_canonical(path: Path) -> None:
    path.parent.mkdir()
    database = Database(path)
    migrations(tuple(step for step in STEPS if step[0] < "0018")).apply(database)
    given = "http://www.harbourpost.example/ferry?utm_source=rss#top"
    place = "(id, raw, article_id, version, origin, name, identity, url, media_type, seen)"
    row = (1, 1, "qvdtqwsr", 1, "a.warc:1", 4711, None, given, "text/plain", "2024-05-03T09:30:00+00:00")
    database.execute(f"INSERT INTO sightings {place} VALUES ({', '.join('?' * len(row))})", row)
    database.execute("INSERT INTO unwanted VALUES (?, '2024-05-03T09:30:00+00:00')", (given.replace("#", "&a=1#"),))
    database.close()
    with Store.open(path, create=False) as store:
        assert store.session.rows("SELECT identity, url FROM sightings") == [(URL, given)]
        assert store.session.rows("SELECT id FROM sightings WHERE name = ?", (name_number(URL),)) == [(1,)]
        assert store.facts.unwanted(f"{URL}?a=1")
