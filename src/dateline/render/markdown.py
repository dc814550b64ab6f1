"""A story as Markdown, with the headings, lists, quotations, tables and code of the page. Text is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from dateline.text import shown_text
from dateline.types.articles import Line
from dateline.types.pages import LinkedText

_MARKUP = re.compile(r"[\\`*_\[\]<>~|]|&(?=#?\w+;)|^(?:[#=+-]|\d+(?=[.)]))", re.MULTILINE)
_TICKS = re.compile(r"`{3,}")
_BETWEEN_CELLS = " | "
_INDENT = "  "
_TITLE_LEVEL, _LOWEST_HEADING = 1, 6


def story_markdown(title: str | None, lines: Sequence[Line], links: Mapping[str, LinkedText] | None = None) -> str:
    """The kept `lines` under their `title`; `links` maps a line with links to its pieces."""
    heading = [f"# {escaped(title)}"] if title else []
    return "\n\n".join([*heading, *_Writer(links or {}).blocks([line for line in lines if line.keep])]) + "\n"


def escaped(text: str) -> str:
    """`text` with Markdown's special characters escaped."""
    return _MARKUP.sub(lambda found: found[0] + "\\" if found[0].isdigit() else "\\" + found[0], shown_text(text))


def _form(line: Line) -> str:
    return "list" if line.kind == "item" or (line.kind == "paragraph" and line.level) else line.kind


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes lines with their links."""

    links: Mapping[str, LinkedText]

    def blocks(self, lines: Sequence[Line]) -> Iterator[str]:
        """The blocks, which blank lines will separate."""
        for form, group in groupby(lines, key=_form):
            some = list(group)
            if form == "list":
                yield self._list(some)
            elif form == "row":
                yield self._table(some)
            elif form == "code":
                yield _code(some)
            elif form == "heading":
                yield from (f"{'#' * _level(line)} {self._text(line.text)}" for line in some)
            elif form == "quotation":
                yield "> " + self._paragraphs(some).replace("\n", "\n> ").replace("> \n", ">\n")
            else:
                yield self._paragraphs(some)

    def _paragraphs(self, lines: Sequence[Line]) -> str:
        # A backslash at the end of a line is a line break; without it, Markdown would join the lines.
        first, *others = lines
        return self._text(first.text) + "".join(("\n\n" if line.gap else "\\\n") + self._text(line.text) for line in others)

    def _list(self, lines: Sequence[Line]) -> str:
        base = min(line.level for line in lines)
        written: list[str] = []
        for line in lines:
            indent = _INDENT * (line.level - base)
            if line.kind == "item":
                written.append(f"{indent}- {self._text(line.text)}")
            elif written:
                written.append(f"\n{indent}{_INDENT}{self._text(line.text)}")
            else:
                written.append(f"{self._text(line.text)}\n")
        return "\n".join(written).rstrip("\n")

    def _table(self, lines: Sequence[Line]) -> str:
        rows = [[self._text(cell) for cell in line.text.split(_BETWEEN_CELLS)] for line in lines]
        written = [f"| {' | '.join(row)} |" for row in rows]
        return "\n".join([written[0], f"|{' --- |' * len(rows[0])}", *written[1:]])

    def _text(self, text: str) -> str:
        pieces = self.links.get(text)
        if not pieces:
            return escaped(text)
        return "".join(_link(label, address) if address else escaped(label) for label, address in pieces)


def _link(text: str, address: str) -> str:
    label = text.strip()
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}[{escaped(label)}](<{address}>){after}" if label else text


def _level(line: Line) -> int:
    return min(max(line.level, _TITLE_LEVEL + 1), _LOWEST_HEADING)


def _code(lines: Sequence[Line]) -> str:
    text = "\n".join(("\n" if line.gap and place else "") + shown_text(line.text) for place, line in enumerate(lines))
    fence = "`" * max([3, *(len(ticks) + 1 for ticks in _TICKS.findall(text))])
    return f"{fence}\n{text}\n{fence}"
