"""Dateline: an archive and search tool for raw news text. Importing this runs nothing heavy."""

from __future__ import annotations

__version__ = "0.1.0"
