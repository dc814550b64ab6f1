"""Summaries as text: an ingest and its progress, failures, sources, formats, and statistics of the archive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dateline.render.layout import Lines, Span, measure_width, pad, wrap
from dateline.types.documents import DocumentWarning, Failure, IngestSummary

if TYPE_CHECKING:
    from dateline.readers import Format
    from dateline.store.statistics import SourceCount, Stats

_UNITS = ("bytes", "KB", "MB", "GB", "TB")


def summary_lines(summary: IngestSummary) -> Lines:
    """The summary of an ingest; the other numbers of its first line add up to the first number."""
    parts = (
        (summary.new, "new"),
        (summary.new_version, "new version" if summary.new_version == 1 else "new versions"),
        (summary.duplicate, "duplicate" if summary.duplicate == 1 else "duplicates"),
        (summary.skipped, "skipped"),
        (summary.failed, "failed"),
    )
    yield [Span(f"{summary.read:,} read: "), Span(", ".join(f"{number:,} {name}" for number, name in parts))]
    if number := summary.corrected:
        yield [Span(f"{number:,} of the duplicates {'was' if number == 1 else 'were'} corrected with the batch metadata given now")]
    if number := summary.healed:
        was, are = ("was", "is") if number == 1 else ("were", "are")
        yield [Span(f"{number:,} of the duplicates {was} damaged in the archive and {are} repaired now")]


def skipped_lines(passed: Sequence[tuple[str, int]], width: int, limit: int) -> Lines:
    """The `limit` most frequent reasons why documents were skipped, and the number of documents with other reasons."""
    often = sorted(passed, key=lambda one: -one[1])
    for reason, number in often[:limit]:
        yield from wrap([Span(f"skipped {number:,}: ", "warning"), Span(reason)], width, "  ")
    if len(often) > limit:
        yield [Span(f"  and {sum(number for _, number in often[limit:]):,} more, for other reasons")]


def known_files_lines(number: int, *, failures: bool) -> Lines:
    """A line with the number of files that were not read because they were ingested before, and how to read them again."""
    if number:
        few = number == 1
        text = f"{number:,} file{' was' if few else 's were'} ingested before; --again reads {'it' if few else 'them'} again"
        yield [Span(text + ("; 'dateline retry' reads what failed before" if failures else ""))]


def progress_text(documents: int, failed: int, position: int, total: int | None, seconds: float) -> str:
    """The progress of an ingest: settled documents, without those that were only read ahead; `position` and `total` are bytes."""
    parts = [f"{documents:,} document{'' if documents == 1 else 's'}"]
    parts.append(f"{size_text(min(position, total))} of {size_text(total)}" if total else size_text(position))
    if documents and seconds >= 1:
        parts.append(f"{documents / seconds:,.0f}/s")
        if total and position:
            parts.append(f"{_duration(seconds * max(0, total - position) / position)} left")
    if failed:
        parts.append(f"{failed:,} failed")
    return " · ".join(parts)


def files_text(done: int, files: int, documents: int, seconds: float) -> str:
    """The progress of a run over many files."""
    parts = [f"{done:,} of {files:,} file{'' if files == 1 else 's'}"]
    if documents:
        parts.append(f"{documents:,} document{'' if documents == 1 else 's'}")
        parts += [f"{documents / seconds:,.0f}/s"] if seconds >= 1 else []
    return " · ".join(parts)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def failure_lines(failures: Sequence[Failure], width: int, limit: int | None = None) -> Lines:
    """The first `limit` failures (or all), and the number of others."""
    for failure in failures[:limit]:
        yield from wrap([Span(f"{failure.origin}: ", "warning"), Span(failure.reason)], width, "  ")
    if limit is not None and len(failures) > limit:
        yield [Span(f"  and {len(failures) - limit:,} more; 'dateline stats --failures' lists them all")]


def warning_lines(remarks: Sequence[DocumentWarning], width: int, limit: int) -> Lines:
    """The first `limit` warnings about ingested documents, and the number of others."""
    for remark in remarks[:limit]:
        yield from wrap([Span(f"{remark.origin}: ", "warning"), Span(remark.text)], width, "  ")
    if len(remarks) > limit:
        yield [Span(f"  and {len(remarks) - limit:,} more like these")]


def source_lines(counts: Sequence[SourceCount]) -> Lines:
    """The sources in columns: name, number of articles, first and last day."""
    names = [count.name or "unknown" for count in counts]
    numbers = [f"{count.count:,}" for count in counts]
    name_width = max(map(measure_width, names), default=0)
    number_width = max(map(len, numbers), default=0)
    for count, name, number in zip(counts, names, numbers, strict=True):
        yield [
            Span(pad(name, name_width), "source" if count.name else "faint"),
            Span(f"  {number:>{number_width}}"),
            Span(f"  {_span(count)}" if count.first else "", "date"),
        ]


def format_lines(known: Sequence[Format], width: int) -> Lines:
    """The formats in columns: name, file suffixes, and how the bytes are recognised."""
    endings = [" ".join(one.suffixes) for one in known]
    name_width = max((measure_width(one.name) for one in known), default=0) + 2
    ending_width = max(map(measure_width, endings), default=0) + 2
    for one, ending in zip(known, endings, strict=True):
        head = [Span(pad(one.name, name_width), "label"), Span(pad(ending, ending_width))]
        pieces = [Span(one.signs or "its name alone", "faint")]
        if not one.installed:
            pieces.append(Span(f"; needs pip install 'dateline[{one.extra}]'", "warning"))
        yield from wrap(pieces, width, " " * (name_width + ending_width), head)


def stats_lines(stats: Stats) -> Lines:
    """Statistics of the archive, one on each line."""
    facts = (
        ("Articles", f"{stats.articles:,}"),
        ("Versions", f"{stats.versions:,}"),
        ("Sightings", f"{stats.sightings:,}"),
        ("Without a date", f"{stats.undated:,}"),
        ("Languages", _frequencies(stats.languages)),
        ("Kinds", _frequencies(stats.kinds)),
        ("Raw text", size_text(stats.raw_bytes)),
        ("On disk", f"{size_text(stats.stored_bytes)} (archive.db)"),
        ("Failures", f"{stats.failures:,}" + ("; --failures lists them" if stats.failures else "")),
    )
    width = max(len(name) for name, _ in facts) + 2
    for name, value in facts:
        yield [Span(pad(name, width), "label"), Span(value)]


def size_text(size: int) -> str:
    """A number of bytes with a decimal unit (KB, MB, GB, TB)."""
    value = float(size)
    for unit in _UNITS[:-1]:
        if value < 1000:
            return f"{value:,.0f} {unit}" if unit == "bytes" else f"{value:,.1f} {unit}"
        value /= 1000
    return f"{value:,.1f} {_UNITS[-1]}"


def _span(count: SourceCount) -> str:
    return f"{count.first}" if count.first == count.last else f"{count.first} to {count.last}"


def _frequencies(counts: Sequence[tuple[str | None, int]]) -> str:
    return ", ".join(f"{name or 'unknown'} {count:,}" for name, count in counts) or "none"
