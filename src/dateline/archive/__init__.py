"""The archive as a whole: ingest, search, edits, feeds, exports, maintenance. Other packages use `Archive` in `archive.archive`."""
