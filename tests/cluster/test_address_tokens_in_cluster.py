"""The tests of `search/test_address_tokens.py`, run on an index in a cluster."""

from made_indices import index_tests

globals().update(index_tests("address_tokens"))
