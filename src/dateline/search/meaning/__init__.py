"""Search by meaning: an embedder makes vectors from the beginnings of articles, and a search finds the nearest vectors."""
