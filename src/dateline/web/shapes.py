"""The shapes of answers as JSON Schema, by name; docs/json.md describes them in words. An answer has no other fields."""

from __future__ import annotations

from typing import Any, get_args

from dateline.search.periods import PERIODS
from dateline.types.answers import Sort
from dateline.types.articles import DateRole, LineKind, Precision
from dateline.types.counts import Facet

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer", "minimum": 0}
SHARE: Schema = {"type": "number"}
FLAG: Schema = {"type": "boolean"}
VERSION: Schema = {"const": 1, "description": "The version of the shape"}


def _maybe(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]} if "type" not in schema else {**schema, "type": [schema["type"], "null"]}


def _list(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def _one_of(*words: str) -> Schema:
    return {"type": "string", "enum": list(words)}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(**fields: Schema) -> Schema:
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def _document(**fields: Schema) -> Schema:
    return _object(v=VERSION, **fields)


_KNOWN: dict[str, Schema] = {
    "title": _maybe(TEXT),
    "published": _maybe(TEXT),
    "published_precision": _maybe(TEXT),
    "published_confidence": _maybe(SHARE),
    "updated": _maybe(TEXT),
    "authors": _list(TEXT),
    "source": _maybe(TEXT),
    "domain": _maybe(TEXT),
    "section": _maybe(TEXT),
    "place": _maybe(TEXT),
    "agency": _maybe(TEXT),
    "tags": _list(TEXT),
    "people": _list(TEXT),
    "places": _list(TEXT),
    "organisations": _list(TEXT),
    "language": _maybe(TEXT),
}
_NAMED: dict[str, Schema] = {"id": TEXT, "url": _maybe(TEXT), **_KNOWN}
_REMOVED = _list(_object(line=NUMBER, text=TEXT, label=TEXT, reason=TEXT, parts=_list(TEXT)))
_WHOLE: dict[str, Schema] = {
    "related": _list(TEXT),
    "dates": _list(_ref("date")),
    "kind": TEXT,
    "text": TEXT,
    "origin": TEXT,
    "seen": TEXT,
    "version": NUMBER,
    "note": _maybe(TEXT),
    "cluster": _maybe(_ref("cluster")),
    "cleaner": TEXT,
    "raw_id": TEXT,
    "removed": _REMOVED,
    "former": _list(_object(text=TEXT, version=NUMBER)),
}
_ENTIRE: dict[str, Schema] = {
    **_NAMED,
    **_WHOLE,
    "change": NUMBER,
    "evidence": _object(published=_maybe(_ref("date")), updated=_maybe(_ref("date"))),
    "lines": _list(_ref("line")),
}
_HIT: dict[str, Schema] = {
    **_NAMED,
    "origin": TEXT,
    "score": SHARE,
    "copies": NUMBER,
    "cluster": _maybe(_ref("cluster")),
    "snippet": _object(text=TEXT, spans=_ref("spans")),
}
_EVIDENCE: dict[str, Schema] = {
    "iso": TEXT,
    "precision": _one_of(*get_args(Precision)),
    "role": _one_of(*get_args(DateRole)),
    "where": TEXT,
    "text": TEXT,
    "confidence": SHARE,
}
_TEXTS: Schema = {"type": "object", "additionalProperties": TEXT}
_DIFF_LINES = _list(_object(kind=_one_of("same", "removed", "added"), text=TEXT, spans=_ref("spans")))
_FOUND: dict[str, Schema] = {
    "total": NUMBER,
    "stories": NUMBER,
    "collapsed": FLAG,
    "offset": NUMBER,
    "sort": _one_of(*get_args(Sort)),
    "hits": _list({"anyOf": [_ref("hit"), {"type": "object", "description": "The fields that were asked for"}]}),
    "notes": _list(TEXT),
    "next": _maybe(TEXT),
}

SHAPES: dict[str, Schema] = {
    "spans": _list({"type": "array", "items": NUMBER, "minItems": 2, "maxItems": 2}),
    "cluster": _object(lead=TEXT, size=NUMBER, similarity=SHARE),
    "date": _object(**_EVIDENCE),
    "hit": _object(**_HIT),
    "line": _object(
        line=NUMBER,
        keep=FLAG,
        label=TEXT,
        reason=TEXT,
        text=TEXT,
        gap=FLAG,
        kind=_one_of(*get_args(LineKind)),
        level=NUMBER,
        parts=_list(TEXT),
    ),
    "one_version": _object(
        version=NUMBER,
        seen=TEXT,
        fetched=_maybe(TEXT),
        truncated=FLAG,
        origin=TEXT,
        raw_id=TEXT,
        size=NUMBER,
        sightings=NUMBER,
    ),
    "one_saved": _object(name=TEXT, query=TEXT, saved=TEXT, articles=_maybe(NUMBER), new=_maybe(NUMBER)),
    "search": _document(**_FOUND),
    "count": _document(query=TEXT, articles=NUMBER, stories=NUMBER),
    "facets": _document(
        query=TEXT,
        field=_one_of(*get_args(Facet)),
        unique=FLAG,
        total=NUMBER,
        counts=_list(_object(value=TEXT, articles=NUMBER)),
        other=NUMBER,
        unknown=NUMBER,
        repeats=NUMBER,
    ),
    "trend": _document(
        by=_one_of(*PERIODS),
        unique=FLAG,
        periods=_list(TEXT),
        series=_list(
            _object(
                query=TEXT,
                total=NUMBER,
                undated=NUMBER,
                counts=_list(_maybe(NUMBER)),
                of=_list(NUMBER),
                shares=_list(_maybe(SHARE)),
            )
        ),
    ),
    "terms": _document(
        query=TEXT,
        unique=FLAG,
        total=NUMBER,
        archive=NUMBER,
        terms=_list(_object(word=TEXT, articles=NUMBER, archive=NUMBER, score=SHARE)),
    ),
    "context": _document(
        query=TEXT,
        lines=_list(
            _object(
                id=TEXT,
                published=_maybe(TEXT),
                source=_maybe(TEXT),
                title=_maybe(TEXT),
                zone=TEXT,
                left=TEXT,
                match=TEXT,
                right=TEXT,
            )
        ),
        more=FLAG,
    ),
    "explain": _document(query=TEXT, parsed=TEXT, explanation=TEXT, notes=_list(TEXT)),
    "sources": _document(
        sources=_list(
            _object(
                source=_maybe(TEXT),
                articles=NUMBER,
                first=_maybe(TEXT),
                last=_maybe(TEXT),
                undated=NUMBER,
                templates=NUMBER,
            )
        )
    ),
    "stats": _document(
        articles=NUMBER,
        versions=NUMBER,
        sightings=NUMBER,
        raw_bytes=NUMBER,
        stored_bytes=NUMBER,
        undated=NUMBER,
        languages=_list(_object(language=_maybe(TEXT), articles=NUMBER)),
        kinds=_list(_object(kind=_maybe(TEXT), articles=NUMBER)),
        failed=NUMBER,
        change=NUMBER,
    ),
    "saved": _document(saved=_list(_ref("one_saved")), change=NUMBER),
    "find": _document(id=TEXT),
    "article": _document(
        **_NAMED,
        **_WHOLE,
        line_languages=_list(_object(line=NUMBER, language=TEXT)),
    ),
    "articles": _document(articles=_list(_object(**_ENTIRE))),
    "version": _document(**_ENTIRE),
    "document": _document(
        id=TEXT,
        media_type=TEXT,
        origin=TEXT,
        identity=_maybe(TEXT),
        url=_maybe(TEXT),
        fetched=_maybe(TEXT),
        hints=_TEXTS,
        size=NUMBER,
        content={**TEXT, "contentEncoding": "base64"},
    ),
    "removed": _document(id=TEXT, version=NUMBER, removed=_REMOVED),
    "lines": _document(
        id=TEXT,
        version=NUMBER,
        lines=_list(_ref("line")),
    ),
    "why": _document(
        id=TEXT,
        published=_maybe(TEXT),
        updated=_maybe(TEXT),
        dates=_list(_object(**_EVIDENCE, chosen=_maybe(TEXT))),
        origins=_TEXTS,
        read=_TEXTS,
        by_hand=_TEXTS,
        corrections=_TEXTS,
    ),
    "versions": _document(id=TEXT, versions=_list(_ref("one_version"))),
    "diff": _document(
        id=TEXT,
        **{"from": _ref("one_version"), "to": _ref("one_version")},
        fields=_list(_object(field=TEXT, **{"from": _maybe(TEXT), "to": _maybe(TEXT)})),
        lines=_DIFF_LINES,
    ),
    "copies": _document(
        id=TEXT,
        lead=_maybe(TEXT),
        copies=_list(_object(id=TEXT, url=_maybe(TEXT), similarity=SHARE, **_KNOWN, origin=TEXT, seen=TEXT)),
    ),
    "against": _document(id=TEXT, other=TEXT, lines=_DIFF_LINES),
    "near": _document(
        by=_one_of("meaning"),
        compared=NUMBER,
        collapsed=FLAG,
        offset=NUMBER,
        hits=_list({**_object(**_HIT), "properties": {**_HIT, "by": _one_of("meaning", "both")}}),
        notes=_list(TEXT),
    ),
    "similar": _document(id=TEXT, similar=_list(_object(**_HIT, shared=_list(TEXT)))),
    "changed": _document(id=TEXT, change=NUMBER, undo=TEXT),
    "problem": {
        "type": "object",
        "properties": {
            "type": TEXT,
            "title": TEXT,
            "status": NUMBER,
            "detail": TEXT,
            "parameter": TEXT,
            "query": TEXT,
            "start": NUMBER,
            "end": NUMBER,
            "caret": TEXT,
        },
        "required": ["type", "title", "status", "detail"],
        "additionalProperties": False,
    },
}
