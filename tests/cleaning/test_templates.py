"""Templates: a line that one source prints on many stories is boilerplate; a line of one story in many sources is not."""

from __future__ import annotations

from dateline.cleaning.templates import SourcePage, Templates, learn_templates

BLURB = "The Harbour Post has served the coast since 1921 and is owned by the people who read it every morning with their coffee."
LEDE = "The minister resigned on Tuesday after a report found that she had misled parliament about the cost of a ferry."


def page(source: str, number: int, *extra: str, title: str | None = None) -> SourcePage:
    one, two, three = (chr(97 + number + shift) for shift in range(3))
    story = (
        f"Paragraph one of story {one}{two} tells of council {three} and its long quarrel over the quay, "
        "which began in winter and has not ended yet, say people there."
    )
    lines = (*extra, story)
    return SourcePage(source, title or f"Story {chr(97 + number)}", lines, (True,) * len(lines))


def test_a_line_on_many_stories_of_one_source_is_learned_with_its_count() -> None:
    pages = [page("Harbour Post", number, "Your coast, your paper") for number in range(10)]
    (template,) = learn_templates(pages)
    assert (template.text, template.reason) == ("Your coast, your paper", "template:10/10")


def test_a_prose_blurb_on_most_stories_is_learned_too() -> None:
    pages = [page("Harbour Post", number, BLURB) for number in range(10)]
    assert [template.text for template in learn_templates(pages)] == [BLURB]


def test_lines_that_differ_only_in_numbers_are_one_template() -> None:
    pages = [page("Harbour Post", number, f"Printed on page {number + 3}") for number in range(6)]
    assert [template.seen for template in learn_templates(pages)] == [6]


def test_a_syndicated_paragraph_on_many_sources_is_never_a_template() -> None:
    pages = [page(f"Outlet {number}", number, LEDE) for number in range(30)]
    assert learn_templates(pages) == ()


def test_the_intro_of_a_live_blog_counts_once_for_all_its_instalments() -> None:
    """Instalments share their title, so they are one story."""
    blog = [page("Harbour Post", number, LEDE, title="Storm: live updates") for number in range(20)]
    others = [page("Harbour Post", number) for number in range(20)]
    assert learn_templates([*blog, *others]) == ()


def test_a_line_on_few_of_many_stories_is_not_a_template() -> None:
    rare = [page("Harbour Post", number, "Not yet.") for number in range(4)]
    rest = [page("Harbour Post", number) for number in range(4, 200)]
    assert learn_templates([*rare, *rest]) == ()


def test_the_version_of_templates_changes_with_what_was_learned() -> None:
    first = Templates.of(learn_templates([page("Harbour Post", number, "Your coast, your paper") for number in range(6)]))
    second = Templates.of(learn_templates([page("Harbour Post", number, "Your coast, your paper") for number in range(7)]))
    assert Templates().version == ""
    assert first.version != second.version
