"""Cleaning at scale, without an archive: each input file becomes one Parquet file of cleaned articles, with any engine.

The result for a file depends on its bytes and the recipe, never on the runner (a pool of processes here, or Spark), on other files
or on earlier runs. Each file is written completely or not at all, and a mark next to it records what it was made from.
"""

from __future__ import annotations

from dateline.archive.batch.import_rows import read_cleaned
from dateline.archive.batch.recipe import Recipe
from dateline.archive.batch.run import Batch, clean_files
from dateline.types.batch import BatchSummary

__all__ = ["Batch", "BatchSummary", "Recipe", "clean_files", "read_cleaned"]
