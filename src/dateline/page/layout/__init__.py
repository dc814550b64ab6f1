"""Plain text → paragraphs: join the lines that belong together before any line is judged.

Each line break of a text either ends a paragraph or does not. Each kind of layout has a module that detects it and marks the breaks
that do not end a paragraph; all other breaks stay. A paragraph that was not one line of the text lists the lines it was made of.
"""

from __future__ import annotations

from dateline.page.layout.paragraphs import NO_HINTS, LayoutHints, Paragraph, read_paragraphs

__all__ = ["NO_HINTS", "LayoutHints", "Paragraph", "read_paragraphs"]
