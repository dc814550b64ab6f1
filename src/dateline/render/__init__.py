"""Values → what people and programs read: text, JSON, JSONL and CSV. Pure: nothing here knows a terminal or an option.

Each form is imported from its own module, as an answer needs few of them.

Text is given as lines of pieces, each with a role ("title", "match", "label"…); whoever shows it decides what a role looks like.
"""
