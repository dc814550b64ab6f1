"""Verify finds damage, and finds nothing in a sound archive."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from dateline.store import Store
from dateline.types.documents import RawDocument


def test_a_sound_archive_has_no_faults(store: Store, put: Callable[..., object], document: Callable[..., RawDocument]) -> None:
    put(document())
    put(document("Title\nOther.\nShare"))
    put(document(identity="file:/a.txt"))
    assert list(store.verify()) == []


@pytest.mark.parametrize(
    ("damage", "finding"),
    [
        ("UPDATE raw SET content = CAST(x'00' || 'forged' AS BLOB)", "does not have the bytes that it was made from"),
        ("UPDATE raw SET content = x'0102030405'", "cannot be unpacked"),
        ("UPDATE raw SET content = 'text'", "is stored as text"),
        ("UPDATE raw SET content = x'7f00'", "is stored in the form '7f'"),
        ("UPDATE articles SET body = body || ' More.'", "body was changed from outside"),
        ("UPDATE articles SET body = body || char(10) || 'More.'", "ledger does not fit its body"),
        ("UPDATE articles SET published = '2031-01-01'", "not the one its evidence names"),
        ("UPDATE articles SET dates = 'x'", "'dateline repair' repairs it"),
        ("UPDATE articles SET version = 7", "names a version that was never seen"),
        ("UPDATE sightings SET version = version + 1", "lacks a version"),
        ("DELETE FROM ledger", "has no ledger"),
        ("DELETE FROM sightings", "was never seen anywhere"),
        ("DELETE FROM raw", "names a raw document that is not there"),
        ("DELETE FROM articles", "names an article that is not there"),
        ("INSERT INTO deletions (change, article_id) SELECT 99, id FROM articles", "recorded as deleted, but exists"),
    ],
)
def test_damage_is_found(
    store: Store, put: Callable[..., object], document: Callable[..., RawDocument], damage: str, finding: str
) -> None:
    put(document())
    store.session.run(damage)
    found = "\n".join(store.verify())
    assert re.search(finding, found), found
