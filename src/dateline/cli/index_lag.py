"""What an answer lacks while another process writes: one warning beside the result, and a separate exit code."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from dateline.cli.exit_codes import LEFT_OUT
from dateline.cli.output import SAID, warn, write
from dateline.errors import IndexLags


def warn_of_lag(ctx: click.Context, lags: list[str]) -> None:
    """Say what was left out, where no command has said it, and exit; nothing where nothing was."""
    for text in dict.fromkeys(lags):
        if text not in ctx.meta.get(SAID, ()):
            warn(text)
    if lags:
        ctx.exit(LEFT_OUT)


@contextmanager
def collect_lag(lags: list[str]) -> Iterator[None]:
    """Keep what answers leave out in `lags`, instead of printing it as Python prints warnings."""
    with warnings.catch_warnings():
        warnings.simplefilter("always", IndexLags)

        def keep(message: Warning | str, category: type[Warning], *place: Any, **more: Any) -> None:
            if issubclass(category, IndexLags):
                lags.append(str(message))
            else:  # it may quote what was read
                write(warnings.formatwarning(message, category, *place[:2]), end="", err=True)

        warnings.showwarning = keep
        yield
