"""Article records: everything that is stored about one article.

A record brings an article into another archive under the same id, without cleaning it again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from dateline.errors import ArchiveDamaged, ArticleDiffers, ArticleMissing
from dateline.store.annotations import write_note
from dateline.store.ledger import Ledger
from dateline.store.name_index import admit_names, as_found
from dateline.store.overrides import read_overrides, write_overrides
from dateline.store.placement import find_identity
from dateline.store.raw_documents import RawDocuments
from dateline.store.read import read_many
from dateline.store.rows import BODY, INSERT_ARTICLE, article_values, plain, plain_or_none, to_moment
from dateline.store.session import Session
from dateline.store.sightings import write_sighting
from dateline.store.superseded_lines import write_superseded_lines
from dateline.store.tombstones import has_tombstone
from dateline.text import content_hash
from dateline.types.documents import RawDocument
from dateline.types.history import ArticleRecord, Correction, Note, OwnTag, Sighting

_SIGHTINGS = """
    SELECT id, version, seen, raw, media_type, origin, coalesce(identity, url), url, fetched, hints
    FROM sightings WHERE article_id = ? ORDER BY id
"""
_RAWS = "SELECT DISTINCT raw.hash, raw.id FROM sightings JOIN raw ON raw.id = sightings.raw WHERE article_id = ?"
_KNOWN_RAWS = "SELECT DISTINCT raw.hash FROM sightings JOIN raw ON raw.id = sightings.raw WHERE article_id = ?"
_INSERT_LEDGER = "INSERT INTO ledger (article_id, lines, parts, removed, body_checksum) VALUES (?, ?, ?, ?, ?)"


def read_article_record(session: Session, ledger: Ledger, raws: RawDocuments, article_id: str) -> ArticleRecord:
    """Everything that is stored about an article, in one snapshot."""
    with session.snapshot():
        found = next(read_many(session, ledger, [article_id]), None)
        if found is None:
            raise ArticleMissing(f"there is no article {article_id}")
        rows = session.rows(_SIGHTINGS, (article_id,))
        contents = raws.read({row[3] for row in rows})
        for raw_id, number in session.rows(_RAWS, (article_id,)):
            if content_hash(contents[number]) != raw_id:
                raise ArchiveDamaged(
                    f"{session.path}: article {article_id}: raw document {raw_id} does not have the bytes that it was made from"
                )
        overrides = read_overrides(session, article_id)
        found, names = as_found(session, found)
        corrections = session.rows("SELECT field, value, at FROM corrections WHERE article_id = ? ORDER BY field", (article_id,))
        tags = session.rows("SELECT tag, put, at FROM own_tags WHERE article_id = ? ORDER BY rowid", (article_id,))
        note = session.row("SELECT text, at FROM notes WHERE article_id = ?", (article_id,))
    sightings = []
    for number, version, seen, raw, media_type, origin, identity, url, fetched, hints in rows:
        moment = datetime.fromisoformat(fetched) if fetched else None
        document = RawDocument(contents[raw], media_type, origin, identity, url, moment, json.loads(hints) if hints else {})
        sightings.append(Sighting(number, version, datetime.fromisoformat(seen), document))
    corrected = tuple(Correction(field, value, datetime.fromisoformat(at)) for field, value, at in corrections)
    own_tags = tuple(OwnTag(tag, bool(put), datetime.fromisoformat(at)) for tag, put, at in tags)
    own_note = Note(note[0], datetime.fromisoformat(note[1])) if note else None
    return ArticleRecord(found, tuple(sightings), overrides, corrected, own_tags, own_note, names)


def is_known(session: Session, record: ArticleRecord) -> bool:
    """Whether the archive has all documents of this article under its id; ArticleDiffers if it has others there."""
    article_id = record.found.id
    known = {name for (name,) in session.rows(_KNOWN_RAWS, (article_id,))}
    if not known:
        return False
    if known >= {content_hash(sighting.document.content) for sighting in record.sightings}:
        return True
    raise ArticleDiffers(f"article {article_id} is in the archive already with other versions; import it into an empty archive")


def is_deleted(session: Session, record: ArticleRecord) -> bool:
    """Whether the archive has a tombstone for an identity of this article, or for the bytes of a document without one."""
    documents = [sighting.document for sighting in record.sightings]
    names = {find_identity(document) or content_hash(document.content) for document in documents}
    return any(has_tombstone(session, name) for name in names)


def write_article_record(session: Session, ledger: Ledger, record: ArticleRecord, raws: Mapping[str, int], change: int) -> None:
    """Write an article that the archive does not have; `raws` maps the hashes of its raw documents to their numbers."""
    found = record.found
    article_id, article = found.id, found.article
    place = (plain_or_none(found.url), plain(found.origin), to_moment(found.seen))
    made = (found.version, raws[article.raw_id], plain(article.cleaner), change, change)
    values = article_values(article)
    row = (article_id, *values, *place, *made)
    session.run(INSERT_ARTICLE, row)
    session.run("DELETE FROM deletions WHERE article_id = ?", (article_id,))
    session.run(_INSERT_LEDGER, (article_id, *ledger.values(article.lines, str(values[BODY]))))
    # The numbers show which of two sightings of one name came later, even across articles: keep them if all are free.
    numbers = [sighting.number for sighting in record.sightings]
    taken = session.rows_among("SELECT id FROM sightings WHERE id IN ({})", numbers)
    for sighting in sorted(record.sightings, key=lambda one: one.number):
        home = (raws[content_hash(sighting.document.content)], article_id, sighting.version)
        write_sighting(session, sighting.document, home, sighting.seen, None if taken else sighting.number)
    write_superseded_lines(session, article_id, found.former)
    write_overrides(session, article_id, sorted(record.overrides.kept), True)
    write_overrides(session, article_id, sorted(record.overrides.dropped), False)
    for one in record.corrections:
        values = (article_id, one.field, plain(one.value), to_moment(one.at))
        session.run("INSERT INTO corrections (article_id, field, value, at) VALUES (?, ?, ?, ?)", values)
    for own in record.own_tags:
        put = (article_id, plain(own.tag), int(own.put), to_moment(own.at))
        session.run("INSERT OR REPLACE INTO own_tags (article_id, tag, put, at) VALUES (?, ?, ?, ?)", put)
    admit_names(session, record.names)
    if record.note:
        write_note(session, article_id, plain(record.note.text), to_moment(record.note.at))
