"""The language of single lines: stated only if it is certain and differs from that of the article."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dateline.metadata.language import detect_language, line_languages
from dateline.types.articles import Line

ENGLISH = (
    "The last boat will leave at midnight on Friday, the harbour master told reporters after the meeting in the town hall, "
    "and nobody who had come to listen asked him what would become of the crew."
)
GERMAN = (
    "Das letzte Boot wird am Freitag um Mitternacht ablegen, sagte der Hafenmeister nach der Sitzung im Rathaus den Journalisten, "
    "und niemand fragte ihn, was aus der Mannschaft werden soll."
)
SPANISH = (
    "El último barco saldrá el viernes a medianoche, dijo el capitán del puerto a los periodistas después de la reunión en el "
    "ayuntamiento, y nadie le preguntó qué sería de la tripulación."
)
RUSSIAN = (
    "Последний паром уйдёт в пятницу в полночь, сказал начальник порта журналистам после заседания в ратуше, и никто не спросил "
    "его, что будет с командой."
)
ARABIC = "قال رئيس الميناء للصحفيين بعد الاجتماع إن القارب الأخير سيغادر عند منتصف الليل."
JAPANESE = "最後の船は金曜日の真夜中に出ると、港長は会議の後で記者たちに語った。"


def find_line_language(text: str, language: str | None, *, keep: bool = True) -> str | None:
    return line_languages([Line(text, keep, "body", "rule:prose")], language).get(1)


@pytest.mark.parametrize(
    ("text", "code"),
    [(GERMAN, "de"), (SPANISH, "es"), (RUSSIAN, "ru"), (ARABIC, "ar"), (JAPANESE, "ja")],
)
def test_only_a_line_in_another_language_than_the_article_gets_a_language(text: str, code: str) -> None:
    assert find_line_language(text, "en") == code
    assert find_line_language(text, code) is None
    assert find_line_language(ENGLISH, code) == "en"


def test_lines_are_numbered_as_in_the_ledger_and_removed_lines_are_left_out() -> None:
    lines = [Line(text, keep, "body", "rule:prose") for text, keep in ((ENGLISH, True), (GERMAN, False), (ARABIC, True))]
    assert line_languages(lines, "en") == {3: "ar"}


@pytest.mark.parametrize(
    "text",
    [
        "Guten Morgen, meine Damen und Herren",
        "The Japanese word さようなら means farewell, said the captain.",
        "Mwai Kibaki, Raila Odinga, Uhuru Kenyatta, William Ruto, Kalonzo Musyoka, Musalia Mudavadi, Martha Karua, Moses Wetangula",
        "2016 2017 2018 " * 20,
        "",
    ],
)
def test_short_lines_lists_of_names_and_mixed_lines_get_no_language(text: str) -> None:
    assert find_line_language(text, "en") is None


def test_a_script_that_languages_share_does_not_show_the_language() -> None:
    assert find_line_language("宮崎県延岡市、西都市、木城町、川南町、都農町、門川町", "ja") is None
    assert find_line_language("سلام به همه دوستان", "fa") is None


def test_an_article_of_unknown_language_has_no_foreign_lines() -> None:
    assert find_line_language(GERMAN, None) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Council votes to keep the old harbour bridge open", "en"),
        ("Stadtrat stimmt für den Erhalt der alten Hafenbrücke", "de"),
        ("El ayuntamiento vota a favor de conservar el viejo puente", "es"),
        ("Rada miasta głosuje za utrzymaniem starego mostu", "pl"),
        ("Совет проголосовал за сохранение старого моста", "ru"),
        ("Umkhandlu uvotele ukugcina ibhuloho elidala livuliwe", "zu"),
    ],
)
def test_the_language_of_a_headline_is_detected(text: str, code: str) -> None:
    assert detect_language(text) == code


def test_the_language_that_a_page_states_counts_only_if_the_text_allows_it() -> None:
    assert detect_language("Alexander Moe, Berlin, Hotel Central") is None
    assert detect_language("Radio Digital Hotel Central 2025", "zh") is None
    assert detect_language("Council votes to keep the old harbour bridge open", "de") == "en"


def test_a_long_clear_text_loads_no_model() -> None:
    code = f"import sys; from dateline.metadata.language import detect_language as d; assert d({ENGLISH * 6!r}) == 'en'"
    subprocess.run([sys.executable, "-c", f"{code}; assert 'py3langid' not in sys.modules"], check=True)


def test_without_the_detector_for_short_texts_the_stated_language_is_used(tmp_path: Path) -> None:
    (tmp_path / "py3langid.py").write_text("raise ImportError", "utf-8")
    short = "The ferry sails again."
    program = f"from dateline.metadata.language import detect_language as d; print(d({short!r}, 'en'), d({short!r}))"
    path = os.pathsep.join((str(tmp_path), *sys.path))
    output = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True, check=True
    )
    assert output.stdout.split() == ["en", "None"]
