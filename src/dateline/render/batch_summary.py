"""The summary of a run of `dateline batch`, as text and JSON."""

from __future__ import annotations

from dateline.render.json import VERSION, Record
from dateline.render.layout import Lines, Span
from dateline.render.report_record import failure_record
from dateline.types.batch import BatchSummary


def batch_lines(summary: BatchSummary) -> Lines:
    """The files and their documents, the templates and stories that were found, and the contents of the folder."""
    before = f", {summary.known:,} done before" if summary.known else ""
    unread = f", {len(summary.failures):,} not read" if summary.failures else ""
    yield [Span(f"{_files(summary.files)} cleaned{before}{unread}")]
    if summary.files:
        parts = [f"{summary.articles:,} article{'' if summary.articles == 1 else 's'}"]
        parts += [f"{number:,} {name}" for number, name in ((summary.failed, "failed"), (summary.skipped, "skipped")) if number]
        yield [Span(f"{', '.join(parts)}; each is a row")]
    if summary.templates is not None:
        lines = f"{summary.templates:,} line{'' if summary.templates == 1 else 's'}"
        yield [Span(f"{lines} learned that sources repeat, {_files(summary.changed or 0)} made again without them")]
    if summary.stories is not None:
        stories = f"{summary.stories:,} stor{'y' if summary.stories == 1 else 'ies'}"
        yield [Span(f"{stories} with copies, {summary.copies or 0:,} articles in them")]
    yield [Span(f"{summary.held:,} articles in the folder")]
    if summary.others:
        others = f"{_files(summary.others)} {'was' if summary.others == 1 else 'were'}"
        yield [Span(f"{others} cleaned by another version or with other options; give these inputs again to make all files alike")]


def _files(number: int) -> str:
    return f"{number:,} file{'' if number == 1 else 's'}"


def batch_record(summary: BatchSummary) -> Record:
    """The summary as JSON."""
    return {
        "v": VERSION,
        "files": summary.files,
        "known": summary.known,
        "articles": summary.articles,
        "failed": summary.failed,
        "skipped": summary.skipped,
        "held": summary.held,
        "others": summary.others,
        "templates": summary.templates,
        "changed": summary.changed,
        "stories": summary.stories,
        "copies": summary.copies,
        "failures": [failure_record(one) for one in summary.failures],
        "examples": [failure_record(one) for one in summary.examples],
    }
