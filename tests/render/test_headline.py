"""Lists show an article without a title by its first words; records still have null as its title."""

from __future__ import annotations

from dateline.render.headline import headline, headline_piece
from dateline.render.layout import plain
from dateline.render.results import hit_lines
from dateline.render.results_record import hit_record
from dateline.render.table import table_lines
from dateline.types.answers import Hit, Snippet
from dateline.types.articles import Metadata

TEXT = "The council of Aldmoor voted on Monday night to rebuild the old ferry landing before winter.\nWork begins in May."
NAMED, NAMELESS = Metadata(title="Landing to return"), Metadata()


def test_a_known_title_is_shown_as_it_is() -> None:
    assert headline(NAMED, TEXT) == "Landing to return"
    assert headline_piece(NAMED, TEXT).role == "title"


def test_an_unknown_title_is_shown_as_the_first_words_in_faint_brackets() -> None:
    assert headline(NAMELESS, TEXT) == "[The council of Aldmoor voted on Monday night to rebuild …]"
    assert headline_piece(NAMELESS, TEXT).role == "faint"


def test_a_text_without_spaces_is_cut_at_a_length() -> None:
    assert len(headline(NAMELESS, "市" * 500)) < 80


def test_an_empty_article_has_no_title() -> None:
    assert headline(NAMELESS, " \n") == "(no title)"


def test_lists_show_the_first_words_and_records_keep_the_title_null() -> None:
    hit = Hit("zz11zz11", 1.0, NAMELESS, Snippet("", ()), text=TEXT)
    assert plain(next(hit_lines(hit, 100))).startswith("[The council of Aldmoor")
    assert "[The council of Aldmoor" in "\n".join(map(plain, table_lines([hit], 120)))
    assert hit_record(hit)["title"] is None
