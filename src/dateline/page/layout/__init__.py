"""Text as it is laid out → paragraphs: what belongs together is joined before anything is judged.

Every line break of a text either ends a paragraph or does not. Each kind of layout has a module that knows its signs and marks the
breaks that end none; what no module marks is left as it stands. Nothing is lost: a paragraph that does not stand in the text as
one line tells the lines that it was made of.
"""

from __future__ import annotations

from dateline.page.layout.paragraphs import NOTHING_SAID, LayoutHints, Paragraph, read_paragraphs

__all__ = ["NOTHING_SAID", "LayoutHints", "Paragraph", "read_paragraphs"]
