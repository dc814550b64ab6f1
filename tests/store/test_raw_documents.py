"""A raw document is restored byte for byte, whatever happens to the text that it is stored relative to."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from dateline.errors import ArchiveDamaged
from dateline.store import Store
from dateline.store.codec import Codec
from dateline.types.articles import CleanedArticle, Line
from dateline.types.documents import RawDocument

STORY = "\n".join(
    [
        "The bridge over the sound opens in May",
        *(f"Paragraph {number} tells what the engineers of Halden said about pier {number * 7}." for number in range(12)),
        "Share this story with your friends",
    ]
)
OTHER = "https://northern-ledger.example/bridge"
Document = Callable[..., RawDocument]
Put = Callable[[RawDocument], tuple[str, str]]
Cleaned = Callable[[RawDocument], CleanedArticle]


@pytest.fixture
def story(put: Put, document: Document) -> Iterator[str]:
    """The id of a story whose raw document is stored relative to its text."""
    return put(document(STORY))[1]


def bases(store: Store) -> list[tuple[object, ...]]:
    """Return the base of each raw document, in order."""
    return store.session.rows("SELECT base FROM raw ORDER BY id")


def test_a_raw_document_takes_little_space_in_addition_to_its_text(store: Store, story: str, document: Document) -> None:
    size = store.session.number("SELECT length(content) FROM raw")
    assert bases(store) == [(story,)]
    assert size < len(Codec().pack(STORY.encode())) / 2
    assert store.raw_of(story) == document(STORY)


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE articles SET body = 'Nothing of it.'",
        "UPDATE articles SET body = NULL WHERE 0; UPDATE articles SET id = 'other'",
        "DELETE FROM articles",
        "DELETE FROM ledger",
        "UPDATE ledger SET removed = x'00'",
        "REPLACE INTO ledger (article_id, lines, removed, body_checksum) SELECT article_id, '[]', x'00', 0 FROM ledger",
        "DELETE FROM ledger; DELETE FROM articles",
        "DELETE FROM articles; DELETE FROM ledger",
        "UPDATE articles SET body = 'One.'; UPDATE articles SET body = 'Two.'; UPDATE ledger SET removed = x'00'",
        "CREATE TABLE t AS SELECT * FROM articles; UPDATE t SET body = ''; REPLACE INTO articles SELECT * FROM t; DROP TABLE t",
    ],
)
def test_a_raw_document_survives_changes_of_its_text_by_other_programs(store: Store, path: Path, story: str, deed: str) -> None:
    store.close()
    with closing(sqlite3.connect(path)) as other, other:
        other.executescript(deed)
    with Store.open(path, create=False) as again:
        assert not [finding for finding in again.verify() if finding.startswith("raw")]
        number = again.session.number("SELECT id FROM raw")
        assert again._raws.read([number]) == {number: STORY.encode()}


def test_a_wrong_base_text_is_noticed(store: Store, story: str) -> None:
    store.session.run("UPDATE raw SET base = 'nobody'")
    with pytest.raises(ArchiveDamaged, match="needs a text that is missing"):
        store.raw_of(story)
    store.session.run("INSERT INTO supports (raw, body) SELECT id, 'Something else' FROM raw")
    with pytest.raises(ArchiveDamaged, match="cannot be unpacked"):
        store.raw_of(story)


def test_after_cleaning_again_a_raw_document_is_relative_to_the_new_text(
    store: Store, story: str, document: Document, cleaned: Cleaned
) -> None:
    raw = document(STORY)
    article = cleaned(raw)
    lines = tuple(Line(line.text, True, "body", "person", line.gap) for line in article.lines)
    assert store.replace(story, CleanedArticle(article.raw_id, article.metadata, lines, "rules-2"))
    assert bases(store) == [(story,)]
    assert store.session.rows("SELECT * FROM supports") == []
    assert store.raw_of(story) == raw
    assert list(store.verify()) == []


def test_the_raw_document_of_an_old_version_has_no_base(store: Store, story: str, put: Put, document: Document) -> None:
    newer = STORY.replace("May", "June")
    assert put(document(newer)) == ("new_version", story)
    assert bases(store) == [(None,), (story,)]
    assert store.session.rows("SELECT * FROM supports") == []
    assert [store.raw_of(story, version).content.decode() for version in (1, 2)] == [STORY, newer]
    assert put(document(STORY)) == ("new_version", story)
    assert [store.raw_of(story, version).content.decode() for version in (1, 2, 3)] == [STORY, newer, STORY]
    assert list(store.verify()) == []


def test_a_raw_document_stays_for_another_article_when_its_base_is_removed(
    store: Store, story: str, put: Put, document: Document
) -> None:
    _, other = put(document(STORY, OTHER))
    store.remove(story)
    assert bases(store) == [(None,)]
    assert store.raw_of(other) == document(STORY, OTHER)
    assert list(store.verify()) == []
    store.remove(other)
    assert store.session.rows("SELECT raw FROM supports UNION SELECT id FROM raw") == []


def test_cleaning_again_stores_an_older_raw_document_relative_to_its_text(
    store: Store, story: str, document: Document, cleaned: Cleaned
) -> None:
    store.session.run("UPDATE raw SET base = NULL, content = ?", (Codec().pack(STORY.encode()),))
    assert not store.replace(story, cleaned(document(STORY)))
    assert bases(store) == [(story,)]
    assert store.raw_of(story) == document(STORY)
