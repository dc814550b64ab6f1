"""Results as text that fits the window, as JSON of one shape, and as CSV that a spreadsheet opens safely."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.render.article_record import archived_record, cleaned_record, error_record, shown_record
from dateline.render.json import to_json
from dateline.render.layout import Span, marked, measure_width, plain, wrap
from dateline.render.report_record import summary_record
from dateline.render.results import found_line, hit_lines
from dateline.render.results_record import results_json
from dateline.render.story import article_lines, ledger_lines, removed_lines
from dateline.render.summary import failure_lines, size_text, source_lines, stats_lines, summary_lines
from dateline.render.table import CSV_FIELDS, csv_rows, markdown_lines
from dateline.render.versions import copies_lines, diff_lines, version_lines
from dateline.store.statistics import SourceCount, Stats
from dateline.text import shown
from dateline.types.answers import Found, Hit, Snippet, Window
from dateline.types.articles import ArchivedArticle, CleanedArticle, DateEvidence, Line, Metadata
from dateline.types.documents import Failure, IngestSummary
from dateline.types.history import Copy, Diff, DiffLine, FieldDiff, Version

PUBLISHED = DateEvidence("2024-03-05", "day", "published", "dateline", "5 March 2024", 0.9)
CLOCK = DateEvidence("2024-05-01T10:42:00+03:00", "instant", "clock", "text", "10:42 GMT +3", 0.3)
KNOWN = Metadata(
    title="Ferry terminal to close after ninety years",
    published=PUBLISHED,
    dates=(PUBLISHED, CLOCK),
    authors=("Marit Solheim", "Jon Aas"),
    source="Harbour Gazette",
    place="PORT ELLIN",
    tags=("ferries",),
    related=("Bridge toll to rise",),
    language="en",
)
LINES = (
    Line("Ferry terminal to close after ninety years", False, "title", "rule:title"),
    Line("Share this story", False, "share", "rule:share"),
    Line("The old ferry terminal will close in May, the council said.", True, "body", "rule:prose"),
    Line("It opened in 1934.", True, "body", "rule:prose", gap=False),
)
FOUND = ArchivedArticle(
    "7kq2mzx4", 2, 17, CleanedArticle("b2:00", KNOWN, LINES, "rules-1"), "a.txt", None, datetime(2024, 6, 1, 8, tzinfo=UTC)
)
HIT = Hit("7kq2mzx4", 1.5, KNOWN, Snippet("The old ferry terminal will close", ((8, 13), (14, 22))), None, "a.txt")
UNKNOWN = Hit("zz11zz11", 0.5, Metadata(), Snippet("Nobody knows"))


def answer(*hits: Hit, notes: tuple[str, ...] = (), names: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return a complete answer, parsed from its JSON."""
    lines = results_json(Found(len(hits), notes, iter(hits), len(hits)), Window(), names)
    found: dict[str, Any] = json.loads("\n".join(lines))
    return found


def text(lines: object) -> str:
    """Return the lines without colours."""
    return "\n".join(plain(line, emphasis=True) for line in lines)  # type: ignore[attr-defined]


def test_a_hit_shows_title_date_source_id_and_snippet() -> None:
    assert text(hit_lines(HIT, 80)) == (
        "Ferry terminal to close after ninety years\n"
        "    2024-03-05 · Harbour Gazette · 7kq2mzx4\n"
        "    The old **ferry terminal** will close\n"
    )


def test_unknown_fields_of_a_hit_are_shown_as_unknown() -> None:
    assert text(hit_lines(UNKNOWN, 80)).startswith("(no title)\n    date unknown · source unknown · zz11zz11\n")


def test_the_number_of_results_comes_with_the_way_to_see_the_rest() -> None:
    assert found_line(57, Window(limit=2, offset=10)) == "11 to 12 of 57 articles; --offset 12 shows the next"
    assert found_line(1, Window()) == "1 article found"
    assert found_line(0, Window()) == "0 articles found"
    assert found_line(3, Window(offset=5)) == "3 articles found, none after the first 5"


def test_a_list_of_stories_shows_its_number_of_articles() -> None:
    assert found_line(57, Window(limit=2, offset=10), 41) == "11 to 12 of 41 stories (57 articles); --offset 12 shows the next"
    assert found_line(3, Window(), 1) == "1 story (3 articles) found"
    assert found_line(3, Window(), 3) == "3 articles found"


def test_a_hit_shows_its_number_of_copies() -> None:
    assert text(hit_lines(replace(HIT, copies=7), 80)).splitlines()[1] == "    2024-03-05 · Harbour Gazette · 7kq2mzx4 · + 7 copies"
    assert "+ 1 copy" in "".join(markdown_lines([replace(HIT, copies=1)]))


def test_an_article_is_shown_with_its_metadata_and_only_its_clean_text() -> None:
    shown = text(article_lines(FOUND, 80))
    assert "Published   2024-03-05 (dateline, 90% sure)" in shown
    assert "Page clock  2024-05-01T10:42:00+03:00 (the story is not later)" in shown
    assert "Authors     Marit Solheim; Jon Aas" in shown
    assert "7kq2mzx4, version 2; --removed shows the 2 lines removed" in shown
    assert shown.endswith("\n\nThe old ferry terminal will close in May, the council said.\nIt opened in 1934.")
    assert "Share this story" not in shown


