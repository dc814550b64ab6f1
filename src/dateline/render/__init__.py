"""Rendering of values as text, JSON, JSONL and CSV. Pure functions: nothing here knows the terminal or the options.

Import each format from its own module, since an answer needs only a few of them.

Text is lines of pieces, each with a role ("title", "match", "label"…). The caller decides on the style of a role.
"""
