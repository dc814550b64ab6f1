"""The languages of sources: learned if nearly all articles agree, and used only if a text does not show its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.archive.archive import Archive
from dateline.cleaning import Cleaner
from dateline.metadata.language import detect_language
from dateline.metadata.source_languages import SourceLanguage, SourceLanguages, learn_languages
from dateline.types.documents import RawDocument

OPEN = "Tennis: Brandt 6:3 gegen Holt"
"""A detector cannot distinguish German, Dutch and related languages here."""
STORY = (
    "Das letzte Boot wird am Freitag um Mitternacht ablegen, sagte der Hafenmeister nach der Sitzung im Rathaus den Journalisten, "
    "und niemand fragte ihn, was aus der Mannschaft der Fähre werden soll, die seit {} Jahren fährt."
)


def articles(source: str, **counts: int) -> Iterator[tuple[str, str | None]]:
    for language, number in counts.items():
        yield from [(source, None if language == "unknown" else language)] * number


@pytest.mark.parametrize(
    ("known", "detected"),
    [("", None), ("de", "de"), ("de en", "de"), ("en", None), ("de nl", None)],
    ids=lambda one: one or "nothing",
)
def test_known_languages_decide_a_short_text_if_only_one_of_them_is_possible(known: str, detected: str | None) -> None:
    assert detect_language(OPEN, None, frozenset(known.split())) == detected


def test_a_sure_detector_and_a_stated_language_win_over_the_known_languages() -> None:
    sure = "The harbour master told reporters that the ferry would sail again."
    assert detect_language(sure, None, frozenset({"de"})) == "en"
    assert detect_language(OPEN, "nl", frozenset({"de"})) == "nl"


def test_languages_are_learned_if_nearly_all_articles_of_a_source_are_in_a_few() -> None:
    assert learn_languages(articles("Post", de=9, en=5, unknown=20)) == (
        *(SourceLanguage("", code, seen, 14) for code, seen in (("de", 9), ("en", 5))),
        *(SourceLanguage("Post", code, seen, 14) for code, seen in (("de", 9), ("en", 5))),
    )
    assert learn_languages(articles("Post", de=4)) == ()  # too few
    assert learn_languages(articles("Post", de=40, en=1, fr=1, es=1)) == ()  # too many in other languages
    assert [one.language for one in learn_languages(articles("Post", de=99, en=1))] == ["de", "de"]


def test_a_source_with_few_articles_gets_the_languages_of_the_archive() -> None:
    found = SourceLanguages.of(learn_languages([*articles("Post", de=40), *articles("Bote", de=2), *articles("", de=3)]))
    assert (found.known("Bote"), found.known(None), SourceLanguages().known("Post")) == ({"de"}, {"de"}, frozenset())
    mixed = SourceLanguages.of(learn_languages([*articles("Post", de=40), *articles("Herald", en=40), *articles("Echo", fr=6)]))
    assert (mixed.known("Post"), mixed.known("Bote")) == ({"de"}, {"de", "en", "fr"})


def test_the_version_of_a_cleaner_depends_on_the_languages_it_knows() -> None:
    first, more = (SourceLanguages.of([SourceLanguage("Post", "de", seen, 40)]) for seen in (39, 40))
    other = SourceLanguages.of([SourceLanguage("Post", "en", 40, 40)])
    versions = [Cleaner(languages=one).version for one in (SourceLanguages(), first, more, other)]
    assert (versions[1] == versions[2], len(set(versions))) == (True, 3)


def test_an_archive_learns_languages_and_uses_them_in_cleaning(tmp_path: Path) -> None:
    def raw(text: str, name: str) -> RawDocument:
        page = f"<html><body><article><h1>Tennis: {name}</h1><p>{text}</p></article></body></html>"
        return RawDocument(page.encode(), "text/html", name, hints={"source": "Küstenbote"})

    with Archive.open(tmp_path / "archive", create=True) as archive:
        archive.ingest([raw(STORY.format(number), f"Tag {number}") for number in range(5)])
        archive.ingest([raw(OPEN[8:], "Brandt 6:3")])
        assert archive.count("lang:de") == 5
        assert {one.source for one in archive.learn().languages} == {"", "Küstenbote"}
        assert (archive.reclean()[0], archive.count("lang:de")) == (1, 6)
        assert archive.learn(keep=False).languages[-1].seen == 6
    with Archive.open(tmp_path / "archive") as again:
        again.ingest([raw(f"{OPEN[8:]} 6:4", "Brandt 6:3 6:4")])
        assert (again.count("lang:de"), again.verify()) == (7, ())
