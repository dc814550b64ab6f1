"""The time to read a layout grows only with the length of the text."""

from __future__ import annotations

import time

import pytest

from dateline.page.layout import LayoutHints, read_paragraphs

UNITS = {
    "short lines": "word\n",
    "wrapped lines": "the council of Marlow Bay voted on Monday about\nthe ferry and\n",
    "pieces": ", a\nthe bath and\n",
    "split words": "some-\nthing was said in the coun-\ncil of the\n",
    "quotations": "> > >a b\n",
    "marks of Markdown": "[a](b *c _d ![e](\n",
    "links that never end": "[a](b) [c](d) [e](f\n[g\n",
    "letters spelt out": "&amp;amp; &#8217; &\n",
    "one line of marks": "[a]( *b _c **",
    "letters without spaces": "会談は続いた。会談\n",
    "double spacing": "the mayor said\n\n",
    "items": "1. a\n2. b\n- c\n",
}


def seconds(text: str) -> float:
    """The CPU time for a text in seconds, the better of two runs."""

    def once() -> float:
        began = time.process_time()
        list(read_paragraphs(text.split("\n"), text, LayoutHints(markdown=True)))
        return time.process_time() - began

    return min(once(), once())


@pytest.mark.parametrize("unit", UNITS.values(), ids=list(UNITS))
def test_a_text_four_times_as_long_takes_about_four_times_as_long(unit: str) -> None:
    short, long = (seconds(unit * (size // len(unit))) for size in (50_000, 200_000))
    assert long < 10 * short + 0.05
