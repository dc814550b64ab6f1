"""Templates → pages. Every text is escaped where it is put in; a name that a template misspells is an error, not an empty place."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("dateline.web"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(template: str, values: Mapping[str, Any]) -> str:
    """The page that a template makes of `values`."""
    return _environment().get_template(template).render({"here": "", **values})
