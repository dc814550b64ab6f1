"""The tests of `search/test_index_contract.py`, run on an index in a cluster."""

from made_indices import index_tests

globals().update(index_tests("index_contract"))
