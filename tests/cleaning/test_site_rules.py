"""Site rules are data with dates and tests; an invalid file is reported with its fault."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dateline.cleaning.site_rules import parse_site_rules
from dateline.cleaning.site_tests import run_site_tests
from dateline.cleaning.verdicts import PageVerdicts
from dateline.errors import CleaningError
from dateline.types.documents import RawDocument
from dateline.types.pages import Page, PageLine

RULES = """
host = "harbourpost.example"
source = "Harbour Post"
valid_from = 2015-01-01
valid_until = 2020-12-31
[[keep]]
line = "Subscribe"
[[drop]]
starts = "From our harbour desk"
label = "prompt"
[[drop]]
matches = '^Tide tables for \\w+$'
after = true
"""


def verdicts(*texts: str) -> PageVerdicts:
    return PageVerdicts(Page(RawDocument(b"", "text/plain", "page"), tuple(PageLine(text) for text in texts)), None)


def test_rules_judge_matching_lines_and_with_after_the_following_ones() -> None:
    page = verdicts("Subscribe", "From our harbour desk: more below", "A story.", "Tide tables for May", "High water at nine.")
    parse_site_rules(RULES, "harbour").judge(page)
    assert [(line.keep, line.label, line.reason) for line in page.lines()] == [
        (True, "body", "site:harbour"),
        (False, "prompt", "site:harbour"),
        (True, "body", "rule:unopposed"),
        (False, "junk", "site:harbour"),
        (False, "junk", "site:harbour"),
    ]


@pytest.mark.parametrize(
    ("host", "source", "day", "applies"),
    [
        ("www.harbourpost.example", None, date(2016, 1, 1), True),
        ("news.harbourpost.example", None, None, True),
        ("notharbourpost.example", None, None, False),
        (None, "HARBOUR POST", None, True),
        (None, None, None, False),
        ("harbourpost.example", None, date(2021, 1, 1), False),
    ],
)
def test_rules_apply_to_their_site_and_their_period(host: str | None, source: str | None, day: date | None, applies: bool) -> None:
    assert parse_site_rules(RULES, "harbour").applies(host, source, day) is applies


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("host = ", "not valid TOML"),
        ('[[drop]]\nline = "x"', "neither a host nor a source"),
        ('host = "a.example"\ncolour = "red"', "unknown key 'colour'"),
        ('host = "a.example"\n[[drop]]\nlabel = "ad"', "exactly one of"),
        ('host = "a.example"\n[[drop]]\nmatches = "("', "not a regular expression"),
    ],
)
def test_an_invalid_file_is_reported_with_its_fault(text: str, fault: str) -> None:
    with pytest.raises(CleaningError, match=fault) as caught:
        parse_site_rules(text, "harbour")
    assert "harbour" in str(caught.value)


PAGE = """
[[test]]
text = '''
Council closes the old ferry terminal

The council voted nine to two on Monday to close the old ferry terminal, which has stood since 1929.

From our harbour desk: more below
'''
must_contain = ["voted nine to two"]
must_not_contain = ["harbour desk"]
"""


def test_rules_that_work_have_no_failed_site_tests() -> None:
    assert run_site_tests(parse_site_rules(RULES + PAGE, "harbour")) == ()


def test_a_failed_site_test_reports_missing_and_remaining_text() -> None:
    broken = PAGE.replace('["voted nine', '["voted ten').replace('["harbour desk"]', '["stood since"]')
    assert run_site_tests(parse_site_rules(RULES + broken, "harbour")) == (
        "test 1: the clean text lacks 'voted ten to two'",
        "test 1: the clean text still has 'stood since'",
    )


def test_the_example_in_the_documentation_passes_its_site_tests() -> None:
    page = (Path(__file__).parents[2] / "docs" / "sites.md").read_text("utf-8")
    rules = parse_site_rules(page.split("```toml\n")[1].split("```")[0], "harbourpost")
    assert len(rules.rules) == 3
    assert rules.tests
    assert not run_site_tests(rules)