def test_an_unknown_date_and_source_are_shown_as_unknown() -> None:
    bare = ArchivedArticle("zz", 1, 1, CleanedArticle("b2:00", Metadata(), LINES, "rules-1"), "a.txt", None, FOUND.seen)
    shown = text(article_lines(bare, 80))
    assert "Published   unknown" in shown
    assert "Source      unknown" in shown


def test_the_ledger_numbers_every_line_and_shows_the_reason() -> None:
    assert text(ledger_lines(LINES, 100)) == (
        "1  drop  title  rule:title  Ferry terminal to close after ninety years\n"
        "2  drop  share  rule:share  Share this story\n"
        "3  keep  body   rule:prose  The old ferry terminal will close in May, the council said.\n"
        "4  keep  body   rule:prose  It opened in 1934."
    )


def test_a_joined_paragraph_shows_its_original_lines_under_one_number() -> None:
    lines = (LINES[0], Line("It opened in 1934.", True, "body", "rule:prose", True, ("It opened", "in 1934.")))
    assert text(ledger_lines(lines, 100)).split("\n")[1:] == [
        "2  keep  body   rule:prose  It opened",
        "                          + in 1934.",
    ]


def test_a_line_in_another_language_is_marked_with_it() -> None:
    quoted = "قال رئيس الميناء للصحفيين بعد الاجتماع إن القارب الأخير سيغادر عند منتصف الليل."
    lines = (*LINES[2:], Line(quoted, True, "body", "rule:prose"))
    assert text(ledger_lines(lines, 160, "en")).splitlines()[2].startswith("3  keep  body (ar)  rule:prose")
    assert "body (" not in text(ledger_lines(lines, 160, "ar")).splitlines()[2]
    record = shown_record(replace(FOUND, article=replace(FOUND.article, lines=lines)))
    assert record["line_languages"] == [{"line": 3, "language": "ar"}]


def test_removed_lines_have_the_numbers_that_restore_accepts() -> None:
    lines = (Line("The story.", True, "body", "rule:prose"), Line("Advertisement", False, "ad", "rule:ad"))
    found = ArchivedArticle("zz", 1, 1, CleanedArticle("b2:00", KNOWN, lines, "rules-1"), "a.txt", None, FOUND.seen)
    assert text(removed_lines(found, 100)) == "2  ad  rule:ad  Advertisement"


def test_in_a_narrow_window_a_line_is_below_its_verdict() -> None:
    shown = text(ledger_lines(LINES[1:2], 30))
    assert shown == "1  drop  share  rule:share\n   Share this story"


@given(st.text(max_size=300), st.integers(8, 60))
def test_wrapping_never_exceeds_the_width_and_loses_no_letter(words: str, width: int) -> None:
    """Wide characters count as two columns, so that Chinese and Japanese fit too."""
    rows = [plain(row) for row in wrap([Span(words)], width)]
    assert all(measure_width(row) <= width for row in rows)
    assert "".join("".join(rows).split()) == "".join(shown(words).split())


def test_matches_separated_only_by_a_space_are_joined() -> None:
    assert marked("final offer on", ((0, 5), (6, 11))) == [Span("final offer", "match"), Span(" on")]


def test_json_has_null_for_unknown_values() -> None:
    record = answer(UNKNOWN, notes=("a remark",))
    assert record["v"] == 1
    assert record["notes"] == ["a remark"]
    hit = record["hits"][0]
    assert (hit["title"], hit["published"], hit["source"], hit["authors"]) == (None, None, None, [])


def test_all_records_of_an_article_share_the_same_fields_in_the_same_order() -> None:
    """A program that reads one of them can read the others."""
    hit = answer(HIT)["hits"][0]
    shared = list(hit)[: list(hit).index("origin")]
    assert list(cleaned_record(FOUND.article, 7))[: len(shared)] == shared
    assert [field for field in archived_record(FOUND) if field != "v"][: len(shared)] == shared
    assert list(error_record(7, Failure("x:7", "the text field is empty")))[: len(shared)] == shared


def test_an_article_as_json_has_its_text_and_its_removed_lines() -> None:
    record = json.loads(to_json(archived_record(FOUND)))
    assert record["text"] == FOUND.article.body
    assert record["removed"][1] == {"line": 2, "text": "Share this story", "label": "share", "reason": "rule:share", "parts": []}
    assert [evidence["role"] for evidence in record["dates"]] == ["published", "clock"]


def test_a_failed_record_keeps_its_id_and_has_a_reason() -> None:
    record = error_record("a-1", Failure("stdin:4", "the text field is empty"))
    assert (record["id"], record["text"], record["error"]) == ("a-1", "", "stdin:4: the text field is empty")


def test_csv_survives_line_breaks_quotes_and_commas() -> None:
    hit = Hit("a1", 1.0, Metadata(title='He said "no", twice'), Snippet("first\nsecond"))
    header, row = csv.reader(io.StringIO("".join(csv_rows([hit]))))
    assert tuple(header) == CSV_FIELDS
    values = dict(zip(header, row, strict=True))
    assert (values["title"], values["snippet"]) == ('He said "no", twice', "first\nsecond")


