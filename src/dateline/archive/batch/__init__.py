"""Cleaning at scale, without an archive: files in, one Parquet file of cleaned articles for each out, by whatever engine.

What is made of a file depends on its bytes and on what was asked for, never on the runner (a pool of processes here, or Spark), on
other files or on earlier runs. Each file is written whole or not at all, and a mark beside it says what it was made of.
"""

from __future__ import annotations

from dateline.archive.batch.import_rows import read_cleaned
from dateline.archive.batch.recipe import Recipe
from dateline.archive.batch.run import Batch, clean_files
from dateline.types.batch import BatchSummary

__all__ = ["Batch", "BatchSummary", "Recipe", "clean_files", "read_cleaned"]
