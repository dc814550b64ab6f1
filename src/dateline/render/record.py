"""The one JSON shape, wherever articles leave as JSON (docs/json.md tells it in full).

A change to what is written here needs a change to docs/json.md, and a new VERSION where a reader of the old shape would trip.
"""

from __future__ import annotations

import json
import textwrap
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from dateline.metadata.language import line_languages
from dateline.render.fields import field_record
from dateline.text import shown_text
from dateline.types.answers import Found, Hit, Window
from dateline.types.articles import ArchivedArticle, CleanedArticle, ClusterMark, DateEvidence, Metadata
from dateline.types.documents import Failure, IngestSummary, RawDocument
from dateline.types.history import Copy, Diff, DiffLine, Version

if TYPE_CHECKING:
    from dateline.readers import Format
    from dateline.store.statistics import SourceCount, Stats

VERSION = 1

Record = dict[str, Any]


def to_json(value: object, *, indent: bool = False) -> str:
    """`value` as JSON: on one line, or indented for people. What no terminal should be sent is written as JSON's own escapes."""
    return shown_text(json.dumps(value, ensure_ascii=False, indent=2 if indent else None), _escape)


def _escape(sign: str) -> str:
    return json.dumps(sign)[1:-1]


def cleaned_record(article: CleanedArticle, article_id: object, url: str | None = None) -> Record:
    """An article that is in no archive, under the id its record came with."""
    return {"id": article_id, "url": url, **_known(article.metadata), **_whole(article)}


def error_record(article_id: object, failure: Failure) -> Record:
    """Stands for a document that could not be cleaned: all fields of an article, empty, and the reason."""
    empty = cleaned_record(CleanedArticle("", Metadata(), (), ""), article_id)
    return {**empty, "kind": None, "error": f"{failure.origin}: {failure.reason}"}


def archived_record(found: ArchivedArticle) -> Record:
    """An article of the archive with its clean text and the lines that were taken out of it."""
    return {
        "v": VERSION,
        "id": found.id,
        "url": found.url,
        **_known(found.article.metadata),
        **_whole(found.article),
        "origin": found.origin,
        "seen": found.seen.isoformat(),
        "version": found.version,
        "note": found.note,
        "cluster": _mark(found.cluster),
        "cleaner": found.article.cleaner,
        "raw_id": found.article.raw_id,
        "removed": [
            {"line": number, "text": line.text, "label": line.label, "reason": line.reason, "parts": list(line.parts)}
            for number, line in enumerate(found.article.lines, start=1)
            if not line.keep
        ],
        "former": [{"text": line.text, "version": line.version} for line in found.former],
    }


def shown_record(found: ArchivedArticle) -> Record:
    """The same with the lines in another language, which are found out when somebody asks."""
    foreign = line_languages(found.article.lines, found.article.metadata.language)
    told = [{"line": number, "language": code} for number, code in foreign.items()]
    return {**archived_record(found), "line_languages": told}


def hit_record(hit: Hit) -> Record:
    """One search result: the article without its text, with score and snippet."""
    return {
        "id": hit.article_id,
        "url": hit.url,
        **_known(hit.metadata),
        "origin": hit.origin,
        "score": round(hit.score, 6),
        "copies": hit.copies,
        "cluster": _mark(hit.cluster),
        "snippet": {"text": hit.snippet.text, "spans": [list(span) for span in hit.snippet.spans]},
        **({} if hit.by == "words" else {"by": hit.by}),
    }


def results_json(found: Found, window: Window, names: Sequence[str] = ()) -> Iterator[str]:
    """A whole answer as the lines of one JSON document, each hit when it is read; with `names`, only those fields of it."""
    head = _head(found, window)
    yield "{\n" + "".join(f"  {to_json(name)}: {to_json(value)},\n" for name, value in head.items()) + '  "hits": ['
    before = ""
    for hit in found.hits:
        record = listed_record(hit, names)
        if before:
            yield before
        before = textwrap.indent(to_json(record, indent=True), "    ") + ","
    if before:
        yield before.removesuffix(",")
    yield f'  ],\n  "notes": {to_json(list(found.notes))}\n}}'


def results_record(found: Found, window: Window, names: Sequence[str] = ()) -> Record:
    """The same as one value, for an answer of few hits."""
    return {**_head(found, window), "hits": [listed_record(hit, names) for hit in found.hits], "notes": list(found.notes)}


def _head(found: Found, window: Window) -> Record:
    if found.by != "words":
        told = {"by": found.by, "compared": found.total, "collapsed": found.collapsed, "offset": window.offset}
        return {"v": VERSION, **told}
    return {
        "v": VERSION,
        "total": found.total,
        "stories": found.stories,
        "collapsed": found.collapsed,
        "offset": window.offset,
        "sort": window.sort,
    }


def listed_record(hit: Hit, names: Sequence[str]) -> Record:
    """A hit with only these fields; with all where none is named."""
    return field_record(hit, names) if names else hit_record(hit)


def copies_record(article_id: str, copies: Sequence[tuple[Copy, ArchivedArticle]]) -> Record:
    """The copies of an article's story, the lead copy first."""
    return {
        "v": VERSION,
        "id": article_id,
        "lead": copies[0][0].article_id if copies else None,
        "copies": [
            {
                "id": copy.article_id,
                "url": found.url,
                "similarity": round(copy.similarity, 4),
                **_known(found.article.metadata),
                "origin": found.origin,
                "seen": found.seen.isoformat(),
            }
            for copy, found in copies
        ],
    }


