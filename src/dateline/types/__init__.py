"""The values that travel through Dateline: what comes in, articles, what is known beside them, answers and counts.

These are plain frozen values: how they are stored is the store's affair, how they are shown is `present`'s. Nothing here does I/O.
Dates are kept as evidence: a text in ISO 8601 form cut at its precision, never a guess beyond what was seen. They stand in parts,
as a search needs only some, and making such a class takes longer than a small search does.
"""
