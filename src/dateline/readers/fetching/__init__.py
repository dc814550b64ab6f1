"""Web addresses → answers, politely and within limits. Nothing else in Dateline opens a connection.

Every address is checked where it is really connected to, on every hop of a redirect; every answer has a deadline and a largest
size. Who fetches nothing imports nothing of this: `fetcher` is where one begins.
"""
