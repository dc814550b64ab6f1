"""The results of a search as a table for notebooks."""

from __future__ import annotations

import sys

import pytest

from dateline.archive.results import Results
from dateline.errors import DatelineError
from dateline.render.fields import HIT_FIELDS
from dateline.types.answers import Hit, Snippet
from dateline.types.articles import Metadata
from made_articles import published

FOUND = Results(
    (
        Hit(
            "7kq2mzx4",
            2.5,
            Metadata(title="Ferry runs again", published=published("2016-07-14"), tags=("sea",)),
            Snippet("x"),
            text="Two words",
        ),
        Hit("9wxy3abc", 1.5, Metadata(published=published("2016-07")), Snippet("y")),
        Hit("2mzx47kq", 0.5, Metadata(), Snippet("z")),
    ),
    30,
    (),
    20,
)
pytest.importorskip("pandas", reason="the extra pandas is not installed")


def test_a_table_has_the_hits_in_their_order_and_all_their_fields() -> None:
    """So that a notebook needs no other call."""
    table = FOUND.to_pandas()
    assert list(table.index) == ["7kq2mzx4", "9wxy3abc", "2mzx47kq"]
    assert ["id", *table.columns] == list(HIT_FIELDS)
    assert table.loc["7kq2mzx4", "tags"] == ["sea"]
    assert list(table["words"]) == [2, 0, 0]


def test_dates_are_timestamps_and_unknown_values_are_missing() -> None:
    """Nothing is invented: `published` keeps a month as a month, and a missing date stays missing."""
    table = FOUND.to_pandas()
    assert list(table["date"].dt.strftime("%Y-%m-%d")[:2]) == ["2016-07-14", "2016-07-01"]
    assert table["published"]["9wxy3abc"] == "2016-07"
    assert table.loc["2mzx47kq", ["date", "published", "title", "source"]].isna().all()


def test_an_empty_table_has_the_same_columns_of_the_same_kinds() -> None:
    """A notebook that runs every day also runs on the day without news."""
    assert Results((), 0, (), 0).to_pandas().dtypes.to_dict() == FOUND.to_pandas().dtypes.to_dict()


def test_without_pandas_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an extra; nothing else needs it."""
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(DatelineError, match=r"pip install 'dateline\[pandas\]'"):
        FOUND.to_pandas()


def test_number_columns_are_numeric_even_in_an_empty_table() -> None:
    """They can be summed, even in a table without rows."""
    for table in (FOUND.to_pandas(), Results((), 0, (), 0).to_pandas()):
        assert {name: str(table[name].dtype) for name in ("words", "copies", "score")} == {
            "words": "int64",
            "copies": "int64",
            "score": "float64",
        }