def versions_record(article_id: str, versions: Iterable[Version]) -> Record:
    """The versions of an article, the first first."""
    return {"v": VERSION, "id": article_id, "versions": [_version(version) for version in versions]}


def document_record(article_id: str, document: RawDocument) -> Record:
    """A raw document as it was given, its bytes in base64."""
    return {
        "v": VERSION,
        "id": article_id,
        "media_type": document.media_type,
        "origin": document.origin,
        "identity": document.identity,
        "url": document.url,
        "fetched": document.fetched.isoformat() if document.fetched else None,
        "hints": dict(document.hints),
        "size": len(document.content),
        "content": b64encode(document.content).decode("ascii"),
    }


def diff_record(diff: Diff) -> Record:
    """What changed between two versions: fields, and every line of both texts."""
    return {
        "v": VERSION,
        "id": diff.article_id,
        "from": _version(diff.old),
        "to": _version(diff.new),
        "fields": [{"field": field.name, "from": field.old, "to": field.new} for field in diff.fields],
        "lines": list(map(line_record, diff.lines)),
    }


def line_record(line: DiffLine) -> Record:
    """A line of a comparison of texts."""
    return {"kind": line.kind, "text": line.text, "spans": [list(span) for span in line.spans]}


def summary_record(summary: IngestSummary) -> Record:
    """What an ingest did."""
    return {
        "v": VERSION,
        "read": summary.read,
        "new": summary.new,
        "new_version": summary.new_version,
        "duplicate": summary.duplicate,
        "skipped": summary.skipped,
        "failed": summary.failed,
        "known_files": summary.known_files,
        "corrected": summary.corrected,
        "healed": summary.healed,
        "passed": dict(summary.passed),
        "failures": [failure_record(failure) for failure in summary.failures],
        "remarks": [{"origin": remark.origin, "text": remark.text} for remark in summary.remarks],
    }


def failure_record(failure: Failure) -> Record:
    """A document that could not be taken in."""
    return {"origin": failure.origin, "reason": failure.reason}


def source_record(count: SourceCount) -> Record:
    """A source with its number of articles."""
    return {
        "source": count.name,
        "articles": count.count,
        "first": count.first.isoformat() if count.first else None,
        "last": count.last.isoformat() if count.last else None,
    }


def format_record(one: Format) -> Record:
    """A format that can be read."""
    return {
        "name": one.name,
        "suffixes": list(one.suffixes),
        "signs": one.signs,
        "packs": one.packs,
        "extra": one.extra,
        "installed": one.installed,
    }


def formats_record(known: Iterable[Format]) -> Record:
    """All formats that can be read."""
    return {"v": VERSION, "formats": [format_record(one) for one in known]}


def stats_record(stats: Stats, failures: Iterable[Failure] | None = None) -> Record:
    """The archive in numbers."""
    record: Record = {
        "v": VERSION,
        "articles": stats.articles,
        "versions": stats.versions,
        "sightings": stats.sightings,
        "raw_bytes": stats.raw_bytes,
        "stored_bytes": stats.stored_bytes,
        "undated": stats.undated,
        "languages": [{"language": name, "articles": count} for name, count in stats.languages],
        "kinds": [{"kind": name, "articles": count} for name, count in stats.kinds],
        "failed": stats.failures,
    }
    if failures is not None:
        record["failures"] = [failure_record(failure) for failure in failures]
    return record


def _known(metadata: Metadata) -> Record:
    """What every form of an article says of it, in this order."""
    published = metadata.published
    return {
        "title": metadata.title,
        "published": published.iso if published else None,
        "published_precision": published.precision if published else None,
        "published_confidence": published.confidence if published else None,
        "updated": metadata.updated.iso if metadata.updated else None,
        "authors": list(metadata.authors),
        "source": metadata.source,
        "domain": metadata.domain,
        "section": metadata.section,
        "place": metadata.place,
        "agency": metadata.agency,
        "tags": list(metadata.tags),
        "people": list(metadata.people),
        "places": list(metadata.places),
        "organisations": list(metadata.organisations),
        "language": metadata.language,
    }


def _whole(article: CleanedArticle) -> Record:
    """What only a whole article says."""
    return {
        "related": list(article.metadata.related),
        "dates": [evidence_record(evidence) for evidence in article.metadata.dates],
        "kind": article.kind,
        "text": article.body,
    }


def _mark(mark: ClusterMark | None) -> Record | None:
    return {"lead": mark.lead, "size": mark.size, "similarity": round(mark.similarity, 4)} if mark else None


def _version(version: Version) -> Record:
    return {
        "version": version.number,
        "seen": version.seen.isoformat(),
        "fetched": version.fetched.isoformat() if version.fetched else None,
        "truncated": version.truncated,
        "origin": version.origin,
        "raw_id": version.raw_id,
        "size": version.size,
        "sightings": version.sightings,
    }


def evidence_record(evidence: DateEvidence) -> Record:
    """One date with what it says and where it stood."""
    return {
        "iso": evidence.iso,
        "precision": evidence.precision,
        "role": evidence.role,
        "where": evidence.where,
        "text": evidence.text,
        "confidence": evidence.confidence,
    }


def known_evidence_record(evidence: DateEvidence | None) -> Record | None:
    """The same of a date that may be unknown."""
    return evidence_record(evidence) if evidence else None
