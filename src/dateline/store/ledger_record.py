"""The ledger of an article as values of JSON: every verdict with its words, every removed line with its text.

`verdicts` has the distinct pairs [label, reason], with the form of their lines as a third where these are no paragraphs ("heading
2", "item 1", "row"…), `lines` an item for each line in the order of the page: a number for a kept line, [number, text] for a
removed one. The number is twice the place of the verdict, plus one where a blank line stands before the line.
`parts` tells the lines that paragraphs were joined from, as `store/paragraph_parts.py` writes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dateline.store.ledger import Item, Verdict, form_of, join
from dateline.store.paragraph_parts import parts_record, with_parts
from dateline.types.articles import Line


def ledger_record(lines: Sequence[Line]) -> dict[str, list[Any]]:
    """The ledger as values of JSON."""
    verdicts: dict[Verdict, int] = {}
    items: list[Any] = []
    for line in lines:
        number = 2 * verdicts.setdefault((line.label, line.reason, form_of(line)), len(verdicts)) + line.gap
        if not line.keep:
            items.append([number, line.text])
        elif "\n" in line.text:  # no reader makes such a line; were one to come, the body could not tell where it ends
            items.append([number, line.text, "kept"])
        else:
            items.append(number)
    told = [list(verdict if verdict[2] else verdict[:2]) for verdict in verdicts]
    return {"verdicts": told, "lines": items, "parts": parts_record(lines)}


def to_lines(body: str, verdicts: Any, items: Any, parts: Any = ()) -> tuple[Line, ...]:
    """The lines of an article from its body and its ledger; ValueError, LookupError or TypeError where they do not fit together."""
    return with_parts(join(body, _items(verdicts, items)), parts)


def _items(verdicts: list[list[str]], items: list[Any]) -> Iterator[Item]:
    for item in items:
        number: int = item if isinstance(item, int) else item[0]
        told: list[str] = [] if isinstance(item, int) else item[1:]
        label, reason, form = (*verdicts[number >> 1], "")[:3]
        yield (label, reason, form), bool(number & 1), len(told) != 1, told[0] if told else None
