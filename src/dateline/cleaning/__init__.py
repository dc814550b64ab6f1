"""Turn a page into a cleaned article: every line gets a verdict, a label and a reason; no line is deleted."""

from __future__ import annotations

from dateline.cleaning.cleaner import Cleaner

__all__ = ["Cleaner"]
