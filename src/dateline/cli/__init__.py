"""The command line: a thin shell. A command builds values, calls one method of `Archive` and hands the result to `present`.

Results go to stdout, everything else to stderr. Importing this is cheap: a command's module is imported when the command is called,
and what is heavy by the command that needs it.
"""

from __future__ import annotations

from dateline.cli.group import dateline

__all__ = ["dateline", "main"]

_IN = ("ingest", "retry", "watch", "feeds")
_ASKING = ("search", "count", "facets", "trend", "terms", "context", "quotes", "browse", "serve", "mcp")
_SAVED = ("save", "saved", "feed")
_READING = (
    "show",
    "open",
    "similar",
    "explain",
    "why",
    "versions",
    "diff",
    "copies",
    "story",
    "clean",
    "sources",
    "stats",
    "formats",
)
_UPKEEP = (
    "restore",
    "drop",
    "edit",
    "tag",
    "note",
    "names",
    "delete",
    "learn",
    "check",
    "reclean",
    "reindex",
    "index",
    "embed",
    "compact",
    "verify",
    "repair",
)
_MOVING = ("batch", "export", "import", "backup")

for name in (*_IN, *_ASKING, *_SAVED, *_READING, *_UPKEEP, *_MOVING, "completion", "help"):
    dateline.commands.promise(name)

main = dateline
