"""The tests of `search/test_explain.py`, run on an index in a cluster."""

from made_indices import index_tests

globals().update(index_tests("explain"))
