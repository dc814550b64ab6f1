"""Reports as records: an ingest, failures, sources, formats, and statistics of the archive."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dateline.render.json import VERSION, Record
from dateline.types.documents import Failure, IngestSummary

if TYPE_CHECKING:
    from dateline.readers import Format
    from dateline.store.statistics import SourceCount, Stats


def summary_record(summary: IngestSummary) -> Record:
    """The summary of an ingest."""
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
    """A document that could not be ingested."""
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
    """Statistics of the archive, with `failures` if they are given."""
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
