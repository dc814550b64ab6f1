"""The names of files in the folder of an archive."""

from __future__ import annotations

ARCHIVE_FILE = "archive.db"
"""The store: all that an archive holds."""
INDEX_FOLDER = "index"
"""The search index, which follows the store and can be built from it."""
INDEX_SETTINGS = "index.toml"
"""Where the index is, if it is not in that folder but in a cluster."""
EMBEDDED = "embedded"
"""What stands there in place of an address, for the index in the folder."""
