"""The ledger of an article as JSON values: each verdict in words, each removed line with its text.

`verdicts` has the distinct pairs [label, reason]; the form of the line is a third value unless it is a paragraph ("heading 2",
"item 1", "row"…). `lines` has an item for each line in the order of the page: a number for a kept line, [number, text] for a
removed one. The number is twice the index of the verdict, plus one if a blank line comes before the line. `parts` has the lines
that paragraphs were joined from, as `store/paragraph_parts.py` writes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dateline.store.ledger import Item, Verdict, form_of, join
from dateline.store.paragraph_parts import parts_record, with_parts
from dateline.types.articles import Line


def ledger_record(lines: Sequence[Line]) -> dict[str, list[Any]]:
    """The ledger of `lines` as JSON values."""
    verdicts: dict[Verdict, int] = {}
    items: list[Any] = []
    for line in lines:
        number = 2 * verdicts.setdefault((line.label, line.reason, form_of(line)), len(verdicts)) + line.gap
        if not line.keep:
            items.append([number, line.text])
        elif "\n" in line.text:  # no reader makes such a line, but the body could not show where it ends
            items.append([number, line.text, "kept"])
        else:
            items.append(number)
    pairs = [list(verdict if verdict[2] else verdict[:2]) for verdict in verdicts]
    return {"verdicts": pairs, "lines": items, "parts": parts_record(lines)}


def to_lines(body: str, verdicts: Any, items: Any, parts: Any = ()) -> tuple[Line, ...]:
    """The lines of an article from its body and its ledger; ValueError, LookupError or TypeError if they do not match."""
    return with_parts(join(body, _items(verdicts, items)), parts)


def _items(verdicts: list[list[str]], items: list[Any]) -> Iterator[Item]:
    for item in items:
        number: int = item if isinstance(item, int) else item[0]
        texts: list[str] = [] if isinstance(item, int) else item[1:]
        label, reason, form = (*verdicts[number >> 1], "")[:3]
        yield (label, reason, form), bool(number & 1), len(texts) != 1, texts[0] if texts else None
