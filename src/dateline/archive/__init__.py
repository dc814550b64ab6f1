"""The archive as a whole: ingest, search, edits, feeds, exports and upkeep; `Archive` in `archive.archive` is what others use."""
