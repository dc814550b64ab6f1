"""The command line: a thin shell. A command parses its arguments, calls one method of `Archive` and passes the result to `render`.

Results go to stdout, everything else to stderr. Importing this package is cheap: a command's module is imported when the command is
called, and the command imports the heavy modules that it needs.
"""

from __future__ import annotations

from dateline.cli.group import dateline

__all__ = ["dateline", "main"]

_INGEST = ("ingest", "retry", "watch", "feeds")
_QUERY = ("search", "count", "facets", "trend", "terms", "context", "quotes", "browse", "serve", "mcp")
_SAVED = ("save", "saved", "feed")
_ARTICLE = (
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
_MAINTENANCE = (
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
_EXCHANGE = ("batch", "export", "import", "backup")

for name in (*_INGEST, *_QUERY, *_SAVED, *_ARTICLE, *_MAINTENANCE, *_EXCHANGE, "completion", "help"):
    dateline.commands.add_lazily(name)

main = dateline
