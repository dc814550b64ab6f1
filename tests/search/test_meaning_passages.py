"""The passages of an article are whole sentences from its beginning."""

from __future__ import annotations

from dateline.search.meaning.passages import passages

SHORT = "The ferry sailed. "
LONG = "The harbour council of Port Ellin said on Tuesday that the ferry to the island would sail again from the first of May. "


def test_short_sentences_are_joined_into_one_passage() -> None:
    assert passages(LONG + SHORT * 4) == [LONG.strip(), (SHORT * 4).strip()]
    assert passages(SHORT * 2) == [(SHORT * 2).strip()]
    assert passages(LONG + SHORT) == [(LONG + SHORT).strip()]
    assert passages("") == []


def test_a_line_break_inside_a_sentence_does_not_end_it() -> None:
    wrapped = LONG.strip().replace("that the", "that\nthe")
    assert passages(f"{wrapped}\n\n{LONG}") == [wrapped, LONG.strip()]
    assert passages(f"{LONG}\n{LONG}") == [LONG.strip()] * 2


def test_sentences_end_in_scripts_without_spaces_too() -> None:
    sentence = "港口委员会周二以九票对两票决定关闭旧渡轮码头，最后一班船将于五月三十日午夜离开，港务长说。"
    assert passages(sentence * 2) == [sentence, sentence]


def test_only_the_beginning_of_a_long_article_is_used() -> None:
    assert len(passages(LONG * 50)) <= 4
