"""OpenSearch as the index: the same analysis, the same translation and the same answers, in a cluster that others run.

Nothing here is imported where the embedded index is used, and the client library only where something is asked of a cluster.
"""
