"""The tests of `search/test_relevance.py`, run on an index in a cluster."""

from made_indices import index_tests

globals().update(index_tests("relevance"))
