"""What a cluster holds of an article: the same texts, values and columns as the embedded index, in its own form."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from dateline.query import NAMES, PLACES
from dateline.search.entry import Entry, behind
from dateline.search.periods import PERIODS
from dateline.search.schema import COPY, COUNTED, SORTED, TEXT_FIELDS, TIE_BITS, story_key, tie_of
from dateline.search.stems import NOTHING

MOST_IDS = 2_000_000
_LONGEST_TOKEN = 8_000  # characters; the engine takes 32,766 bytes
_UNDATED = (1 << (63 - TIE_BITS)) - 1
_DAY = 86_400

WHOLE_ID = "whole_id"
"""An article's id behind the name of its archive."""
SMALL = "small"
"""A second form of names, in small letters, for patterns that do not mind the case."""


def settings(shards: int) -> dict[str, object]:
    """How an index is kept: copies as there are nodes, and nothing is seen before it was asked for."""
    return {
        "number_of_shards": shards,
        "auto_expand_replicas": "0-1",
        "refresh_interval": "-1",
        "max_terms_count": MOST_IDS,
        "max_regex_length": 20_000,
        "gc_deletes": "1h",
        "analysis": {
            "tokenizer": {"spaces": {"type": "whitespace", "max_token_length": 1_048_576}},
            "filter": {"nothing": {"type": "stop", "stopwords": [NOTHING]}, "length": {"type": "length", "max": _LONGEST_TOKEN}},
            "analyzer": {
                "lanes": {"type": "custom", "tokenizer": "spaces", "filter": ["length", "nothing"]},
                "tokens": {"type": "custom", "tokenizer": "spaces", "filter": ["length"]},
            },
        },
    }


def mappings() -> dict[str, object]:
    """The fields. Nothing is kept of a document as it came: what it tells is in the archive."""
    fields: dict[str, dict[str, Any]] = {
        "id": {"type": "keyword"},
        "archive": {"type": "keyword"},
        WHOLE_ID: {"type": "keyword"},
    }
    for name in TEXT_FIELDS:
        fields[name] = {"type": "text", "analyzer": "lanes"}
    for name in (*NAMES, *(place for place in PLACES if place != "id")):
        fields.setdefault(name, {"type": "text", "analyzer": "tokens", "norms": False})
    fields["often"] = {"type": "text", "analyzer": "tokens", "norms": False, "index_options": "docs"}
    for name in ("stems", "known", "copy", "lang", "kind"):
        fields[name] = {"type": "keyword"}
    for name in SORTED:
        fields[name] = {"type": "keyword", "index": False}
    for name in (*COUNTED, "title"):
        small = {"type": "keyword", "normalizer": "lowercase", "doc_values": False, "ignore_above": _LONGEST_TOKEN}
        fields[f"{name}_name"] = {"type": "keyword", "ignore_above": _LONGEST_TOKEN, "fields": {SMALL: small}}
    for name in ("date_first", "date_last", "updated_first", "updated_last", "seen_first", "words", "date-confidence", *PERIODS):
        fields[name] = {"type": "long"}
    for name in ("newest", "oldest", "longest", "seen", "story"):
        fields[name] = {"type": "long"}
    return {"dynamic": "strict", "_source": {"enabled": False}, "properties": fields}


def document(entry: Entry, archive: str) -> dict[str, Any]:
    """One article as the cluster takes it."""
    article_id, fields, tie = entry.article_id, entry.fields, tie_of(entry.article_id)
    found: dict[str, Any] = {"id": article_id, "archive": archive, WHOLE_ID: f"{archive}~{article_id}"}
    for name, text in fields.texts:
        held = found.get(name)
        found[name] = text if held is None else [*held, text] if isinstance(held, list) else [held, text]
    found |= dict(fields.numbers)
    found["longest"] = (fields.words << TIE_BITS) + tie
    if mark := entry.cluster:
        if mark.lead != article_id:
            found["copy"] = COPY
        found["story"] = 2 * story_key(mark.lead) + (mark.lead != article_id)
    seen = entry.seen.astimezone(UTC)
    found["seen_first"] = seen.date().toordinal()
    found["seen"] = (max(int(seen.timestamp()), 0) << TIE_BITS) + tie
    minutes = fields.minutes
    newest = found["newest"] = ((minutes or 0) << TIE_BITS) + tie
    found["oldest"] = newest if minutes is not None else (_UNDATED << TIE_BITS) + tie
    for name, letters in zip(SORTED, fields.alphabetic, strict=True):
        found[name] = behind(letters, newest)
    return found
