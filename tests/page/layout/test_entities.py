"""Entities of HTML in a plain text are decoded."""

from __future__ import annotations

import pytest

from dateline.page.layout import Paragraph, read_paragraphs
from dateline.page.layout.entities import decode_entities, has_entities


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("The mayor&#8217;s caf&eacute; &ndash; &quot;a jewel&quot;", 'The mayor’s café – "a jewel"'),
        ("Fish &amp; chips&nbsp;at&#x20;noon", "Fish & chips at noon"),
        ("It&amp;#8217;s late", "It’s late"),
        ("AT&T and R&B; Q&A &c. &nosuchletter;", None),
        ("&nbsp;", None),
        ("&#0;&#1114112;", None),
    ],
)
def test_entities_are_decoded_and_other_ampersands_are_kept(written: str, meant: str | None) -> None:
    assert decode_entities(written) == (meant or written) or meant is None


def test_a_paragraph_keeps_its_original_line() -> None:
    text = "Fish &amp; chips\nA plain line"
    assert has_entities(text)
    assert list(read_paragraphs(text.split("\n"), text)) == [
        Paragraph("Fish & chips", 0, ("Fish &amp; chips",)),
        Paragraph("A plain line", 0),
    ]
