"""`saved:name` in a query stands for the saved search; any saved text gives a tree or an error that points at the place."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import QueryError
from dateline.query import And, Not, Or, Query, Term, parse_query, saved_name

TODAY = date(2026, 11, 21)
NAMES = st.sampled_from(["a", "b", "c"])


def parse(text: str, **saved: str) -> Query:
    return parse_query(text, TODAY, saved)


def test_a_saved_search_is_inserted_as_if_in_brackets() -> None:
    either = Or((Term("ferry"), Term("boat")))
    assert parse("saved:water", water="ferry OR boat") == either
    assert parse("saved:Water -saved:water storm", water="ferry OR boat") == And((either, Not(either), Term("storm")))
    assert parse('saved:"b"', a="ferry OR boat", b="saved:a") == either


def test_relative_dates_are_resolved_when_the_query_is_parsed() -> None:
    assert str(parse("saved:new", new="date:yesterday")) == "date:2026-11-20"


def test_a_loop_of_saved_searches_is_refused_with_its_path() -> None:
    with pytest.raises(QueryError, match="a → b → a") as caught:
        parse("ferry saved:a", a="x saved:b", b="y saved:a")
    assert (caught.value.start, caught.value.end) == (12, 13)


def test_an_error_inside_a_saved_search_is_reported_with_its_name() -> None:
    with pytest.raises(QueryError, match=r"in saved:a: there is no field 'titel'; did you mean title:"):
        parse("saved:a", a="titel:storm")


def test_saved_searches_that_multiply_each_other_are_refused() -> None:
    names = [f"n{number}" for number in range(40)]
    saved = {name: f"saved:{after} saved:{after}" for name, after in zip(names, [*names[1:], "end"], strict=True)}
    with pytest.raises(QueryError, match="more than"):
        parse("saved:n0", **saved, end="ferry")


def test_saved_searches_that_are_nested_too_deeply_are_refused() -> None:
    names = [f"n{number}" for number in range(100)]
    saved = {name: f"(saved:{after})" for name, after in zip(names, [*names[1:], "end"], strict=True)}
    with pytest.raises(QueryError, match="nested"):
        parse("saved:n0", **saved, end="ferry")


@given(st.dictionaries(NAMES, st.text('ab ()-:saved"ORc', max_size=30)), st.text('abc saved:()-"', max_size=30))
def test_any_text_gives_a_tree_or_an_error(saved: dict[str, str], text: str) -> None:
    with suppress(QueryError):
        found = parse_query(text, TODAY, saved)
        assert parse_query(str(found), TODAY) == found


@pytest.mark.parametrize(
    ("text", "name"), [("Strikes-2016", "strikes-2016"), ("büro.x", "büro.x"), ("-a", None), ("a b", None), ("", None)]
)
def test_a_name_is_one_word(text: str, name: str | None) -> None:
    assert saved_name(text) == name
