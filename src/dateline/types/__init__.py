"""The values that travel through Dateline: documents, articles, what is known about them, answers and counts.

They are plain frozen values: the store stores them, and `render` shows them. Nothing here does I/O. Dates are kept as evidence: a
text in ISO 8601 form, cut at its precision, never a guess beyond what was seen. The types are spread over modules because a search
needs only some, and creating such a class takes longer than a small search.
"""
