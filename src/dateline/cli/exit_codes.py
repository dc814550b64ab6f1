"""The exit codes of the program. A number means the same for all commands."""

from __future__ import annotations

ERROR, NOTHING, WRONG_USE, SOME_FAILED, LEFT_OUT = 1, 1, 2, 3, 4
CLOSED_PIPE = 141

_ERROR_MEANING = (
    "An error; one line says what is wrong and what helps. Also: verify or check found a problem; or, where its help says so, "
    "there was nothing: nothing new for search --new, nothing readable in an ingest."
)
MEANINGS = (
    ("0", "Done."),
    ("1", _ERROR_MEANING),
    ("2", "Wrong use: an option, an argument or a query that cannot be understood."),
    ("3", "Done, but some documents failed; each is named."),
    ("4", "The answer lacks the last changes of another process that is writing; a message says so."),
    ("130", "Interrupted with Ctrl-C."),
    ("141", "The output was closed before its end, for example by `head`."),
    ("143", "Ended with SIGTERM."),
)
"""The table in the documentation."""
