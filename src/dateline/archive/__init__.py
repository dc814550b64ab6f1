"""The archive as a whole: ingest, search, edits, feeds, exports and maintenance; other rooms use `Archive` in `archive.archive`."""
