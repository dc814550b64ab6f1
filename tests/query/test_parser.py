"""Any query text gives a tree, or an error that points at the place."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import QueryError
from dateline.query import (
    And,
    AtLeast,
    CopiesOf,
    DateRange,
    Fuzzy,
    MatchAll,
    Near,
    Not,
    NumberRange,
    Or,
    Phrase,
    Prefix,
    Query,
    Regex,
    Same,
    Term,
    Unknown,
    Wildcard,
    build_query,
    parse_query,
)

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
        ("date:unknown", Unknown()),
        ("and or not", And((Term("and"), Term("or"), Term("not")))),
        ("wom*n", Wildcard("wom*n")),
        ("wom?n", Wildcard("wom?n")),
        ("*burg", Wildcard("*burg")),
        ("title:h*r", Wildcard("h*r", "title")),
        ("Who won?", And((Term("Who"), Term("won?")))),
        ("ferry~", Fuzzy("ferry", 1)),
        ("author:solheim~2", Fuzzy("solheim", 2, "author")),
        ("atleast3:ferry", AtLeast(3, "ferry")),
        ("atleast1:ferry", Term("ferry")),
        ("title:atleast2:ferry", AtLeast(2, "ferry", "title")),
        ("a NEAR/5 b", Near(Term("a"), Term("b"), 5)),
        ("a NEAR b", Near(Term("a"), Term("b"), 10)),
        ("x a NEAR/5 b y", And((Term("x"), Near(Term("a"), Term("b"), 5), Term("y")))),
        ("a NEAR/5 b NEAR/3 c", And((Near(Term("a"), Term("b"), 5), Near(Term("b"), Term("c"), 3)))),
        ('"a b" NEAR/5 (c OR de*)', Near(Phrase("a b"), Or((Term("c"), Prefix("de"))), 5)),
        ("title:(a NEAR/5 b)", Near(Term("a", "title"), Term("b", "title"), 5)),
        ("-(a NEAR/5 b)", Not(Near(Term("a"), Term("b"), 5))),
        ("a SAME/SENTENCE b", Same((Term("a"), Term("b")), "sentence")),
        ("a SAME/PARAGRAPH b SAME/PARAGRAPH c", Same((Term("a"), Term("b"), Term("c")), "paragraph")),
        ("title:/^the .* post$/", Regex("^the .* post$", "title")),
        ("source:/a\\/b/i x", And((Regex("a\\/b", "source"), Term("x")))),
        ("storm in:title", Term("storm", "title")),
        ("in:title storm -flood source:post", And((Term("storm", "title"), Not(Term("flood", "title")), Term("post", "source")))),
        ("storm in:title,caption", Or((Term("storm", "title"), Term("storm", "caption")))),
        ("law in:tags", Term("law", "tag")),
        ("(a in:title) b", And((Term("a", "title"), Term("b")))),
        ("storm version:latest", Term("storm")),
        ("storm -flood in:older", And((Term("storm", "older"), Not(Term("flood", "older"))))),
        (
            "storm version:all date:2016",
            And((Or((Term("storm"), Term("storm", "older"))), DateRange(date(2016, 1, 1), date(2016, 12, 31)))),
        ),
        ("a NEAR/2 b in:removed", Near(Term("a", "removed"), Term("b", "removed"), 2)),
        ("words:>500", NumberRange("words", 501, None)),
        ("words:<=80", NumberRange("words", None, 80)),
        ("words:200..500", NumberRange("words", 200, 500)),
        ("words:500", NumberRange("words", 500, 500)),
        ("date-confidence:>=0.8", NumberRange("date-confidence", 80, None)),
        ("date-confidence:50%..", NumberRange("date-confidence", 50, None)),
        ("updated:2016", DateRange(date(2016, 1, 1), date(2016, 12, 31), "updated")),
        ("cluster:7KQ2", CopiesOf("7kq2")),
        ("-cluster:(a1 OR b2)", Not(Or((CopiesOf("a1"), CopiesOf("b2"))))),
        ("seen:2016..", DateRange(date(2016, 1, 1), None, "seen")),
        ("updated:unknown", Unknown("updated")),
        ("kind:list", Term("list", "kind")),
        ("cafe\u0301", Term("café")),
        ("12 500 crowns", And((Term("12 500"), Term("crowns")))),
        ("12 AND 500", And((Term("12"), Term("500")))),
        ("words:12 500", And((NumberRange("words", 12, 12), Term("500")))),
        ('"What? No" "* x"', And((Phrase("What? No"), Phrase("* x")))),
    ],
)
def test_each_form_of_the_query_language_is_parsed_to_its_tree(text: str, tree: Query) -> None:
    assert parse(text) == tree
    assert parse(str(tree)) == tree


@pytest.mark.parametrize(
    "word", ["C++", "AT&T", "U.S.", "don't", "20.04", "foo-bar", "http://x.example/y?z=1", "10:42", "Kerry:", "a_b"]
)
def test_words_with_punctuation_inside_are_words(word: str) -> None:
    assert parse(word) == Term(word)


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ('"open', "no end", (0, 1)),
        ("(ferry", "never closed", (0, 1)),
        ("ferry)", "no bracket is open", (5, 6)),
        ("ferry OR", "both sides", (6, 8)),
        ("OR ferry", "both sides", (0, 2)),
        ("AND ferry", "both sides", (0, 3)),
        ("titel:ferry", "did you mean title", (0, 6)),
        ("colour:red", "no field 'colour'", (0, 7)),
        ("source:", "needs a value", (0, 7)),
        ("f*", "at least 2 letters", (0, 2)),
        ("ferry date:2016-13", "no day '2016-13'", (11, 18)),
        ("date:4/7/2016", "two days", (5, 13)),
        ("date:2017..2016", "ends before", (5, 15)),
        ("date:soon", "is not a date", (5, 9)),
        ("title:(source:bbc)", "cannot be inside", (7, 14)),
        ("!!!", "only punctuation", (0, 3)),
        ("a NEAR/5", "both sides", (2, 8)),
        ("NEAR/5 a", "both sides", (0, 6)),
        ("a NEAR/0 b", "from 1 to 1000", (2, 8)),
        ("a NEAR/x b", "from 1 to 1000", (2, 8)),
        ("a NEAR/5 source:b", "same field", (2, 8)),
        ("author:(a NEAR/5 b)", "in texts", (10, 16)),
        ("a NEAR/5 -b", "words, phrases", (2, 8)),
        ("(a b) NEAR/5 c", "words, phrases", (6, 12)),
        ("a NEAR/5 b SAME/SENTENCE c", "ask for each pair", (2, 24)),
        ("a SAME/PAGE b", "SENTENCE and PARAGRAPH", (2, 11)),
        ("atleast3: a", "one word", (0, 9)),
        ("atleast0:ab", "from 1 to 99", (0, 9)),
        ('atleast3:"a b"', "one word", (0, 9)),
        ("source:atleast3:x", "words of a text", (7, 16)),
        ("ab~", "at least 3 letters", (0, 3)),
        ("abcd~2", "at least 5 letters", (0, 6)),
        ("abcdef~3", "1 or 2 errors", (0, 8)),
        ("lang:eng~", "written exactly", (5, 9)),
        ("*a", "at least 2 letters", (0, 2)),
        ("http://x*y", "one word", (0, 10)),
        ("title:/a", "has no end", (6, 7)),
        ("in:body", "no word without a field", (0, 3)),
        ("a in:nowhere", "knows no 'nowhere'", (5, 12)),
        ("a in:", "in: needs", (2, 5)),
        ("a version:3", "takes all or latest", (10, 11)),
        ("a version:", "takes all or latest", (2, 10)),
        ("a version:all in:older", "one in: or version: is enough", (14, 17)),
        ("version:all", "no word without a field", (0, 8)),
        ("-version:all a", "without a sign", (1, 9)),
        ("a in:title in:body", "one in: or version: is enough", (11, 14)),
        ("-in:title a", "without a sign", (1, 4)),
        ("words:many", "not a number", (6, 10)),
        ("words:9..3", "ends before", (6, 10)),
        ("words:..", "one side", (6, 8)),
        ("date-confidence:2", "not a number", (16, 17)),
        ("seen:unknown", "is not a date", (5, 12)),
        ("cluster:a-b", "id of an article", (8, 11)),
        ("cluster:", "needs a value", (0, 8)),
        ("()", "nothing to search for", (0, 2)),
        ('"harb* board"', r"write harb\* NEAR/2", (0, 13)),
        ('a "wom?n power"', r"write wom\?n NEAR/2", (2, 15)),
    ],
)
def test_a_syntax_error_points_at_its_place(text: str, message: str, place: tuple[int, int]) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        parse(text)
    assert (caught.value.start, caught.value.end) == place
    assert text in str(caught.value)


MONSTERS = [
    "(" * 5000,
    "-" * 2000 + "a",
    "(" * 61 + "a" + ")" * 61,
    "NOT " * 500 + "a",
    "title:" * 300,
    '"' * 1999,
    "a OR " * 400,
    "a NEAR/5 " * 300,
    "atleast3:" * 300,
    "in:title " * 300,
    "title:/" + "(" * 150 + "/",
    "title:/" + "x" * 300 + "/",
    "x" * 30_000,
]


@pytest.mark.parametrize("text", MONSTERS)
def test_huge_queries_get_a_tree_or_an_error_message(text: str) -> None:
    with suppress(QueryError):
        assert parse(text) is not None


def test_a_query_with_too_many_patterns_is_refused() -> None:
    with pytest.raises(QueryError, match="at most 50 words"):
        parse("ab* " * 60)
    with pytest.raises(QueryError, match="at most 50 parts"):
        parse("a NEAR/5 b " * 60)


SIGNS = "ab1é市 .\"“”()-*?~/:,><%ORANDTNESMtitle source in:atleast3 words date:2016-7..unknown'“\t"


@settings(max_examples=400)
@given(st.text(alphabet=st.sampled_from(SIGNS), max_size=60) | st.text(max_size=300))
def test_the_tree_of_any_query_can_be_written_and_parsed_again(text: str) -> None:
    try:
        tree = parse(text)
    except QueryError:
        return
    assert parse(str(tree)) == tree


@pytest.mark.parametrize("text", ["in:title /a/", "/a b/ in:tag", "in:title,body (/a/ OR b)", "in:title /ab*", "NOT --x", "- --x"])
def test_trees_that_are_hard_to_write_are_parsed_again_unchanged(text: str) -> None:
    tree = parse(text)
    assert parse(str(tree)) == tree


PIECES = [
    "/",
    "a",
    "b",
    " ",
    "-",
    "(",
    ")",
    '"',
    "*",
    "~",
    "in:title ",
    "in:tag ",
    "in:older,body ",
    "tag:",
    " OR ",
    "NEAR/3 ",
    "atleast3:",
]


@settings(max_examples=400)
@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
def test_the_tree_of_a_query_with_in_can_be_written_and_parsed_again(text: str) -> None:
    try:
        tree = parse(text)
    except QueryError:
        return
    assert parse(str(tree)) == tree


@pytest.mark.parametrize("text", ["in:tag a NEAR/2 b", "in:tags atleast2:a", "a SAME/SENTENCE b in:title,tag"])
def test_near_same_and_atleast_are_refused_in_tags(text: str) -> None:
    with pytest.raises(QueryError, match="work in texts"):
        parse(text)


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
def test_invalid_options_are_refused(options: dict[str, object]) -> None:
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
def test_a_date_covers_the_complete_period_that_it_names(text: str, first: str | None, last: str | None) -> None:
    wanted = DateRange(date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None)
    assert parse(f"date:{text}") == wanted


@pytest.mark.parametrize("text", ["2016-02-30", "0000", "99999999", "0d", "99999y", "..", "2016-00", "31/31/2016"])
def test_dates_that_do_not_exist_are_refused(text: str) -> None:
    with pytest.raises(QueryError):
        parse(f"date:{text}")


def test_invisible_characters_are_not_part_of_a_word() -> None:
    """Copied headlines contain soft hyphens and direction marks; these are removed from indexed texts as well."""
    assert parse("heli\u00adport \u200fferry\u200b") == parse("heliport ferry")
    with pytest.raises(QueryError) as caught:
        parse("heli\u00adport )")
    assert str(caught.value).splitlines()[-2:] == ["  heliport )", "           ^"]
