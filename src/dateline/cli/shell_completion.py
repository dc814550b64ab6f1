"""Completion of names from the archive in queries and option values, in addition to click's commands and options.

Loaded only when a shell asks for completions. It reads the index as it is and does not sync it, since somebody is waiting.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import cast, get_args

from click.shell_completion import BashComplete, CompletionItem, FishComplete, ShellComplete, ZshComplete, add_completion_class

from dateline.cli.defaults import default_archive
from dateline.errors import DatelineError
from dateline.text import shown
from dateline.types.counts import Facet
from dateline.types.folder import ARCHIVE_FILE

_MAX_NAMES = 200
_ALL_VALUES = 100_000
_FIELDS = {name: name for name in (*get_args(Facet), "saved") if name not in ("year", "month")}
_OPTIONS = {"--source": "source", "-s": "source", "--author": "author", "--tag": "tag", "--delete": "saved"}
_IN_QUERY = re.compile(rf"([-(]*({'|'.join(_FIELDS)}):)(.*)", re.IGNORECASE | re.DOTALL)
_SPECIAL_CHARACTERS = {"": re.compile(r"([^\w@%+=:,./-])"), '"': re.compile(r"([\"\\$`])"), "'": re.compile(r"(?!)()")}
_SEPARATOR = ":"


def names(folder: Path, kind: str) -> list[str]:
    """The archive's names of a kind, the most frequent first; empty if there is no archive or it cannot be read."""
    with suppress(DatelineError):
        if kind == "saved":
            from dateline.store.saved import saved_names

            return list(saved_names(folder / ARCHIVE_FILE))
        from dateline.query import MatchAll
        from dateline.search.index_choice import open_index

        index = open_index(folder)
        try:
            return [name for name, _ in index.count_values(MatchAll(), cast(Facet, kind), _ALL_VALUES).counts]
        finally:
            index.close()
    return []


def completions(args: list[str], incomplete: str) -> list[str] | None:
    """The names that complete the word; None if the word is not a name from the archive."""
    command = next((word for word in _without_archive(args) if not word.startswith("-")), "")
    option, _, typed = incomplete.partition("=")
    if found := _IN_QUERY.fullmatch(incomplete):
        prefix, field, typed = found.groups()
        return [prefix + _quoted(name) for name in _names_with_prefix(args, _FIELDS[field.lower()], typed.strip('"'))]
    if option in _OPTIONS and "=" in incomplete:
        return [f"{option}={name}" for name in _names_with_prefix(args, _OPTIONS[option], typed)]
    last = args[-2] if args[-1:] == ["="] else args[-1] if args else ""  # bash splits --source=name into three words
    if last in _OPTIONS:
        return _names_with_prefix(args, _OPTIONS[last], "" if incomplete == "=" else incomplete)
    if command == "tag" and incomplete[:1] in ("+", "-") and not incomplete.startswith("--") and "--" not in args:
        return [incomplete[0] + name for name in _names_with_prefix(args, "tag", incomplete[1:])]
    if last == command == "feed":
        return _names_with_prefix(args, "saved", incomplete)
    return None


def _names_with_prefix(args: list[str], kind: str, typed: str) -> list[str]:
    small = typed.casefold()
    found = (name for name in names(_archive_folder(args), kind) if name.casefold().startswith(small))
    return [name for name in found if shown(name) == name][:_MAX_NAMES]  # nobody can type control characters


def _archive_folder(args: list[str]) -> Path:
    for at, word in enumerate(args):
        if word == "--archive" and at + 1 < len(args):
            return Path(args[at + 1]).expanduser()
        if word.startswith("--archive="):
            return Path(word.partition("=")[2]).expanduser()
    chosen = os.environ.get("DATELINE_ARCHIVE")
    return Path(chosen) if chosen else default_archive()


def _without_archive(args: list[str]) -> list[str]:
    return args[2:] if args[:1] == ["--archive"] else args


def _quoted(name: str) -> str:
    return name if re.fullmatch(r"[\w.-]+", name) else f'"{name}"'


class _Names(ShellComplete):
    """Completes from the archive first, then from the commands."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """The completions of the word."""
        found = completions(args, incomplete)
        return super().get_completions(args, incomplete) if found is None else [CompletionItem(name) for name in found]


@add_completion_class
class Zsh(_Names, ZshComplete):
    """For zsh, which adds quotation marks itself."""


@add_completion_class
class Fish(_Names, FishComplete):
    """For fish, which adds quotation marks itself."""


@add_completion_class
class Bash(_Names, BashComplete):
    """For bash, which splits words at colons and inserts a completion unchanged."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the cursor and the word at the cursor; words that bash split at a colon are joined."""
        args, incomplete = super().get_completion_args()
        joined: list[str] = []
        for word in [*args, incomplete]:
            if joined and word and (word.startswith(_SEPARATOR) or joined[-1].endswith(_SEPARATOR)):
                joined[-1] += word
            else:
                joined.append(word)
        return joined[:-1], joined[-1]

    def format_completion(self, item: CompletionItem) -> str:
        """A line for the completion script: the part after the last colon at which bash split, escaped for the open quote."""
        word = os.environ["COMP_WORDS"].split("\n")[-1]
        typed, value = self.get_completion_args()[1], str(item.value)
        if item.type == "plain":
            if _SEPARATOR in typed and (word == _SEPARATOR or _SEPARATOR not in word):
                value = value[typed.rindex(_SEPARATOR) + 1 :]
            value = _SPECIAL_CHARACTERS.get(word[:1], _SPECIAL_CHARACTERS[""]).sub(r"\\\1", value)
            value = value.replace("\\", "\\\\")  # the script removes one level of backslashes
        return f"{item.type},{value}"
