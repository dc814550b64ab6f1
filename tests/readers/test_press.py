"""Exports of press databases: one file, many articles, each with hints from the database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dateline.readers import open_documents
from dateline.types.documents import Failure, RawDocument
from made_exports import EUROPRESSE, FACTIVA, FACTIVA_PAGE, FACTIVA_XML, NEXIS, PROQUEST, word

Read = Callable[..., list[Any]]
EXPORTS = Path(__file__).parents[3] / "shared" / "corpora" / "exports"


def story(document: RawDocument) -> list[str]:
    """Return the lines that the database marks as the story."""
    first, _, end = document.hints["body"].partition("-")
    return [line for line in document.content.decode().split("\n")[int(first) : int(end)] if line]


def hints(document: RawDocument, *names: str) -> tuple[str | None, ...]:
    """Return the named hints of a document."""
    return tuple(document.hints.get(name) for name in names)


def test_an_old_nexis_export_is_split_into_articles_with_their_fields(read: Read) -> None:
    """The cover page is in no article. The copyright line is in the record but not in the story."""
    first, second = read(NEXIS.encode(), "export.txt")
    assert hints(first, "title", "source", "published") == (
        "Night ferry to stop before the spring; council blames the price of fuel",
        "Port Lennox Mail",
        "January 11, 2020 Saturday",
    )
    assert hints(first, "authors", "section", "page", "words", "language") == ("Ann Lee", "NEWS", "3", "61 words", "en")
    assert first.hints["tags"] == "FERRIES\nHARBOURS"
    assert [line[:12] for line in story(first)] == ["The night fe", "harbour offi", '"Nobody want', "people a yea"]
    assert "Download" not in first.content.decode()
    assert "Copyright 2020" in first.content.decode()
    assert story(second) == [
        "Talks about the night ferry resumed on Monday, the harbour office said. They will go on until Friday."
    ]


def test_an_article_is_the_same_document_in_every_export(read: Read) -> None:
    """Its number in the export is not part of it, so a second export adds no duplicate."""
    one = read(NEXIS.encode(), "export.txt")
    other = read(NEXIS.replace("1 of 2", "7 of 9").replace("2 of 2", "8 of 9").replace("1-2", "1-8").encode(), "other.txt")
    assert [document.content for document in one] == [document.content for document in other if isinstance(document, RawDocument)]


def test_a_gap_in_the_numbers_of_an_export_is_a_failure_that_names_it(read: Read) -> None:
    """The counters or the cover page reveal a truncated export."""
    *documents, gap = read(NEXIS.replace("2 of 2", "3 of 3").encode(), "export.txt")
    assert len(documents) == 2
    assert (gap.origin.endswith("export.txt#2"), gap.reason) == (True, "article 2 is missing in this export; export it again")
    *_, cut = read(NEXIS.replace("1-2", "1-9").encode(), "export.txt")
    assert cut.reason == "the export states 9 articles, but ends after 2; export it again"


def test_a_single_nexis_record_is_one_article_with_the_name_of_its_file(read: Read) -> None:
    """Its labels are enough to detect it."""
    record = NEXIS.partition("1 of 2 DOCUMENTS\n")[2].partition("                               2 of 2")[0]
    (document,) = read(record.encode(), "ferry.txt")
    assert document.hints["source"] == "Port Lennox Mail"
    assert document.origin.endswith("ferry.txt")
    assert document.identity.endswith("ferry.txt")


def test_proquest_records_are_read_by_their_labels(read: Read) -> None:
    """A label inside the story is not a field; the labels of the record are in one block."""
    first, second = read(PROQUEST.encode(), "export.txt")
    assert first.identity == "proquest:123456789"
    assert hints(first, "title", "source", "authors") == ("Ferry talks resume", "Port Lennox Mail", "Ann Lee")
    assert hints(first, "published", "page", "section", "language") == ("Jan 13, 2020", "A.2", "News", "en")
    assert story(first)[1:] == ["Subject: the word that Mr Reed avoided.", "They will go on until Friday."]
    assert hints(second, "title", "authors") == ("Harbour office moves", None)


def test_factiva_records_are_read_with_and_without_codes(read: Read) -> None:
    """The summary of the search is in no article."""
    (plain,) = read(FACTIVA.encode(), "export.txt")
    assert plain.identity == "factiva:KUEB000020200111eg1b0001x"
    assert hints(plain, "title", "authors", "source", "published", "page", "language") == (
        "Fähre stellt den Betrieb ein", "Anna Lehm", "Küstenbote", "11 Januar 2020 14:05", "3", "de"
    )  # fmt: skip
    assert story(plain) == ["Die Nachtfähre fährt ab März nicht mehr, sagte das Hafenamt.", "Sie hatte 40.000 Fahrgäste im Jahr."]
    (coded,) = read(FACTIVA_PAGE.encode(), "export.html")
    assert hints(coded, "title", "source", "published", "tags") == (
        "Le ferry s'arrête", "Courrier des Îles", "11 janvier 2020", "Transports\nPolitique"
    )  # fmt: skip
    assert story(coded) == ["Le ferry de nuit s'arrête en mars.", "Le port l'a dit."]


def test_factiva_xml_yields_its_articles_and_reports_missing_ones(read: Read) -> None:
    """An indented line begins a paragraph."""
    article, missing = read(FACTIVA_XML.replace('count="1"', 'count="2"').encode(), "export.xml")
    assert hints(article, "title", "published", "tags") == ("Ferry talks resume", "2020-01-13", "Ferries")
    assert story(article) == ["Talks resumed on Monday, the harbour office said.", "They go on until Friday."]
    assert missing.reason == "the export states 2 articles, but ends after 1; export it again"


def test_europresse_pages_are_read_by_their_classes(read: Read) -> None:
    """The certificate for the reader is in no article."""
    (article,) = read(EUROPRESSE.encode(), "export.html")
    assert article.identity == "europresse:news·20200111·CI·0001"
    assert hints(article, "title", "authors", "source", "section", "page", "published") == (
        "Le ferry s'arrête", "Anne Lehm", "Courrier des Îles", "Économie", "4", "samedi 11 janvier 2020"
    )  # fmt: skip
    assert story(article) == ["Le ferry de nuit s'arrête en mars.", "Le port l'a dit."]
    assert "Bibliothèque" not in article.content.decode()


def test_a_word_document_is_an_article_or_an_export_of_nexis_uni(read: Read) -> None:
    """Its lines decide which one it is."""
    (letter,) = read(word("Ferry talks resume", "Talks resumed."), "ferry.docx")
    assert letter.content == b"Ferry talks resume\n\nTalks resumed."
    fields = ("Section: NEWS; Version:2", "Length: 20 words", "Byline: Ann Lee", "Body")
    record = ("Ferry talks resume", "Port Lennox Mail", "January 13, 2020 Monday 9:20 AM GMT", "", *fields, "", "Talks resumed.")
    first, second = read(word(*record, "End of Document", *record, "End of Document"), "export.docx")
    assert hints(first, "title", "source", "authors", "section") == ("Ferry talks resume", "Port Lennox Mail", "Ann Lee", "NEWS")
    assert story(second) == ["Talks resumed."]


@pytest.mark.parametrize("broken", [b"PK\x03\x04 word/ nothing", word("Talks.")[:-60], word("<!DOCTYPE x>")])
def test_an_invalid_word_document_is_a_failure(read: Read, broken: bytes) -> None:
    (failure,) = read(broken, "ferry.docx")
    assert isinstance(failure, Failure)


@pytest.mark.skipif(not EXPORTS.is_dir(), reason="the real exports are not on this machine")
@pytest.mark.parametrize(
    ("name", "articles", "missing"),
    [
        ("lexisnexis.txt", 10, 0), ("nexis-uni.docx", 10, 0), ("lexisnexis-en.html", 2, 0), ("lexisnexis-fr.html", 3, 0),
        ("lexisnexis-de.html", 1, 1), ("factiva.html", 2, 0), ("factiva.xml", 3, 0), ("reut21578-factiva.xml", 19, 1),
        ("factiva.txt", 2, 0), ("europresse-1.html", 3, 0), ("europresse-2.html", 4, 0), ("proquest.txt", 100, 0),
        ("proquest.eml", 20, 0),
    ],
)  # fmt: skip
def test_real_exports_yield_all_their_articles_with_source_and_date(name: str, articles: int, missing: int) -> None:
    """Two of them lack one article, and a failure reports it."""
    found = list(open_documents([str(EXPORTS / name)]))
    documents = [one for one in found if isinstance(one, RawDocument)]
    assert (len(documents), len(found) - len(documents)) == (articles, missing)
    assert all(document.hints["source"] and document.hints["published"] and story(document) for document in documents)
