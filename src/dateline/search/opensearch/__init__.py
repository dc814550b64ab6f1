"""OpenSearch as the search index: the same analysis, translation and answers as the embedded index, in an index cluster.

The embedded index imports nothing from here. The client library is imported only when a request is sent to a cluster.
"""
