"""Find which articles are copies of one story. Pure functions and one index in memory; nothing is stored here.

`shingles` turns a clean text into runs of words that contain a name or a number. `sketch` derives a few keys from them, and
`key_index` finds the texts that share keys. `similarity` decides whether two texts are copies, `clusters` groups the pairs, and
`lead_copy` chooses the copy that stands for the others.
"""

from __future__ import annotations

METHOD = "windows-2"
"""The version of everything that keys and clusters depend on; when it changes, stored keys and clusters must be rebuilt."""
