"""Names in articles: a user merges and hides names and undoes that, and all of it survives cleaning."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.archive.archive import Archive
from dateline.archive.exchange import read_records, write_export
from dateline.errors import DatelineError
from dateline.metadata.names.quotations import quotations_of
from dateline.store.name_index import fill_names
from dateline.types.documents import RawDocument

STORIES = (
    "Ferry to sail again\n\nMinister Ivo Brandt told reporters in Rotterdam on Monday that the ferry would sail again from May.\n",
    "Bridge to open\n\nThe bridge to Antwerp opens on Friday, said Minister I. Brandt, who had come with Maria Holt of Holt Ltd.\n",
)

QUOTED = "“The boats are safe enough for now,” said Clara Moreno, who had come from Lisbon with her engineers on Monday."


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive.open(tmp_path / "archive", create=True)
    archive.ingest(RawDocument(text.encode(), "text/plain", f"{number}.txt") for number, text in enumerate(STORIES))
    return archive


def people(archive: Archive) -> dict[str, int]:
    return dict(archive.facets("*", "person").counts)


def test_names_are_merged_and_separated_again(archive: Archive) -> None:
    before = people(archive)
    assert before == {"I. Brandt": 1, "Ivo Brandt": 1, "Maria Holt": 1}
    assert archive.rename("person", ["I. Brandt"], "Ivo Brandt") == 1
    assert people(archive) == {"Ivo Brandt": 2, "Maria Holt": 1}
    assert archive.count('person:"ivo brandt" mentions-place:antwerp') == 1
    assert archive.take_back_names("person", ["I. Brandt"]) == 1
    assert (people(archive), archive.names()) == (before, ())


def test_a_hidden_name_is_in_no_article_and_can_be_shown_again(archive: Archive) -> None:
    archive.rename("organisation", ["Holt Ltd"], None)
    assert archive.count("organisation:holt") == 0
    archive.take_back_names("organisation", ["Holt Ltd"])
    assert archive.count("organisation:holt") == 1


def test_renamed_names_survive_cleaning_and_apply_to_new_articles(archive: Archive) -> None:
    archive.rename("person", ["Ivo Brandt", "I. Brandt"], "Minister Brandt")
    archive.rename("person", ["Minister Brandt"], "Ivo A. Brandt")
    archive.reclean()
    archive.ingest([RawDocument(STORIES[0].replace("ferry", "boat").encode(), "text/plain", "3.txt")])
    assert people(archive) == {"Ivo A. Brandt": 3, "Maria Holt": 1}
    assert archive.verify() == ()


def test_renamed_names_are_exported_and_can_be_undone_after_an_import(archive: Archive, tmp_path: Path) -> None:
    archive.rename("person", ["I. Brandt"], "Ivo Brandt")
    write_export(archive, "jsonl", tmp_path / "out.jsonl")
    with Archive.open(tmp_path / "other", create=True) as other, (tmp_path / "out.jsonl").open("rb") as lines:
        other.import_records(read_records(lines, "out.jsonl"))
        assert people(other) == people(archive)
        other.take_back_names("person", ["I. Brandt"])
        assert people(other) == {"I. Brandt": 1, "Ivo Brandt": 1, "Maria Holt": 1}


def test_circular_renames_unknown_kinds_and_empty_names_are_refused(archive: Archive) -> None:
    archive.rename("person", ["I. Brandt"], "Ivo Brandt")
    with pytest.raises(DatelineError, match="undo that first"):
        archive.rename("person", ["Ivo Brandt"], "I. Brandt")
    with pytest.raises(DatelineError, match="person, mentions-place, organisation"):
        archive.rename("author", ["Ivo Brandt"], "I. Brandt")
    with pytest.raises(DatelineError, match="give names"):
        archive.rename("person", [" "], None)


def test_an_archive_from_before_the_name_index_gets_names_with_reindex(archive: Archive) -> None:
    before = people(archive)
    with archive.store.batch():
        archive.store.session.run("UPDATE articles SET people = NULL, places = NULL, organisations = NULL")
    archive.reindex()
    assert people(archive) == before


def line_of(archive: Archive, article_id: str, text: str) -> int:
    return next(number for number, line in enumerate(archive.get(article_id).article.lines, 1) if text in line.text)


def test_names_follow_lines_that_a_user_drops_and_restores(archive: Archive) -> None:
    text = "Ferry to sail again\n\nMinister Ivo Brandt told reporters that the ferry would sail.\n\n" + QUOTED
    archive.ingest([RawDocument(text.encode(), "text/plain", "quoted.txt")])
    (found,) = archive.ids('person:"clara moreno"')
    number = line_of(archive, found, "Clara Moreno")
    archive.drop(found, [number])
    assert "Clara Moreno" not in people(archive)
    assert (archive.count('person:"clara moreno"'), archive.count("mentions-place:lisbon")) == (0, 0)
    assert list(quotations_of(archive.articles("*"), "moreno")) == []
    archive.reclean()
    assert archive.count('person:"clara moreno"') == 0
    archive.restore(found, [number])
    assert people(archive)["Clara Moreno"] == archive.count("mentions-place:lisbon") == 1
    assert [said.speaker for _, said in quotations_of(archive.articles("*"), "moreno")] == ["Clara Moreno"]
    assert archive.verify() == ()


def test_names_follow_a_site_rule_and_a_source_that_a_user_sets(archive: Archive) -> None:
    first = "Minister Ivo Brandt told reporters that the ferry would sail again from May."
    text = f"<html><body><h1>Ferry</h1><p>{first}</p><p>{QUOTED}</p></body></html>"
    archive.ingest([RawDocument(text.encode(), "text/html", "page.html", None, "https://post.example/ferry")])
    (found,) = archive.ids('person:"clara moreno"')
    archive.override_everywhere(found, [line_of(archive, found, "Clara Moreno")], keep=False)
    assert archive.count('person:"clara moreno"') == 0
    (other,) = archive.ids("organisation:holt")
    archive.edit(other, {"source": "Holt Ltd"})
    assert archive.count("organisation:holt") == 0  # the source of an article is not a name in it


def test_skipped_names_are_reported_as_missing_until_reindex_finds_them(tmp_path: Path) -> None:
    documents = [RawDocument(text.encode(), "text/plain", f"{number}.txt") for number, text in enumerate(STORIES)]
    with Archive.open(tmp_path / "archive", create=True) as archive:
        archive.ingest(documents, names=False)
        found = archive.search("person:brandt")
        assert (people(archive), found.total) == ({}, 0)
        assert "2 articles have not been searched for names; run 'dateline reindex'." in found.notes
        assert {one.article.cleaner for one in archive.articles()}.isdisjoint({archive.cleaner.version})
        archive.reindex()
        assert people(archive) == {"I. Brandt": 1, "Ivo Brandt": 1, "Maria Holt": 1}
        assert {one.article.cleaner for one in archive.articles()} == {archive.cleaner.version}
        assert (archive.why_no_names(), archive.reclean()[0], archive.verify()) == ((), 0, ())


def test_cleaning_again_looks_for_names_even_where_there_are_none(archive: Archive) -> None:
    archive.ingest([RawDocument(b"Rain\n\nit rained all day and all night on the town.\n", "text/plain", "rain.txt")], names=False)
    assert archive.store.count_unsought() == 1
    assert (archive.reclean()[0], archive.store.count_unsought()) == (0, 0)


def test_filling_names_continues_after_the_last_article(archive: Archive) -> None:
    session = archive.store.session
    first, last = sorted(str(row[0]) for row in session.rows("SELECT id FROM articles"))
    with archive.store.batch():
        session.run("UPDATE articles SET people = NULL")
        assert fill_names(session, first) == last
        assert session.rows("SELECT id FROM articles WHERE people IS NULL") == [(first,)]
        assert (fill_names(session, ""), fill_names(session, first)) == (first, None)
