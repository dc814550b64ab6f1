"""Counts and trends as text, CSV, JSON and SVG."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.render.chart import trend_svg
from dateline.render.counts import bar, tally_lines, tally_note, tally_record, tally_rows
from dateline.render.json import to_json
from dateline.render.layout import measure_width, plain
from dateline.render.trend import trend_lines, trend_record, trend_rows
from dateline.search.periods import period_of
from dateline.types.counts import FacetCounts, Series, Trend

TALLY = FacetCounts((("Harbour Post", 8), ("=1+1", 4)), 1, 3, 15)
FIRST = period_of(date(2016, 1, 1), "month")
TREND = Trend("month", FIRST, (Series("ferry", (4, 0, 0, 2), (8, 0, 5, 4), 1),))


def text(lines: object) -> list[str]:
    return [plain(line) for line in lines]  # type: ignore[attr-defined]


def test_each_value_of_a_facet_is_a_row_with_its_count_and_a_bar() -> None:
    rows = text(tally_lines(TALLY, 80))
    assert rows[0].startswith("Harbour Post  8  ████")
    assert [row.split("  ")[0].strip() for row in rows] == ["Harbour Post", "=1+1", "(other)", "(unknown)"]
    assert all(measure_width(row) <= 80 for row in rows)


def test_the_note_states_how_often_articles_count_in_several_rows() -> None:
    assert tally_note(TALLY) == "15 articles; articles with several values count in each of their rows, 1 times more in total"
    assert tally_note(FacetCounts((("a", 1),), 0, 0, 1)) == "1 article"


def test_facets_as_csv_add_up_and_are_safe_in_a_spreadsheet() -> None:
    rows = list(csv.reader(io.StringIO("".join(tally_rows(TALLY, "source")))))
    assert rows == [["source", "articles"], ["Harbour Post", "8"], ["'=1+1", "4"], ["(other)", "1"], ["(unknown)", "3"]]


def test_facets_as_json_have_all_counts() -> None:
    record = json.loads(to_json(tally_record(TALLY, "source", "ferry")))
    assert (record["v"], record["total"], record["other"], record["unknown"], record["repeats"]) == (1, 15, 1, 3, 1)
    assert record["counts"][0] == {"value": "Harbour Post", "articles": 8}


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.integers(1, 60))
def test_a_bar_fits_its_width_and_is_empty_only_for_zero(value: float, more: float, width: int) -> None:
    highest = value + more
    shown = bar(value, highest, width)
    assert len(shown) <= width
    assert bool(shown) == (value > 0)


def test_a_gap_is_not_a_zero() -> None:
    rows = text(trend_lines(TREND, 60, share=False))
    assert rows[1:3] == ["2016-02  –", "2016-03  0"]
    assert rows[0].startswith("2016-01  4 ██")
    assert rows[-1] == "1 of 7 articles have no date with the month"


def test_shares_are_of_all_articles_of_the_same_sources() -> None:
    rows = text(trend_lines(TREND, 60, share=True))
    assert rows[0].startswith("2016-01  50.00% ██")
    assert rows[1].split() == ["2016-02", "–"]


def test_a_long_gap_is_one_row() -> None:
    trend = Trend("year", 1900, (Series("ferry", (1, *[0] * 9, 1), (1, *[0] * 9, 1), 0),))
    assert text(trend_lines(trend, 60, share=False))[1] == "1901 to 1909: nothing in the archive"


def test_each_query_is_the_header_of_its_column() -> None:
    trend = Trend("year", 2016, (Series("ferry", (10, 2), (10, 2), 0), Series("a much longer query " * 9, (3, 1), (10, 2), 2)))
    rows = text(trend_lines(trend, 60, share=False))
    assert rows[0].index("ferry") == 6
    assert all(measure_width(row) <= 62 for row in rows[:3])
    assert rows[0].endswith("…")


def test_a_trend_as_csv_leaves_a_gap_empty_and_ends_with_the_undated() -> None:
    rows = list(csv.reader(io.StringIO("".join(trend_rows(TREND, share=False)))))
    assert rows == [["month", "ferry"], ["2016-01", "4"], ["2016-02", ""], ["2016-03", "0"], ["2016-04", "2"], ["undated", "1"]]
    shares = list(csv.reader(io.StringIO("".join(trend_rows(TREND, share=True)))))
    assert shares[1:] == [["2016-01", "0.5"], ["2016-02", ""], ["2016-03", "0"], ["2016-04", "0.5"]]


def test_a_trend_as_json_has_null_in_a_gap() -> None:
    (series,) = trend_record(TREND)["series"]
    assert (series["counts"], series["of"], series["shares"]) == ([4, None, 0, 2], [8, 0, 5, 4], [0.5, None, 0.0, 0.5])


@pytest.mark.parametrize("share", [False, True])
def test_a_chart_is_a_complete_svg_whose_line_breaks_at_a_gap(share: bool) -> None:
    trend = Trend("month", FIRST, (*TREND.series, Series('<b> & "x"', (1, 1, 1, 1), (1, 1, 1, 1), 0)))
    root = ET.fromstring(trend_svg(trend, share=share))
    space = "{http://www.w3.org/2000/svg}"
    assert root.tag == f"{space}svg"
    assert len(root.findall(f"{space}polyline")) == 2
    assert len(root.findall(f"{space}circle")) == 1
    assert any(one.text == '<b> & "x"' for one in root.findall(f"{space}text"))
    for line in root.findall(f"{space}polyline"):
        places = [tuple(map(float, pair.split(","))) for pair in line.attrib["points"].split()]
        assert all(left[0] < right[0] for left, right in pairwise(places))
        assert all(0 <= x <= 960 and 0 <= y <= 420 for x, y in places)


def test_a_chart_without_data_is_still_an_svg() -> None:
    ET.fromstring(trend_svg(Trend("day", 0, (Series("x", (), (), 0),)), share=False))
    assert text(trend_lines(Trend("day", 0, (Series("x", (), (), 0),)), 60, share=False)) == []
