"""The mapping of an index in a cluster: the same texts, values and columns as in the embedded index."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING, Any

from dateline.query import NAMES, PLACES
from dateline.search.entry import Entry, alphabetic_key
from dateline.search.opensearch.stored_article import stored_record
from dateline.search.periods import PERIODS
from dateline.search.schema import COPY, COUNTED, SORTED, TEXT_FIELDS, TIE_BITS, story_key, tie_of
from dateline.search.stems import NOTHING

if TYPE_CHECKING:
    from dateline.types.articles import ArchivedArticle

MOST_IDS = 2_000_000
_LONGEST_TOKEN = 8_000  # characters; the engine accepts 32,766 bytes
_UNDATED = (1 << (63 - TIE_BITS)) - 1
_DAY = 86_400

WHOLE_ID = "whole_id"
"""The id of an article after the name of its archive."""
SMALL = "small"
"""A second form of names, in lower case, for patterns that ignore case."""
ARTICLE = "article"
"""The whole article, if the index stores texts."""
LEAD = "lead"
"""The id of the lead copy of its story, if the index stores texts and the article has copies."""
COPY_KEYS = "copy_keys"
"""The sketch by which its copies are found, if the index stores texts."""


def settings(shards: int, *, texts: bool = False) -> dict[str, object]:
    """The settings of an index: a replica if there is a node for it, no automatic refresh, and better compression for `texts`."""
    return {
        **({"codec": "best_compression"} if texts else {}),
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


def mappings(*, texts: bool = False) -> dict[str, object]:
    """The fields of an index. It stores the article only with `texts`; otherwise only the archive has it."""
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
    if texts:
        fields[ARTICLE] = {"type": "object", "enabled": False}
        fields[LEAD] = {"type": "keyword", "index": False}
        fields[COPY_KEYS] = {"type": "binary", "doc_values": True}
    source = {"includes": [ARTICLE]} if texts else {"enabled": False}
    return {"dynamic": "strict", "_source": source, "properties": fields}


def document(entry: Entry, archive: str, *, texts: bool = False) -> dict[str, Any]:
    """Make the document of an article for the cluster, with the whole article if `texts` are stored."""
    article_id, fields, tie = entry.article_id, entry.fields, tie_of(entry.article_id)
    found: dict[str, Any] = {"id": article_id, "archive": archive, WHOLE_ID: f"{archive}~{article_id}"}
    for name, text in fields.texts:
        value = found.get(name)
        found[name] = text if value is None else [*value, text] if isinstance(value, list) else [value, text]
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
        found[name] = alphabetic_key(letters, newest)
    return found | (_stored_fields(replace(entry.article, cluster=entry.cluster)) if texts and entry.article else {})


def _stored_fields(article: ArchivedArticle) -> dict[str, Any]:
    """The extra fields of an index with texts: the article, and the sketch by which copies in other archives are found."""
    from dateline.store.text_cache import comparable
    from dateline.syndication.sketch import make_sketch

    keys = make_sketch(comparable([("", article.article.kind, article.article.body)])[""])
    found: dict[str, Any] = {ARTICLE: stored_record(article)}
    if keys:
        found[COPY_KEYS] = b64encode(keys).decode("ascii")
    if article.cluster:
        found[LEAD] = article.cluster.lead
    return found
