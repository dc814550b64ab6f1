"""What `search/test_index_contract.py` asks of every index, asked of one in a cluster."""

from made_indices import asked_of_every_index

globals().update(asked_of_every_index("index_contract"))
