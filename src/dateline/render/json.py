"""JSON output: the one function that turns a value into JSON text, and the version of the shapes (see docs/json.md)."""

from __future__ import annotations

import json
from typing import Any

from dateline.text import shown_text

VERSION = 1
"""A change of a record's shape needs a change of docs/json.md, and a new number if it breaks programs that read the old shape."""

Record = dict[str, Any]


def to_json(value: object, *, indent: bool = False) -> str:
    """`value` as JSON, on one line or indented. Control characters are written as JSON escapes."""
    return shown_text(json.dumps(value, ensure_ascii=False, indent=2 if indent else None), _escape)


def _escape(character: str) -> str:
    return json.dumps(character)[1:-1]
