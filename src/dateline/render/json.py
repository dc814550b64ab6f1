"""JSON as it leaves: the one way that a value becomes text, and the version of its shape (docs/json.md tells it in full)."""

from __future__ import annotations

import json
from typing import Any

from dateline.text import shown_text

VERSION = 1
"""A change to what records say needs a change to docs/json.md, and a new number where a reader of the old shape would trip."""

Record = dict[str, Any]


def to_json(value: object, *, indent: bool = False) -> str:
    """`value` as JSON: on one line, or indented for people. What no terminal should be sent is written as JSON's own escapes."""
    return shown_text(json.dumps(value, ensure_ascii=False, indent=2 if indent else None), _escape)


def _escape(sign: str) -> str:
    return json.dumps(sign)[1:-1]
