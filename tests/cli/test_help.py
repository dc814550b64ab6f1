"""`dateline help`."""

from __future__ import annotations

from collections.abc import Callable

from click.testing import Result

Run = Callable[..., Result]


def test_the_page_of_the_query_language_is_printed(run: Run) -> None:
    result = run("help", "query")
    assert result.exit_code == 0
    assert result.stdout.startswith("THE QUERY LANGUAGE\n")
    assert "\n    ferry NEAR/5 bridge\n" in result.stdout
    assert not [line for line in result.stdout.splitlines() if line.startswith(("#", "|")) or "`" in line or len(line) > 100]


def test_help_for_a_command_equals_its_help_option(run: Run) -> None:
    assert run("help", "search").stdout.replace("dateline search", "") == run("search", "--help").stdout.replace(
        "dateline search", ""
    )


def test_without_a_topic_the_commands_are_listed(run: Run) -> None:
    assert "search" in run("help").stdout


def test_an_unknown_topic_is_wrong_use(run: Run) -> None:
    assert run("help", "flying").exit_code == 2
