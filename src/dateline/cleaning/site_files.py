"""Write site rules: a person's decision on a line of one source becomes a rule in a file that people can read and change."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from dateline.cleaning.site_rules import parse_site_rules
from dateline.errors import CleaningError

_HEAD = "# Rules that `dateline drop` and `restore` wrote for this source; you can add more, see docs/sites.md.\n"
_NO_NAME = re.compile(r"[^\w.]+")
_LONGEST_NAME = 60


def write_rules(path: Path, site: tuple[str, str], texts: Sequence[str], *, keep: bool, undo: bool = False) -> None:
    """Add rules for whole lines to a file; a new file is for `site` ("source" or "host", and its name).

    With `undo`, the rules are removed instead, and a file without any rule left is deleted.
    """
    try:
        before = path.read_text("utf-8") if path.exists() else f"{_HEAD}{site[0]} = {_toml(site[1])}\n"
    except (OSError, UnicodeDecodeError) as error:
        raise CleaningError(f"{path}: the site rules cannot be read ({error})") from error
    after = before
    for text in texts:
        rule, opposite = _rule(text, keep=keep), _rule(text, keep=not keep)
        if undo and rule not in after:
            raise CleaningError(f"{path}: has no such rule for the line {text!r}; change the file by hand")
        after = after.replace(rule, "").replace(opposite, "")
        if not undo:
            after = f"{after.rstrip()}\n{rule}"
    left = parse_site_rules(after, path.stem)
    if not left.rules and not left.tests and after.startswith(_HEAD):
        path.unlink()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_text(after, "utf-8")
    new.replace(path)


def new_file(folder: Path, name: str) -> Path:
    """Return the path in `folder` for the rules of a site that has no file yet."""
    stem = _NO_NAME.sub("-", name.lower()).strip("-.")[:_LONGEST_NAME] or "source"
    path, number = folder / f"{stem}.toml", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}.toml"
    return path


def _rule(text: str, *, keep: bool) -> str:
    return f"\n[[{'keep' if keep else 'drop'}]]\nline = {_toml(text)}\n"


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
