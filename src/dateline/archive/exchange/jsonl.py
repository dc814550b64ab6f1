"""Article records ⇄ lines of JSON, without loss: an archive that imports the lines has the same as the one that exported them.

A line is an article in the JSON shape of all outputs, with what is needed to store it: its ledger, every raw document once (base64,
under its hash), every sighting, and what people changed. docs/export.md describes it in full.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

from dateline.archive.exchange import validation
from dateline.archive.exchange.article_fields import to_cleaned
from dateline.archive.exchange.validation import Record
from dateline.errors import DatelineError, ReadError
from dateline.metadata.correction import check_tags, check_value
from dateline.render.article_record import archived_record, known_evidence_record
from dateline.render.json import VERSION, to_json
from dateline.render.names import name_record
from dateline.store.ledger_record import ledger_record
from dateline.text import content_hash, split_lines, visible, web_address, without_users
from dateline.types.articles import ArchivedArticle, LineOverrides, SupersededLine
from dateline.types.documents import Failure, RawDocument
from dateline.types.history import NAME_KINDS, ArticleRecord, Correction, NameChange, Note, OwnTag, Sighting

_LONGEST = 1 << 30  # sixteen versions of the largest document
_ID = re.compile(r"[0-9a-z]{1,32}")
_LEFT_OUT = ("removed", "cluster")  # the ledger has the removed lines; clusters are found again
_NO_EXPORT = "is not a line of a Dateline export; use 'dateline ingest' for other files"


def write_records(articles: Iterable[ArticleRecord], stream: BinaryIO) -> None:
    """Write a line for each record."""
    for article in articles:
        stream.write(to_json(record_to_json(article)).encode() + b"\n")


def read_records(stream: BinaryIO, origin: str) -> Iterator[ArticleRecord | Failure]:
    """Yield the records in the lines of `stream`; a Failure for a line without one."""
    number = 0
    while line := stream.readline(_LONGEST):
        number += 1
        if not line.strip():
            continue
        try:
            yield json_to_record(_parse(line))
        except ReadError as error:
            yield Failure(f"{origin}:{number}", str(error))


def record_to_json(article: ArticleRecord) -> Record:
    """Return an article record as a JSON object."""
    found = article.found
    known = found.article.metadata
    documents = [sighting.document for sighting in article.sightings]
    raw = {content_hash(content): b64encode(content).decode() for content in {document.content for document in documents}}
    return {
        **{name: value for name, value in archived_record(found).items() if name not in _LEFT_OUT},
        "published_evidence": known_evidence_record(known.published),
        "updated_evidence": known_evidence_record(known.updated),
        "ledger": ledger_record(found.article.lines),
        "raw": dict(sorted(raw.items())),
        "sightings": list(map(_sighting_record, article.sightings)),
        "restored": sorted(article.overrides.kept),
        "dropped": sorted(article.overrides.dropped),
        "corrections": [{"field": one.field, "value": one.value, "at": one.at.isoformat()} for one in article.corrections],
        "own_tags": [{"tag": one.tag, "put": one.put, "at": one.at.isoformat()} for one in article.own_tags],
        "names": [name_record(one) for one in article.names],
        "note": {"text": article.note.text, "at": article.note.at.isoformat()} if article.note else None,
    }


def json_to_record(record: Record) -> ArticleRecord:
    """Return the article record in a JSON object; raise ReadError if it has none, or one that contradicts itself."""
    if "raw" not in record or "ledger" not in record:
        raise ReadError(_NO_EXPORT)
    if record.get("v") != VERSION:
        raise ReadError(f"has the format version {record.get('v')!r} of another Dateline; export it again with this version")
    contents = dict(_contents(validation.mapping(record, "raw")))
    sightings = tuple(_to_sighting(one, contents) for one in validation.nested_list(record, "sightings"))
    changes = (_overrides(record), tuple(_corrections(record)), tuple(_own_tags(record)), _note(record), tuple(_names(record)))
    article = ArticleRecord(_to_article(record), sightings, *changes)
    _check_consistency(article)
    return article


def _contents(raw: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    for name, text in raw.items():
        try:
            content = b64decode(text, validate=True)
        except ValueError as error:
            raise ReadError(f"raw document {name} cannot be decoded ({error})") from error
        if content_hash(content) != name:
            raise ReadError(f"raw document {name} does not have the bytes that were exported; export it again")
        yield name, content


def _check_consistency(article: ArticleRecord) -> None:
    """Raise ReadError if the versions, the documents and the article do not agree."""
    found = article.found
    if not _ID.fullmatch(found.id):
        raise ReadError(f"{found.id!r} is not an id of an article")
    documents = {sighting.version: content_hash(sighting.document.content) for sighting in article.sightings}
    if sorted(documents) != list(range(1, found.version + 1)):
        raise ReadError(f"has {found.version} versions, but documents for {len(documents)}")
    for sighting in article.sightings:
        if content_hash(sighting.document.content) != documents[sighting.version]:
            raise ReadError(f"has two documents for version {sighting.version}")
    if documents[found.version] != found.article.raw_id:
        raise ReadError("its text was not made from the document of its newest version")
    if len({sighting.number for sighting in article.sightings}) < len(article.sightings):
        raise ReadError("has two sightings of one number")
    if any(line.version >= found.version for line in found.former):
        raise ReadError("has lines of versions that it does not have")
    if not article.overrides.kept.isdisjoint(article.overrides.dropped):
        raise ReadError("has a line both restored and dropped")
    if len({one.field for one in article.corrections}) < len(article.corrections):
        raise ReadError("has a field corrected twice")


def _overrides(record: Record) -> LineOverrides:
    dropped = validation.texts(record, "dropped") if "dropped" in record else ()
    return LineOverrides(frozenset(validation.texts(record, "restored")), frozenset(dropped))


def _parse(line: bytes) -> Record:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ReadError(f"not valid JSON ({error}); the file may be cut off") from error
    if not isinstance(record, dict):
        raise ReadError(_NO_EXPORT)
    return record


def _sighting_record(sighting: Sighting) -> Record:
    document = sighting.document
    return {
        "number": sighting.number,
        "version": sighting.version,
        "raw_id": content_hash(document.content),
        "seen": sighting.seen.isoformat(),
        "origin": document.origin,
        "identity": document.identity,
        "url": document.url,
        "media_type": document.media_type,
        "fetched": document.fetched.isoformat() if document.fetched else None,
        "hints": dict(document.hints),
    }


def _to_sighting(record: Record, contents: Mapping[str, bytes]) -> Sighting:
    raw_id = validation.text(record, "raw_id")
    if raw_id not in contents:
        raise ReadError(f"lacks the raw document {raw_id}; export it again")
    document = RawDocument(
        contents[raw_id],
        validation.text(record, "media_type"),
        validation.text(record, "origin"),
        validation.text_or_none(record, "identity"),
        validation.text_or_none(record, "url"),
        validation.moment_or_none(record, "fetched"),
        validation.mapping(record, "hints"),
    )
    return Sighting(
        validation.number(record, "number"), validation.number(record, "version"), validation.timestamp(record, "seen"), document
    )


def _corrections(record: Record) -> Iterator[Correction]:
    for one in validation.nested_list(record, "corrections"):
        field, value = validation.text(one, "field"), validation.text(one, "value")
        try:
            value = check_value(field, value)
        except DatelineError as error:
            raise ReadError(f"has an invalid correction: {error}") from error
        yield Correction(field, value, validation.timestamp(one, "at"))


def _own_tags(record: Record) -> Iterator[OwnTag]:
    for one in validation.nested_list(record, "own_tags"):
        try:
            (tag,) = check_tags([validation.text(one, "tag")])
        except DatelineError as error:
            raise ReadError(f"has an invalid tag: {error}") from error
        yield OwnTag(tag, validation.flag(one, "put"), validation.timestamp(one, "at"))


def _names(record: Record) -> Iterator[NameChange]:
    for one in validation.nested_list(record, "names") if "names" in record else ():  # older exports lack this field
        kind = next((kind for kind in NAME_KINDS if kind == validation.text(one, "kind")), None)
        if kind is None:
            raise ReadError(f"has a name of the unknown kind {one['kind']!r}")
        yield NameChange(
            kind, validation.line(one, "name"), validation.line_or_none(one, "becomes"), validation.timestamp(one, "at")
        )


def _note(record: Record) -> Note | None:
    if record.get("note") is None:
        return None
    one = validation.nested(record, "note")
    return Note("\n".join(map(visible, split_lines(validation.text(one, "text")))), validation.timestamp(one, "at"))


def _to_article(record: Record) -> ArchivedArticle:
    article, url = to_cleaned(record), validation.text_or_none(record, "url")
    place = (without_users(validation.text(record, "origin")), url and web_address(url), validation.timestamp(record, "seen"))
    version = validation.number(record, "version")
    return ArchivedArticle(validation.text(record, "id"), version, 0, article, *place, former=tuple(_superseded_lines(record)))


def _superseded_lines(record: Record) -> Iterator[SupersededLine]:
    for one in validation.nested_list(record, "former") if "former" in record else ():  # older exports lack this field
        yield SupersededLine(validation.line(one, "text"), validation.number(one, "version"))
