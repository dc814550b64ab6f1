"""Several options that commands share, given to a command at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Command = TypeVar("Command", bound=Callable[..., Any])
Option = Callable[[Callable[..., Any]], Callable[..., Any]]


def options(*some: Option) -> Callable[[Command], Command]:
    """A decorator that gives a command these options, to be listed in this order."""

    def give(command: Command) -> Command:
        given: Any = command
        for option in reversed(some):
            given = option(given)
        return given  # type: ignore[no-any-return]  # click gives back what it was given

    return give
