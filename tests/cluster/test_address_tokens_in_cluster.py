"""What `search/test_places.py` asks of every index, asked of one in a cluster."""

from made_indices import asked_of_every_index

globals().update(asked_of_every_index("address_tokens"))
