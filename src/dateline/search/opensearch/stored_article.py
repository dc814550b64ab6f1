"""An article as JSON, for indices in a cluster that store texts: everything that the archive has about its newest version.

Its raw documents and older versions are not included; only the archive has those.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from dateline.store.ledger_record import ledger_record, to_lines
from dateline.store.rows import plain
from dateline.types.articles import ArchivedArticle, CleanedArticle, ClusterMark, DateEvidence, Metadata, SupersededLine

Record = dict[str, Any]

_DATES = ("published", "updated")
_SIMPLE_FIELDS = tuple(one.name for one in fields(Metadata) if one.name not in (*_DATES, "dates", "origins"))


def stored_record(found: ArchivedArticle) -> Record:
    """Make the JSON record of an article, without unknown values."""
    article, known, mark = found.article, found.article.metadata, found.cluster
    values: Record = {name: getattr(known, name) for name in _SIMPLE_FIELDS}
    values |= {name: _evidence_values(one) for name in _DATES if (one := getattr(known, name))}
    values |= {
        "dates": [_evidence_values(one) for one in known.dates],
        "body": article.body,
        "lines": ledger_record(article.lines),
        "made": [article.raw_id, article.cleaner, article.kind],
        "at": [found.version, found.change, found.origin, found.url, found.seen.isoformat()],
        "note": found.note,
        "former": [[line.text, line.version] for line in found.former],
        "cluster": [mark.lead, mark.similarity] if mark else None,
    }
    return {name: _escape_surrogates(value) for name, value in values.items() if value not in (None, "", (), [])}


def stored_article(article_id: str, record: Mapping[str, Any], size: int) -> ArchivedArticle:
    """Read a stored article, whose story has `size` copies; ValueError, LookupError or TypeError if the record is invalid."""
    values: Record = {name: _freeze(record[name]) for name in _SIMPLE_FIELDS if name in record}
    values |= {name: DateEvidence(*record[name]) for name in _DATES if name in record}
    known = replace(Metadata(**values), dates=tuple(DateEvidence(*one) for one in record.get("dates", ())))
    ledger, (raw_id, cleaner, kind) = record["lines"], record["made"]
    lines = to_lines(record.get("body", ""), ledger["verdicts"], ledger["lines"], ledger["parts"])
    version, change, origin, url, seen = record["at"]
    article = CleanedArticle(raw_id, known, lines, cleaner, kind)
    mark = ClusterMark(record["cluster"][0], size, record["cluster"][1]) if "cluster" in record else None
    former = tuple(SupersededLine(*one) for one in record.get("former", ()))
    return ArchivedArticle(
        article_id, version, change, article, origin, url, datetime.fromisoformat(seen), mark, record.get("note"), former
    )


def _evidence_values(one: DateEvidence) -> list[object]:
    return [one.iso, one.precision, one.role, one.where, one.text, one.confidence]


def _freeze(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _escape_surrogates(value: object) -> object:
    """The same value with lone surrogates escaped, as a cluster refuses them."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, Mapping):
        return {name: _escape_surrogates(one) for name, one in value.items()}
    return [_escape_surrogates(one) for one in value] if isinstance(value, list | tuple) else value
