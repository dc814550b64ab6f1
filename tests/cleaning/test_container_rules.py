"""The verdicts of a container apply: the record of a press database is removed and its story is kept complete."""

from __future__ import annotations

from pathlib import Path

from dateline.cleaning import Cleaner
from dateline.readers import open_documents
from dateline.types.articles import CleanedArticle
from dateline.types.documents import RawDocument
from made_exports import FACTIVA, NEXIS


def cleaned(tmp_path: Path, text: str) -> CleanedArticle:
    """The first article of an export."""
    (tmp_path / "export.txt").write_text(text)
    document = next(one for one in open_documents([str(tmp_path / "export.txt")]) if isinstance(one, RawDocument))
    return Cleaner().clean(document)


def test_the_lines_of_a_record_are_separated_from_its_story(tmp_path: Path) -> None:
    """The lines of the story are joined into paragraphs; the lines of the record stay as they are."""
    article = cleaned(tmp_path, NEXIS)
    assert article.body.split("\n\n")[1] == (
        '"Nobody wanted this," said its head, Tom Reed. The ferry had carried 40,000 people a year.'
    )
    assert {line.label for line in article.lines if not line.keep} == {"record"}
    assert {line.reason for line in article.lines} == {"carrier:Nexis"}
    assert article.metadata.title == "Night ferry to stop before the spring; council blames the price of fuel"
    assert article.metadata.published is not None
    assert article.metadata.published.iso == "2020-01-11"
    stated = article.metadata.source, article.metadata.authors, article.metadata.section
    assert stated == ("Port Lennox Mail", ("Ann Lee",), "NEWS")


def test_a_record_without_a_title_has_none(tmp_path: Path) -> None:
    """No line of the record or of the story becomes the title."""
    article = cleaned(tmp_path, FACTIVA.replace("Fähre stellt den Betrieb ein\nVon Anna Lehm\n", ""))
    assert article.metadata.title is None
    assert article.body.startswith("Die Nachtfähre fährt")
