"""What the program ends with: each number means one thing, whatever the command."""

from __future__ import annotations

ERROR, NOTHING, WRONG_USE, SOME_FAILED, LEFT_OUT = 1, 1, 2, 3, 4
CLOSED_PIPE = 141

_ONE = (
    "An error; one line says which, and what helps. Also a problem that verify or check found, and where a command's help says so, "
    "that there was nothing: no news for search --new, nothing in an ingest that could be read."
)
MEANINGS = (
    ("0", "Done."),
    ("1", _ONE),
    ("2", "Wrong use: an option, an argument or a query that cannot be understood."),
    ("3", "Done, but some documents failed; each is named."),
    ("4", "An answer leaves out what another process is writing just now; a remark says so."),
    ("130", "Interrupted with Ctrl-C."),
    ("141", "What the output goes to reads no more of it, as `head` does when it has enough."),
    ("143", "Ended with SIGTERM."),
)
"""The table of the documentation."""
