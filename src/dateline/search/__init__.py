"""Query → ids in order: the contract of an index, the engine behind it, and what is shown of a hit."""

from __future__ import annotations
