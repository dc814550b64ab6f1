"""The lag of the index while another process writes: one warning next to the result, and a separate exit code."""

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
    """Write the warnings that no command has written, and exit with LEFT_OUT; without `lags`, do nothing."""
    for text in dict.fromkeys(lags):
        if text not in ctx.meta.get(SAID, ()):
            warn(text)
    if lags:
        ctx.exit(LEFT_OUT)


@contextmanager
def collect_lag(lags: list[str]) -> Iterator[None]:
    """Collect IndexLags warnings in `lags`, so that Python does not print them; write other warnings to stderr."""
    with warnings.catch_warnings():
        warnings.simplefilter("always", IndexLags)

        def keep(message: Warning | str, category: type[Warning], *place: Any, **more: Any) -> None:
            if issubclass(category, IndexLags):
                lags.append(str(message))
            else:  # it may quote a document, so it goes through `write`
                write(warnings.formatwarning(message, category, *place[:2]), end="", err=True)

        warnings.showwarning = keep
        yield
