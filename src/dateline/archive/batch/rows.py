"""Outcomes ⇄ rows: every document is a row, with all facts about its article or with the reason why it has none."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dateline.archive.worker_pool import clean_chunks
from dateline.cleaning import Cleaner
from dateline.render.article_record import evidence_record, known_evidence_record
from dateline.store.ledger_record import ledger_record
from dateline.store.placement import find_identity
from dateline.store.rows import plain, plain_or_none
from dateline.store.text_cache import comparable
from dateline.syndication.sketch import make_sketch
from dateline.text import content_hash, is_web_address, short_id
from dateline.text.addresses import declared_address
from dateline.types.articles import CleanedArticle, DateEvidence
from dateline.types.documents import Failure, RawDocument, Skipped

Row = dict[str, Any]
_ID_LENGTH = 32  # its first eight characters are the article's id in an archive
ARTICLE, FAILED, SKIPPED = "article", "failed", "skipped"
_DOCUMENT = ("origin", "identity", "url", "media_type", "fetched", "hints", "raw_id", "raw")


def clean_to_rows(cleaner: Cleaner, documents: Sequence[RawDocument]) -> list[Row | Failure]:
    """Return each of `documents` as a row, without its raw bytes, which the caller has; a Failure if it cannot be cleaned."""
    outcomes = clean_chunks(cleaner, documents)
    found = [(str(place), one) for place, one in enumerate(outcomes) if isinstance(one, CleanedArticle)]
    texts = comparable([(place, plain(one.kind), plain(one.body)) for place, one in found])
    keys = {place: make_sketch(texts[place]) for place, _ in found}
    return [
        _article_row(raw, one, keys[str(place)]) if isinstance(one, CleanedArticle) else one
        for place, (raw, one) in enumerate(zip(documents, outcomes, strict=True))
    ]


def reason_row(given: Failure | Skipped) -> Row:
    """Return the row of a document without an article, with the reason."""
    outcome = FAILED if isinstance(given, Failure) else SKIPPED
    return {"outcome": outcome, "reason": plain(given.reason), "origin": plain(given.origin)}


def failed_row(row: Row, failure: Failure) -> Row:
    """Return the row of an article that could not be cleaned again; it keeps its document for another try."""
    return {**{name: row[name] for name in _DOCUMENT}, **reason_row(failure)}


def _article_row(raw: RawDocument, article: CleanedArticle, keys: bytes) -> Row:
    known, raw_id = article.metadata, content_hash(raw.content)
    published, updated = known.published, known.updated
    name = name_of(raw)
    return {
        "outcome": ARTICLE,
        "id": short_id(name or raw_id, _ID_LENGTH),
        "name": name,
        "title": plain_or_none(known.title),
        "published": published.iso if published else None,
        "published_precision": published.precision if published else None,
        "published_confidence": published.confidence if published else None,
        "published_last": published.last_day.isoformat() if published else None,
        "updated": updated.iso if updated else None,
        "source": plain_or_none(known.source),
        "domain": plain_or_none(known.domain),
        "authors": list(map(plain, known.authors)),
        "place": plain_or_none(known.place),
        "agency": plain_or_none(known.agency),
        "section": plain_or_none(known.section),
        "tags": list(map(plain, known.tags)),
        "people": list(map(plain, known.people)),
        "places": list(map(plain, known.places)),
        "organisations": list(map(plain, known.organisations)),
        "related": list(map(plain, known.related)),
        "language": plain_or_none(known.language),
        "kind": plain(article.kind),
        "text": plain(article.body),
        "ledger": _json(ledger_record(article.lines)),
        "dates": [_evidence(one) for one in known.dates],
        "published_evidence": _plain_values(known_evidence_record(published)),
        "updated_evidence": _plain_values(known_evidence_record(updated)),
        "cleaner": plain(article.cleaner),
        "keys": keys,
        **_document(raw, raw_id),
    }


def _document(raw: RawDocument, raw_id: str) -> Row:
    return {
        "raw_id": raw_id,
        "origin": plain(raw.origin),
        "identity": plain_or_none(raw.identity),
        "url": plain_or_none(raw.url),
        "media_type": plain(raw.media_type),
        "fetched": raw.fetched.isoformat() if raw.fetched else None,
        "hints": [(plain(name), plain(value)) for name, value in raw.hints.items()],
    }


def name_of(raw: RawDocument) -> str | None:
    """Return the identity of a document in later versions: the address that its page declares, if there is one."""
    name = find_identity(raw)
    if raw.url is None or name is None or not raw.media_type.startswith("text/html") or "#id=" in name or not is_web_address(name):
        return name
    own = declared_address(raw.content, raw.url)
    return find_identity(RawDocument(b"", "", "", own)) if own else name


def document_of(row: Mapping[str, Any]) -> RawDocument:
    """Return the document in a row that this program wrote."""
    from datetime import datetime

    fetched = datetime.fromisoformat(row["fetched"]) if row["fetched"] else None
    place = (row["origin"], row["identity"], row["url"], fetched, dict(row["hints"] or ()))
    return RawDocument(row["raw"], row["media_type"], *place)


def _evidence(one: DateEvidence) -> Row:
    return {name: plain(value) if isinstance(value, str) else value for name, value in evidence_record(one).items()}


def _plain_values(record: Row | None) -> Row | None:
    return record and {name: plain(value) if isinstance(value, str) else value for name, value in record.items()}


def _json(value: object) -> str:
    return plain(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
