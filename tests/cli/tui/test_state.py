"""The state of the interface, without a terminal: values go in, values come out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dateline.cli.tui.state import FACETS, Answer, QueryState, State
from dateline.cli.tui.view import copied_text, facet_rows, hit_rows, reading_lines, status_lines
from dateline.query import MatchAll
from dateline.render.layout import plain
from dateline.types.answers import Hit, Snippet
from dateline.types.articles import ArchivedArticle, Metadata
from dateline.types.counts import FacetCounts, Trend
from made_articles import full_change
from made_hostile import ACTS, EVIL, hostile_record


def an_article(number: int) -> ArchivedArticle:
    article = full_change(number, f"Text number {number}.", Metadata(title=f"Title {number}")).article
    assert article is not None
    return article


ONE, TWO, THREE = map(an_article, (1, 2, 3))


def an_answer(*ids: str) -> Answer:
    hits = tuple(Hit(article_id, 1.0, Metadata(), Snippet("")) for article_id in ids)
    return Answer(MatchAll(), hits, len(hits), (), FacetCounts((), 0, 0, len(hits)), Trend("year", 0, ()))


def shown(*ids: str) -> State:
    return State().asked(QueryState("ferry")).answered(1, an_answer(*ids))


def test_an_answer_selects_its_first_article() -> None:
    """The user sees a text at once."""
    state = shown("id0001", "id0002")
    assert (state.waits, state.at, state.wanted, state.article) == (False, 0, "id0001", None)
    assert state.opened(ONE).article == ONE


def test_the_answer_to_a_replaced_query_changes_nothing() -> None:
    """A slow answer can arrive when it is no longer wanted."""
    state = State().asked(QueryState("a")).asked(QueryState("b"))
    assert state.answered(1, an_answer("id0001")) == state
    assert state.refused(1, "no") == state
    assert state.answered(2, an_answer("id0001")).hits


def test_a_late_article_does_not_replace_the_selected_one() -> None:
    """After moving quickly through a list, the user reads the article selected last."""
    state = shown("id0001", "id0002").chosen(1)
    assert state.opened(ONE).article is None
    assert state.opened(TWO).article == TWO


def test_the_selection_stays_inside_the_list() -> None:
    """The article after the last is the last."""
    state = shown("id0001", "id0002")
    assert [state.chosen(at).at for at in (-1, 0, 1, 2)] == [0, 0, 1, 1]
    assert State().chosen(3).at == 0


def test_another_facet_keeps_the_selected_article() -> None:
    """Another facet is another request, but the list is the same."""
    state = shown("id0001", "id0002").chosen(1).opened(TWO)
    again = state.asked(state.question.next_facet()).answered(2, an_answer("id0001", "id0002", "id0003"))
    assert (again.at, again.article, again.question.facet) == (1, TWO, "author")


def test_a_refused_query_keeps_the_previous_results() -> None:
    """A typing error loses nothing."""
    state = shown("id0001").opened(ONE)
    refused = state.asked(QueryState("(ferry")).refused(2, "this bracket has no end")
    assert (refused.hits, refused.article, refused.refusal) == (state.hits, ONE, "this bracket has no end")
    assert refused.asked(QueryState("ferry")).answered(3, an_answer("id0002")).refusal == ""


def test_an_article_that_is_not_in_the_list_can_be_opened() -> None:
    """Its id is enough."""
    assert shown("id0001").wants("id0003").opened(THREE).article == THREE


def test_without_hits_no_article_is_shown() -> None:
    """The article of the previous query would be wrong."""
    state = shown("id0001").opened(ONE)
    assert state.asked(QueryState("x")).answered(2, an_answer()).article is None


def test_removed_lines_are_shown_and_hidden_in_turn() -> None:
    """One key does both."""
    assert [State().folded().shows_removed, State().folded().folded().shows_removed] == [True, False]


@pytest.mark.parametrize(
    ("question", "value", "text"),
    [
        (QueryState("a OR b"), "The Harbour Post", '(a OR b) source:"The Harbour Post"'),
        (QueryState(), 'The "Post"', 'source:"The  Post "'),
        (QueryState("ferry", "year"), "2016", "(ferry) date:2016"),
        (QueryState("ferry", "lang"), "de", '(ferry) lang:"de"'),
    ],
)
def test_a_value_of_a_facet_narrows_the_query(question: QueryState, value: str, text: str) -> None:
    """As a user would type it."""
    assert question.narrowed(value) == replace(question, text=text)


def test_facets_and_periods_cycle() -> None:
    """After the last, the key returns to the first."""
    question = QueryState()
    for _ in range(len(FACETS)):
        question = question.next_facet()
    for _ in range(4):
        question = question.next_period()
    assert question == QueryState()


def test_no_control_sequence_is_drawn() -> None:
    """Neither from an article nor from a count, a note or an error."""
    article = hostile_record("aaaaaaaa", 1).found
    hit = Hit(article.id, 1.0, article.article.metadata, Snippet(EVIL), article.url, article.origin)
    tally = FacetCounts(((f"Post{EVIL}", 1),), 0, 0, 1)
    answer = Answer(MatchAll(), (hit,), 1, (f"remark{EVIL}",), tally, Trend("year", 2016, ()))
    state = State().asked(QueryState()).answered(1, answer).wants(article.id).opened(article).folded()
    lines = [*hit_rows(hit, 40), *reading_lines(state, 60), *status_lines(state), *status_lines(state.refused(1, f"no{EVIL}"))]
    drawn = [plain(line) for line in lines] + [row for _, row in facet_rows(state, 40)] + [copied_text(article)]
    assert "EVIL" in "".join(drawn)
    assert [text for text in drawn if ACTS.search(text)] == []
    assert not ACTS.search(QueryState().narrowed(f"Post{EVIL}").text)


def test_the_status_line_states_what_is_listed() -> None:
    """Copies of a story are listed under one of them, and a long list is cut."""
    hits = (Hit("aaaaaaaa", 1.0, Metadata(), Snippet("")),) * 2

    def status(total: int, stories: int, question: QueryState | None = None) -> str:
        answer = Answer(MatchAll(), hits, total, (), FacetCounts((), 0, 0, 0), Trend("year", 0, ()), stories)
        (line,) = status_lines(replace(State(question or QueryState()), answer=answer))
        return plain(line)

    assert status(2, 2) == "2 articles"
    assert status(53, 2) == "53 articles in 2 stories (each story is listed once)"
    assert status(7, 6, QueryState(sort="title")) == (
        "7 articles in 6 stories (each story is listed once), the first 2 listed: m lists more, by title"
    )
