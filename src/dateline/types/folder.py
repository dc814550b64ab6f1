"""The names of files in the folder of an archive."""

from __future__ import annotations

ARCHIVE_FILE = "archive.db"
"""The store: everything that an archive contains."""
INDEX_FOLDER = "index"
"""The search index, which follows the store and can be built from it."""
INDEX_SETTINGS = "index.toml"
"""The file that names the index cluster, if the index is not in that folder."""
EMBEDDED = "embedded"
"""The value that stands for the index in the folder, in place of the address of a cluster."""
