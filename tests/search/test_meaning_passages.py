"""The passages of an article are whole sentences, of its beginning."""

from __future__ import annotations

from dateline.search.meaning.passages import passages

SHORT = "The ferry sailed. "
LONG = "The harbour council of Port Ellin said on Tuesday that the ferry to the island would sail again from the first of May. "


def test_sentences_are_put_together_to_some_words() -> None:
    assert passages(LONG + SHORT * 4) == [LONG.strip(), (SHORT * 4).strip()]
    assert passages(SHORT * 2) == [(SHORT * 2).strip()]
    assert passages(LONG + SHORT) == [(LONG + SHORT).strip()]
    assert passages("") == []


def test_a_line_break_within_a_paragraph_ends_nothing() -> None:
    wrapped = LONG.strip().replace("that the", "that\nthe")
    assert passages(f"{wrapped}\n\n{LONG}") == [wrapped, LONG.strip()]
    assert passages(f"{LONG}\n{LONG}") == [LONG.strip()] * 2


def test_scripts_without_spaces_end_sentences_too() -> None:
    sentence = "港口委员会周二以九票对两票决定关闭旧渡轮码头，最后一班船将于五月三十日午夜离开，港务长说。"
    assert passages(sentence * 2) == [sentence, sentence]


def test_only_the_beginning_is_looked_at() -> None:
    assert len(passages(LONG * 50)) <= 4
