"""The man pages: one for the program, one for each command from its own help, one for the query language from its Markdown.

A page is roff with the macros of man(7), and only those that groff and mandoc both know.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator

import click

import dateline
from dateline.cli.exit_codes import MEANINGS
from dateline.render.manual_page import blocks_of

_INLINE = re.compile(r"`([^`]+)`|\*\*(.+?)\*\*|\[([^\]]+)\]\([^)]+\)")
_BREAK = r"|\:"


def program_page(group: click.Group) -> str:
    """Return dateline(1)."""
    context = click.Context(group, info_name="dateline", **group.context_settings)
    lines = [*_title("dateline", 1), *_name("dateline", _summary(group))]
    lines += [".SH SYNOPSIS", ".B dateline", r"[\fIOPTIONS\fR] \fICOMMAND\fR [\fIARGUMENTS\fR]..."]
    lines += [*_help(group.help or ""), *_options(group, context), ".SH COMMANDS"]
    for name in group.list_commands(context):
        lines += [".TP", rf"\fBdateline\-{_escaped(name)}\fR(1)", _escaped(_summary(group.commands[name]))]
    return "\n".join([*lines, *_exit_codes(), ".SH SEE ALSO", r"\fBdateline\-query\fR(7)", ""])


def command_page(group: click.Group, name: str) -> str:
    """Return dateline-NAME(1)."""
    command = group.commands[name]
    context = click.Context(command, parent=click.Context(group, info_name="dateline", **group.context_settings), info_name=name)
    usage = " ".join(command.collect_usage_pieces(context))
    lines = [*_title(f"dateline-{name}", 1), *_name(f"dateline-{name}", _summary(command))]
    lines += [".SH SYNOPSIS", rf"\fBdateline {_escaped(name)}\fR {_escaped(usage)}".rstrip()]
    lines += [*_help(command.help or ""), *_options(command, context), *_exit_codes()]
    return "\n".join([*lines, ".SH SEE ALSO", r"\fBdateline\fR(1), \fBdateline\-query\fR(7)", ""])


def query_page(markdown: str) -> str:
    """Return dateline-query(7)."""
    lines = [*_title("dateline-query", 7), *_name("dateline-query", "the query language of dateline(1)"), ".SH DESCRIPTION"]
    lines += _from_markdown(markdown.partition("\n")[2])
    return "\n".join([*lines, ".SH SEE ALSO", r"\fBdateline\fR(1), \fBdateline\-search\fR(1)", ""])


def _title(name: str, section: int) -> list[str]:
    return [rf'.TH "{_escaped(name.upper())}" {section} "" "Dateline {dateline.__version__}" "Dateline"', ".nh", ".ad l"]


def _name(name: str, summary: str) -> list[str]:
    return [".SH NAME", rf"{_escaped(name)} \- {_escaped(summary.rstrip('.'))}"]


def _summary(command: click.Command) -> str:
    return " ".join((command.help or "").split("\n\n")[0].split())


def _help(text: str) -> Iterator[str]:
    yield ".SH DESCRIPTION"
    for at, paragraph in enumerate(inspect.cleandoc(text).split("\n\n")):
        lines = paragraph.strip("\n").splitlines()
        if lines and lines[0].strip() == "\b":
            if lines[1].strip() == "Example:":
                yield ".SH EXAMPLES"
                lines = lines[1:]
            yield from _as_typed(line.removeprefix("  ") for line in lines[1:])
        else:
            if at:
                yield ".PP"
            yield _inline(" ".join(lines))


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    yield ".SH OPTIONS"
    for parameter in command.get_params(context):
        if isinstance(parameter, click.Option) and (record := parameter.get_help_record(context)):
            yield ".TP"
            yield rf"\fB{_escaped(record[0]).replace('|', _BREAK)}\fR"
            yield _escaped(" ".join(record[1].split()))


def _exit_codes() -> Iterator[str]:
    yield ".SH EXIT STATUS"
    for code, meaning in MEANINGS:
        yield from (".TP", rf"\fB{code}\fR", _escaped(meaning))


def _from_markdown(markdown: str) -> Iterator[str]:
    fresh = True
    for kind, texts in blocks_of(markdown):
        if kind == "heading":
            yield f".SH {_escaped(texts[0].upper())}"
        elif kind == "row":
            yield from (".TP", _inline(texts[0]), _inline(texts[1]))
        elif kind == "item":
            yield from (r".IP \(bu 2", _inline(texts[0]))
        else:
            if not fresh:
                yield ".PP"
            yield _inline(texts[0])
        fresh = kind == "heading"


def _inline(text: str) -> str:
    found, reached = [], 0
    for mark in _INLINE.finditer(text):
        found.append(_escaped(text[reached : mark.start()]))
        reached = mark.end()
        inner = mark[1] or mark[2] or mark[3]
        found.append(rf"\fB{_escaped(inner)}\fR" if mark[1] or mark[2] else _escaped(inner))
    line = "".join(found) + _escaped(text[reached:])
    return rf"\&{line}" if line.startswith((".", "'")) else line


def _as_typed(lines: Iterable[str]) -> Iterator[str]:
    yield from (".PP", ".nf", ".RS 4")
    yield from (_escaped(line) for line in lines)
    yield from (".RE", ".fi")


def _escaped(text: str) -> str:
    """Escape `text`, so that roff prints each character as it is, and minus signs and quotes can be copied into a shell."""
    text = (
        text.replace("\\", r"\e")
        .replace("-", r"\-")
        .replace("'", r"\(aq")
        .replace("`", r"\(ga")
        .replace("^", r"\(ha")
        .replace("~", r"\(ti")
    )
    return rf"\&{text}" if text.startswith(".") else text
