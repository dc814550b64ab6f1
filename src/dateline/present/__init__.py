"""Values → what people and programs read: text, JSON, JSONL and CSV. Pure: nothing here knows a terminal or an option.

Pictures (`chart`) and citations (`citation`) are imported from their modules, as few answers need them.

Text is given as lines of pieces, each with a role ("title", "match", "label"…); whoever shows it decides what a role looks like.
"""

from __future__ import annotations

from dateline.present.concordance import (
    context_record,
    context_room,
    context_rows,
    context_text,
    similar_lines,
    similar_record,
    similar_rows,
    terms_record,
    terms_rows,
    terms_text,
)
from dateline.present.counts import tally_lines, tally_note, tally_record, tally_rows
from dateline.present.evidence import evidence_lines, evidence_report
from dateline.present.feed import atom_feed, saved_lines, saved_record
from dateline.present.feeds import feed_lines, feeds_record, opml, visit_lines, visits_record
from dateline.present.fields import HIT_FIELDS, field_names, field_record, from_template, template_parts
from dateline.present.layout import Lines, Piece, plain, wrap
from dateline.present.record import (
    VERSION,
    archived_record,
    cleaned_record,
    copies_record,
    diff_record,
    error_record,
    failure_record,
    format_record,
    formats_record,
    hit_record,
    results_json,
    shown_record,
    source_record,
    stats_record,
    summary_record,
    to_json,
    versions_record,
)
from dateline.present.report import (
    failure_lines,
    format_lines,
    known_lines,
    progress_text,
    source_lines,
    stats_lines,
    summary_lines,
)
from dateline.present.results import found_line, hit_lines
from dateline.present.sample import rehearsal_record, sample_lines
from dateline.present.story import article_lines, fact_lines, ledger_lines, removed_lines
from dateline.present.table import CSV_FIELDS, csv_rows, markdown_lines, markdown_table, table_lines
from dateline.present.trend import trend_lines, trend_record, trend_rows
from dateline.present.versions import copies_lines, diff_lines, version_lines

__all__ = [
    "CSV_FIELDS",
    "HIT_FIELDS",
    "VERSION",
    "Lines",
    "Piece",
    "archived_record",
    "article_lines",
    "atom_feed",
    "cleaned_record",
    "context_record",
    "context_room",
    "context_rows",
    "context_text",
    "copies_lines",
    "copies_record",
    "csv_rows",
    "diff_lines",
    "diff_record",
    "error_record",
    "evidence_lines",
    "evidence_report",
    "fact_lines",
    "failure_lines",
    "failure_record",
    "feed_lines",
    "feeds_record",
    "field_names",
    "field_record",
    "format_lines",
    "format_record",
    "formats_record",
    "found_line",
    "from_template",
    "hit_lines",
    "hit_record",
    "known_lines",
    "ledger_lines",
    "markdown_lines",
    "markdown_table",
    "opml",
    "plain",
    "progress_text",
    "rehearsal_record",
    "removed_lines",
    "results_json",
    "results_record",
    "sample_lines",
    "saved_lines",
    "saved_record",
    "shown_record",
    "similar_lines",
    "similar_record",
    "similar_rows",
    "source_lines",
    "source_record",
    "stats_lines",
    "stats_record",
    "summary_lines",
    "summary_record",
    "table_lines",
    "tally_lines",
    "tally_note",
    "tally_record",
    "tally_rows",
    "template_parts",
    "terms_record",
    "terms_rows",
    "terms_text",
    "to_json",
    "trend_lines",
    "trend_record",
    "trend_rows",
    "version_lines",
    "versions_record",
    "visit_lines",
    "visits_record",
    "wrap",
]
