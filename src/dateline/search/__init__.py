"""Query → ranked ids: the contract of a search index, the engines behind it, and the snippets of hits."""

from __future__ import annotations
