"""The form of a line distinguishes sentences, headlines, counters and list items in any script."""

from __future__ import annotations

import pytest

from dateline.cleaning.line_form import (
    ends_sentence,
    is_address,
    is_counter,
    is_headline,
    is_list_item,
    is_prose,
    script,
    word_count,
)


@pytest.mark.parametrize(
    "line", ["0", "39437", "1.2K", "12 comments", "4 min read", "350 shares", "Reading time: 4 minutes", "3 / 12", "5 мин. чтения"]
)
def test_numbers_of_things_are_counters(line: str) -> None:
    assert is_counter(line)


@pytest.mark.parametrize(
    "line", ["Three comments on the budget", "12 people were hurt", "2016 was a dry year", "4 arrested after raid"]
)
def test_statements_with_a_number_are_not_counters(line: str) -> None:
    assert not is_counter(line)


@pytest.mark.parametrize(
    "line",
    [
        "The council voted nine to two on Monday to close the old ferry terminal.",
        "“We had no warning at all before the water came,” the mayor said.",
        "Совет проголосовал в понедельник за закрытие старого паромного терминала.",
        "市议会星期一以九比二的投票结果决定关闭旧渡轮码头。",
        "صوت المجلس يوم الاثنين على إغلاق محطة العبارات القديمة في الميناء.",
    ],
)
def test_complete_sentences_are_prose_in_every_script(line: str) -> None:
    assert is_prose(line)
    assert ends_sentence(line)


def test_a_headline_is_not_prose_and_prose_is_not_a_headline() -> None:
    assert is_headline("Council votes to close old ferry terminal")
    assert not is_prose("Council votes to close old ferry terminal")
    assert not is_headline("The council voted nine to two on Monday to close the old ferry terminal.")


def test_words_are_counted_in_scripts_without_spaces() -> None:
    assert word_count("市议会星期一以九比二的投票结果") >= 7


@pytest.mark.parametrize(
    ("line", "name"), [("Harbour", "latin"), ("Гавань", "cyrillic"), ("الميناء", "arabic"), ("港口", "cjk"), ("123", None)]
)
def test_the_script_is_that_of_most_letters(line: str, name: str | None) -> None:
    assert script(line) == name


def test_list_items_and_addresses_are_recognised() -> None:
    assert is_list_item("• Bring your own water")
    assert is_list_item("3) Boil it")
    assert not is_list_item("Bring water")
    assert is_address("@harbourpost")
    assert is_address("https://example.org/a")
    assert not is_address("Write to @harbourpost with your views")
