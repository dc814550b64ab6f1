"""Text that a page does not show is not a line of it."""

from __future__ import annotations

import pytest

from dateline.page.html.read import read_markup

STORY = "".join(
    f"<p>Paragraph {number} tells at some length what the council of the town decided on that day.</p>" for number in range(9)
)


def texts(html: str) -> list[str]:
    return [line.text for line in read_markup(html + STORY).lines if not line.text.startswith("Paragraph")]


@pytest.mark.parametrize(
    "hidden",
    [
        "<div hidden>Unseen</div>",
        '<div style="color:red; DISPLAY : none"><p>Unseen</p></div>',
        '<p style="visibility:hidden">Unseen',
        '<div aria-hidden="true"><ul><li>Unseen</ul></div>',
        "<dialog><p>Unseen</p></dialog>",
        '<p aria-hidden="true">Seen</p>',
        "<template><p>Unseen</p></template>",
        "<noscript>Unseen</noscript>",
    ],
)
def test_hidden_elements_give_no_line(hidden: str) -> None:
    assert texts(f"<p>Seen</p>{hidden}") == ["Seen"]


def test_hidden_words_inside_a_line_are_left_out_and_the_line_is_not_split() -> None:
    link = '<a href="/x">sails<span class="visually-hidden"> (new window)</span></a>'
    html = f'<p><span style="display:none">Error 7.</span>The ferry {link} at noon.'
    assert texts(html) == ["The ferry sails at noon."]


@pytest.mark.parametrize(
    "shown",
    [
        '<body style="display:none"><p>Seen',
        '<main aria-hidden="true"><p>Seen</p></main>',
        '<p aria-hidden="true" class="paywall">Seen',
        '<div hidden="until-found">Seen</div>',
        "<dialog open>Seen</dialog>",
        "<details><p>Seen</p></details>",
        '<div role="region" aria-labelledby="q1" style="display:none">Seen</div>',
        '<div class="accordion__panel" hidden>Seen</div>',
        '<div id="a1" hidden>Seen</div><button aria-controls="a1" aria-label="Open"></button>',
        '<div><template shadowrootmode="open"><p>Seen</p></template></div>',
        '<template id="B:2"></template><div hidden id="S:2"><p>Seen</p></div>',
    ],
)
def test_text_that_appears_later_or_can_be_opened_is_a_line(shown: str) -> None:
    assert texts(shown) == ["Seen"]


def test_a_part_that_is_sent_later_appears_once_at_its_position() -> None:
    html = '<p>First</p><template id="P:a"></template><p>Third</p><div hidden id="S:a">Second<template id="B:a"></template></div>'
    assert texts(html) == ["First", "Second", "Third"]
