"""Names that articles speak of: a person makes several one, hides some, and takes that back; all of it outlasts cleaning."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.archive.archive import Archive
from dateline.archive.exchange import read_records, write_export
from dateline.errors import DatelineError
from dateline.store.name_index import fill_names
from dateline.types.documents import RawDocument

STORIES = (
    "Ferry to sail again\n\nMinister Ivo Brandt told reporters in Rotterdam on Monday that the ferry would sail again from May.\n",
    "Bridge to open\n\nThe bridge to Antwerp opens on Friday, said Minister I. Brandt, who had come with Maria Holt of Holt Ltd.\n",
)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive.open(tmp_path / "archive", create=True)
    archive.ingest(RawDocument(text.encode(), "text/plain", f"{number}.txt") for number, text in enumerate(STORIES))
    return archive


def people(archive: Archive) -> dict[str, int]:
    return dict(archive.facets("*", "person").counts)


def test_names_are_made_one_and_taken_apart_again(archive: Archive) -> None:
    before = people(archive)
    assert before == {"I. Brandt": 1, "Ivo Brandt": 1, "Maria Holt": 1}
    assert archive.rename("person", ["I. Brandt"], "Ivo Brandt") == 1
    assert people(archive) == {"Ivo Brandt": 2, "Maria Holt": 1}
    assert archive.count('person:"ivo brandt" mentions-place:antwerp') == 1
    assert archive.take_back_names("person", ["I. Brandt"]) == 1
    assert (people(archive), archive.names()) == (before, ())


def test_what_is_hidden_is_in_no_article_and_comes_back(archive: Archive) -> None:
    archive.rename("organisation", ["Holt Ltd"], None)
    assert archive.count("organisation:holt") == 0
    archive.take_back_names("organisation", ["Holt Ltd"])
    assert archive.count("organisation:holt") == 1


def test_what_was_said_of_names_outlasts_cleaning_and_holds_for_what_comes_in(archive: Archive) -> None:
    archive.rename("person", ["Ivo Brandt", "I. Brandt"], "Minister Brandt")
    archive.rename("person", ["Minister Brandt"], "Ivo A. Brandt")
    archive.reclean()
    archive.ingest([RawDocument(STORIES[0].replace("ferry", "boat").encode(), "text/plain", "3.txt")])
    assert people(archive) == {"Ivo A. Brandt": 3, "Maria Holt": 1}
    assert archive.verify() == ()


def test_what_was_said_of_names_goes_along_and_can_be_taken_back_there(archive: Archive, tmp_path: Path) -> None:
    archive.rename("person", ["I. Brandt"], "Ivo Brandt")
    write_export(archive, "jsonl", tmp_path / "out.jsonl")
    with Archive.open(tmp_path / "other", create=True) as other, (tmp_path / "out.jsonl").open("rb") as lines:
        other.import_records(read_records(lines, "out.jsonl"))
        assert people(other) == people(archive)
        other.take_back_names("person", ["I. Brandt"])
        assert people(other) == {"I. Brandt": 1, "Ivo Brandt": 1, "Maria Holt": 1}


def test_a_name_that_leads_back_to_itself_and_a_kind_that_is_none_are_refused(archive: Archive) -> None:
    archive.rename("person", ["I. Brandt"], "Ivo Brandt")
    with pytest.raises(DatelineError, match="take that back first"):
        archive.rename("person", ["Ivo Brandt"], "I. Brandt")
    with pytest.raises(DatelineError, match="person, mentions-place, organisation"):
        archive.rename("author", ["Ivo Brandt"], "I. Brandt")
    with pytest.raises(DatelineError, match="say which names"):
        archive.rename("person", [" "], None)


def test_an_archive_from_before_there_were_names_gets_them_with_its_index(archive: Archive) -> None:
    before = people(archive)
    with archive.store.batch():
        archive.store.session.run("UPDATE articles SET people = NULL, places = NULL, organisations = NULL")
    archive.reindex()
    assert people(archive) == before


def test_filling_goes_on_behind_what_it_has_seen(archive: Archive) -> None:
    session = archive.store.session
    first, last = sorted(str(row[0]) for row in session.rows("SELECT id FROM articles"))
    with archive.store.batch():
        session.run("UPDATE articles SET people = NULL")
        assert fill_names(session, first) == last
        assert session.rows("SELECT id FROM articles WHERE people IS NULL") == [(first,)]
        assert (fill_names(session, ""), fill_names(session, first)) == (first, None)
