"""Whatever a person types gives a tree, or a message that points at the place."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import QueryError
from dateline.query import And, DateRange, MatchAll, Not, Or, Phrase, Prefix, Query, Term, UnknownDate, build_query, parse_query

TODAY = date(2026, 11, 21)


def parse(text: str) -> Query:
    return parse_query(text, TODAY)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", MatchAll()),
        ("  ", MatchAll()),
        ("*", MatchAll()),
        ("ferry", Term("ferry")),
        ("ferry harbour", And((Term("ferry"), Term("harbour")))),
        ("ferry AND harbour", And((Term("ferry"), Term("harbour")))),
        ("ferry OR harbour", Or((Term("ferry"), Term("harbour")))),
        ("a b OR c", Or((And((Term("a"), Term("b"))), Term("c")))),
        ("a (b OR c)", And((Term("a"), Or((Term("b"), Term("c")))))),
        ("-ferry", Not(Term("ferry"))),
        ("NOT ferry", Not(Term("ferry"))),
        ('"final offer"', Phrase("final offer")),
        ("“final offer”", Phrase("final offer")),
        ("„letztes Angebot“", Phrase("letztes Angebot")),
        ("« dernière offre »", Phrase("dernière offre")),
        ("harb*", Prefix("harb")),
        ("source:bbc", Term("bbc", "source")),
        ("SOURCE:bbc", Term("bbc", "source")),
        ('source:"harbour post"', Phrase("harbour post", "source")),
        ("title:(ferry OR sea*)", Or((Term("ferry", "title"), Prefix("sea", "title")))),
        ("date:unknown", UnknownDate()),
        ("and or not", And((Term("and"), Term("or"), Term("not")))),
    ],
)
def test_the_grammar_reads_as_it_is_written(text: str, tree: Query) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    "word", ["C++", "AT&T", "U.S.", "don't", "20.04", "foo-bar", "http://x.example/y?z=1", "10:42", "Kerry:", "a_b"]
)
def test_words_with_signs_in_them_are_words(word: str) -> None:
    assert parse(word) == Term(word)


@pytest.mark.parametrize(
    ("text", "said", "place"),
    [
        ('"open', "no end", (0, 1)),
        ("(ferry", "never closed", (0, 1)),
        ("ferry)", "closes nothing", (5, 6)),
        ("ferry OR", "both sides", (6, 8)),
        ("OR ferry", "both sides", (0, 2)),
        ("AND ferry", "both sides", (0, 3)),
        ("titel:ferry", "did you mean title", (0, 6)),
        ("colour:red", "no field 'colour'", (0, 7)),
        ("source:", "needs a value", (0, 7)),
        ("fer*y", "end of a word", (0, 5)),
        ("f*", "at least 2 letters", (0, 2)),
        ("ferry date:2016-13", "no day '2016-13'", (11, 18)),
        ("date:4/7/2016", "two days", (5, 13)),
        ("date:2017..2016", "ends before", (5, 15)),
        ("date:soon", "is no date", (5, 9)),
        ("title:(source:bbc)", "cannot stand inside", (7, 14)),
        ("!!!", "only signs", (0, 3)),
        ("()", "nothing to search for", (0, 2)),
    ],
)
def test_what_cannot_be_understood_is_pointed_at(text: str, said: str, place: tuple[int, int]) -> None:
    with pytest.raises(QueryError, match=said) as caught:
        parse(text)
    assert (caught.value.start, caught.value.end) == place
    assert text in str(caught.value)


@pytest.mark.parametrize(
    "text", ["(" * 5000, "-" * 2000 + "a", "(" * 61 + "a" + ")" * 61, "NOT " * 500 + "a", "title:" * 300, '"' * 1999, "a OR " * 400]
)
def test_monstrous_queries_get_a_message_and_no_traceback(text: str) -> None:
    with suppress(QueryError):
        assert parse(text) is not None


@settings(max_examples=400)
@given(
    st.text(alphabet=st.sampled_from("ab1é市 .\"“”()-*:ORANDTtitle source date:2016-7..unknown'“\t"), max_size=60)
    | st.text(max_size=300)
)
def test_any_text_gives_a_tree_that_can_be_written_down_and_read_again(text: str) -> None:
    try:
        tree = parse(text)
    except QueryError:
        return
    assert parse(str(tree)) == tree


@pytest.mark.parametrize(
    ("options", "typed"),
    [
        ({"date_from": "2016-07"}, "ferry date:2016-07.."),
        ({"date_to": "2016"}, "ferry date:..2016"),
        ({"date_from": "2016-07-14", "date_to": "2016-08"}, "ferry date:2016-07-14..2016-08"),
        ({"sources": ["bbc"]}, 'ferry source:"bbc"'),
        ({"sources": ["bbc", "Harbour Post"]}, 'ferry (source:"bbc" OR source:"Harbour Post")'),
        ({"authors": ["Ines Calder"]}, 'ferry author:"Ines Calder"'),
    ],
)
def test_options_build_the_same_tree_as_the_language(options: dict[str, object], typed: str) -> None:
    assert build_query("ferry", today=TODAY, **options) == parse(typed)  # type: ignore[arg-type]


@pytest.mark.parametrize("options", [{"date_from": "soon"}, {"date_from": "2017", "date_to": "2016"}, {"sources": ["!!"]}])
def test_options_that_make_no_sense_are_named(options: dict[str, object]) -> None:
    with pytest.raises(QueryError):
        build_query("ferry", today=TODAY, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2016", "2016-01-01", "2016-12-31"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2016-7", "2016-07-01", "2016-07-31"),
        ("2016-07-14", "2016-07-14", "2016-07-14"),
        ("20160714", "2016-07-14", "2016-07-14"),
        ("14/7/2016", "2016-07-14", "2016-07-14"),
        ("7/14/2016", "2016-07-14", "2016-07-14"),
        ('"14 July 2016"', "2016-07-14", "2016-07-14"),
        ('"July 14, 2016"', "2016-07-14", "2016-07-14"),
        ('"Jul 2016"', "2016-07-01", "2016-07-31"),
        ("today", "2026-11-21", "2026-11-21"),
        ("yesterday", "2026-11-20", "2026-11-20"),
        ("this-week", "2026-11-16", "2026-11-22"),
        ("last-week", "2026-11-09", "2026-11-15"),
        ("this-month", "2026-11-01", "2026-11-30"),
        ("last-month", "2026-10-01", "2026-10-31"),
        ("this-year", "2026-01-01", "2026-12-31"),
        ("last-year", "2025-01-01", "2025-12-31"),
        ("7d", "2026-11-15", "2026-11-21"),
        ("2w", "2026-11-08", "2026-11-21"),
        ("1m", "2026-10-22", "2026-11-21"),
        ("1y", "2025-11-22", "2026-11-21"),
        ("2016-07..2016-08", "2016-07-01", "2016-08-31"),
        ("2016-07..", "2016-07-01", None),
        ("..2016-07", None, "2016-07-31"),
        (">=2016", "2016-01-01", None),
        (">2016", "2017-01-01", None),
        ("<2016", None, "2015-12-31"),
        ("<=2016", None, "2016-12-31"),
        ("last-week..today", "2026-11-09", "2026-11-21"),
    ],
)
def test_a_date_covers_the_whole_of_what_it_names(text: str, first: str | None, last: str | None) -> None:
    wanted = DateRange(date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None)
    assert parse(f"date:{text}") == wanted


@pytest.mark.parametrize("text", ["2016-02-30", "0000", "99999999", "0d", "99999y", "..", "2016-00", "31/31/2016"])
def test_days_that_are_in_no_calendar_are_refused(text: str) -> None:
    with pytest.raises(QueryError):
        parse(f"date:{text}")
