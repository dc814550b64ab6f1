"""Page → CleanedArticle: every line judged, labelled and given a reason; nothing destroyed."""

from __future__ import annotations

from dateline.cleaning.cleaner import Cleaner

__all__ = ["Cleaner"]
