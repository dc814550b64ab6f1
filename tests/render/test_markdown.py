"""Stories as Markdown."""

from __future__ import annotations

from dateline.render.markdown import story_markdown
from dateline.types.articles import Line, LineKind


def line(text: str, kind: LineKind = "paragraph", level: int = 0, *, gap: bool = True, keep: bool = True) -> Line:
    return Line(text, keep, "body", "model:0.93", gap, kind=kind, level=level)


def written(*lines: Line) -> str:
    return story_markdown(None, lines)


def test_headings_are_below_the_level_of_the_title_and_removed_lines_left_out() -> None:
    lines = (line("Boats", "heading", 1), line("Old boats", "heading", 3), line("Share", keep=False), line("They sail."))
    assert story_markdown("Ferry *news*", lines) == "# Ferry \\*news\\*\n\n## Boats\n\n### Old boats\n\nThey sail.\n"


def test_lists_keep_their_depth_and_the_paragraphs_of_an_item() -> None:
    text = written(
        line("Boats", "item", 1), line("- Old boats", "item", 2, gap=False), line("Trains", "item", 1, gap=False),
        line("Late.", level=1), line("All of them."),
    )  # fmt: skip
    assert text == "- Boats\n  - \\- Old boats\n- Trains\n\n  Late.\n\nAll of them.\n"


def test_a_list_with_only_its_inner_items_kept_is_not_indented_as_code() -> None:
    assert written(line("Deep", "item", 4), line("Deeper", "item", 5)) == "- Deep\n  - Deeper\n"
    assert written(line("The rest of an item.", level=3)) == "The rest of an item.\n"


def test_quotations_tables_and_code_are_written_as_markdown() -> None:
    assert written(line("One.", "quotation"), line("Two.", "quotation", gap=False), line("Three.", "quotation")) == (
        "> One.\\\n> Two.\n>\n> Three.\n"
    )
    assert written(line("Party | Seats", "row"), line("Greens | 1*", "row", gap=False)) == (
        "| Party | Seats |\n| --- | --- |\n| Greens | 1\\* |\n"
    )
    assert written(line("if *x*:", "code"), line("```", "code", gap=False), line("end", "code")) == (
        "````\nif *x*:\n```\n\nend\n````\n"
    )


def test_known_links_are_written_into_the_text() -> None:
    links = {"See the vote here.": (("See the", None), (" vote ", "https://post.example/a_b"), ("here.", None))}
    lines = (line("See the vote here."), line("See the vote there."))
    assert story_markdown(None, lines, links) == "See the [vote](<https://post.example/a_b>) here.\n\nSee the vote there.\n"
