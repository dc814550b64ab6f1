"""What lies in the folder of an archive, by name."""

from __future__ import annotations

ARCHIVE_FILE = "archive.db"
"""The store: all that an archive holds."""
INDEX_FOLDER = "index"
"""The search index, which follows the store and can be built from it."""
