"""The values that travel through Dateline: documents, articles, what is known about them, answers and counts.

These are plain frozen values; the store knows how to store them, and `render` how to show them. Nothing here does I/O.
Dates are kept as evidence: a text in ISO 8601 form cut at its precision, never a guess beyond what was seen. They stand in parts,
as a search needs only some, and making such a class takes longer than a small search does.
"""
