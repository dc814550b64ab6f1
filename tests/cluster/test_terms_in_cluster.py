"""The tests of `search/test_terms.py`, run on an index in a cluster."""

from made_indices import asked_of_every_index

globals().update(asked_of_every_index("terms"))
