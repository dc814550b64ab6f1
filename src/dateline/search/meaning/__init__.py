"""Search by meaning: articles as vectors that a model makes of their beginnings, and what is near in these. Needs an embedder."""
