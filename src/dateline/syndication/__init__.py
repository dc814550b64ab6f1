"""Which articles are copies of one story? Pure functions and one index in memory; nothing here is stored or decided for good.

`windows` reads a clean text as runs of words that bear a name or a number, `sketch` makes a few keys of them, `neighbours` finds
who shares keys, `similarity` compares two texts and says whether they are copies, `lead` says which copy speaks for the others.
"""

from __future__ import annotations

METHOD = "windows-2"
"""Names everything on which keys and clusters depend; whoever keeps them makes them anew when it changes."""
