"""A raw document → a page: its lines with their layout, whether it came with markup or as plain text."""
