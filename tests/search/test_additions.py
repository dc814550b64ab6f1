"""What each report adds to the earlier ones."""

from __future__ import annotations

from datetime import UTC, datetime

from dateline.search.additions import figures, find_additions
from dateline.types.articles import ArchivedArticle, CleanedArticle, Line, Metadata


def article(title: str, body: str, **known: tuple[str, ...]) -> ArchivedArticle:
    lines = tuple(Line(text, True, "body", "rule:test") for text in body.split("\n"))
    cleaned = CleanedArticle("b2:0", Metadata(title=title, language="en", **known), lines, "test")  # type: ignore[arg-type]
    return ArchivedArticle("7kq2mzx4", 1, 1, cleaned, "a.txt", None, datetime(2018, 3, 5, tzinfo=UTC))


FIRST = article("Weir breaks at Hollin", "The weir at Hollin broke on Monday. About 40 houses were flooded, said Ann Tarrow.")
SECOND = article(
    "Miller blames council",
    "The weir at Hollin had been leaking for years. "
    "The miller Giles Orde wrote 12 letters to the county about it, and got no answer.\n"
    "Mrs Tarrow said 40 houses were flooded. Repairs will cost £1.4m.",
    people=("Giles Orde", "Ann Tarrow"),
    places=("Hollin", "Skerry"),
)


def test_a_name_or_figure_of_an_earlier_report_is_not_new() -> None:
    first, second = find_additions([FIRST, SECOND])
    assert (first.people, first.sentence) == ((), None)
    assert (second.people, second.places) == (("Giles Orde",), ("Skerry",))
    assert second.figures == ("12 letters", "£1.4m")


def test_the_sentence_with_the_most_new_facts_is_shown() -> None:
    _, second = find_additions([FIRST, SECOND])
    assert second.sentence == "The miller Giles Orde wrote 12 letters to the county about it, and got no answer."


def test_the_same_text_again_adds_nothing() -> None:
    _, again = find_additions([SECOND, SECOND])
    assert (again.people, again.places, again.figures, again.sentence) == ((), (), (), None)


def test_years_days_and_times_are_not_figures() -> None:
    text = "On March 5, 2018, at 3:40 or 11 pm, some 1,140 shops and 7 % of 2.5 million lost 3 cows and € 900 to flight BA284."
    assert [figure for figure, _ in figures(text)] == ["1,140 shops", "7 % of", "2.5 million", "€ 900"]
