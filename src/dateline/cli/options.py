"""Groups of options, and a parameter type for durations."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

import click

_UNITS = {"": 1.0, "s": 1.0, "sec": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0, "d": 86_400.0}
_PIECE = re.compile(r"(\d+(?:\.\d+)?|\.\d+)\s*([a-z]*)\s*", re.IGNORECASE)

Command = TypeVar("Command", bound=Callable[..., Any])
Option = Callable[[Callable[..., Any]], Callable[..., Any]]


class Duration(click.ParamType[float]):
    """A duration: 30, 30s, 5m, 1h30m, 2d; without a unit, in seconds."""

    name = "duration"

    def __init__(self, least: float = 0.0, most: float | None = None) -> None:
        self.least, self.most = least, most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return `value` in seconds; fail if it is not a duration in the limits."""
        if isinstance(value, int | float):
            return float(value)
        pieces = _PIECE.findall(value.strip())
        if (
            "".join(map("".join, pieces)) != "".join(value.split())
            or not pieces
            or any(unit.lower() not in _UNITS for _, unit in pieces)
        ):
            self.fail(f"{value!r} is not a length of time; write 30, 30s, 5m, 1h30m or 2d", param, ctx)
        seconds = sum(float(number) * _UNITS[unit.lower()] for number, unit in pieces)
        if seconds < self.least or (self.most is not None and seconds > self.most):
            limit = f"from {self.least:g} to {self.most:g}" if self.most is not None else f"of {self.least:g} or more"
            self.fail(f"{value!r} is not {limit} seconds", param, ctx)
        return seconds


def options(*some: Option) -> Callable[[Command], Command]:
    """A decorator that adds options to a command, listed in this order."""

    def give(command: Command) -> Command:
        given: Any = command
        for option in reversed(some):
            given = option(given)
        return given  # type: ignore[no-any-return]  # click returns the function that it decorates

    return give
