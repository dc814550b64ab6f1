"""Values → what people and programs read: text, JSON, JSONL and CSV. Pure: nothing here knows a terminal or an option.

Pictures (`chart`) and citations (`citation`) are imported from their modules, as few answers need them.

Text is given as lines of pieces, each with a role ("title", "match", "label"…); whoever shows it decides what a role looks like.
"""