@pytest.mark.parametrize("title", ["=1+2", "+44 20", "-5 degrees in June", "@home", "\tindented"])
def test_no_csv_cell_is_read_as_a_formula(title: str) -> None:
    """A spreadsheet must not execute a title from the web."""
    _, row = csv.reader(io.StringIO("".join(csv_rows([Hit("a1", 1.0, Metadata(title=title), Snippet(""))]))))
    assert row[1] == "'" + title


def test_a_summary_adds_up() -> None:
    summary = IngestSummary(3, 1, 2, 1, 1, (Failure("b.txt", "is empty"),))
    assert text(summary_lines(summary)) == "8 read: 3 new, 1 new version, 2 duplicates, 1 skipped, 1 failed"
    record = summary_record(summary)
    assert record["read"] == sum(record[name] for name in ("new", "new_version", "duplicate", "skipped", "failed"))


def test_the_first_failures_are_listed_and_the_rest_counted() -> None:
    failures = [Failure(f"{number}.txt", "is empty") for number in range(7)]
    shown = text(failure_lines(failures, 80, 2))
    assert shown == "  0.txt: is empty\n  1.txt: is empty\n  and 5 more; 'dateline stats --failures' lists them all"


def test_sources_are_listed_in_columns() -> None:
    counts = (SourceCount("Harbour Gazette", 12, date(2024, 1, 2), date(2024, 3, 4)), SourceCount(None, 3))
    assert text(source_lines(counts)) == "Harbour Gazette  12  2024-01-02 to 2024-03-04\nunknown           3"


def test_stats_show_languages_failures_and_sizes() -> None:
    stats = Stats(3, 4, 5, 12_000, 4_096, 1, 2, (("en", 2), (None, 1)), (("article", 3),))
    shown = text(stats_lines(stats))
    assert "Languages       en 2, unknown 1" in shown
    assert "Failures        1; --failures lists them" in shown
    assert "Raw text        12.0 KB" in shown


def test_sizes_are_shown_in_readable_units() -> None:
    assert [size_text(size) for size in (0, 999, 1_500, 2_500_000)] == ["0 bytes", "999 bytes", "1.5 KB", "2.5 MB"]


FIRST, SECOND = (Version(number, FOUND.seen, "dump.jsonl:17", "b2:00", 2_400, number) for number in (1, 2))
DIFF = Diff(
    "7kq2mzx4",
    FIRST,
    SECOND,
    (FieldDiff("title", "Ferry terminal to close", "Ferry terminal to close after ninety years"),),
    (
        *(DiffLine("same", f"Paragraph {number} of the story.") for number in range(4)),
        DiffLine("removed", "The terminal will close in May.", ((27, 30),)),
        DiffLine("added", "The terminal will close in June.", ((27, 31),)),
        DiffLine("same", "It opened in 1934."),
    ),
)


def test_copies_are_listed_in_columns_with_the_lead_copy_marked() -> None:
    other = ArchivedArticle(
        "zz11zz11", 1, 3, CleanedArticle("b2:01", Metadata(title="Ferry"), (), "rules-1"), "-", None, FOUND.seen
    )
    assert text(copies_lines([(Copy("7kq2mzx4", 1.0), FOUND), (Copy("zz11zz11", 0.876), other)], 120)) == (
        "lead  100%  2024-03-05    Harbour Gazette  7kq2mzx4  Ferry terminal to close after ninety years\n"
        "       88%  date unknown  source unknown   zz11zz11  Ferry"
    )


def test_each_version_is_one_line() -> None:
    assert text(version_lines([FIRST, SECOND], 100)) == (
        "1  2024-06-01 08:00  2.4 KB  dump.jsonl:17\n2  2024-06-01 08:00  2.4 KB  dump.jsonl:17 (seen 2 times)"
    )


def test_a_diff_shows_changes_and_counts_unchanged_paragraphs() -> None:
    assert text(diff_lines(DIFF, 80)) == (
        "7kq2mzx4, version 1 to 2\n\n"
        "- title: Ferry terminal to close\n+ title: Ferry terminal to close after ninety years\n\n"
        "  … 3 paragraphs the same\n\n"
        "  Paragraph 3 of the story.\n\n"
        "- The terminal will close in **May**.\n+ The terminal will close in **June**.\n\n"
        "  It opened in 1934."
    )


@pytest.mark.parametrize("width", [20, 30, 40, 61, 200])
def test_versions_and_copies_fit_in_any_window(width: int) -> None:
    rows = [
        *copies_lines([(Copy("7kq2mzx4", 1.0), FOUND)], width),
        *version_lines([SECOND], width),
        *diff_lines(DIFF, max(30, width)),
    ]
    assert all(measure_width(plain(row)) <= max(30, width) for row in rows)
    shown = " ".join(plain(row) for row in rows).split()
    assert {"7kq2mzx4", "Gazette", "dump.jsonl:17", "June."} <= set(shown)
