"""Articles as records: cleaned articles, archived articles, and the evidence for dates."""

from __future__ import annotations

from dateline.metadata.language import line_languages
from dateline.render.json import VERSION, Record
from dateline.types.articles import ArchivedArticle, CleanedArticle, ClusterMark, DateEvidence, Metadata
from dateline.types.documents import Failure


def cleaned_record(article: CleanedArticle, article_id: object, url: str | None = None) -> Record:
    """An article that is not in an archive, with the id of its record."""
    return {"id": article_id, "url": url, **metadata_record(article.metadata), **_full_fields(article)}


def error_record(article_id: object, failure: Failure) -> Record:
    """The record of a document that could not be cleaned: all fields of an article, empty, and the reason."""
    empty = cleaned_record(CleanedArticle("", Metadata(), (), ""), article_id)
    return {**empty, "kind": None, "error": f"{failure.origin}: {failure.reason}"}


def archived_record(found: ArchivedArticle) -> Record:
    """An article of the archive with its clean text and its removed lines."""
    return {
        "v": VERSION,
        "id": found.id,
        "url": found.url,
        **metadata_record(found.article.metadata),
        **_full_fields(found.article),
        "origin": found.origin,
        "seen": found.seen.isoformat(),
        "version": found.version,
        "note": found.note,
        "cluster": cluster_record(found.cluster),
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
    """An archived article with its lines in other languages, which are detected here."""
    foreign = line_languages(found.article.lines, found.article.metadata.language)
    lines = [{"line": number, "language": code} for number, code in foreign.items()]
    return {**archived_record(found), "line_languages": lines}


def metadata_record(metadata: Metadata) -> Record:
    """The metadata that every record of an article has, in this order."""
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


def _full_fields(article: CleanedArticle) -> Record:
    """The fields that only the record of a whole article has."""
    return {
        "related": list(article.metadata.related),
        "dates": [evidence_record(evidence) for evidence in article.metadata.dates],
        "kind": article.kind,
        "text": article.body,
    }


def cluster_record(mark: ClusterMark | None) -> Record | None:
    """The cluster of an article; None if it has no copies."""
    return {"lead": mark.lead, "size": mark.size, "similarity": round(mark.similarity, 4)} if mark else None


def evidence_record(evidence: DateEvidence) -> Record:
    """One date with its evidence: where it was found, and the text."""
    return {
        "iso": evidence.iso,
        "precision": evidence.precision,
        "role": evidence.role,
        "where": evidence.where,
        "text": evidence.text,
        "confidence": evidence.confidence,
    }


def known_evidence_record(evidence: DateEvidence | None) -> Record | None:
    """A date with its evidence; None if it is unknown."""
    return evidence_record(evidence) if evidence else None
