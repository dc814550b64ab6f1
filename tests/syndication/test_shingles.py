"""Texts are compared by their shingles: runs of words that contain a name or a number."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dateline.syndication.shingles import ShingledText, make_shingles
from dateline.syndication.similarity import similarity
from made_news import CHINESE, FERRY, body, weather

ANY_TEXT = st.text(st.characters() | st.sampled_from("aB1 .\n港กé"), max_size=200)


def read(text: str) -> ShingledText:
    (found,) = make_shingles([text])
    return found


def test_case_punctuation_and_line_breaks_do_not_make_a_different_text() -> None:
    text = body(FERRY)
    same = text.upper().replace("\n\n", " ").replace(", ", " – ").replace('"', "“").replace(" - ", " — ")
    assert read(same).whole == read(text).whole
    assert read(text.replace("410,000", "410,001")).whole != read(text).whole


def test_the_hashes_are_the_same_on_every_machine_and_in_every_run() -> None:
    """Archives store them, so a change of the hashes needs another name for the method."""
    found = read(body(FERRY))
    assert (found.whole.hex(), found.words, len(found.windows)) == ("27b9616312cd75a1", 176, 105)
    assert int(found.windows[0]) == 78857363441772977


def test_runs_without_a_name_or_a_number_do_not_count() -> None:
    habit = "the ministry said in a statement on its own behalf and without any further detail of the matter at hand "
    named = " ".join(f"Ana Ruiz of Port Ellin met Jon Aas at {number} Quay Street." for number in range(20))
    assert len(read(named + " " + habit).windows) < len(read(named).windows) + 4


def test_a_capital_after_the_end_of_a_sentence_is_not_a_name() -> None:
    names = " ".join(f"Boats number {number} left Skerry with Jon Aas on board." for number in range(10))
    plain = "He went home early that day. Then he slept for a long while. It was a quiet evening at last. "
    with_plain, alone = read(plain * 3 + names), read(names)
    assert len(with_plain.windows) <= len(alone.windows) + 3


def test_a_text_with_hardly_any_names_is_compared_by_all_its_runs() -> None:
    text = body(FERRY).lower()
    assert len(read(text).windows) > 1.5 * len(read(body(FERRY)).windows)
    assert similarity(read(text), read(body(FERRY))) == 1.0


def test_scripts_without_spaces_are_read_letter_by_letter() -> None:
    text = read(body(CHINESE))
    assert text.words > 150
    assert similarity(text, read(body(CHINESE[1:]))) > 0.95
    assert read("ท่าเรือเก่าจะปิดในเดือนพฤษภาคมหลังจากเปิดมาเก้าสิบปี").words > 20


def test_telling_runs_are_those_with_a_name_or_a_number() -> None:
    report = read(weather("Halden", "Monday", 1, 2, 3, 4, 5, 6).lower())
    assert 12 <= len(report.telling) < len(report.windows)
    assert len(read(body(FERRY)).telling) == len(read(body(FERRY)).windows)


@given(st.lists(ANY_TEXT, max_size=8))
def test_texts_read_together_are_the_same_as_read_alone(texts: list[str]) -> None:
    together = list(make_shingles(texts))
    assert len(together) == len(texts)
    for text, found in zip(texts, together, strict=True):
        alone = read(text)
        assert (found.whole, found.words, found.windows.tolist()) == (alone.whole, alone.words, alone.windows.tolist())


@given(ANY_TEXT)
def test_any_text_can_be_read_and_its_windows_are_distinct_and_in_order(text: str) -> None:
    windows = read(text).windows.tolist()
    assert windows == sorted(set(windows))


def test_a_very_long_line_is_one_text() -> None:
    assert read("Port Ellin 1929 " * 100_000).words == 300_000
